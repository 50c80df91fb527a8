"""The whole product on clips of which the events are known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from sunkitchen.analyse import analyse
from vision.errors import DataError, SourceError
from vision.evaluation.events import Clip, CodeQuality, Expected, Told, by_code

SUFFIX = ".expected.json"


class ExpectedEvent(BaseModel):
    """One event of an expected.json."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    code: str
    zone: str
    opens_between_s: tuple[float, float]


class ExpectedFile(BaseModel):
    """<clip>.expected.json: which camera of the configuration films, when it begins, and what must come of it."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    video: str
    camera: str
    begins_at: AwareDatetime
    events: tuple[ExpectedEvent, ...]


@dataclass(frozen=True, slots=True)
class EventEvaluation:
    """What came of a folder of clips."""

    clips: tuple[Clip, ...]
    codes: dict[str, CodeQuality]


def evaluate_events(folder: Path, config: Path | None) -> EventEvaluation:
    """Analyse every clip that has an expected.json beside it.

    Args:
        config: whose zones and rules; None: the whole picture is one deli_special_room, as `analyse` takes it.

    Raises:
        DataError: no such clip, or an expected.json that is none.
        SourceError: a clip that cannot be read to its end.
    """
    expected = [read_expected(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    if not expected:
        raise DataError(f"{folder}: expected clips with <clip>{SUFFIX} beside them, found none")
    videos = [folder / one.video for one in expected]
    with TemporaryDirectory(prefix="sunkitchen-eval-") as place:
        report = analyse(videos, Path(place), config, None, None)
        if failures := [video.failure for video in report.videos if video.failure]:
            raise SourceError("\n".join(failures))
        events = _events(Path(report.events_file))
    cameras = [video.camera for video in report.videos]
    clips = tuple(_clip(one, camera, events) for one, camera in zip(expected, cameras, strict=True))
    return EventEvaluation(clips, by_code(clips))


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


def as_json(evaluation: EventEvaluation) -> str:
    """One JSON document."""
    return json.dumps({"events": asdict(evaluation)})


def as_words(evaluation: EventEvaluation) -> str:
    """A short table for people."""
    lines = [
        f"{code}: expected 应有 {one.expected}  told 报出 {one.told}  right 正确 {one.right}  "
        f"precision {_share(one.precision)}  recall {_share(one.recall)}  "
        f"delay 延迟 {_share(one.delay_median_s)} s"
        for code, one in evaluation.codes.items()
    ]
    return "\n".join([f"clips 片段: {len(evaluation.clips)}", *(lines or ["no events, none expected 无事件"])])


def _events(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _clip(expected: ExpectedFile, camera: str, events: Sequence[dict[str, str]]) -> Clip:
    told = (Told(e["code"], e["zone"], _opened_s(e, expected.begins_at)) for e in events if e["camera"] == camera)
    wanted = (Expected(e.code, e.zone, *e.opens_between_s) for e in expected.events)
    return Clip(expected.video, tuple(wanted), tuple(told))


def _opened_s(event: dict[str, str], begins_at: datetime) -> float:
    return (datetime.fromisoformat(event["opened_at"]) - begins_at).total_seconds()


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
