"""Pictures of the sample clips, and what can happen to a camera, done to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import av
import cv2
import numpy as np
import numpy.typing as npt

from sunkitchen.paths import SAMPLE_VIDEOS
from vision.frames import Image

Values = npt.NDArray[np.float64]
Change = Callable[[Image, int], Image]
"""A picture and its number."""


@cache
def pictures(clip: str) -> tuple[Image, ...]:
    """Two a second, 640x360."""
    with av.open(str(SAMPLE_VIDEOS / f"{clip}.mp4")) as file:
        frames = [frame for i, frame in enumerate(file.decode(video=0)) if i % 12 == 0]
    return tuple(cv2.resize(frame.to_ndarray(format="bgr24"), (640, 360)) for frame in frames)  # type: ignore[misc]


def same(image: Image, _number: int) -> Image:
    """Nothing happened."""
    return image


def gain(factor: float, noise: float = 0.0) -> Change:
    """More or less light, with a sensor's noise."""
    return lambda image, number: _image(image * factor + _noise(image, number) * noise)


def gamma(power: float) -> Change:
    """Another exposure."""
    return lambda image, _: _image(255 * (image / 255.0) ** power)


def lamp(image: Image, _number: int) -> Image:
    """A lamp switched on at the right, dark at the left."""
    return _image(image * np.linspace(0.3, 2.0, image.shape[1])[None, :, None])


def tinted(image: Image, _number: int) -> Image:
    """Lamps of another colour."""
    return _image(image * np.array([0.5, 0.9, 1.3]))


def infrared(image: Image, _number: int) -> Image:
    """What was bright is dark, as cloth may be at night."""
    return np.asarray(255 - image, np.uint8)


def crowded(image: Image, number: int) -> Image:
    """Three people walk close by the lens, each hiding a seventh of the picture."""
    crowd, (height, width) = image.copy(), image.shape[:2]
    for person, left in enumerate(np.random.default_rng(number).integers(0, width * 6 // 7, 3)):
        crowd[height // 5 :, left : left + width // 7] = 40 + 60 * person
    return crowd


def steady(change: Callable[[Image], Image]) -> Change:
    """The same for every picture."""
    return lambda image, _: change(image)


def blurred(sigma_px: float) -> Change:
    """Out of focus."""
    return steady(lambda image: np.asarray(cv2.GaussianBlur(image, (0, 0), sigma_px), np.uint8))


def moved(right: float = 0.0, down: float = 0.0, degrees: float = 0.0, zoom: float = 1.0) -> Change:
    """Turned away by shares of the picture, degrees, and a factor."""
    return steady(lambda image: _moved(image, right, down, degrees, zoom))


def cloth(image: Image, number: int) -> Image:
    """Something grey hangs before the lens."""
    return _image(90 + 2 * _noise(image, number))


def _moved(image: Image, right: float, down: float, degrees: float, zoom: float) -> Image:
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, zoom)
    matrix[:, 2] += right * width, down * height
    return np.asarray(cv2.warpAffine(image, matrix, (width, height), borderMode=cv2.BORDER_REFLECT), np.uint8)


@cache
def _grain(number: int, shape: tuple[int, ...]) -> Values:
    return np.random.default_rng(number).normal(0, 1, shape)


def _noise(image: Image, number: int) -> Values:
    return _grain(number % 8, image.shape)


def _image(values: Values) -> Image:
    return np.asarray(np.clip(values, 0, 255), np.uint8)
