"""Who does what in the four sample clips, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import stages
from body import Clothes, Glove
from camera import Camera
from hair import HairStyle
from motion import Keys, Script, Work
from people import Looks, Outfit
from rooms import Rng, Room
from wear import Hat, HatKind, MaskKind

BLUE, WHITE, BLACK = (0.42, 0.64, 0.82), (0.88, 0.90, 0.92), (0.05, 0.05, 0.06)
GLOVED = Glove((0.35, 0.55, 0.85))
NET = Hat(HatKind.BOUFFANT, (0.62, 0.80, 0.90), 0.026)
WHITE_NET = Hat(HatKind.BOUFFANT, WHITE, 0.024)
CAP = Hat(HatKind.PILLBOX, WHITE)
TOQUE = Hat(HatKind.TOQUE, WHITE, 0.02)
SKULLCAP = Hat(HatKind.SKULLCAP, (0.12, 0.16, 0.40))
TO_CAMERA = 180.0


@dataclass(frozen=True, slots=True)
class Part:
    """One person of a clip; from `changes_at` on (s) the mask is worn."""

    name: str
    outfit: Outfit
    script: Script
    looks: Looks = Looks()
    changes_at: float | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """One sample clip.

    Attributes:
        camera_id: of configs/demo.yaml. seed: of the room and the noise, apart from the seeds of training pictures.
        events: code, zone, merchant, window (s) in which it opens, why. not_events: code, zone, why.
    """

    stem: str
    camera_id: str
    seed: int
    room: Callable[[Rng], Room]
    camera: Camera
    parts: list[Part]
    seconds: float = 32.0
    events: list[tuple[str, str, str, tuple[float, float], str]] = field(default_factory=list)
    not_events: list[tuple[str, str, str]] = field(default_factory=list)


def view(eye: tuple[float, float, float], target: tuple[float, float, float], fov: float) -> Camera:
    """A camera at eye looking at target (m), with a horizontal angle of view in degrees."""
    return Camera(np.array(eye), np.array(target), float(np.radians(fov)))


def stand(
    x: float, y: float, seed: int, yaw: float = TO_CAMERA, glance: Keys | None = None, style: str = "sort"
) -> Script:
    """Working on the spot, mostly facing one way."""
    return Script([(0.0, x, y)], [(0.0, yaw)], glance or [(0.0, 0.0)], [(0.0, 10.0)], seed=seed, work=Work(style=style))


def deli_counter() -> Clip:
    """Two stalls, customers in front of them."""
    left = stand(
        -1.1,
        0.25,
        11,
        glance=[(0, 0), (9, 0), (10, 35), (12, 35), (13, 0), (22, 0), (23, -30), (25, -30), (26, 0)],
        style="chop",
    )
    right = stand(1.1, 0.25, 23)
    buyer = Script(
        [(0, -0.9, 3.3), (12, -0.9, 3.3), (13.5, -0.9, 2.5), (15, -0.9, 2.5), (16.5, -0.9, 3.3)],
        [(0, TO_CAMERA)],
        seed=31,
        work=None,
    )
    other = Script([(0, 2.6, 3.6), (8, 1.2, 3.2), (24, 1.2, 3.2), (31, 2.8, 3.7)], [(0, TO_CAMERA)], seed=37, work=None)
    street = Outfit(Clothes((0.20, 0.30, 0.42), buttons=False))
    parts = [
        Part(
            "left seller",
            Outfit(hat=CAP, clothes=Clothes(apron=(0.5, 0.1, 0.1))),
            left,
            Looks(hair=(0.02, 0.02, 0.02), height=1.66),
        ),
        Part(
            "right seller",
            Outfit(hat=NET, mask=MaskKind.WORN, mask_colour=BLUE, glove=GLOVED),
            right,
            Looks(style=HairStyle.BUN, height=1.62),
        ),
        Part("customer who leans in", street, buyer, Looks(style=HairStyle.PARTED, height=1.72)),
        Part(
            "customer passing",
            Outfit(Clothes((0.45, 0.40, 0.35), buttons=False)),
            other,
            Looks(style=HairStyle.BOB, height=1.60),
        ),
    ]
    return Clip(
        "deli_counter_01", "YH-C01", 7101, stages.deli_counter, view((0.0, -2.7, 2.55), (0.0, 0.9, 1.10), 64), parts,
        events=[("NO_MASK", "YH-C01-Z1", "YH-D01", (7.0, 31.0), "the left seller wears no mask all the time")],
        not_events=[
            ("NO_HAT", "YH-C01-Z1", "the left seller wears a cap"),
            ("NO_MASK", "YH-C01-Z2", "the right seller wears a mask"),
            ("NO_HAT", "YH-C01-Z2", "customers stand outside, one leans in for a moment only"),
        ],
    )  # fmt: skip


def deli_room() -> Clip:
    """A closed room where cooked food is cut."""
    comes = Script(
        [(0, -3.6, 1.2), (7, -3.6, 1.2), (9.5, -1.0, 1.25), (32, -1.0, 1.25)], [(0, 200.0)], seed=43,
        face=[(0, 0), (12, 0), (12.8, 1), (14.2, 1), (15, 0)], work=None,
    )  # fmt: skip
    parts = [
        Part("A, all right", Outfit(hat=WHITE_NET, mask=MaskKind.WORN, mask_colour=WHITE, glove=GLOVED), stand(-0.05, 0.85, 51), Looks(height=1.70)),
        Part("B, bare-headed", Outfit(mask=MaskKind.WORN, mask_colour=BLUE), stand(0.95, 0.80, 57, style="chop", glance=[(0, 0), (14, 0), (15, 40), (17, 40), (18, 0)]),
             Looks(hair=(0.02, 0.018, 0.016), style=HairStyle.SHORT, height=1.74)),
        Part("C, puts the mask on", Outfit(hat=SKULLCAP, mask_colour=BLUE), comes, Looks(height=1.64), changes_at=13.5),
    ]  # fmt: skip
    return Clip(
        "deli_room_02", "YH-C02", 7202, stages.deli_room, view((-1.5, -1.95, 2.55), (0.15, 0.75, 1.15), 78), parts,
        events=[("NO_HAT", "YH-C02-Z1", "YH-D03", (7.0, 31.0), "B works bare-headed all the time")],
        not_events=[("NO_MASK", "YH-C02-Z1", "A and B wear masks, C puts one on a few seconds after coming in")],
    )  # fmt: skip


def kitchen() -> Clip:
    """Ranges on the left, preparation on the right."""
    walk = Script(
        [(0, -2.9, 1.35), (6, -2.9, 1.35), (13, 2.7, 1.30), (20, 2.7, 1.30), (27, -2.9, 1.35)],
        [(0, TO_CAMERA)],
        seed=61,
        work=None,
    )
    parts = [
        Part(
            "cook without mask", Outfit(hat=TOQUE), stand(-1.5, 0.70, 63, style="stir"), Looks(height=1.75, stout=1.15)
        ),
        Part(
            "bare-headed",
            Outfit(clothes=Clothes(apron=(0.2, 0.3, 0.5))),
            stand(1.5, 0.72, 67, style="chop"),
            Looks(hair=(0.025, 0.02, 0.018), style=HairStyle.PARTED, height=1.70),
        ),
        Part(
            "turned away",
            Outfit(hat=NET, mask=MaskKind.WORN),
            stand(2.15, 1.72, 71, yaw=0.0),
            Looks(height=1.60, style=HairStyle.BUN),
        ),
        Part("walks through with a cap", Outfit(hat=CAP), walk, Looks(height=1.68)),
    ]
    return Clip(
        "canteen_kitchen_03", "XX-C01", 7303, stages.kitchen, view((0.0, -2.55, 2.60), (0.0, 0.95, 1.05), 84), parts,
        events=[("NO_HAT", "XX-C01-Z2", "XX-S01", (7.0, 31.0), "a worker prepares food bare-headed")],
        not_events=[
            ("NO_MASK", "XX-C01-Z1", "no mask is asked for at the stove"),
            ("NO_MASK", "XX-C01-Z2", "no mask is asked for in rough preparation"),
            ("NO_HAT", "XX-C01-Z1", "the cook wears a toque, the passer-by a cap"),
        ],
    )  # fmt: skip


def serving() -> Clip:
    """Servers behind the hatch, pupils in front of it."""
    queue = [Script([(0, x, -1.1), (10 + 3 * k, x, -1.0), (16 + 3 * k, x + 0.7, -1.1), (32, x + 0.9, -1.2)], [(0, 0.0)], seed=90 + k, work=None)
             for k, x in enumerate((-1.1, 0.1, 0.7))]  # fmt: skip
    pupil = Outfit(Clothes((0.25, 0.35, 0.60), buttons=False))
    parts = [
        Part(
            "all right",
            Outfit(hat=NET, mask=MaskKind.WORN, mask_colour=BLUE, glove=GLOVED),
            stand(-1.6, 1.50, 81),
            Looks(height=1.66),
        ),
        Part(
            "mask on the chin",
            Outfit(hat=CAP, mask=MaskKind.CHIN, mask_colour=BLUE, glove=GLOVED),
            stand(0.0, 1.50, 83),
            Looks(height=1.70),
        ),
        Part(
            "no mask",
            Outfit(hat=WHITE_NET, glove=GLOVED),
            stand(
                1.6,
                1.50,
                87,
                glance=[(0, 0), (8, 0), (9, 60), (10.5, 60), (11.5, 0), (21, 0), (22, -55), (23.5, -55), (24.5, 0)],
            ),
            Looks(height=1.62),
        ),
        *(
            Part(f"pupil {k}", pupil, script, Looks(height=1.38, style=HairStyle.SHORT))
            for k, script in enumerate(queue)
        ),
    ]
    return Clip(
        "canteen_serving_04", "XX-C02", 7404, stages.serving, view((0.0, -2.3, 2.45), (0.0, 1.35, 0.75), 70), parts, 34.0,
        events=[
            ("NO_MASK", "XX-C02-Z1", "XX-S01", (7.0, 33.0), "the right server wears no mask"),
            ("MASK_IMPROPER", "XX-C02-Z1", "XX-S01", (14.0, 33.5), "the middle server's mask hangs on the chin"),
        ],
        not_events=[("NO_HAT", "XX-C02-Z1", "all servers cover their hair; pupils are hidden by the privacy mask")],
    )  # fmt: skip


CLIPS = {clip.stem: clip for clip in (deli_counter(), deli_room(), kitchen(), serving())}
