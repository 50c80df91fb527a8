"""What is worn on the head: nets, caps, toques and masks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from head import HeadForm, face_parts, radial, smooth, step
from mesh import Array, Colour, Material, Mesh, Part, grid, lathe
from scipy.ndimage import gaussian_filter


class HatKind(StrEnum):
    """Every shape of head cover that can be drawn; bare is none at all."""

    BARE = "bare"
    BOUFFANT = "bouffant"
    HAIRNET = "hairnet"
    SKULLCAP = "skullcap"
    PILLBOX = "pillbox"
    TOQUE = "toque"
    PEAKED = "peaked"
    FLAT = "flat"


class MaskKind(StrEnum):
    """How a mask sits."""

    NONE = "none"
    WORN = "worn"
    NOSE_OUT = "nose_out"
    CHIN = "chin"


HAT_CLASS = {HatKind.BARE: "bare", HatKind.BOUFFANT: "net", HatKind.HAIRNET: "net"}
MASK_CLASS = {MaskKind.NONE: "none", MaskKind.WORN: "mask", MaskKind.NOSE_OUT: "wrong", MaskKind.CHIN: "wrong"}


def hat_class(kind: HatKind) -> str:
    """The label of a hat: net, cap or bare."""
    return HAT_CLASS.get(kind, "cap")


@dataclass(frozen=True, slots=True)
class Hat:
    """A hat; `puff` in metres only matters to bouffants and toques."""

    kind: HatKind = HatKind.BARE
    colour: Colour = (0.9, 0.9, 0.9)
    puff: float = 0.022
    tilt: float = 0.0


def hat_meshes(form: HeadForm, hat: Hat, hair: Colour, rng: np.random.Generator) -> list[Mesh]:
    """The hat as meshes in head coordinates; an empty list for a bare head."""
    if hat.kind is HatKind.BARE:
        return []
    if hat.kind in (HatKind.BOUFFANT, HatKind.HAIRNET):
        return [_net(form, hat, hair, rng)]
    if hat.kind is HatKind.SKULLCAP:
        return [_skullcap(form, hat)]
    if hat.kind is HatKind.PEAKED:
        return [_skullcap(form, replace(hat, puff=0.012)), _visor(form, hat)]
    return [_turned(form, hat, rng)]


def _band_height(form: HeadForm, hat: Hat, front: float, back: float) -> Array:
    """How far a point lies above the plane of the band (metres)."""
    p = form.points(form.skull)
    level = (front + back) / 2 + (front - back) / 2 * p[..., 1] / 0.095 + hat.tilt * p[..., 0]
    return p[..., 2] - level


def _net(form: HeadForm, hat: Hat, hair: Colour, rng: np.random.Generator) -> Mesh:
    above = _band_height(form, hat, 0.056, -0.048)
    shape = form.azimuth.shape
    lumps = gaussian_filter(rng.normal(0, 1, shape), (6, 7), mode=("nearest", "wrap")) * 12
    pleats = gaussian_filter(rng.normal(0, 1, shape), (7, 0.9), mode=("nearest", "wrap")) * 3.2
    rise = step(above, 0.004, 0.050)
    puff = hat.puff if hat.kind is HatKind.BOUFFANT else 0.006
    lift = 0.009 + puff * rise * (1 + 0.22 * lumps) + 0.35 * puff * pleats * (1 - 0.6 * rise)
    band = 0.004 * np.exp(-((above - 0.003) ** 2) / 0.004**2)
    edge = step(above, -0.006, -0.001)
    radius = smooth(form.skull, 1.5) + edge * (lift + band) - 0.02 * (1 - edge)
    shade = np.asarray(hat.colour)[None, None] * (1 - 0.07 * np.clip(pleats, -1, 1))[..., None]
    shade = shade * (1 - 0.22 * np.exp(-((above - 0.001) ** 2) / 0.003**2))[..., None]
    thin = (
        (0.34 if hat.kind is HatKind.HAIRNET else 0.13) * step(above, 0.01, 0.05) * (0.8 + 0.35 * np.clip(lumps, -1, 1))
    )
    shade = shade * (1 - thin[..., None]) + np.asarray(hair) * thin[..., None]
    return _surface(form, radius, shade, Material.NET).without(edge <= 0)


def _surface(form: HeadForm, radius: Array, shade: Array, material: Material) -> Mesh:
    mesh = radial(form.points(radius))
    n = len(mesh.pos)
    col = np.clip(np.broadcast_to(shade, (*radius.shape, 3)), 0, 1).reshape(-1, 3)
    return replace(mesh, col=col, mat=np.full(n, float(material)), part=np.full(n, float(Part.HEAD)))


def _skullcap(form: HeadForm, hat: Hat) -> Mesh:
    above = _band_height(form, hat, 0.060, -0.030)
    edge = step(above, -0.004, 0.0)
    crown = hat.puff * 0.5 * step(above, 0.02, 0.07)
    seam = 0.0018 * np.exp(-((above - 0.032) ** 2) / 0.003**2)
    radius = smooth(form.skull, 2.5) + edge * (0.0105 + crown + seam) - 0.02 * (1 - edge)
    shade = np.asarray(hat.colour) * (1 - 0.25 * np.exp(-((above - 0.030) ** 2) / 0.002**2))[..., None]
    return _surface(form, radius, shade, Material.CLOTH).without(edge <= 0)


def _visor(form: HeadForm, hat: Hat) -> Mesh:
    az = np.radians(np.linspace(-52, 52, 22))[None]
    t = np.linspace(0, 1, 7)[:, None]
    reach = 0.098 + 0.070 * t * np.cos(az) ** 0.7
    p = np.stack(
        [
            0.86 * form.shape.width * reach * np.sin(az),
            reach * np.cos(az),
            0.060 - 0.022 * t - 0.25 * 0.1 * np.sin(az) ** 2 + 0 * az,
        ],
        -1,
    )
    flat = grid(p, wrap=False)
    up = replace(flat, nrm=np.broadcast_to([0, 0.25, 0.97], flat.pos.shape).copy())
    dark = (hat.colour[0] * 0.85, hat.colour[1] * 0.85, hat.colour[2] * 0.85)
    return up.painted(dark, Material.CLOTH).as_part(Part.HEAD)


PROFILES = {
    HatKind.PILLBOX: [
        (0.99, 0.0),
        (1.02, 0.004),
        (1.03, 0.035),
        (1.05, 0.075),
        (1.02, 0.088),
        (0.6, 0.094),
        (0.01, 0.094),
    ],
    HatKind.FLAT: [
        (0.99, 0.0),
        (1.02, 0.004),
        (1.02, 0.030),
        (1.25, 0.042),
        (1.34, 0.062),
        (1.2, 0.082),
        (0.7, 0.092),
        (0.01, 0.094),
    ],
    HatKind.TOQUE: [
        (0.99, 0.0),
        (1.02, 0.004),
        (1.02, 0.06),
        (1.03, 0.10),
        (1.12, 0.12),
        (1.30, 0.155),
        (1.36, 0.19),
        (1.22, 0.225),
        (0.8, 0.24),
        (0.3, 0.243),
        (0.01, 0.24),
    ],
}


def _turned(form: HeadForm, hat: Hat, rng: np.random.Generator) -> Mesh:
    """A hat with a round band; its upper part is pleated and a little lopsided."""
    base = lathe(_fine(PROFILES[hat.kind]), cols=72)
    p = base.pos.copy()
    az = np.arctan2(p[:, 1], p[:, 0])
    soft = step(p[:, 2], 0.03, 0.10)
    pleat = 1 + soft * 0.035 * np.sin(az * rng.integers(9, 15) + rng.uniform(0, 6)) * (hat.kind is not HatKind.PILLBOX)
    lean = rng.uniform(-0.12, 0.12, 2) * (hat.kind is not HatKind.PILLBOX)
    p[:, 0] = p[:, 0] * pleat * 0.083 * form.shape.width + lean[0] * p[:, 2] * soft
    p[:, 1] = p[:, 1] * pleat * 0.104 - 0.012 + lean[1] * p[:, 2] * soft
    tall = 0.75 + 9.0 * hat.puff if hat.kind is HatKind.TOQUE else 1.0
    p[:, 2] = 0.045 + p[:, 2] * tall + (0.22 + hat.tilt) * (p[:, 1] + 0.012)
    crease = (1 - 0.18 * (np.abs(base.pos[:, 2] - 0.032) < 0.003))[:, None]
    worn = grid(p.reshape(-1, 72, 3))
    col = np.asarray(hat.colour) * crease
    return replace(worn, nrm=-worn.nrm, col=col, mat=np.full(len(p), float(Material.CLOTH))).as_part(Part.HEAD)


def _fine(profile: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A profile with extra points so that bends are round."""
    rz = np.asarray(profile)
    t = np.linspace(0, len(rz) - 1, 6 * len(rz))
    k = np.arange(len(rz))
    soft = gaussian_filter(
        np.stack([np.interp(t, k, rz[:, 0]), np.interp(t, k, rz[:, 1])], 1), (1.6, 0), mode="nearest"
    )
    return [(float(r), float(z)) for r, z in soft]


def mask_mesh(form: HeadForm, kind: MaskKind, colour: Colour) -> list[Mesh]:
    """The mask in head coordinates; an empty list for none."""
    if kind is MaskKind.NONE:
        return []
    p = form.points(form.skin)
    deg = np.degrees(np.abs(form.azimuth))
    top = {MaskKind.WORN: -0.004, MaskKind.NOSE_OUT: -0.047, MaskKind.CHIN: -0.084}[kind]
    droop = 0.022 if kind is MaskKind.WORN else -0.012
    line = top - droop * step(deg, 4, 60)
    wide = 60 if kind is not MaskKind.CHIN else 66
    inside = step(line - p[..., 2], -0.0015, 0.0015) * (1 - step(deg, wide - 3, wide)) * step(p[..., 1], 0.0, 0.012)
    base = smooth(np.where(deg < 70, form.skin, form.skull), 2.2, grow=3)
    puffed = 0.004 + (0.005 if kind is MaskKind.CHIN else 0.003) * (1 - step(deg, 15, 55))
    pleats = 0.0012 * np.sin((p[..., 2] - top) * 2 * np.pi / 0.019)
    radius = np.where(inside > 0.5, base + puffed + pleats, form.skin - 0.012)
    shade = np.asarray(colour) * (1 + 50 * np.minimum(pleats, 0))[..., None]
    mesh = _surface(form, radius, shade, Material.MASK).without(inside <= 0.5)
    return [replace(mesh, part=np.where(inside.ravel() > 0.5, face_parts(p, form), float(Part.LOWER_FACE)))]
