"""What a cheap camera does to a clean picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from mesh import Array
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Lens:
    """Faults of one camera; blur in pixels, noise in grey levels, barrel as a fraction at the corner."""

    blur: float = 0.6
    noise: float = 2.5
    barrel: float = 0.05
    vignette: float = 0.25
    warmth: float = 0.0
    gain: float = 1.0
    contrast: float = 1.0
    saturation: float = 1.0


def lens_map(lens: Lens, size: tuple[int, int]) -> tuple[Array, Array]:
    """Where each pixel of the distorted picture comes from; float32 (h, w) each."""
    w, h = size
    x, y = np.meshgrid((np.arange(w) + 0.5) / w * 2 - 1, ((np.arange(h) + 0.5) / h * 2 - 1) * h / w)
    r2 = (x * x + y * y) / (1 + (h / w) ** 2)
    k = (1 + lens.barrel * r2) / (1 + lens.barrel)
    return ((x * k + 1) * w / 2 - 0.5).astype(np.float32), ((y * k * w / h + 1) * h / 2 - 0.5).astype(np.float32)


def bend(picture: Pixels, way: tuple[Array, Array], labels: bool = False) -> Pixels:
    """The picture through the lens map; labels are never mixed."""
    how = cv2.INTER_NEAREST if labels else cv2.INTER_CUBIC
    return np.asarray(cv2.remap(picture, way[0], way[1], how, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def smooth_edges(rgb: Pixels) -> Pixels:
    """Anti-aliases stair-steps: blurs along strong edges only."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    edge = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    weight = np.clip((edge - 40) / 160, 0, 1)[..., None] * 0.9
    soft = cv2.GaussianBlur(rgb, (0, 0), 0.85).astype(np.float32)
    return np.asarray(np.clip(rgb * (1 - weight) + soft * weight + 0.5, 0, 255), np.uint8)


def develop(rgb: Pixels, lens: Lens, rng: np.random.Generator) -> Pixels:
    """Blur, glow, vignette, colour and noise on an RGB picture (h, w, 3)."""
    h, w = rgb.shape[:2]
    img = cv2.GaussianBlur(smooth_edges(rgb), (0, 0), max(lens.blur, 0.2)).astype(np.float32)
    small = cv2.resize(np.maximum(img - 205, 0), (w // 8, h // 8), interpolation=cv2.INTER_AREA)
    img += 0.8 * cv2.resize(cv2.GaussianBlur(small, (0, 0), 4), (w, h))
    img = (img - 118) * lens.contrast + 118 * lens.gain
    grey = img.mean(axis=2, keepdims=True)
    img = grey + (img - grey) * lens.saturation
    img *= np.array([1 + lens.warmth, 1.0, 1 - lens.warmth], np.float32)
    img *= _falloff(h, w, lens.vignette)
    img += _grain(h, w, lens.noise, rng)
    return np.asarray(np.clip(img, 0, 255), np.uint8)


def _falloff(h: int, w: int, strength: float) -> Array:
    x, y = np.linspace(-1, 1, w)[None], np.linspace(-1, 1, h)[:, None]
    return (1 - strength * (x * x + y * y) / 2)[..., None].astype(np.float32)


def _grain(h: int, w: int, noise: float, rng: np.random.Generator) -> Array:
    luma = noise * rng.standard_normal((h, w, 1), np.float32)
    chroma = noise * rng.standard_normal((h // 2, w // 2, 3), np.float32)
    return luma + cv2.resize(chroma, (w, h), interpolation=cv2.INTER_LINEAR)


def stamp(rgb: Pixels, text: str, name: str) -> Pixels:
    """Burns a time and a camera name into the picture, as recorders do."""
    out, h = rgb.copy(), rgb.shape[0]
    size = h / 720
    for words, at in ((text, (int(24 * size), int(44 * size))), (name, (int(1010 * size), int(694 * size)))):
        cv2.putText(out, words, at, cv2.FONT_HERSHEY_SIMPLEX, 0.85 * size, (20, 20, 20), 4, cv2.LINE_AA)
        cv2.putText(out, words, at, cv2.FONT_HERSHEY_SIMPLEX, 0.85 * size, (245, 245, 245), 2, cv2.LINE_AA)
    return out
