"""A head as a radial surface: directions from its centre and how far the skin is in each.

Head coordinates: the face looks along +y, the person's right is +x, z is up; the centre lies between the ears. Hair, hats and masks are further radial surfaces over the same
directions that dip under the skin where they end, so every edge is a clean line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from mesh import Array, Colour, Material, Mesh, Part, grid
from scipy.ndimage import gaussian_filter, maximum_filter

ROWS, COLS = 84, 124


@dataclass(frozen=True, slots=True)
class FaceShape:
    """What makes one face differ from another; 1 is the average, sizes are factors."""

    width: float = 1.0
    jaw: float = 1.0
    nose: float = 1.0
    length: float = 1.0
    cheeks: float = 1.0
    ears: float = 1.0
    brow: float = 1.0


@dataclass(frozen=True, slots=True)
class HeadForm:
    """Radii in metres over a (ROWS, COLS) grid of directions; skull is without ears and nose."""

    shape: FaceShape
    dirs: Array
    azimuth: Array
    skin: Array
    skull: Array

    def points(self, radius: Array) -> Array:
        """Radii as points (ROWS, COLS, 3)."""
        return self.dirs * radius[..., None]


def head_form(shape: FaceShape) -> HeadForm:
    """Meets the skin from outside along every direction."""
    dirs, azimuth = _directions()
    skin = _march(dirs, shape, bare_skull=False)
    skull = _march(dirs, shape, bare_skull=True)
    return HeadForm(shape, dirs, azimuth, skin, skull)


def _directions() -> tuple[Array, Array]:
    """Unit directions, twice as dense in front as behind; azimuth is 0 in front, negative left."""
    polar = np.linspace(0.004, np.pi - 0.004, ROWS)[:, None]
    u = np.linspace(-np.pi, np.pi, COLS, endpoint=False)[None]
    az = u - 0.5 * np.sin(u) + 0 * polar
    dirs = np.stack([np.sin(polar) * np.sin(az), np.sin(polar) * np.cos(az), np.cos(polar) + 0 * az], -1)
    return dirs, az


def _march(dirs: Array, shape: FaceShape, bare_skull: bool) -> Array:
    r = np.full(dirs.shape[:2], 0.17)
    for _ in range(14):
        r -= 0.85 * _distance(dirs * r[..., None], shape, bare_skull)
    return np.clip(r, 0.04, 0.17)


def _distance(p: Array, s: FaceShape, bare_skull: bool) -> Array:
    """A signed distance to the skin; everything is symmetric in x."""
    q = p.copy()
    q[..., 0] = np.abs(q[..., 0]) / s.width
    q[..., 2] /= s.length
    d = _ball(q, (0, -0.012, 0.032), (0.074, 0.094, 0.086))
    d = _blend(d, _ball(q, (0, 0.022, -0.040), (0.056 * s.jaw, 0.066, 0.078)), 0.035)
    d = _blend(d, _ball(q, (0, 0.070, -0.096), (0.024 * s.jaw, 0.021, 0.018)), 0.03)
    d = _blend(d, _ball(q, (0.036, 0.056, -0.030), (0.026 * s.cheeks,) * 3), 0.025)
    d = _blend(d, _ball(q, (0.026, 0.072, 0.030), (0.030, 0.014 * s.brow, 0.010)), 0.018)
    if bare_skull:
        return d
    d = -_blend(-d, _ball(q, (0.031, 0.104, 0.006), (0.020, 0.019, 0.012)), 0.010)
    d = _blend(d, _ball(q, (0.031, 0.074, 0.004), (0.014, 0.0125, 0.0115)), 0.003)
    return _face_details(d, q, s)


def _face_details(d: Array, q: Array, s: FaceShape) -> Array:
    d = _blend(d, _rod(q, (0, 0.090, 0.012), (0, 0.108, -0.030), 0.0075, 0.0105 * s.nose), 0.010)
    d = _blend(d, _ball(q, (0.010, 0.101, -0.034), (0.008 * s.nose, 0.009, 0.007)), 0.004)
    d = _blend(d, _ball(q, (0, 0.089, -0.062), (0.021, 0.010, 0.0055)), 0.005)
    d = _blend(d, _ball(q, (0, 0.087, -0.073), (0.018, 0.010, 0.006)), 0.005)
    ear = _ball(q, (0.077, -0.006, -0.008), (0.009 * s.ears, 0.019, 0.032 * s.ears))
    return _blend(d, ear, 0.006)


def _ball(p: Array, centre: tuple[float, ...], radii: tuple[float, ...]) -> Array:
    r = np.asarray(radii)
    v = p - np.asarray(centre)
    k0 = np.linalg.norm(v / r, axis=-1)
    k1 = np.linalg.norm(v / r**2, axis=-1)
    return k0 * (k0 - 1) / np.maximum(k1, 1e-9)


def _rod(p: Array, a: tuple[float, ...], b: tuple[float, ...], ra: float, rb: float) -> Array:
    start, along = np.asarray(a), np.asarray(b) - np.asarray(a)
    t = np.clip(((p - start) @ along) / (along @ along), 0, 1)
    return np.linalg.norm(p - start - t[..., None] * along, axis=-1) - (ra + (rb - ra) * t)


def _blend(a: Array, b: Array, k: float) -> Array:
    h = np.clip(0.5 + 0.5 * (b - a) / k, 0, 1)
    return b + (a - b) * h - k * h * (1 - h)


def smooth(radius: Array, sigma: float, grow: int = 0) -> Array:
    """Radii blurred over the grid (wrapping in azimuth), first grown so that nothing pokes through."""
    wide = maximum_filter(radius, size=grow, mode=("nearest", "wrap")) if grow else radius
    return gaussian_filter(wide, sigma, mode=("nearest", "wrap"))


def step(x: Array, lo: float, hi: float) -> Array:
    """Smoothstep."""
    t = np.clip((x - lo) / (hi - lo), 0, 1)
    return t * t * (3 - 2 * t)


def radial(points: Array) -> Mesh:
    """A mesh over points laid out like the directions, normals outwards."""
    mesh = grid(points)
    return replace(mesh, nrm=-mesh.nrm)


def skin_mesh(form: HeadForm, tone: Colour, brow: Colour, rng: np.random.Generator, loops: Colour | None) -> Mesh:
    """The bare head: skin with eyes, brows, lips and, when a mask hangs there, its ear loops."""
    p = form.points(form.skin)
    mesh = radial(p)
    col = _paint(p, form, np.asarray(tone, float), np.asarray(brow, float), rng)
    if loops is not None:
        col = _paint_loops(col, p, np.asarray(loops, float))
    return replace(mesh, col=col.reshape(-1, 3), mat=_skin_material(p), part=face_parts(p, form))


def face_parts(p: Array, form: HeadForm) -> Array:
    """LOWER_FACE from the bridge of the nose to the chin, HEAD elsewhere; flat (n,)."""
    low = (np.abs(form.azimuth) < np.radians(55)) & (p[..., 2] < 0.0) & (p[..., 1] > 0.02)
    return np.where(low, float(Part.LOWER_FACE), float(Part.HEAD)).ravel()


def _skin_material(p: Array) -> Array:
    return np.full(p.shape[0] * p.shape[1], float(Material.SKIN))


def _paint(p: Array, form: HeadForm, tone: Array, brow: Array, rng: np.random.Generator) -> Array:
    x, y, z = np.abs(p[..., 0]) / form.shape.width, p[..., 1], p[..., 2] / form.shape.length
    front = y > 0.03
    col = np.broadcast_to(tone, p.shape) * (1 + 0.04 * gaussian_filter(rng.normal(0, 6, p.shape[:2]), 5))[..., None]
    rosy = np.exp(-(((x - 0.04) / 0.022) ** 2 + ((z + 0.03) / 0.022) ** 2)) * front
    col = _mix(col, tone * np.array([1.06, 0.80, 0.76]), 0.55 * rosy)
    ear = (np.abs(p[..., 0]) > 0.074 * form.shape.width) & (z < 0.03)
    col = _mix(col, tone * np.array([1.0, 0.80, 0.74]), 0.5 * ear)
    socket = np.exp(-(((x - 0.031) / 0.02) ** 2 + ((z - 0.006) / 0.013) ** 2)) * front
    col = _mix(col, tone * np.array([0.72, 0.58, 0.55]), 0.65 * socket)
    return _paint_features(col, x, z, front, tone, brow)


def _paint_features(col: Array, x: Array, z: Array, front: Array, tone: Array, brow: Array) -> Array:
    eye = _disc(x, z, 0.0310, 0.0040, 0.0135, 0.0060) * front
    col = _mix(col, np.array([0.82, 0.80, 0.78]), eye)
    col = _mix(col, np.array([0.07, 0.045, 0.035]), _disc(x, z, 0.0305, 0.0042, 0.0066, 0.0064) * front)
    col = _mix(col, np.array([0.06, 0.04, 0.04]), _disc(x, z, 0.0310, 0.0100, 0.0150, 0.0026) * front)
    arch = 0.0255 - 9.0 * (x - 0.028) ** 2
    stripe = step(-np.abs(z - arch), -0.0055, -0.0035) * step(x, 0.010, 0.016) * (1 - step(x, 0.046, 0.052))
    col = _mix(col, brow * 0.9, 0.85 * stripe * front)
    lips = _disc(x, z, 0.0, -0.0675, 0.0235, 0.0100) * front
    col = _mix(col, tone * np.array([0.86, 0.48, 0.47]), 0.85 * lips)
    col = _mix(col, tone * np.array([0.42, 0.24, 0.24]), _disc(x, z, 0.0, -0.0670, 0.0225, 0.0022) * front)
    return _mix(col, tone * 0.35, _disc(x, z, 0.0085, -0.0405, 0.0042, 0.0026) * front)


def _disc(x: Array, z: Array, cx: float, cz: float, rx: float, rz: float) -> Array:
    return 1 - step(np.hypot((x - cx) / rx, (z - cz) / rz), 0.75, 1.15)


def _mix(a: Array, b: Array, t: Array) -> Array:
    w = np.asarray(t, float)[..., None]
    return a * (1 - w) + b * w


def _paint_loops(col: Array, p: Array, loops: Array) -> Array:
    """Two thin bands on each cheek, from the mask's side towards the ear."""
    x, y, z = np.abs(p[..., 0]), p[..., 1], p[..., 2]
    t = np.clip((0.055 - y) / 0.055, 0, 1)
    upper, lower = -0.028 + 0.040 * t, -0.085 + 0.050 * t
    near = np.minimum(np.abs(z - upper), np.abs(z - lower))
    on = step(-near, -0.0032, -0.0018) * (y < 0.058) * (y > -0.002) * (x > 0.04)
    return _mix(col, loops, 0.9 * on)
