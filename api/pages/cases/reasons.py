"""Why somebody does what goes on record."""

from __future__ import annotations

from api.pages.shell.markup import Html, h


def reason_field(label: Html, example: str) -> Html:
    """As the interface takes a reason: 4 to 300 characters."""
    field = h("input", name="reason", required="", minlength="4", maxlength="300", placeholder=example)
    return h("label", h("span", label), field)
