"""Trying a rule on what a camera saw in the last hours, before it is switched on or changed; nothing comes of it."""

from __future__ import annotations

from api.context import Names
from api.pages.shell.markup import Html, h
from api.pages.shell.say import Tongue, pick, say

HOURS = (1, 6, 24)


def trying(camera: str, names: Names, tongue: Tongue) -> Html:
    """The form and where its answer goes; trying.js sends it."""
    codes = (h("option", pick(names.code(code), tongue), value=code) for code in names.attributes)
    hours = (h("option", str(count), value=str(count)) for count in HOURS)
    seconds = h("input", name="observed_s", type="number", min="1", max="600", step="1", inputmode="numeric")
    form = h(
        "form",
        h("label", say("规则", "Rule"), h("select", *codes, name="code")),
        h("label", say("至少观察到几秒 (不填: 现行)", "Observed seconds (empty: as in force)"), seconds),
        h("label", say("最近几小时", "Of the last hours"), h("select", *hours, name="hours")),
        h("button", say("回放", "Replay"), type="submit", class_="btn"),
        class_="trying",
        data_camera=camera,
    )
    why = say(
        "用留存的观察重放一遍, 看会抓拍几条; 不改动任何东西。",
        "The looks that were kept are played again, to see what would be flagged; nothing is changed.",
    )
    title = h("h2", say("先试一试规则", "Try a rule first"))
    told = h("div", class_="tried", role="status")
    return h("section", title, form, told, h("p", why, class_="soft"), class_="panel form")
