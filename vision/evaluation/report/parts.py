"""The parts every report is made of, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from vision.evaluation.mistakes import Mistake
from vision.wilson import Rate

STYLE = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
WARNING = "本页含有人物图片, 请按原数据的权限保管。 This page shows people: keep it where the pictures may be kept."
NAMES = {"head": "头 Heads", "hand": "手 Hands", "hat": "帽 Hat", "mask": "口罩 Mask", "glove": "手套 Glove"}
Tile = tuple[str, Rate | None]
"""A name and its number, large."""


def whole(title: str, about: str, parts: Sequence[str]) -> str:
    """The page: a title, a sentence under it, a warning, and its parts."""
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style><main><header><h1>{escape(title)}</h1>"
        f"<p>{escape(about)}</p><p class='warning'>{WARNING}</p></header>{''.join(parts)}</main></html>"
    )


def section(title: str, *parts: str) -> str:
    """A part of the page with a title of its own."""
    return f"<section><h2>{escape(title)}</h2>{''.join(parts)}</section>"


def tiles(shown: Sequence[Tile]) -> str:
    """The numbers one looks for first, with their intervals; what there is nothing to say of is left out."""
    return f"<div class='tiles'>{''.join(_tile(name, rate) for name, rate in shown if rate is not None)}</div>"


def figures(*drawn: str) -> str:
    """Pictures beside each other."""
    return f"<div class='row'>{''.join(f'<figure>{one}</figure>' for one in drawn)}</div>"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, kind: str = "") -> str:
    """A table; the first cell of a row names it. Cells are HTML."""
    top = "".join(f"<th>{one}</th>" for one in head)
    body = "".join(f"<tr><th>{row[0]}</th>{''.join(f'<td>{cell}</td>' for cell in row[1:])}</tr>" for row in rows)
    return f"<div class='scroll'><table class='{kind}'><tr>{top}</tr>{body}</table></div>"


def gallery(title: str, shown: Sequence[Mistake]) -> str:
    """Crops with a few words each; nothing where there is none."""
    if not shown:
        return ""
    pictures = "".join(
        f"<figure class='crop'><img alt='{escape(one.words)}' src='{one.picture()}'>"
        f"<figcaption>{escape(one.words)}</figcaption></figure>"
        for one in shown
    )
    return f"<h3>{escape(title)} <small>{len(shown)}</small></h3><div class='crops'>{pictures}</div>"


def folded(title: str, *parts: str) -> str:
    """What one opens only to look closer."""
    return f"<details><summary>{escape(title)}</summary>{''.join(parts)}</details>"


def number(value: float | None, places: int = 3) -> str:
    """A number; a dash for None."""
    return "–" if value is None else f"{value:.{places}f}"


def _tile(name: str, rate: Rate) -> str:
    around = [f"{rate.interval[0]:.3f}–{rate.interval[1]:.3f}"] if rate.interval else []
    small = ", ".join([*around, *([f"n {rate.n}"] if rate.n else [])])
    return f"<div class='tile'><span>{escape(name)}</span><b>{number(rate.rate)}</b><small>{small}</small></div>"
