"""What fetched.js needs in a form that fetches a file: how far it is, and what went wrong."""

from __future__ import annotations

from api.pages.shell.markup import Html, h, join


def sending() -> Html:
    """A bar with words, not shown until something is under way, and a place for what was refused."""
    bar = h("div", h("div", h("i"), class_="progress"), h("p", role="status"), class_="sending", hidden="")
    return join(bar, h("div", role="alert", class_="bad"))
