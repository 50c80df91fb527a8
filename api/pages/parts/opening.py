"""Asking for an original, with nothing hidden."""

from __future__ import annotations

from api.pages.shell.markup import Html, h
from api.pages.shell.say import say


def opening(address: str) -> Html:
    """A plain form: the reason goes into the audit log before the picture is opened in a tab of its own."""
    field = h("input", name="reason", required="", minlength="4", maxlength="300")
    form = h(
        "form",
        h("label", h("span", say("理由, 记入审计日志", "Reason: goes into the audit log")), field),
        h("button", say("打开", "Open"), type="submit"),
        method="post",
        action=f"{address}/original",
        target="_blank",
        class_="ask",
    )
    words = say("看未遮挡的原图", "Open the original with nothing hidden")
    return h("details", h("summary", words), form, class_="opener")
