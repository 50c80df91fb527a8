"""Torso, limbs and hands. Body coordinates: feet on z = 0, the chest looks along +y, 1.73 m tall."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from mesh import Array, Colour, Material, Mesh, Part, box, ellipsoid, limb, loft, merge
from place import shift, turn

UPPER, FORE = 0.285, 0.255
THIGH, SHANK = 0.43, 0.43
SHOULDER = np.array([0.166, -0.008, 1.375])
HIP = np.array([0.09, 0.0, 0.90])
HEAD_AT = np.array([0.0, 0.025, 1.605])


@dataclass(frozen=True, slots=True)
class Clothes:
    """Colours and cut of what covers the body."""

    coat: Colour = (0.86, 0.87, 0.88)
    trousers: Colour = (0.10, 0.10, 0.13)
    collar: Colour = (0.80, 0.81, 0.83)
    apron: Colour | None = None
    hem: float = 0.62
    long_sleeves: bool = True
    buttons: bool = True


@dataclass(frozen=True, slots=True)
class Glove:
    """Colour of a gloved hand; None is a bare hand."""

    colour: Colour | None = None


def torso(clothes: Clothes, skin: Colour, stout: float) -> Mesh:
    """Coat from hem to collar with the neck above, painted with its collar, buttons and apron."""
    rings = _rings(clothes.hem, stout)
    mesh = loft(rings, cols=48)
    p = mesh.pos
    neck = p[:, 2] > 1.475
    vee = (p[:, 1] > 0.03) & (np.abs(p[:, 0]) < 0.42 * (p[:, 2] - 1.36)) & (p[:, 2] > 1.36)
    col = np.where((neck | vee)[:, None], skin, np.asarray(clothes.coat))
    rim = vee & (np.abs(p[:, 0]) > 0.42 * (p[:, 2] - 1.36) - 0.014)
    col = np.where((rim | (neck & (p[:, 2] < 1.487)))[:, None], clothes.collar, col)
    col = _placket(col, p, clothes)
    col = col if clothes.apron is None else _apron(col, p, clothes.apron)
    mat = np.where((neck | vee) & ~rim, float(Material.SKIN), float(Material.CLOTH))
    return replace(mesh, col=col, mat=mat).as_part(Part.BODY)


def _rings(hem: float, stout: float) -> Array:
    flare = 0.008 * (hem < 0.8)
    shape = np.array([
        [hem, 0.185 + flare, 0.140 + flare, 0.0], [0.80, 0.182, 0.138, 0.0], [0.92, 0.176, 0.132, 0.0],
        [1.05, 0.160, 0.118, 0.004], [1.16, 0.164, 0.118, 0.008], [1.27, 0.176, 0.122, 0.010],
        [1.34, 0.182, 0.116, 0.004], [1.385, 0.178, 0.102, -0.004], [1.415, 0.158, 0.088, -0.012],
        [1.44, 0.122, 0.076, -0.016], [1.462, 0.086, 0.066, -0.014], [1.478, 0.064, 0.060, -0.010],
        [1.50, 0.056, 0.056, -0.004], [1.55, 0.054, 0.056, 0.002], [1.60, 0.052, 0.054, 0.008],
    ])  # fmt: skip
    shape = shape[shape[:, 0] >= hem]
    t = np.linspace(0, len(shape) - 1, 64)
    rings = np.stack([np.interp(t, np.arange(len(shape)), shape[:, k]) for k in range(4)], 1)
    wide = 1 + (stout - 1) * np.clip((1.46 - rings[:, 0]) / 0.1, 0, 1)
    rings[:, 1] *= 0.5 + 0.5 * wide
    rings[:, 2] *= wide
    return rings


def _placket(col: Array, p: Array, clothes: Clothes) -> Array:
    front = p[:, 1] > 0.04
    seam = front & (np.abs(p[:, 0] - 0.012) < 0.0045) & (p[:, 2] < 1.37)
    col = np.where(seam[:, None], col * 0.80, col)
    if not clothes.buttons:
        return col
    near = np.abs((p[:, 2] - 0.70) / 0.115 - np.round((p[:, 2] - 0.70) / 0.115)) * 0.115
    dot = front & (np.hypot(p[:, 0] + 0.005, near) < 0.011) & (p[:, 2] < 1.36)
    return np.where(dot[:, None], np.asarray(clothes.coat) * 0.6, col)


def _apron(col: Array, p: Array, apron: Colour) -> Array:
    bib = (p[:, 1] > 0.02) & (np.abs(p[:, 0]) < 0.115) & (p[:, 2] < 1.30) & (p[:, 2] > 1.0)
    skirt = (p[:, 1] > -0.06) & (p[:, 2] <= 1.02)
    tie = (np.abs(p[:, 2] - 1.02) < 0.016) & (p[:, 1] <= 0.02)
    strap = (np.abs(np.abs(p[:, 0]) - 0.085) < 0.014) & (p[:, 2] >= 1.29) & (p[:, 2] < 1.46)
    return np.where((bib | skirt | tie | strap)[:, None], apron, col)


def upper_arm(clothes: Clothes, stout: float) -> Mesh:
    """Shoulder to elbow, hanging along -z."""
    k = 0.6 + 0.4 * stout
    return limb(UPPER, 0.059 * k, 0.050 * k).painted(clothes.coat, Material.CLOTH).as_part(Part.BODY)


def forearm(clothes: Clothes, skin: Colour, glove: Glove) -> Mesh:
    """Elbow to wrist: sleeve, or skin when the sleeves are short; a glove's cuff reaches over the wrist."""
    colour, mat = (clothes.coat, Material.CLOTH) if clothes.long_sleeves else (skin, Material.SKIN)
    thick = (0.050, 0.040) if clothes.long_sleeves else (0.043, 0.030)
    parts = [limb(FORE, *thick).painted(colour, mat)]
    if not clothes.long_sleeves:
        parts.append(limb(0.05, 0.053, 0.054).painted(clothes.coat, Material.CLOTH))
    if glove.colour:
        parts.append(limb(0.05, 0.043, 0.043).at(0, 0, -FORE + 0.045).painted(glove.colour, Material.PLASTIC))
    return merge(parts).as_part(Part.BODY)


def hand(skin: Colour, glove: Glove, right: bool, curl: float) -> Mesh:
    """Wrist to finger tips along -z, palm towards +y; curl in radians a joint."""
    fat = 0.0015 if glove.colour else 0.0
    palm = ellipsoid((0.040 + fat, 0.017 + fat, 0.050)).at(0, 0, -0.045)
    side = 1.0 if right else -1.0
    parts = [palm, limb(0.03, 0.027, 0.027).at(0, 0, 0.01)]
    for k, length in enumerate((0.040, 0.045, 0.042, 0.034)):
        parts += _finger(side * (0.028 - 0.0185 * k), length, 0.0092 + fat, curl)
    thumb = merge([limb(0.045, 0.011 + fat, 0.010 + fat)])
    parts.append(thumb.moved(shift(side * 0.034, 0.008, -0.028) @ turn("y", -side * 0.65) @ turn("x", 0.4)))
    whole = merge(parts).as_part(Part.RIGHT_HAND if right else Part.LEFT_HAND)
    return whole.painted(glove.colour, Material.PLASTIC) if glove.colour else whole.painted(skin, Material.SKIN)


def _finger(x: float, length: float, r: float, curl: float) -> list[Mesh]:
    first = shift(x, 0.0, -0.085) @ turn("x", curl * 0.7)
    second = first @ shift(0, 0, -length) @ turn("x", curl)
    return [limb(length, r, r * 0.95, 8).moved(first), limb(length * 0.85, r * 0.95, r * 0.8, 8).moved(second)]


def thigh(clothes: Clothes, stout: float) -> Mesh:
    """Hip to knee."""
    return limb(THIGH, 0.085 * stout, 0.060).painted(clothes.trousers, Material.CLOTH).as_part(Part.BODY)


def shank(clothes: Clothes, shoe: Colour) -> Mesh:
    """Knee to sole with the shoe."""
    leg = limb(SHANK, 0.060, 0.046).painted(clothes.trousers, Material.CLOTH)
    foot = ellipsoid((0.045, 0.12, 0.045)).at(0, 0.05, -SHANK - 0.01).painted(shoe, Material.PLASTIC)
    return merge([leg, foot]).as_part(Part.BODY)


def tool(kind: str) -> Mesh:
    """What a right hand holds, in hand coordinates: knife, tongs or ladle."""
    steel = (0.62, 0.63, 0.65)
    if kind == "knife":
        blade = box((0.004, 0.075, 0.19), 0.001).painted(steel, Material.STEEL).at(0, 0.03, -0.28)
        grip = box((0.02, 0.025, 0.11)).painted((0.08, 0.06, 0.05), Material.PLASTIC).at(0, 0.03, -0.10)
        return merge([blade, grip])
    if kind == "ladle":
        rod = limb(0.34, 0.006, 0.006).at(0, 0.03, -0.06).painted(steel, Material.STEEL)
        return merge([rod, ellipsoid((0.045, 0.045, 0.03)).at(0, 0.05, -0.41).painted(steel, Material.STEEL)])
    arms = [limb(0.22, 0.005, 0.008).moved(shift(s * 0.004, 0.03, -0.06) @ turn("y", s * 0.07)) for s in (-1, 1)]
    return merge([a.painted(steel, Material.STEEL) for a in arms])
