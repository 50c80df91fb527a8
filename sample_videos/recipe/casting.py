"""Random people: looks and outfits."""

from __future__ import annotations

import numpy as np
from body import Clothes, Glove
from hair import HairStyle
from head import FaceShape
from mesh import Colour
from people import Looks, Outfit
from wear import Hat, HatKind, MaskKind

Rng = np.random.Generator

SKINS: list[Colour] = [
    (0.78, 0.57, 0.45),
    (0.70, 0.49, 0.37),
    (0.62, 0.41, 0.30),
    (0.52, 0.33, 0.23),
    (0.38, 0.23, 0.16),
    (0.22, 0.13, 0.09),
]
SKIN_ODDS = [0.30, 0.30, 0.20, 0.10, 0.06, 0.04]
HAIRS: list[Colour] = [
    (0.018, 0.016, 0.016),
    (0.04, 0.028, 0.022),
    (0.10, 0.06, 0.035),
    (0.18, 0.10, 0.05),
    (0.15, 0.145, 0.14),
    (0.16, 0.04, 0.025),
]
HAIR_ODDS = [0.46, 0.27, 0.13, 0.06, 0.05, 0.03]
WHITE: Colour = (0.86, 0.87, 0.88)
COATS: list[Colour] = [
    WHITE,
    (0.88, 0.86, 0.82),
    (0.10, 0.11, 0.13),
    (0.55, 0.68, 0.80),
    (0.12, 0.18, 0.34),
    (0.45, 0.08, 0.07),
    (0.30, 0.32, 0.34),
]
COAT_ODDS = [0.50, 0.14, 0.12, 0.08, 0.06, 0.05, 0.05]
NETS: list[Colour] = [
    (0.88, 0.90, 0.92),
    (0.42, 0.66, 0.86),
    (0.62, 0.80, 0.90),
    (0.45, 0.78, 0.68),
    (0.92, 0.74, 0.80),
]
CAPS: list[Colour] = [
    WHITE,
    (0.06, 0.06, 0.07),
    (0.10, 0.13, 0.28),
    (0.45, 0.06, 0.06),
    (0.28, 0.30, 0.33),
    (0.16, 0.10, 0.07),
    (0.12, 0.28, 0.18),
]
CAP_ODDS = [0.40, 0.22, 0.12, 0.09, 0.07, 0.05, 0.05]
MASKS: list[Colour] = [(0.42, 0.64, 0.82), (0.86, 0.88, 0.90), (0.05, 0.05, 0.06), (0.62, 0.82, 0.86)]
GLOVES: list[Colour] = [
    (0.20, 0.42, 0.78),
    (0.86, 0.88, 0.88),
    (0.55, 0.72, 0.90),
    (0.05, 0.05, 0.06),
    (0.90, 0.85, 0.72),
]


def pick(rng: Rng, options: list[Colour], odds: list[float] | None = None) -> Colour:
    """One colour, a little off."""
    c = np.asarray(options[rng.choice(len(options), p=odds)]) * rng.uniform(0.88, 1.10)
    return tuple(float(v) for v in np.clip(c * rng.uniform(0.97, 1.03, 3), 0.01, 0.95))  # type: ignore[return-value]


def random_face(rng: Rng) -> FaceShape:
    """A face shape."""
    v = np.clip(rng.normal(1.0, [0.045, 0.09, 0.15, 0.035, 0.10, 0.08, 0.12]), 0.75, 1.3)
    return FaceShape(*(float(x) for x in v))


def random_looks(rng: Rng, face: FaceShape) -> Looks:
    """Skin, hair and build."""
    style = list(HairStyle)[rng.choice(8, p=[0.14, 0.24, 0.16, 0.11, 0.10, 0.10, 0.11, 0.04])]
    height = float(np.clip(rng.normal(1.66, 0.07), 1.50, 1.86))
    return Looks(
        face,
        pick(rng, SKINS, SKIN_ODDS),
        pick(rng, HAIRS, HAIR_ODDS),
        style,
        height,
        float(np.clip(rng.normal(1.03, 0.10), 0.88, 1.3)),
    )


def random_hat(rng: Rng) -> Hat:
    """Bare, a net or a cap, about a third each."""
    kind = list(HatKind)[rng.choice(8, p=[0.34, 0.28, 0.05, 0.11, 0.07, 0.06, 0.06, 0.03])]
    tilt = float(rng.normal(0, 0.06))
    if kind in (HatKind.BOUFFANT, HatKind.HAIRNET):
        return Hat(kind, pick(rng, NETS, [0.46, 0.28, 0.12, 0.08, 0.06]), float(rng.uniform(0.012, 0.034)), tilt)
    colour = pick(rng, [WHITE]) if kind is HatKind.TOQUE else pick(rng, CAPS, CAP_ODDS)
    return Hat(kind, colour, float(rng.uniform(0.006, 0.030)), tilt)


def random_clothes(rng: Rng) -> Clothes:
    """A coat or everyday clothes, half of the time with an apron."""
    coat = pick(rng, COATS, COAT_ODDS)
    apron = pick(rng, COATS) if rng.random() < 0.4 else None
    trousers = pick(rng, [(0.08, 0.08, 0.10), (0.12, 0.15, 0.25), (0.75, 0.76, 0.78), (0.25, 0.22, 0.20)])
    return Clothes(
        coat,
        trousers,
        pick(rng, [coat, WHITE, (0.1, 0.1, 0.12)]),
        apron,
        float(rng.uniform(0.6, 0.86)),
        bool(rng.random() < 0.65),
        bool(rng.random() < 0.6),
    )


def random_outfit(rng: Rng) -> Outfit:
    """Everything worn; masks about even between worn, wrong and none."""
    mask = list(MaskKind)[rng.choice(4, p=[0.38, 0.36, 0.14, 0.12])]
    glove = Glove(pick(rng, GLOVES, [0.35, 0.30, 0.15, 0.10, 0.10]) if rng.random() < 0.45 else None)
    held = [None, "knife", "ladle", "tongs"][rng.choice(4, p=[0.6, 0.15, 0.12, 0.13])]
    return Outfit(random_clothes(rng), random_hat(rng), mask, pick(rng, MASKS, [0.5, 0.26, 0.14, 0.10]), glove, held)
