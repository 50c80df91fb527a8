"""Words in both languages: the page holds both, the switch in the head shows one. Chinese first."""

from __future__ import annotations

from enum import StrEnum

from starlette.requests import HTTPConnection

from api.context import Label
from api.pages.shell.markup import Html, h, join

COOKIE = "lang"


class Tongue(StrEnum):
    """What a page is read in."""

    ZH = "zh"
    EN = "en"


def tongue_of(connection: HTTPConnection) -> Tongue:
    """What somebody chose; Chinese where nobody did."""
    return Tongue.EN if connection.cookies.get(COOKIE) == Tongue.EN else Tongue.ZH


def say(zh: str, en: str) -> Html:
    """For text on a page: both are there, one is shown."""
    return join(h("span", zh, class_="zh", lang="zh-CN"), h("span", en, class_="en", lang="en"))


def said(label: Label) -> Html:
    """The same of what has a name."""
    return say(label.zh, label.en)


def pick(label: Label, tongue: Tongue) -> str:
    """For where no markup may stand: plots, options, titles, what a screen reader says."""
    return label.en if tongue is Tongue.EN else label.zh
