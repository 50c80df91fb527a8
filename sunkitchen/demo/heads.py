"""Heads the demo's cameras kept for people to label: staff of the sample clips, cut as the Gatherer cuts them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from records import samples
from sunkitchen.demo.album import MASKS
from sunkitchen.demo.places import Stage
from sunkitchen.demo.plots import NINGBO
from sunkitchen.demo.scenes import CLIPS
from sunkitchen.paths import SAMPLE_VIDEOS
from vision.facts import Box, Sample
from vision.frames import Image
from vision.mosaic import hide_head
from vision.pixels import burn, encode_jpeg, square_crop
from vision.sources.registry import open_source
from vision.sources.spec import RecordedSpec

HEADS = UUID("4d1f6a0e-9f5b-5a77-9a0c-8c7d1b0f2e61")
CAMERAS = {Stage.COUNTER: "YH-C01", Stage.ROOM: "YH-C02", Stage.KITCHEN: "XX-C01", Stage.HATCH: "XX-C02"}
STRANGERS = ("customer", "pupil")
EVERY_S, LAST_S = 3.0, 30.0
OF_A_TRACK = 2
"""Heads of one person that a tracker would have followed without losing it."""
MARGIN, SIDE = 0.9, 224


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a clip at a moment; box in px of the clip."""

    name: str
    box: Box

    @property
    def stranger(self) -> bool:
        """Whether no staff area has them."""
        return self.name.startswith(STRANGERS)


def add_heads(session: Session, end: date) -> None:
    """Keep heads of all four cameras, of the two days before `end`."""
    for stage, camera in CAMERAS.items():
        for sample in _heads(stage, camera, end):
            samples.add(session, sample)


def _heads(stage: Stage, camera: str, end: date) -> Iterator[Sample]:
    truth = _truth(stage)
    spec = RecordedSpec(camera=stage, path=SAMPLE_VIDEOS / f"{CLIPS[stage]}.mp4")
    source, number = open_source(spec, lambda _health: None), 0
    for frame in source.frames():
        t_s = number * EVERY_S
        if t_s > LAST_S:
            break
        if frame.pts_s >= t_s:
            image = burn(frame.image(), MASKS.get(stage, ())).copy()
            yield from _cut(image, truth.get(t_s, ()), camera, number, end)
            number += 1
    source.close()


def _cut(image: Image, people: tuple[Person, ...], camera: str, number: int, end: date) -> Iterator[Sample]:
    for person in people:
        if person.stranger:
            hide_head(image, person.box)
    for place, person in enumerate(one for one in people if not one.stranger):
        name = f"{camera} {person.name}"
        yield Sample(
            id=uuid5(HEADS, f"{name} {number}"),
            camera=camera,
            track=uuid5(HEADS, f"{name} track {number // OF_A_TRACK}"),
            at=_moment(end, number, place),
            height_px=round(person.box.height, 1),
            jpeg=encode_jpeg(square_crop(image, person.box, MARGIN, SIDE)),
            margin=MARGIN,
        )


def _moment(end: date, number: int, place: int) -> datetime:
    """Hours apart, as a gatherer takes its time; within opening hours."""
    day, hour = divmod(number, 6)
    morning = datetime.combine(end - timedelta(days=2 - day % 2), time(7, 10), NINGBO)
    return (morning + timedelta(hours=hour, minutes=4 * place)).astimezone(UTC)


def _truth(stage: Stage) -> dict[float, tuple[Person, ...]]:
    found: dict[float, tuple[Person, ...]] = {}
    with (SAMPLE_VIDEOS / f"{CLIPS[stage]}.truth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            box = Box(*(float(row[side]) for side in ("x0", "y0", "x1", "y1")))
            found[float(row["t_s"])] = (*found.get(float(row["t_s"]), ()), Person(row["person"], box))
    return found
