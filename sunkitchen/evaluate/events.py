"""The whole product on clips of which the events are known."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from sunkitchen.analyse import analyse
from sunkitchen.evaluate.labelled import share_words, write_report
from sunkitchen.store import EVIDENCE
from vision.errors import DataError, SourceError
from vision.evaluation.events import Clip, EventQuality, Expected, Told, by_code, hours, total
from vision.evaluation.report import events_page
from vision.sources.recorded import VideoFile

SUFFIX = ".expected.json"
VIDEOS = (".mp4", ".mkv", ".avi")
Event = Mapping[str, object]


class ExpectedEvent(BaseModel):
    """One event of an expected.json: `zone` may be left out, and `from_s`, since when there is something to tell."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    code: str
    zone: str | None = None
    opens_between_s: tuple[float, float]
    from_s: float | None = None


class ExpectedFile(BaseModel):
    """<clip>.expected.json: what must come of the clip; `{"events": []}` is enough where nothing may.

    Attributes:
        video: the clip's name; None: the video of the same stem.
        config: whose zones and rules to use, relative to this file; camera: which of its cameras films.
        begins_at: None: what the clip says itself.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)
    video: str | None = None
    config: Path | None = None
    camera: str | None = None
    begins_at: AwareDatetime | None = None
    events: tuple[ExpectedEvent, ...]


@dataclass(frozen=True, slots=True)
class EventEvaluation:
    """What came of a folder of clips: per code, of all codes together, and clip by clip.

    Attributes:
        hours: how long they last; false_per_hour: events told of which nothing was expected. None where unknown.
    """

    clips: tuple[Clip, ...]
    codes: dict[str, EventQuality]
    total: EventQuality
    hours: float | None
    false_per_hour: float | None


@dataclass(frozen=True, slots=True)
class Run:
    """How a clip is analysed: whose configuration and models, None for those it names; in which folder."""

    config: Path | None
    models: Path | None
    place: Path


def evaluate_events(
    folder: Path, config: Path | None, models: Path | None = None, report_folder: Path | None = None
) -> EventEvaluation:
    """Analyse every clip that has an expected.json beside it, as `analyse` does.

    Args:
        config: whose zones and rules; None: what the expected.json names, else the whole picture is one
            deli_special_room.
        models: None: the configuration's.
        report_folder: where report.html goes; None writes none.

    Raises:
        DataError: no such clip, or an expected.json that is none.
        SourceError: a clip that cannot be read to its end.
    """
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    if not paths:
        raise DataError(f"{folder}: expected clips with <clip>{SUFFIX} beside them, found none")
    expected = [read_expected(path) for path in paths]
    with TemporaryDirectory(prefix="sunkitchen-eval-") as place:
        clips = [
            _clip(path, one, Run(config, models, Path(place) / str(number)))
            for number, (path, one) in enumerate(zip(paths, expected, strict=True))
        ]
        result = _summed(clips)
        if report_folder is not None:
            write_report(report_folder, events_page(folder.name, result.clips, result.codes, result.total))
    return replace(result, clips=tuple(_without_pictures(clip) for clip in clips))


def read_expected(path: Path) -> ExpectedFile:
    """What is expected of a clip.

    Raises:
        DataError: not such a file.
    """
    try:
        return ExpectedFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "the file"
        raise DataError(f"{path}: {place}: {first['msg']}. Mend: write it like sample_videos/*{SUFFIX}.") from error


def video_of(path: Path, expected: ExpectedFile) -> Path:
    """The clip an expected.json speaks of.

    Raises:
        DataError: there is none.
    """
    stem = path.name.removesuffix(SUFFIX)
    names = [expected.video] if expected.video else [f"{stem}{suffix}" for suffix in VIDEOS]
    for name in names:
        if (path.parent / name).is_file():
            return path.parent / name
    raise DataError(f"{path}: expected the clip {' or '.join(names)} beside it, found none. Mend: copy it there.")


def wanted(expected: ExpectedFile) -> tuple[Expected, ...]:
    """The events a clip must give."""
    return tuple(Expected(e.code, e.zone, *e.opens_between_s, e.from_s) for e in expected.events)


def told(events: Sequence[Event], begins_at: datetime, evidence: Path | None = None) -> tuple[Told, ...]:
    """The events of an events.jsonl; `evidence` is the folder of their pictures."""
    return tuple(
        Told(str(e["code"]), str(e["zone"]), _opened_s(e, begins_at), _annotated(e, evidence) if evidence else None)
        for e in events
    )


def read_events(path: Path) -> list[Event]:
    """The lines of an events.jsonl."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def as_json(evaluation: EventEvaluation) -> str:
    """One JSON document."""
    return json.dumps({"events": asdict(evaluation)}, default=str)


def as_words(evaluation: EventEvaluation) -> str:
    """A short table for people."""
    lines = [f"clips 片段: {len(evaluation.clips)}"]
    for code, one in (*evaluation.codes.items(), ("all 全部", evaluation.total)):
        lines.append(
            f"{code}: expected 应有 {one.expected}  told 报出 {one.told}  right 正确 {one.right}  "
            f"precision {share_words(one.precision, one.precision_interval)}  "
            f"recall {share_words(one.recall, one.recall_interval)}  "
            f"delay 延迟 median {_number(one.delay_median_s)} s, p90 {_number(one.delay_p90_s)} s"
        )
    lines += [f"误报 false: {clip.name} {one.code} {one.zone} {one.opened_s:.1f} s" for clip, one in _false(evaluation)]
    lines += [
        f"漏报 missed: {clip.name} {one.code} {one.zone or ''}" for clip in evaluation.clips for one in clip.missed
    ]
    lines.append(f"false per hour 每小时误报: {_number(evaluation.false_per_hour)}")
    return "\n".join(lines)


def _clip(path: Path, expected: ExpectedFile, how: Run) -> Clip:
    """Analyse one clip in a store of its own."""
    video = video_of(path, expected)
    config = how.config or (path.parent / expected.config if expected.config else None)
    camera = expected.camera if config else None
    report = analyse([video], how.place, config, camera, expected.begins_at, how.models)
    seen = report.videos[0]
    if seen.failure or seen.begins_at is None:
        raise SourceError(seen.failure or f"{video}: cannot be read")
    events = told(read_events(Path(report.events_file)), datetime.fromisoformat(seen.begins_at), how.place / EVIDENCE)
    return Clip(video.name, wanted(expected), events, VideoFile(video).duration_s)


def _summed(clips: Sequence[Clip]) -> EventEvaluation:
    lasted = hours(clips)
    false = sum(len(clip.false) for clip in clips)
    return EventEvaluation(tuple(clips), by_code(clips), total(clips), lasted, false / lasted if lasted else None)


def _without_pictures(clip: Clip) -> Clip:
    """They went with the folder of the analysis."""
    return replace(clip, told=tuple(replace(one, picture=None) for one in clip.told))


def _opened_s(event: Event, begins_at: datetime) -> float:
    return (datetime.fromisoformat(str(event["opened_at"])) - begins_at).total_seconds()


def _annotated(event: Event, evidence: Path) -> Path | None:
    files = event["evidence"]
    assert isinstance(files, list)
    return next((evidence / str(file["path"]) for file in files if file["kind"] == "annotated"), None)


def _false(evaluation: EventEvaluation) -> list[tuple[Clip, Told]]:
    return [(clip, one) for clip in evaluation.clips for one in clip.false]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
