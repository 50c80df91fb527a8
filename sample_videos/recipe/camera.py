"""Where a camera hangs and how points land in its picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from mesh import Array
from place import look_at


@dataclass(frozen=True, slots=True)
class Camera:
    """Eye and target in metres; fov_x in radians; size in pixels (w, h)."""

    eye: Array
    target: Array
    fov_x: float
    size: tuple[int, int] = (1280, 720)

    @property
    def fov_y(self) -> float:
        """The vertical angle of view (radians)."""
        return float(2 * np.arctan(np.tan(self.fov_x / 2) * self.size[1] / self.size[0]))

    @property
    def focal(self) -> float:
        """Focal length in pixels."""
        return float(self.size[0] / 2 / np.tan(self.fov_x / 2))

    def project(self, points: Array) -> Array:
        """World points (n, 3) to pixels (n, 2); behind the camera gives NaN."""
        m = look_at(self.eye, self.target)
        q = points @ m[:3, :3].T + m[:3, 3]
        depth = np.where(-q[:, 2] > 0.05, -q[:, 2], np.nan)
        x = self.size[0] / 2 + self.focal * q[:, 0] / depth
        y = self.size[1] / 2 - self.focal * q[:, 1] / depth
        return np.stack([x, y], 1)


def hung(eye: tuple[float, float, float], yaw: float, tilt: float, fov: float,
         size: tuple[int, int] = (1280, 720)) -> Camera:  # fmt: skip
    """A camera by its heading (degrees, 0 looks along +y, positive to the left) and how far it looks down."""
    a, t = np.radians(yaw), np.radians(tilt)
    look = np.array([-np.sin(a) * np.cos(t), np.cos(a) * np.cos(t), -np.sin(t)])
    at = np.asarray(eye, float)
    return Camera(at, at + look, float(np.radians(fov)), size)
