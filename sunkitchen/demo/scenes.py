"""What the demo's cameras tell: a code, said of one person of a sample clip, with the clip's own truth as looks."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from uuid import UUID, uuid5

from sunkitchen.demo.places import Spot, Stage
from sunkitchen.paths import SAMPLE_VIDEOS
from vision.facts import HEAD, Answer, Box, Judgement, Look, Reason, Severity, Track

CLIPS = {
    Stage.COUNTER: "deli_counter_01",
    Stage.ROOM: "deli_room_02",
    Stage.HATCH: "canteen_serving_04",
    Stage.KITCHEN: "canteen_kitchen_03",
}
CLIP_WIDTH = 1280
WIDTH, HEIGHT = 640, 360
"""Of the demo's pictures, px: large enough to see what is meant, small enough for hundreds of cases."""
SCALE = WIDTH / CLIP_WIDTH
EVERYBODY = ""
SAYS = {"bare": Answer.NOT_WORN, "none": Answer.NOT_WORN, "wrong": Answer.WRONG, "unsure": Answer.CANNOT_TELL}


@dataclass(frozen=True, slots=True)
class Flag:
    """What is told of whom.

    Attributes:
        person: of the clip's truth; EVERYBODY where heads are counted. attribute, answer: what every look says.
        seconds: of looks. begins_s: in the clip, to choose from. on_left: where the person stands in the clip.
        true: whether the picture shows it; what is not true was a false alarm.
    """

    code: str
    severity: Severity
    stage: Stage
    person: str
    attribute: str
    answer: Answer
    seconds: int = 9
    begins_s: tuple[int, ...] = (0, 2)
    on_left: bool = True
    true: bool = True


II, III = Severity.II, Severity.III
NO = Answer.NOT_WORN
FLAGS = (
    Flag("NO_MASK", II, Stage.COUNTER, "left seller", "mask", NO),
    Flag("NO_HAT", II, Stage.COUNTER, "left seller", "hat", NO, true=False),
    Flag("NO_MASK", II, Stage.COUNTER, "right seller", "mask", NO, on_left=False, true=False),
    Flag("NO_HAT", II, Stage.ROOM, "B, bare-headed", "hat", NO),
    Flag("NO_MASK", II, Stage.ROOM, "A, all right", "mask", NO, true=False),
    Flag("INTRUDER", III, Stage.ROOM, EVERYBODY, "", NO, seconds=6, begins_s=(11,)),
    Flag("NO_MASK", II, Stage.HATCH, "no mask", "mask", NO),
    Flag("MASK_IMPROPER", III, Stage.HATCH, "mask on the chin", "mask", Answer.WRONG, seconds=15, begins_s=(0,)),
    Flag("NO_HAT", II, Stage.HATCH, "all right", "hat", NO, true=False),
    Flag("NO_HAT", II, Stage.KITCHEN, "bare-headed", "hat", NO),
)
LEANING = Flag("NO_HAT", II, Stage.COUNTER, "customer who leans in", "hat", NO, begins_s=(8,), true=False)
CAT = Flag("RODENT", Severity.I, Stage.YARD, EVERYBODY, "", NO, seconds=3, true=False)
DARK = Flag("CAM_OBSTRUCTED", II, Stage.KITCHEN, EVERYBODY, "", NO, seconds=60)
PAPER = Flag("CERT_EXPIRED", II, Stage.COUNTER, EVERYBODY, "", NO, seconds=0)


@dataclass(frozen=True, slots=True)
class Seen:
    """A head of a clip's truth at a moment; box in px of the demo's pictures."""

    person: str
    box: Box
    hat: str
    mask: str


@cache
def truth(stage: Stage) -> dict[float, tuple[Seen, ...]]:
    """Who is where in a clip, by seconds since its start."""
    found: dict[float, list[Seen]] = {}
    with (SAMPLE_VIDEOS / f"{CLIPS[stage]}.truth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            box = Box(*(float(row[side]) * SCALE for side in ("x0", "y0", "x1", "y1")))
            found.setdefault(float(row["t_s"]), []).append(Seen(row["person"], box, row["hat"], row["mask"]))
    return {at: tuple(seen) for at, seen in found.items()}


def mirrored(flag: Flag, spot: Spot) -> bool:
    """Whether the clip is shown the other way round, so that the person stands in the spot's half."""
    return flag.stage is Stage.COUNTER and flag.on_left is not spot.left


def turned(box: Box, mirror: bool) -> Box:
    """The box on the picture, or on the picture the other way round."""
    return Box(WIDTH - box.x1, box.y0, WIDTH - box.x0, box.y1) if mirror else box


def track_of(violation: UUID, person: str) -> UUID:
    """Id of a head followed for a violation."""
    return uuid5(violation, f"track {person}")


def looks(flag: Flag, spot: Spot, violation: UUID, begin: int, until: datetime, seconds: int) -> tuple[Look, ...]:
    """One look a second of whoever is flagged, the last one at `until`; none where no head is meant."""
    if flag.stage not in CLIPS or not flag.seconds or flag is DARK:
        return ()
    dice = Random(str(violation))
    return tuple(
        _look(flag, spot, violation, seen, begin + second, until - timedelta(seconds=seconds - second), dice)
        for second in range(seconds + 1)
        for seen in truth(flag.stage).get(float(begin + second), ())
        if flag.person in (EVERYBODY, seen.person)
    )


def _look(flag: Flag, spot: Spot, violation: UUID, seen: Seen, t_s: int, at: datetime, dice: Random) -> Look:
    box = turned(seen.box, mirrored(flag, spot))
    track = Track(track_of(violation, seen.person), HEAD, box, at, at)
    said = {"hat": SAYS.get(seen.hat, Answer.WORN), "mask": SAYS.get(seen.mask, Answer.WORN)}
    if flag.attribute:
        said[flag.attribute] = flag.answer
    judged = tuple(_judgement(attribute, answer, dice) for attribute, answer in said.items())
    return Look(spot.camera, track, at, t_s * 8, float(t_s), (spot.zone,), judged, round(dice.uniform(40, 90), 1))


def _judgement(attribute: str, answer: Answer, dice: Random) -> Judgement:
    if answer is Answer.CANNOT_TELL:
        return Judgement(attribute, answer, round(dice.uniform(0.4, 0.6), 3), Reason.TURNED_AWAY)
    return Judgement(attribute, answer, round(dice.uniform(0.86, 0.98), 3))
