"""What people read on the enrolment page, and the keys."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from api.context import Label
from api.pages.shell.markup import Html
from api.pages.shell.say import said, say
from records.samples import UNSURE
from vision.facts import Answer

ATTRIBUTES: Mapping[str, Label] = MappingProxyType({"hat": Label("帽子", "Hat"), "mask": Label("口罩", "Mask")})
WORDS: Mapping[str, Mapping[str, Label]] = MappingProxyType(
    {
        "hat": MappingProxyType(
            {
                "net": Label("发网", "Net"),
                "cap": Label("帽子", "Cap"),
                "bare": Label("没戴", "Bare"),
                UNSURE: Label("看不清", "Unsure"),
            }
        ),
        "mask": MappingProxyType(
            {
                "mask": Label("戴好", "Worn"),
                "wrong": Label("没戴好", "Worn wrong"),
                "none": Label("没戴", "None"),
                UNSURE: Label("看不清", "Unsure"),
            }
        ),
    }
)
KEYS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "hat": MappingProxyType({"net": "N", "cap": "C", "bare": "B", UNSURE: "U"}),
        "mask": MappingProxyType({"mask": "M", "wrong": "W", "none": "O", UNSURE: "U"}),
    }
)
BLAMED: Mapping[str, Label] = MappingProxyType({"hat": Label("未戴帽", "no hat"), "mask": Label("未戴口罩", "no mask")})
"""What an attribute is flagged for."""
_ANSWERS: Mapping[Answer | None, Label] = MappingProxyType(
    {
        Answer.WORN: Label("已戴", "worn"),
        Answer.NOT_WORN: Label("未戴", "not worn"),
        Answer.WRONG: Label("没戴好", "worn wrong"),
        None: Label("不作判断", "no answer"),
    }
)


def answer_said(answer: Answer | None) -> Html:
    """An answer, or that there was none."""
    return said(_ANSWERS[answer])


def attributes_said(names: tuple[str, ...]) -> Html:
    """Hat, mask."""
    labels = [ATTRIBUTES.get(name, Label(name, name)) for name in names]
    return say("、".join(one.zh for one in labels), ", ".join(one.en.lower() for one in labels))
