"""How people move: paths, glances and working hands as smooth functions of time (seconds)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from mesh import Array
from people import Pose

Keys = list[tuple[float, float]]
STEP = 0.05


def eased(keys: Keys, t: float) -> float:
    """A value between keys (time, value), easing in and out of each."""
    times = [k[0] for k in keys]
    k = int(np.clip(np.searchsorted(times, t) - 1, 0, max(len(keys) - 2, 0)))
    if len(keys) == 1 or t <= times[0]:
        return keys[0][1]
    (t0, v0), (t1, v1) = keys[k], keys[k + 1]
    s = float(np.clip((t - t0) / max(t1 - t0, 1e-6), 0, 1))
    return v0 + (v1 - v0) * s * s * (3 - 2 * s)


def sway(t: float, seed: int, amount: float, pace: float = 0.25) -> float:
    """A slow wander that never repeats within a clip."""
    a = np.random.default_rng(seed).uniform(0, 6.28, 3)
    w = 2 * np.pi * pace
    return float(
        amount * (0.55 * np.sin(w * t + a[0]) + 0.3 * np.sin(1.73 * w * t + a[1]) + 0.15 * np.sin(3.1 * w * t + a[2]))
    )


@dataclass(frozen=True, slots=True)
class Work:
    """What hands do: the height of the surface (m), how far in front, and whether the right hand chops or stirs."""

    height: float = 0.87
    reach: float = 0.40
    wide: float = 0.22
    style: str = "sort"
    pace: float = 1.5


@dataclass(frozen=True, slots=True)
class Script:
    """One person's part. Angles in degrees; yaw 180 faces a camera at the front; face keys send hands to the face."""

    path: list[tuple[float, float, float]]
    yaw: Keys
    glance: Keys = field(default_factory=lambda: [(0.0, 0.0)])
    nod: Keys = field(default_factory=lambda: [(0.0, 12.0)])
    lean: Keys = field(default_factory=lambda: [(0.0, 6.0)])
    work: Work | None = field(default_factory=Work)
    face: Keys = field(default_factory=lambda: [(0.0, 0.0)])
    seed: int = 0


def place_at(script: Script, t: float) -> Array:
    """Where the feet are, (2,)."""
    return np.array([eased([(p[0], p[k]) for p in script.path], t) for k in (1, 2)])


def walked(script: Script, t: float) -> float:
    """Metres walked so far."""
    times = np.arange(0, t + STEP, STEP)
    points = np.array([place_at(script, float(s)) for s in times])
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def speed(script: Script, t: float) -> float:
    """Metres a second."""
    return float(np.linalg.norm(place_at(script, t + 0.15) - place_at(script, t - 0.15)) / 0.3)


def heading(script: Script, t: float) -> float:
    """The body's yaw (radians): the way of walking, else the scripted one, blended over a moment."""
    total = np.zeros(2)
    for s in np.linspace(-0.45, 0.45, 7):
        yaw = np.radians(eased(script.yaw, t + float(s)))
        go = place_at(script, t + float(s) + 0.15) - place_at(script, t + float(s) - 0.15)
        moving = float(np.linalg.norm(go)) / 0.3 > 0.25
        total += go / np.linalg.norm(go) if moving else np.array([-np.sin(yaw), np.cos(yaw)])
    return float(np.arctan2(-total[0], total[1]))


def pose_at(script: Script, t: float, size: float) -> Pose:
    """The whole pose; size is the person's height factor."""
    yaw, s = heading(script, t), script.seed
    at = place_at(script, t) + [sway(t, s + 1, 0.025), sway(t, s + 2, 0.020)]
    busy = float(np.clip(1.2 - 2.5 * speed(script, t), 0, 1)) if script.work else 0.0
    gait = (walked(script, t) * 2 * np.pi / 1.25, float(np.clip(speed(script, t) / 0.9, 0, 1)))
    lean = np.radians(eased(script.lean, t)) * max(busy, 0.3) + sway(t, s + 3, 0.03, 0.4)
    turned = np.radians(eased(script.glance, t)) + sway(t, s + 4, 0.14, 0.22)
    nod = np.radians(eased(script.nod, t)) + sway(t, s + 5, 0.09, 0.3)
    hands = [_hand(script, t, at, yaw, size, side, busy, gait) for side in (-1, 1)]
    return Pose((float(at[0]), float(at[1])), yaw + sway(t, s + 6, 0.07), (lean, sway(t, s + 7, 0.03), sway(t, s + 8, 0.08)),
                (turned, nod, sway(t, s + 9, 0.05)), hands[0], hands[1], gait)  # fmt: skip


def _hand(
    script: Script, t: float, at: Array, yaw: float, size: float, side: int, busy: float, gait: tuple[float, float]
) -> Array:
    front, right = np.array([-np.sin(yaw), np.cos(yaw), 0.0]), np.array([np.cos(yaw), np.sin(yaw), 0.0])
    base = np.array([at[0], at[1], 0.0])
    swing = 0.20 * gait[1] * np.sin(gait[0]) * -side
    hang = base + right * side * 0.25 * size + front * (0.06 + swing) + [0, 0, 0.86 * size]
    target = hang
    if script.work:
        target = hang + (base + _task(script.work, t, script.seed, side, front, right) - hang) * busy
    up = eased(script.face, t)
    chin = base + right * side * 0.075 + front * 0.16 * size + [0, 0, 1.50 * size]
    return target + (chin - target) * up


def _task(work: Work, t: float, seed: int, side: int, front: Array, right: Array) -> Array:
    """Hands go from one point of the surface to the next; a chopping hand also goes up and down."""
    k = t / work.pace + 0.37 * side
    a, b = _point(seed, side, int(np.floor(k)), work), _point(seed, side, int(np.floor(k)) + 1, work)
    s = float(np.clip((k - np.floor(k)) / 0.55, 0, 1))
    x, y, z = a + (b - a) * s * s * (3 - 2 * s) + np.array([0, 0, 0.07 * np.sin(np.pi * s)])
    if work.style == "chop" and side > 0:
        z += 0.075 * abs(np.sin(2 * np.pi * 1.15 * t)) + 0.05
    if work.style == "stir" and side > 0:
        x, y = x + 0.07 * np.cos(2 * np.pi * 0.8 * t), y + 0.05 * np.sin(2 * np.pi * 0.8 * t)
    return np.asarray(front * y + right * x + np.array([0, 0, work.height + 0.10 + z]))


def _point(seed: int, side: int, k: int, work: Work) -> Array:
    rng = np.random.default_rng([seed + 50, side + 1, k + 10])
    calm = 0.35 if work.style != "sort" else 1.0
    return np.array(
        [
            side * (0.10 + calm * work.wide * rng.random()),
            work.reach + 0.13 * calm * rng.uniform(-1, 1),
            0.04 * rng.random(),
        ]
    )
