"""The four demo clips: who is there, what they wear, what they do, and what the product must say about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import stages
from body import Clothes, Glove
from camera import Camera, hung
from casting import WHITE
from hair import HairStyle
from head import FaceShape
from mesh import Colour
from motion import Script, Work
from people import Looks, Outfit
from rooms import Room
from wear import Hat, HatKind, MaskKind

BLUE: Colour = (0.42, 0.64, 0.82)
LIGHT: Colour = (0.72, 0.51, 0.40)
TAN: Colour = (0.62, 0.42, 0.31)
NET = Hat(HatKind.BOUFFANT, (0.88, 0.90, 0.92), 0.026)
BLUE_NET = Hat(HatKind.BOUFFANT, (0.42, 0.66, 0.86), 0.024)
CAP = Hat(HatKind.PILLBOX, WHITE)
TOQUE = Hat(HatKind.TOQUE, WHITE, 0.02)
BLUE_GLOVE = Glove((0.20, 0.42, 0.78))
Polygon = list[list[float]]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person of a clip; `later` is what is worn from `change_s` on."""

    name: str
    looks: Looks
    outfit: Outfit
    script: Script
    later: Outfit | None = None
    change_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as the site configuration has it."""

    id: str
    kind: str
    merchant: str
    polygon: Polygon


@dataclass(frozen=True, slots=True)
class Event:
    """An event the product must open within a window (seconds of the clip)."""

    code: str
    zone: str
    merchant: str
    opens_between_s: tuple[float, float]
    ends_after_s: float
    why: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Something the product must not report."""

    code: str
    zone: str
    why: str


@dataclass(frozen=True, slots=True)
class Story:
    """One clip."""

    stem: str
    seed: int
    seconds: float
    camera: Camera
    room: Callable[[np.random.Generator], Room]
    actors: list[Actor]
    zones: list[Zone]
    events: list[Event]
    silences: list[Silence]
    privacy: list[Polygon] = field(default_factory=list)


def worker(
    skin: Colour = LIGHT, style: HairStyle = HairStyle.SHORT, height: float = 1.68, stout: float = 1.02, **face: float
) -> Looks:
    """A member of staff."""
    return Looks(FaceShape(**face), skin, (0.025, 0.022, 0.02), style, height, stout)


def staff(
    hat: Hat, mask: MaskKind, glove: Glove | None = None, apron: Colour | None = None, held: str | None = None
) -> Outfit:
    """A white coat with the rest as given."""
    clothes = Clothes(WHITE, (0.70, 0.71, 0.73), (0.80, 0.81, 0.83), apron, long_sleeves=True)
    return Outfit(clothes, hat, mask, BLUE, glove or Glove(), held)


def visitor(coat: Colour, mask: MaskKind = MaskKind.NONE) -> Outfit:
    """Everyday clothes, bare head."""
    clothes = Clothes(coat, (0.10, 0.12, 0.18), coat, None, 0.84, long_sleeves=False, buttons=False)
    return Outfit(clothes, Hat(), mask, BLUE, shoe=(0.1, 0.1, 0.1))


def _square(x0: float, y0: float, x1: float, y1: float) -> Polygon:
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]


def deli_counter() -> Story:
    """Two stalls, two sellers, two customers."""
    left = Script([(0, -1.12, 0.12)], [(0, 180), (12.5, 180), (14, 15), (17, 15), (18.5, 180)], [(0, 0), (5, 0), (6, 22), (8, 22), (9, -5), (21, -5), (22, -25), (24, 0)],
                  work=Work(0.88, 0.44, 0.18, "chop", 2.2), seed=11)  # fmt: skip
    right = Script([(0, 1.15, 0.16)], [(0, 180), (7, 180), (8.5, 0), (12.5, 0), (14, 180), (22, 180), (23.3, 20), (26, 20)], [(0, 10), (4, -18), (16, 12), (20, -10)],
                   work=Work(0.92, 0.42, 0.26, "sort", 1.4), seed=12)  # fmt: skip
    buyer = Script([(0, -0.75, 2.45)], [(0, 178)], [(0, 0), (4, 18), (9, -15)], [(0, 8), (9, 8), (10, 20)], [(0, 2), (9.5, 2), (10.5, 42), (13, 42), (14, 2)],
                   work=None, seed=13)  # fmt: skip
    second = Script(
        [(0, 3.2, 3.3), (4.5, 1.35, 2.42), (22.5, 1.35, 2.42), (28, -2.9, 3.5)],
        [(0, 170), (22, 185)],
        [(0, 0), (8, 15), (14, -20), (20, 5)],
        [(0, 8)],
        work=None,
        seed=14,
    )
    apron: Colour = (0.50, 0.07, 0.06)
    actors = [
        Actor(
            "seller-left",
            worker(height=1.66, stout=1.1, cheeks=1.1),
            staff(NET, MaskKind.NONE, apron=apron, held="knife"),
            left,
        ),
        Actor(
            "seller-right",
            worker(TAN, HairStyle.BUN, 1.63, jaw=0.9),
            staff(CAP, MaskKind.WORN, BLUE_GLOVE, (0.07, 0.28, 0.20)),
            right,
        ),
        Actor("customer-1", worker(LIGHT, HairStyle.BOB, 1.61, jaw=0.88), visitor((0.62, 0.30, 0.32)), buyer),
        Actor("customer-2", worker(TAN, HairStyle.CROP, 1.74, nose=1.1), visitor((0.14, 0.20, 0.36)), second),
    ]
    zones = [
        Zone("YH-C01-Z1", "deli_counter", "YH-D01", _square(0.05, 0.30, 0.50, 0.98)),
        Zone("YH-C01-Z2", "deli_counter", "YH-D02", _square(0.52, 0.30, 0.97, 0.98)),
    ]
    events = [
        Event(
            "NO_MASK", "YH-C01-Z1", "YH-D01", (7.0, 28.0), 28.0, "the left seller wears a net but no mask, all the time"
        )
    ]
    silences = [Silence("NO_HAT", "YH-C01-Z1", "the left seller's net is on; a bare-headed customer leans in for about 2.5 s"),
                Silence("NO_MASK", "YH-C01-Z2", "the right seller's mask is on"), Silence("NO_HAT", "YH-C01-Z2", "the right seller's cap is on; customers stay outside")]  # fmt: skip
    camera = hung((0.0, -2.35, 2.72), 0, 26.5, 79)
    return Story(
        "deli_counter_01",
        90101,
        28.0,
        camera,
        stages.deli_counter,
        actors,
        zones,
        events,
        silences,
        [_square(0.0, 0.0, 1.0, 0.12)],
    )


def deli_room() -> Story:
    """Three workers in the closed room; the third puts the mask on after coming in."""
    a = Script(
        [(0, 0.72, 0.86)],
        [(0, 158)],
        [(0, 10), (6, -15), (13, 18), (20, -8)],
        work=Work(0.88, 0.42, 0.2, "chop", 2.0),
        seed=21,
    )
    b = Script(
        [(0, -0.28, 0.90), (14, -0.28, 0.90), (15.5, -0.10, 0.92)],
        [(0, 170)],
        [(0, 0), (5, 20), (10, -20), (16, 10), (22, -12)],
        work=Work(0.90, 0.42, 0.26, "sort", 1.3),
        seed=22,
    )
    c = Script([(0, 2.15, -2.6), (2.0, 2.15, -2.6), (5.5, 1.62, -0.15), (30, 1.62, -0.10)], [(0, 20), (5.5, 95), (11.5, 95), (13, -60), (20, -60), (21.5, 110)],
               [(0, 15), (14, 10), (20, -10)], [(0, 5), (8.0, 5), (13, 14)], face=[(0, 0), (7.4, 0), (8.2, 1), (10.2, 1), (11.0, 0)], work=Work(0.90, 0.36, 0.2, "sort", 1.5), seed=23)  # fmt: skip
    actors = [
        Actor(
            "worker-a",
            worker(LIGHT, HairStyle.SHORT, 1.72, length=1.03),
            staff(CAP, MaskKind.WORN, BLUE_GLOVE, held="knife"),
            a,
        ),
        Actor(
            "worker-b",
            worker(TAN, HairStyle.PARTED, 1.69, 1.05, width=1.04),
            staff(Hat(), MaskKind.WORN, BLUE_GLOVE),
            b,
        ),
        Actor(
            "worker-c",
            worker(LIGHT, HairStyle.BUN, 1.62, jaw=0.9),
            staff(BLUE_NET, MaskKind.NONE),
            c,
            staff(BLUE_NET, MaskKind.WORN),
            9.2,
        ),
    ]
    zones = [Zone("YH-C02-Z1", "deli_special_room", "YH-D03", _square(0.02, 0.05, 0.98, 0.98))]
    events = [Event("NO_HAT", "YH-C02-Z1", "YH-D03", (7.0, 28.0), 28.0, "worker B works bare-headed")]
    silences = [Silence("NO_MASK", "YH-C02-Z1", "A and B wear masks; C puts one on about 5 s after coming in")]
    camera = hung((-2.12, -1.95, 2.62), -38, 27.0, 82)
    return Story("deli_room_02", 90202, 28.0, camera, stages.deli_room, actors, zones, events, silences)


def kitchen() -> Story:
    """Cook and helper, somebody turned away, somebody passing from one zone to the other."""
    cook = Script(
        [(0, -1.15, 0.75), (9, -1.15, 0.75), (11, -2.05, 0.75), (30, -2.05, 0.75)],
        [(0, 180)],
        [(0, 0), (6, 20), (12, -15), (19, 15)],
        work=Work(0.98, 0.40, 0.15, "stir", 2.2),
        seed=31,
    )
    prep = Script(
        [(0, 1.42, 0.72), (16, 1.42, 0.72), (17.3, 1.66, 0.74)],
        [(0, 182)],
        [(0, 0), (5, -18), (11, 15), (18, -10), (23, 14)],
        work=Work(0.89, 0.42, 0.2, "chop", 1.9),
        seed=32,
    )
    away = Script(
        [(0, 2.15, 1.75), (12, 2.15, 1.75), (13.5, 2.4, 1.75)],
        [(0, 3), (20, -8)],
        [(0, 0), (8, 15), (16, -15)],
        [(0, 26)],
        work=Work(0.80, 0.36, 0.2, "sort", 1.2),
        seed=33,
    )
    walk = Script([(0, -3.1, 1.25), (2.5, -2.9, 1.25), (7.0, -0.9, -0.95), (11, -0.9, -0.95), (15.5, 0.75, -0.72), (21, 0.75, -0.72), (26, 3.6, -0.4)],
                  [(0, -90), (8, 160), (12, -100), (16, 20), (21, -90)], [(0, 0), (9, -10), (18, 10)], [(0, 6)], work=Work(0.95, 0.30, 0.1, "sort", 2.4), seed=34)  # fmt: skip
    actors = [
        Actor(
            "cook",
            worker(LIGHT, HairStyle.SHORT, 1.73, 1.15, cheeks=1.15),
            staff(TOQUE, MaskKind.NONE, apron=(0.12, 0.14, 0.20), held="ladle"),
            cook,
        ),
        Actor(
            "helper",
            worker(TAN, HairStyle.SHORT, 1.68, nose=1.1),
            staff(Hat(), MaskKind.NONE, BLUE_GLOVE, (0.20, 0.34, 0.55), "knife"),
            prep,
        ),
        Actor(
            "turned-away", worker(LIGHT, HairStyle.BUN, 1.60), staff(NET, MaskKind.NONE, apron=(0.20, 0.34, 0.55)), away
        ),
        Actor("passer-by", worker(TAN, HairStyle.CROP, 1.71, jaw=1.08), staff(CAP, MaskKind.WORN), walk),
    ]
    zones = [
        Zone("XX-C01-Z1", "hot_kitchen", "XX-S01", _square(0.02, 0.10, 0.60, 0.98)),
        Zone("XX-C01-Z2", "rough_prep", "XX-S01", _square(0.62, 0.10, 0.98, 0.98)),
    ]
    events = [
        Event("NO_HAT", "XX-C01-Z2", "XX-S01", (7.0, 28.0), 28.0, "the helper at the preparation table is bare-headed")
    ]
    silences = [Silence("NO_MASK", "XX-C01-Z1", "no mask is required in a hot kitchen"), Silence("NO_MASK", "XX-C01-Z2", "no mask is required in rough preparation"),
                Silence("NO_HAT", "XX-C01-Z1", "the cook's toque and the passer-by's cap are on")]  # fmt: skip
    camera = hung((0.05, -2.6, 2.75), 0, 24.5, 76)
    return Story("canteen_kitchen_03", 90303, 28.0, camera, stages.kitchen, actors, zones, events, silences)


def serving() -> Story:
    """Three servers behind the hatch, pupils passing in front of it under a privacy mask."""
    one = Script(
        [(0, -1.35, 1.55)],
        [(0, 180)],
        [(0, -10), (6, 15), (12, -15), (20, 10)],
        work=Work(0.98, 0.44, 0.22, "sort", 1.5),
        seed=41,
    )
    two = Script(
        [(0, 0.02, 1.58)],
        [(0, 180)],
        [(0, 0), (8, 12), (15, -12), (22, 8)],
        [(0, 10)],
        work=Work(0.98, 0.44, 0.2, "sort", 1.7),
        seed=42,
    )
    three = Script([(0, 1.38, 1.55)], [(0, 180), (9.5, 180), (10.7, 40), (12.7, 40), (14, 180), (22.5, 180), (23.6, 70), (25, 70), (26.2, 180)], [(0, 8), (7, -12), (16, 12)],
                   work=Work(0.98, 0.44, 0.22, "sort", 1.4), seed=43)  # fmt: skip
    apron: Colour = (0.12, 0.42, 0.50)
    actors = [
        Actor(
            "server-1",
            worker(LIGHT, HairStyle.BUN, 1.63, jaw=0.9),
            staff(BLUE_NET, MaskKind.WORN, BLUE_GLOVE, apron, "tongs"),
            one,
        ),
        Actor(
            "server-2",
            worker(TAN, HairStyle.SHORT, 1.69, cheeks=1.1),
            staff(CAP, MaskKind.CHIN, BLUE_GLOVE, apron, "ladle"),
            two,
        ),
        Actor(
            "server-3",
            worker(LIGHT, HairStyle.TAIL, 1.65, width=1.03),
            staff(NET, MaskKind.NONE, BLUE_GLOVE, apron, "tongs"),
            three,
        ),
        *[_pupil(k) for k in range(4)],
    ]
    zones = [Zone("XX-C02-Z1", "serving_prep", "XX-S01", _square(0.05, 0.15, 0.95, 0.70))]
    events = [Event("MASK_IMPROPER", "XX-C02-Z1", "XX-S01", (13.0, 30.0), 30.0, "server 2 wears the mask on the chin"),
              Event("NO_MASK", "XX-C02-Z1", "XX-S01", (7.0, 30.0), 30.0, "server 3 wears no mask")]  # fmt: skip
    silences = [
        Silence(
            "NO_HAT", "XX-C02-Z1", "all servers wear a net or a cap; the bare-headed pupils pass under the privacy mask"
        )
    ]
    camera = hung((0.0, -1.62, 2.70), 0, 25.0, 77)
    return Story(
        "canteen_serving_04",
        90404,
        30.0,
        camera,
        stages.serving,
        actors,
        zones,
        events,
        silences,
        [_square(0.0, 0.72, 1.0, 1.0)],
    )


def _pupil(k: int) -> Actor:
    """A child with a tray, stopping before each dish."""
    late, shirt = 6.0 * k - 4, [(0.75, 0.72, 0.20), (0.20, 0.35, 0.65), (0.70, 0.25, 0.22), (0.30, 0.55, 0.35)][k]
    stops = [(-3.6, 0.0), (-1.3, 3.5), (-1.3, 6.5), (0.1, 9.0), (0.1, 11.5), (1.3, 14.0), (1.3, 16.5), (3.6, 20.0)]
    path = [(late + t, x, -0.12 - 0.04 * (k % 2)) for x, t in stops]
    style = (HairStyle.SHORT, HairStyle.TAIL, HairStyle.CROP, HairStyle.BOB)[k]
    looks = replace(worker(LIGHT, style, 1.26 + 0.03 * k), stout=0.92)
    script = Script(
        path, [(0, 0)], [(0, 10)], [(0, 4)], [(0, 0)], work=Work(0.80, 0.24, 0.1, "sort", 3.0), seed=60 + 10 * k
    )
    return Actor(f"pupil-{k + 1}", looks, visitor(shirt), script)


STORIES = (deli_counter, deli_room, kitchen, serving)
