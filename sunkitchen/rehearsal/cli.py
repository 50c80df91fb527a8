"""`sunkitchen rehearse`: what a rule with other numbers would have flagged in the last hours."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from sunkitchen.console import out, say
from sunkitchen.options import ConfigOption, JsonOption

if TYPE_CHECKING:
    from api.rehearsal.trial import Flag, Rehearsed

UNTIL_FORMATS = ["%Y-%m-%dT%H:%M:%S%z"]


def rehearse(
    config: ConfigOption,
    camera: Annotated[str, typer.Option(help="哪个摄像头 which camera")],
    code: Annotated[str, typer.Option(help="违规代码 violation code, as NO_HAT")],
    seconds: Annotated[float | None, typer.Option(min=0.1, max=3600, help="观察秒数 observed seconds, to open")] = None,
    share: Annotated[float | None, typer.Option(min=0.51, max=1, help="占可判断的比例 of assessable looks")] = None,
    least_score: Annotated[float | None, typer.Option(min=0, max=1, help="最低把握 least score that counts")] = None,
    off: Annotated[bool, typer.Option("--off", help="若停用 as if it were switched off")] = False,
    hours: Annotated[float, typer.Option(min=0.01, max=24, help="最近几小时 how many hours")] = 1.0,
    until: Annotated[
        datetime | None, typer.Option(formats=UNTIL_FORMATS, help="到何时, 带时区 until when; default: now")
    ] = None,
    redrawn: Annotated[bool, typer.Option("--redrawn", help="按现在画的区域 in the zones as drawn now")] = False,
    as_json: JsonOption = False,
) -> None:
    """用近几小时的观察试算一条规则, 不写任何数据。 Try a rule on the looks of the last hours; writes nothing."""
    from api.rehearsal.schemas import RehearsalOut
    from api.rehearsal.trial import Trial
    from sunkitchen.config import load_config
    from sunkitchen.rehearsal.rehearse import rehearse as tried
    from sunkitchen.store import open_existing

    box = load_config(config)
    end = until or datetime.now(UTC)
    since = end - timedelta(hours=hours)
    trial = Trial(camera, code, since, end, not off, seconds, share, least_score, redrawn=redrawn)
    with open_existing(box.box.data) as store:
        found = tried(box, store, trial)
    _tell(found)
    out(json.dumps(RehearsalOut.of(found).model_dump(mode="json"), ensure_ascii=False) if as_json else _table(found))


def _tell(found: Rehearsed) -> None:
    trial = found.trial
    say(f"{trial.camera} {trial.code}: {found.watched_s:.0f} s of looks 秒有观察, {found.judged} judged 次可判断")
    if found.kept_from is None:
        say("没有留存的观察 no looks are kept of this camera (box.looks_hours)")
    elif not found.zones:
        say("没有区域要求 no zone of this camera asks for it; see `requires:` of its site")


def _table(found: Rehearsed) -> str:
    would = [_line("would 会抓拍", flag) for flag in found.would]
    did = [_line("did 实抓拍", flag) for flag in found.did]
    return "\n".join([*would, *did, f"would {len(found.would)}, did {len(found.did)}"])


def _line(word: str, flag: Flag) -> str:
    return f"{word}  {flag.opened_at:%Y-%m-%d %H:%M:%S}Z  {flag.zone}  {flag.counted_s:.1f} s  {flag.score:.2f}"
