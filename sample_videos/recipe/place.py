"""4x4 transforms. Angles in radians."""

from __future__ import annotations

import numpy as np
from mesh import Array, unit


def shift(x: float, y: float, z: float) -> Array:
    """A translation."""
    m = np.eye(4)
    m[:3, 3] = (x, y, z)
    return m


def scale(x: float, y: float, z: float) -> Array:
    """A scaling."""
    return np.diag([x, y, z, 1.0])


def turn(axis: str, angle: float) -> Array:
    """A rotation about one axis, counter-clockwise seen from its tip."""
    k = "xyz".index(axis)
    a, b = (k + 1) % 3, (k + 2) % 3
    m = np.eye(4)
    m[a, a] = m[b, b] = np.cos(angle)
    m[a, b], m[b, a] = -np.sin(angle), np.sin(angle)
    return m


def hang(start: Array, end: Array, front: Array) -> Array:
    """Places a mesh that hangs along -z from its origin so that it points from start to end.

    `front` says roughly where its +y looks.
    """
    z = unit(start - end)
    x = unit(np.cross(front, z))
    m = np.eye(4)
    m[:3, 0], m[:3, 1], m[:3, 2], m[:3, 3] = x, np.cross(z, x), z, start
    return m


def look_at(eye: Array, target: Array) -> Array:
    """World to camera (x right, y up, looking along -z)."""
    back = unit(eye - target)
    right = unit(np.cross(np.array([0.0, 0.0, 1.0]), back))
    rot = np.stack([right, np.cross(back, right), back])
    m = np.eye(4)
    m[:3, :3], m[:3, 3] = rot, -rot @ eye
    return m


def perspective(fov_y: float, aspect: float, near: float, far: float) -> Array:
    """An OpenGL projection."""
    f = 1 / np.tan(fov_y / 2)
    m = np.zeros((4, 4))
    m[0, 0], m[1, 1] = f / aspect, f
    m[2, 2], m[2, 3] = (far + near) / (near - far), 2 * far * near / (near - far)
    m[3, 2] = -1
    return m
