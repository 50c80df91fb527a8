"""What a register said, as evidence of what no camera saw."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import say
from api.pages.shell.words import local
from records.certificates import CopiedLine, Copy


def register_table(copy: Copy, zone: ZoneInfo) -> Html:
    """A row per line, with the hash of the line in full."""
    columns = say("健康证", "Certificate"), say("有效期至", "Valid until"), say("登记行 SHA-256", "SHA-256 of the line")
    head = h("thead", h("tr", *(h("th", column) for column in columns)))
    body = h("tbody", *(_row(line) for line in copy.lines))
    read = f"{copy.register} · {local(copy.read_at, zone)}"
    return join(
        h("h2", say("登记资料", "Register"), h("small", read)),
        h("div", h("table", head, body, class_="strip"), tabindex="0", class_="scroll"),
    )


def _row(line: CopiedLine) -> Html:
    day = line.certificate.valid_until
    return h(
        "tr",
        h("td", line.certificate.number or say("无", "none")),
        h("td", "–" if day is None else day.isoformat()),
        h("td", line.sha256, class_="num"),
    )
