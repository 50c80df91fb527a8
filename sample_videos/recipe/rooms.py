"""Rooms: a shell of walls, the furniture in it, its light, and random kitchens for training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import props
from mesh import Colour, Material, Mesh, box, merge
from renderer import Draw, Lamp, Light, Renderer

Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to stand and the way to look (radians, 0 is +y); work is the height of the surface in front."""

    at: tuple[float, float]
    yaw: float
    work: float = 0.87


@dataclass(frozen=True, slots=True)
class Room:
    """Opaque and glass meshes, the light and where people may stand; half holds half width and depth."""

    solid: Mesh
    glass: Mesh | None
    light: Light
    spots: list[Spot]
    half: tuple[float, float]

    def draws(self, renderer: Renderer) -> list[Draw]:
        """The room uploaded."""
        out = [Draw(renderer.upload(self.solid))]
        return out if self.glass is None else [*out, Draw(renderer.upload(self.glass), see_through=True, solid=False)]


@dataclass(frozen=True, slots=True)
class Finish:
    """Materials of a shell."""

    wall: Colour = (0.80, 0.82, 0.82)
    upper: Colour = (0.78, 0.77, 0.74)
    floor: Colour = (0.46, 0.42, 0.38)
    floor_kind: Material = Material.FLOOR
    tiled_to: float = 3.0


def shell(half: tuple[float, float], finish: Finish, height: float = 2.9, open_front: bool = False) -> Mesh:
    """Floor, ceiling and walls; the upper wall is painted above `tiled_to`."""
    x, y = half
    parts = [box((2 * x + 6, 2 * y + 8, 0.1)).at(0, 0, -0.1).painted(finish.floor, finish.floor_kind)]
    sides = [(2 * x + 0.2, 0.1, 0.0, y + 0.05), (0.1, 2 * y, x + 0.05, 0.0), (0.1, 2 * y, -x - 0.05, 0.0)]
    sides += [] if open_front else [(2 * x + 0.2, 0.1, 0.0, -y - 0.05)]
    for w, d, at_x, at_y in sides:
        low = min(finish.tiled_to, height)
        parts.append(box((w, d, low), 0.001).at(at_x, at_y, 0).painted(finish.wall, Material.TILE))
        if low < height:
            parts.append(box((w, d, height - low), 0.001).at(at_x, at_y, low).painted(finish.upper, Material.PAINT))
    parts.append(box((2 * x, 2 * y, 0.1)).at(0, 0, height).painted((0.8, 0.8, 0.8), Material.PAINT))
    return merge(parts)


def lamps(points: list[tuple[float, float]], height: float, colour: Colour) -> tuple[Mesh, list[Lamp]]:
    """Ceiling panels and their light."""
    panels = merge([props.lamp_panel().at(x, y, height - 0.05) for x, y in points])
    return panels, [Lamp((x, y, height - 0.10), colour) for x, y in points]


def random_room(rng: Rng) -> Room:
    """A kitchen nobody has seen: furniture along three walls and one or two islands."""
    half = (float(rng.uniform(2.0, 3.4)), float(rng.uniform(2.0, 3.0)))
    height = float(rng.uniform(2.75, 3.1))
    parts, spots = [shell(half, _random_finish(rng), height)], list[Spot]()
    for degrees in (0, 90, -90):
        furniture, stands = _along_wall(half, degrees, rng)
        parts += furniture
        spots += stands
    for _ in range(rng.integers(1, 3)):
        mesh, stands = _island(half, rng)
        parts.append(mesh)
        spots += stands
    spots += [
        Spot(
            (float(rng.uniform(-1, 1) * half[0] * 0.6), float(rng.uniform(-0.8, 0.6) * half[1])),
            float(rng.uniform(-3.1, 3.1)),
            0,
        )
        for _ in range(3)
    ]
    panels, lights = lamps(_lamp_grid(half, rng), height, _lamp_colour(rng))
    level = float(rng.uniform(0.14, 0.30))
    light = Light(
        lights,
        (level,) * 3,
        (level * 0.6,) * 3,
        float(rng.uniform(0.85, 1.35)),
        (float(rng.uniform(0.1, 0.3)), float(rng.uniform(0.3, 0.6))),
        height,
    )
    return Room(merge([*parts, panels]), None, light, spots, half)


def _random_finish(rng: Rng) -> Finish:
    wall = tuple(np.clip(rng.uniform(0.62, 0.85) + rng.normal(0, 0.03, 3), 0.3, 0.9))
    floor = tuple(np.clip(rng.uniform(0.18, 0.62) + rng.normal(0, 0.04, 3), 0.1, 0.8))
    kind = Material.PATTERN if rng.random() < 0.25 else Material.FLOOR
    return Finish(wall, tuple(rng.uniform(0.6, 0.85, 3)), floor, kind, float(rng.choice([1.6, 2.1, 3.2])))  # type: ignore[arg-type]


def _lamp_grid(half: tuple[float, float], rng: Rng) -> list[tuple[float, float]]:
    n = int(rng.integers(2, 5))
    return [(float(rng.uniform(-0.6, 0.6) * half[0]), float((k + 0.5) / n * 2 - 1) * half[1] * 0.8) for k in range(n)]


def _lamp_colour(rng: Rng) -> Colour:
    warm, power = rng.uniform(-0.10, 0.10), rng.uniform(1.2, 2.4)
    return (power * (1 + warm), power, power * (1 - warm))


def _along_wall(half: tuple[float, float], degrees: int, rng: Rng) -> tuple[list[Mesh], list[Spot]]:
    """Furniture side by side along one wall, with a standing place before each work surface."""
    span, depth = (half[0], half[1]) if degrees == 0 else (half[1], half[0])
    parts, spots, x = [], list[Spot](), -span + 0.1
    angle = np.radians(degrees)
    while x < span - 1.0:
        w = float(rng.uniform(0.9, 1.7))
        mesh, work = _furniture(w, rng, low=(-x if degrees > 0 else x) * abs(degrees) < 0)
        parts.append(mesh.at(x + w / 2, depth - 0.42, 0).moved(props.turn("z", -angle)))
        if work:
            spots.append(_turned_spot(x + w / 2, depth - 0.42 - 0.72, -angle, work))
        x += w + float(rng.uniform(0.03, 0.4))
    return parts, spots


def _turned_spot(x: float, y: float, angle: float, work: float) -> Spot:
    c, s = np.cos(angle), np.sin(angle)
    return Spot((float(c * x - s * y), float(s * x + c * y)), float(angle), work)


def _furniture(w: float, rng: Rng, low: bool) -> tuple[Mesh, float]:
    """One piece and the height of its work surface (0 for none); low pieces do not block a near camera."""
    kind = rng.choice([0, 1, 2, 4]) if low else rng.integers(8)
    ware = props.table_ware(w, 0.5, rng, max(1, int(w / 0.45)))
    if kind < 2:
        over = (
            [props.poster(0.5, 0.4, rng).at(0, 0.38, 1.5)]
            if rng.random() < 0.5
            else [
                props.steel(box((w, 0.28, 0.03))).at(0, 0.26, 1.45),
                props.table_ware(w, 0.1, rng, 3).at(0, 0.28, 1.48),
            ]
        )
        return merge([props.table(w, 0.65, 0.85, splash=0.12), ware.at(0, 0, 0.85), *over]), 0.87
    if kind == 2:
        return merge([props.cabinet(w, 0.65), ware.at(0, 0, 0.85)]), 0.87
    if kind == 3:
        return merge([props.stove(w, rng), props.hood(w).at(0, 0, 1.95)]), 0.95
    if kind == 4:
        return props.sink(w), 0.85
    if kind == 5:
        return props.fridge(w), 0.0
    if kind == 6:
        return merge([props.door(tuple(rng.uniform(0.2, 0.8, 3))).at(0, 0.36, 0), props.bin_().at(0.4, 0.1, 0)]), 0.0
    return props.rack(w, rng), 0.0


def _island(half: tuple[float, float], rng: Rng) -> tuple[Mesh, list[Spot]]:
    """A table in the room with people on all sides."""
    w, d = float(rng.uniform(1.2, 2.4)), float(rng.uniform(0.6, 0.9))
    x, y = float(rng.uniform(-0.45, 0.45) * half[0]), float(rng.uniform(-0.55, 0.35) * half[1])
    base = props.table(w, d) if rng.random() < 0.6 else props.cabinet(w, d)
    mesh = merge([base, props.table_ware(w, d, rng, int(w / 0.4)).at(0, 0, 0.85)])
    reach = d / 2 + 0.33
    spots = [Spot((x + side * w * 0.25, y + s * reach), np.pi if s > 0 else 0.0) for side in (-1, 1) for s in (-1, 1)]
    return mesh.at(x, y, 0), spots
