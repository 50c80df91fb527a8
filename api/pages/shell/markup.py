"""HTML as values: everything is escaped unless it is already HTML."""

from __future__ import annotations

from html import escape


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def h(tag: str, *children: str, **attributes: str | None) -> Html:
    """An element. `class_` is class, `data_x` is data-x; an attribute that is None is left out."""
    inner = "".join(child if isinstance(child, Html) else escape(child) for child in children)
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    end = "" if tag in ("img", "input", "br") else f"</{tag}>"
    return Html(f"<{tag}{written}>{inner}{end}")


def join(*parts: Html) -> Html:
    """One after the other."""
    return Html("".join(parts))
