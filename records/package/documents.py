"""What the package says of an event in JSON, made of rows as the database, or the chain, has them: so that it can be
made again from the chain and compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from records.canonical import Json, parsed
from records.chain.rows import Image, RowKey
from records.chain.standing import FILED
from vision.facts import EvidenceKind

Rows = Mapping[RowKey, Image]
NOT_TOLD = frozenset({"client"})
"""Of a step: from which address it was taken. Whoever gets whole bodies of links has it there."""


def event_of(rows: Rows) -> Image:
    """The event's own row.

    Raises:
        KeyError: there is none.
    """
    found = list(_of_table(rows, "violation"))
    if len(found) != 1:
        raise KeyError("violation")
    return found[0]


def register_of(rows: Rows) -> Json:
    """What a register said, where that is the evidence: one line each, its hash last; nothing elsewhere."""
    return [{name: row[name] for name in ("register", "read_at", "lines")} for row in _of_table(rows, "register_copy")]


def looks_of(rows: Rows, own_zone: str | None = None) -> Json:
    """Every look that decided it, oldest first, with what was judged: the detections.

    Args:
        own_zone: the only one that is named of those a head stood in; None names all.
    """
    judged: defaultdict[Json, list[Image]] = defaultdict(list)
    for one in _of_table(rows, "judgement"):
        judged[one["look"]].append({name: value for name, value in one.items() if name != "look"})
    looks = sorted(_of_table(rows, "look"), key=lambda look: (str(look["at"]), str(look["id"])))
    return [
        {**look, "zones": _told_zones(look["zones"], own_zone), "judgements": _in_order(judged[look["id"]])}
        for look in looks
    ]


def review_of(rows: Rows) -> Json:
    """The review log: every step of people and timers, in order."""
    steps = sorted(_of_table(rows, "case_step"), key=lambda step: (str(step["violation"]), _number(step["version"])))
    return [{name: _told(name, value) for name, value in step.items() if name not in NOT_TOLD} for step in steps]


def files_of(rows: Rows, *tables: str) -> dict[str, Image]:
    """Rows that each tell of a file, by id; of these tables, or of all that have such."""
    return {str(row["id"]): row for table in tables or sorted(FILED) for row in _of_table(rows, table)}


def gone_of(rows: Rows) -> frozenset[str]:
    """Paths of files that were deleted on record."""
    return frozenset(str(row["path"]) for row in _of_table(rows, "removal"))


def times_of(event: Image, timezone: str) -> Json:
    """When it was in the place's own time, and how far that can be trusted."""
    zone = ZoneInfo(timezone)
    local: dict[str, Json] = {
        name: None if event[name] is None else _local(str(event[name]), zone)
        for name in ("started_at", "opened_at", "ended_at")
    }
    trusted = {name: event[name] for name in ("time_source", "time_quality", "clock_error_s")}
    return {"timezone": timezone, "local": local, **trusted}


def sizes_of(rows: Rows) -> Json:
    """The sizes of picture the camera gave, px."""
    pictures = (row for row in files_of(rows, "evidence").values() if row["kind"] != EvidenceKind.STRIP)
    sizes = {(_number(row["width"]), _number(row["height"])) for row in pictures}
    return [{"width": width, "height": height} for width, height in sorted(sizes)]


def _told_zones(zones: Json, own: str | None) -> Json:
    assert isinstance(zones, Sequence)
    return [zone for zone in zones if own in (None, zone)]


def _in_order(judgements: list[Image]) -> Json:
    return sorted(judgements, key=lambda judgement: str(judgement["attribute"]))


def _of_table(rows: Rows, table: str) -> Iterator[Image]:
    return (image for key, image in rows.items() if key.table == table)


def _told(name: str, value: Json) -> Json:
    return parsed(value) if name == "payload" and isinstance(value, str) else value


def _local(utc: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(utc).astimezone(zone).isoformat(timespec="milliseconds")


def _number(value: Json) -> int:
    return value if isinstance(value, int) else -1
