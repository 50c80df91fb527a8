"""Triangle meshes made from a few primitives. Units: metres, z up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Colour = tuple[float, float, float]


class Material(IntEnum):
    """How the fragment shader treats a surface (the numbers are shared with scene.frag)."""

    PLAIN = 0
    SKIN = 1
    CLOTH = 2
    HAIR = 3
    STEEL = 4
    TILE = 5
    FLOOR = 6
    NET = 7
    PLASTIC = 8
    GLASS = 9
    LAMP = 10
    FOOD = 11
    MASK = 12
    WOOD = 13
    PAINT = 14
    PATTERN = 15


class Part(IntEnum):
    """What a surface is in the label pass."""

    NOTHING = 0
    HEAD = 1
    LOWER_FACE = 2
    LEFT_HAND = 3
    RIGHT_HAND = 4
    BODY = 5


@dataclass(frozen=True, slots=True)
class Mesh:
    """Vertices (n, 3) with normals, colours, a material and a part each; triangles (m, 3)."""

    pos: Array
    nrm: Array
    col: Array
    mat: Array
    part: Array
    tri: NDArray[np.int32]

    def painted(self, colour: Colour, material: Material | None = None) -> Mesh:
        """The same surface in one colour and, if given, one material."""
        col = np.broadcast_to(np.asarray(colour, float), self.pos.shape).copy()
        mat = self.mat if material is None else np.full(len(self.pos), float(material))
        return replace(self, col=col, mat=mat)

    def as_part(self, part: Part) -> Mesh:
        """The same surface, all of it one part in the label pass."""
        return replace(self, part=np.full(len(self.pos), float(part)))

    def moved(self, matrix: Array) -> Mesh:
        """The mesh under a 4x4 transform."""
        linear = np.linalg.inv(matrix[:3, :3]).T
        nrm = unit(self.nrm @ linear.T)
        return replace(self, pos=self.pos @ matrix[:3, :3].T + matrix[:3, 3], nrm=nrm)

    def without(self, hidden: Array) -> Mesh:
        """The mesh less the triangles all of whose vertices are hidden (n,)."""
        gone = hidden.ravel()[self.tri].all(axis=1)
        return replace(self, tri=self.tri[~gone])

    def at(self, x: float, y: float, z: float) -> Mesh:
        """The mesh shifted."""
        return replace(self, pos=self.pos + np.array([x, y, z]))

    def packed(self) -> NDArray[np.float32]:
        """Interleaved vertex buffer: pos 3, normal 3, colour 3, material, part."""
        extra = np.stack([self.mat, self.part], 1)
        return np.concatenate([self.pos, self.nrm, self.col, extra], 1).astype(np.float32)


def unit(v: Array) -> Array:
    """Vectors scaled to length one."""
    return v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-9)


def build(pos: Array, tri: Array, nrm: Array | None = None) -> Mesh:
    """A grey plain mesh; smooth normals are computed when none are given."""
    pos, tri = np.asarray(pos, float), np.asarray(tri, np.int32)
    normals = smooth_normals(pos, tri) if nrm is None else nrm
    n = len(pos)
    return Mesh(pos, normals, np.full((n, 3), 0.7), np.zeros(n), np.zeros(n), tri)


def smooth_normals(pos: Array, tri: Array) -> Array:
    """Area-weighted vertex normals."""
    a, b, c = pos[tri[:, 0]], pos[tri[:, 1]], pos[tri[:, 2]]
    face = np.tile(np.cross(b - a, c - a), (3, 1))
    corner = tri.T.ravel()
    nrm = np.stack([np.bincount(corner, face[:, k], len(pos)) for k in range(3)], 1)
    return unit(nrm)


def merge(meshes: list[Mesh]) -> Mesh:
    """Several meshes as one."""
    offsets = np.cumsum([0] + [len(m.pos) for m in meshes[:-1]])
    tri = np.concatenate([m.tri + o for m, o in zip(meshes, offsets, strict=True)]).astype(np.int32)
    join = np.concatenate
    return Mesh(
        join([m.pos for m in meshes]),
        join([m.nrm for m in meshes]),
        join([m.col for m in meshes]),
        join([m.mat for m in meshes]),
        join([m.part for m in meshes]),
        tri,
    )


def grid_triangles(rows: int, cols: int, wrap: bool) -> NDArray[np.int32]:
    """Two triangles for each cell of a rows x cols grid, closed over the columns when wrap."""
    r, c = np.meshgrid(np.arange(rows - 1), np.arange(cols if wrap else cols - 1), indexing="ij")
    a, b = r * cols + c, r * cols + (c + 1) % cols
    d, e = a + cols, b + cols
    quads = [np.stack([a, d, b], -1), np.stack([b, d, e], -1)]
    return np.concatenate([q.reshape(-1, 3) for q in quads]).astype(np.int32)


def grid(points: Array, wrap: bool = True) -> Mesh:
    """A mesh over points (rows, cols, 3)."""
    rows, cols = points.shape[:2]
    return build(points.reshape(-1, 3), grid_triangles(rows, cols, wrap))


def box(size: tuple[float, float, float], bevel: float = 0.006) -> Mesh:
    """A chamfered box standing on z = 0, centred in x and y."""
    half = np.asarray(size, float) / 2
    bevel = min(bevel, 0.45 * float(min(size)))
    faces = [_box_face(half, bevel, axis, sign) for axis in range(3) for sign in (-1, 1)]
    chamfers = [_box_edge(half, bevel, axis, s, t) for axis in range(3) for s in (-1, 1) for t in (-1, 1)]
    return merge(faces + chamfers).at(0, 0, float(half[2]))


def _box_face(half: Array, bevel: float, axis: int, sign: int) -> Mesh:
    u, v = (axis + 1) % 3, (axis + 2) % 3
    pos = np.zeros((4, 3))
    pos[:, axis] = sign * half[axis]
    pos[:, u] = np.array([-1, 1, 1, -1]) * (half[u] - bevel)
    pos[:, v] = np.array([-1, -1, 1, 1]) * (half[v] - bevel)
    nrm = np.zeros((4, 3))
    nrm[:, axis] = sign
    return build(pos, np.array([[0, 1, 2], [0, 2, 3]]), nrm)


def _box_edge(half: Array, bevel: float, axis: int, s: int, t: int) -> Mesh:
    u, v = (axis + 1) % 3, (axis + 2) % 3
    pos, nrm = np.zeros((4, 3)), np.zeros((4, 3))
    pos[:, axis] = np.array([-1, 1, 1, -1]) * (half[axis] - bevel)
    pos[:2, u], pos[2:, u] = s * half[u], s * (half[u] - bevel)
    pos[:2, v], pos[2:, v] = t * (half[v] - bevel), t * half[v]
    nrm[:2, u], nrm[2:, v] = s, t
    return build(pos, np.array([[0, 1, 2], [0, 2, 3]]), nrm)


def ellipsoid(radii: tuple[float, float, float], rows: int = 14, cols: int = 20) -> Mesh:
    """An ellipsoid around the origin."""
    polar = np.linspace(0, np.pi, rows)[:, None]
    az = np.linspace(0, 2 * np.pi, cols, endpoint=False)[None]
    ball = np.stack([np.sin(polar) * np.cos(az), np.sin(polar) * np.sin(az), np.cos(polar) + 0 * az], -1)
    r = np.asarray(radii, float)
    mesh = grid(ball * r)
    return replace(mesh, nrm=unit((ball / r).reshape(-1, 3)))


def lathe(profile: list[tuple[float, float]], cols: int = 28) -> Mesh:
    """A profile of (radius, z), outside seen on the way up, turned round the z axis."""
    rz = np.asarray(profile, float)
    az = np.linspace(0, 2 * np.pi, cols, endpoint=False)[None]
    r, z = rz[:, :1], rz[:, 1:]
    points = np.stack([r * np.cos(az), r * np.sin(az), z + 0 * az], -1)
    mesh = grid(points)
    return replace(mesh, nrm=-mesh.nrm)


def limb(length: float, r0: float, r1: float, cols: int = 16) -> Mesh:
    """A tapered capsule from the origin down to (0, 0, -length)."""
    t = np.linspace(0, np.pi / 2, 6)
    bottom = [(r1 * np.sin(a), -length - r1 * np.cos(a)) for a in t]
    mid = [(r1 + (r0 - r1) * k, -length * (1 - k)) for k in (0.25, 0.5, 0.75)]
    top = [(r0 * np.cos(a), r0 * np.sin(a)) for a in t]
    return lathe(bottom + mid + top, cols)


def loft(rings: Array, cols: int = 40, power: float = 2.5) -> Mesh:
    """Superelliptic rings (z, half width, half depth, y offset) joined from bottom to top."""
    az = np.linspace(0, 2 * np.pi, cols, endpoint=False)[None]
    c, s = np.cos(az), np.sin(az)
    x = rings[:, 1:2] * np.sign(c) * np.abs(c) ** (2 / power)
    y = rings[:, 2:3] * np.sign(s) * np.abs(s) ** (2 / power) + rings[:, 3:4]
    mesh = grid(np.stack([x, y, rings[:, :1] + 0 * az], -1))
    return replace(mesh, nrm=-mesh.nrm)
