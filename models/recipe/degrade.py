"""Make clean pictures look as poor as a ceiling camera's: on purpose, at random."""

import cv2
import numpy as np

Random = np.random.Generator


def shrink(image: np.ndarray, factor: float) -> np.ndarray:
    """Lose detail: down by `factor` (below 1) and back up."""
    height, width = image.shape[:2]
    small = (max(4, round(width * factor)), max(4, round(height * factor)))
    down = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
    return cv2.resize(down, (width, height), interpolation=cv2.INTER_LINEAR)


def jpeg(image: np.ndarray, quality: int) -> np.ndarray:
    """One round of JPEG compression."""
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def motion_blur(image: np.ndarray, length: int, angle: float) -> np.ndarray:
    """Smear along a line of `length` px at `angle` degrees."""
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1
    centre = ((length - 1) / 2, (length - 1) / 2)
    kernel = cv2.warpAffine(kernel, cv2.getRotationMatrix2D(centre, angle, 1), (length, length))
    return cv2.filter2D(image, -1, kernel / max(kernel.sum(), 1e-6))


def noise(image: np.ndarray, sigma: float, random: Random) -> np.ndarray:
    """Sensor noise, `sigma` in grey levels."""
    grain = random.normal(0, sigma, image.shape).astype(np.float32)
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def light(image: np.ndarray, gamma: float, gain: float) -> np.ndarray:
    """Darker or brighter: gamma curve, then contrast `gain`."""
    levels = np.linspace(0, 1, 256, dtype=np.float32) ** gamma * gain * 255
    return cv2.LUT(image, np.clip(levels, 0, 255).astype(np.uint8))


def tint(image: np.ndarray, hue: float, saturation: float) -> np.ndarray:
    """Shift the hue (in half degrees) and scale the saturation."""
    hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV).astype(np.float32)
    hsv[..., 0] = (hsv[..., 0] + hue) % 180
    hsv[..., 1] = np.clip(hsv[..., 1] * saturation, 0, 255)
    return cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2BGR)


def like_cctv(image: np.ndarray, random: Random) -> np.ndarray:
    """A random mix of all of the above, each at its own odds."""
    if random.random() < 0.35:
        image = light(image, random.uniform(0.6, 1.8), random.uniform(0.7, 1.15))
    if random.random() < 0.3:
        saturation = 0.0 if random.random() < 0.3 else random.uniform(0.4, 1.4)
        image = tint(image, random.uniform(-12, 12), saturation)
    if random.random() < 0.15:
        image = motion_blur(image, int(random.integers(3, 8)), random.uniform(0, 180))
    if random.random() < 0.3:
        image = shrink(image, random.uniform(0.4, 0.9))
    if random.random() < 0.25:
        image = noise(image, random.uniform(2, 12), random)
    if random.random() < 0.4:
        image = jpeg(image, int(random.integers(20, 75)))
    return image
