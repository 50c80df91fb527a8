"""Hair: a radial shell over the skull, plus buns, tails and long falls."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

import numpy as np
from head import HeadForm, radial, smooth, step
from mesh import Array, Colour, Material, Mesh, Part, ellipsoid, grid, merge
from scipy.ndimage import gaussian_filter


class HairStyle(StrEnum):
    """How the hair is worn."""

    CROP = "crop"
    SHORT = "short"
    PARTED = "parted"
    BOB = "bob"
    LONG = "long"
    BUN = "bun"
    TAIL = "tail"
    THIN = "thin"


THICKNESS = {
    HairStyle.CROP: 0.007,
    HairStyle.SHORT: 0.016,
    HairStyle.PARTED: 0.020,
    HairStyle.BOB: 0.020,
    HairStyle.LONG: 0.016,
    HairStyle.BUN: 0.010,
    HairStyle.TAIL: 0.010,
    HairStyle.THIN: 0.005,
}
LOOSE = (HairStyle.BOB, HairStyle.LONG)


def hair_mesh(form: HeadForm, style: HairStyle, colour: Colour, under_hat: bool, rng: np.random.Generator) -> Mesh:
    """All hair of a head; under a hat it lies flat and loose hair is tucked away half of the time."""
    tucked = under_hat and (style not in LOOSE or rng.random() < 0.7)
    shell = _shell(form, style, colour, under_hat, tucked, rng)
    extras = [] if tucked and style is not HairStyle.TAIL else _extras(form, style, colour, under_hat)
    return merge([shell, *extras])


def _shell(
    form: HeadForm, style: HairStyle, colour: Colour, flat: bool, tucked: bool, rng: np.random.Generator
) -> Mesh:
    cover = _cover(form, style, tucked, rng)
    strands = _strands(form.dirs.shape[:2], rng)
    thick = THICKNESS[style] * (0.35 if flat else 1.0) + 0.002
    lift = thick * (1 + 0.35 * strands) + _volume(form, style, flat)
    radius = np.where(cover > 0, smooth(form.skull, 1.2) - 0.012 + cover * (0.012 + lift), form.skull - 0.012)
    p = form.points(radius)
    tint = np.asarray(colour, float) * (1 + 0.45 * strands[..., None])
    mesh = radial(p)
    n = len(mesh.pos)
    part = np.where(p[..., 2] < -0.112, float(Part.BODY), float(Part.HEAD)).ravel()
    return replace(
        mesh, col=np.clip(tint, 0, 1).reshape(-1, 3), mat=np.full(n, float(Material.HAIR)), part=part
    ).without(cover <= 0)


def _hairline(azimuth: Array, style: HairStyle, tucked: bool) -> Array:
    """The lowest z-component of a direction that still has hair, by azimuth."""
    low = -0.88 if style in LOOSE and not tucked else -0.60
    front = {HairStyle.THIN: 0.86, HairStyle.CROP: 0.68}.get(style, 0.64)
    at = np.radians([0, 30, 52, 66, 82, 100, 125, 180])
    side = [0.10, -0.08, -0.20] if style not in LOOSE or tucked else [-0.15, -0.70, -0.85]
    line = [front, front - 0.03, 0.46, *side, low + 0.1, low]
    return np.interp(np.abs(azimuth), at, line)


def _cover(form: HeadForm, style: HairStyle, tucked: bool, rng: np.random.Generator) -> Array:
    wobble = 0.03 * gaussian_filter(rng.normal(0, 1, form.dirs.shape[:2]), (1.5, 2.5)) * 4
    above = form.dirs[..., 2] - _hairline(form.azimuth, style, tucked) + wobble
    fringe = style is HairStyle.BOB and rng.random() < 0.7
    if fringe:
        above = np.maximum(above, (form.dirs[..., 2] - 0.36 + wobble) * (np.abs(form.azimuth) < 0.9))
    return step(above, 0.0, 0.14)


def _volume(form: HeadForm, style: HairStyle, flat: bool) -> Array:
    if flat:
        return np.zeros(form.azimuth.shape)
    top = np.maximum(form.dirs[..., 2], 0)
    if style is HairStyle.PARTED:
        return 0.012 * top * (1 + np.sin(form.azimuth + 0.9)) * 0.6
    if style is HairStyle.BOB:
        return 0.020 * np.exp(-((form.dirs[..., 2] + 0.45) ** 2) / 0.12)
    return 0.004 * top


def _strands(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    fine = gaussian_filter(rng.normal(0, 1, shape), (9, 0.6), mode=("nearest", "wrap"))
    return fine / max(float(fine.std()), 1e-6) * 0.45


def _extras(form: HeadForm, style: HairStyle, colour: Colour, flat: bool) -> list[Mesh]:
    if style is HairStyle.BUN:
        return [_lump((0.0, -0.098, 0.055 if not flat else 0.0), (0.036, 0.030, 0.034), colour, Part.HEAD)]
    if style is HairStyle.TAIL:
        return [
            _lump((0.0, -0.105, 0.0), (0.020, 0.026, 0.022), colour, Part.HEAD),
            _lump((0.0, -0.128, -0.10), (0.022, 0.018, 0.10), colour, Part.BODY),
        ]
    return [_fall(form, colour)] if style is HairStyle.LONG else []


def _lump(at: tuple[float, float, float], radii: tuple[float, float, float], colour: Colour, part: Part) -> Mesh:
    return ellipsoid(radii).at(*at).painted(colour, Material.HAIR).as_part(part)


def _fall(form: HeadForm, colour: Colour) -> Mesh:
    """A curtain of hair from ear to ear behind the neck."""
    az = np.linspace(np.radians(95), np.radians(265), 26)[None]
    t = np.linspace(0, 1, 14)[:, None]
    rx, ry = 0.088 * form.shape.width + 0.012 * t, 0.104 - 0.004 * t
    ripple = 1 + 0.03 * np.sin(11 * az)
    p = np.stack([rx * np.sin(az) * ripple, ry * np.cos(az) * ripple - 0.008, 0.02 - 0.30 * t + 0 * az], -1)
    mesh = grid(p, wrap=False).painted(colour, Material.HAIR)
    part = np.where(p[..., 2] < -0.112, float(Part.BODY), float(Part.HEAD)).ravel()
    outward = np.stack([np.sin(az) + 0 * t, np.cos(az) + 0 * t, 0 * az * t], -1).reshape(-1, 3)
    return replace(mesh, part=part, nrm=outward)
