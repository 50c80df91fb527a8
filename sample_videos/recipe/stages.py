"""The four rooms of the demo clips."""

from __future__ import annotations

import numpy as np
import props
from mesh import Colour, Material, Mesh, box, merge
from props import FOODS, facing
from renderer import Light
from rooms import Finish, Room, lamps, shell

Rng = np.random.Generator
RED: Colour = (0.55, 0.06, 0.05)
GREEN: Colour = (0.06, 0.30, 0.20)


def _room(parts: list[Mesh], glass: list[Mesh], light: Light, half: tuple[float, float]) -> Room:
    return Room(merge(parts), merge(glass) if glass else None, light, [], half)


def _row(names: list[str], w: float, rng: Rng) -> Mesh:
    """Food trays side by side."""
    step = w / len(names)
    return merge(
        [props.tray(step * 0.9, 0.36, FOODS[n], rng).at((k + 0.5) * step - w / 2, 0, 0) for k, n in enumerate(names)]
    )


def deli_counter(rng: Rng) -> Room:
    """Two stalls behind one counter in a market hall; the camera hangs over their work bench."""
    finish = Finish((0.80, 0.82, 0.80), (0.74, 0.74, 0.70), (0.44, 0.40, 0.36))
    parts = [shell((3.4, 6.2), finish, 3.3)]
    parts += _stall(-1.25, RED, ["braised", "duck", "tofu", "egg"], rng) + _stall(
        1.25, GREEN, ["duck", "meat", "seaweed", "carrot"], rng
    )
    parts.append(box((0.05, 1.7, 1.05)).at(0, 0.55, 0).painted((0.82, 0.83, 0.84), Material.PLASTIC))
    parts += [
        facing(props.cabinet(6.4, 0.8, 1.0, (0.30, 0.42, 0.36)), 0, 5.2),
        _row(["greens", "tomato", "carrot", "radish", "greens", "egg"], 5.6, rng).at(0, 5.1, 1.0),
    ]
    parts += [
        facing(props.crate(c, rng), x, 4.3)
        for x, c in ((-2.4, (0.1, 0.25, 0.5)), (-1.8, (0.5, 0.1, 0.08)), (2.3, (0.1, 0.35, 0.2)))
    ]
    parts += [props.poster(1.6, 0.8, rng).at(x, 6.14, 1.7) for x in (-2.0, 0.2, 2.2)]
    panels, lights = lamps([(-1.2, 0.0), (1.2, 1.4), (0.0, 3.9)], 3.3, (2.7, 2.6, 2.45))
    glass = [props.show_case(2.2, 0.7, 0.42)[1].at(x, 1.55, 0.95) for x in (-1.25, 1.25)]
    return _room([*parts, panels], glass, Light(lights, (0.24,) * 3, (0.15,) * 3, 1.0, (0.25, 0.5), 3.3), (3.4, 6.2))


def _stall(x: float, colour: Colour, foods: list[str], rng: Rng) -> list[Mesh]:
    """A counter with a glass case in front, and a work bench behind under the camera."""
    bench = [props.table(2.3, 0.62).at(x, -0.62, 0), props.board("duck", rng).at(x + 0.05, -0.60, 0.85)]
    bench += [
        _row(foods[:2], 0.62, rng).at(x - 0.72, -0.62, 0.85),
        props.bowl((0.85, 0.84, 0.8)).at(x + 0.62, -0.52, 0.85),
    ]
    bench += [
        props.bottle((0.12, 0.05, 0.03)).at(x + 0.85, -0.72, 0.85),
        props.bottle((0.55, 0.12, 0.06)).at(x + 0.97, -0.62, 0.85),
    ]
    counter = [
        props.cabinet(2.35, 0.8, 0.92).moved(props.turn("z", np.pi)).at(x, 1.55, 0),
        _row(foods, 2.0, rng).at(x, 1.5, 0.93),
    ]
    counter += [
        box((2.36, 0.03, 0.5)).at(x, 1.97, 0.35).painted(colour, Material.PLASTIC),
        props.show_case(2.2, 0.7, 0.42)[0].at(x, 1.55, 0.95),
    ]
    scale = merge(
        [
            box((0.26, 0.26, 0.08)).painted((0.82, 0.82, 0.80), Material.PLASTIC),
            props.steel(box((0.24, 0.2, 0.015)).at(0, 0, 0.085)),
        ]
    )
    return [*bench, *counter, scale.at(x + 0.30, 1.55, 1.38)]


def deli_room(rng: Rng) -> Room:
    """A small closed room where cooked food is cut."""
    half = (2.3, 2.1)
    parts = [shell(half, Finish((0.82, 0.84, 0.85), floor=(0.36, 0.42, 0.40)), 2.9)]
    parts += [
        props.table(1.9, 0.75).at(0.35, 0.15, 0),
        props.board("duck", rng).at(-0.1, 0.30, 0.85),
        props.board("braised", rng).at(0.85, 0.10, 0.85),
    ]
    parts += [_row(["duck", "braised"], 0.6, rng).at(0.35, -0.02, 0.85), facing(props.fridge(1.3), -0.9, 1.7)]
    parts += [
        facing(props.table(1.6, 0.6, splash=0.15), 0.75, 1.78),
        props.table_ware(1.4, 0.4, rng, 4).at(0.75, 1.78, 0.85),
    ]
    parts += [
        props.steel(box((1.5, 0.3, 0.03))).at(0.75, 1.94, 1.5),
        props.table_ware(1.4, 0.1, rng, 5).at(0.75, 1.94, 1.53),
    ]
    parts += [
        facing(props.sink(1.2), 1.98, -0.55, -90),
        facing(props.table(1.1, 0.55, splash=0.1), 2.0, 0.75, -90),
        props.tray(0.4, 0.5, FOODS["egg"], rng).at(2.0, 0.75, 0.85),
    ]
    parts += [props.poster(0.55, 0.75, rng).at(1.85, 2.09, 1.55), props.poster(0.7, 0.5, rng).at(-1.9, 2.09, 1.6)]
    parts += [facing(props.bin_(), -1.9, 1.75)]
    panels, lights = lamps([(-0.3, -0.2), (0.9, 0.9)], 2.9, (2.9, 2.9, 2.9))
    return _room([*parts, panels], [], Light(lights, (0.25,) * 3, (0.16,) * 3, 0.95, (0.20, 0.4)), half)


def kitchen(rng: Rng) -> Room:
    """A canteen kitchen: ranges on the left, preparation on the right."""
    half = (3.3, 2.7)
    parts = [shell(half, Finish((0.78, 0.80, 0.79), (0.76, 0.76, 0.74), (0.40, 0.28, 0.22), tiled_to=2.1), 3.0)]
    for x in (-2.35, -1.05):
        parts += [
            facing(props.stove(1.25, rng), x, -0.05, 180),
            facing(props.stove(1.25, rng), x, 2.22),
            props.hood(1.3).at(x, 2.2, 2.0),
        ]
    parts += [props.pot(0.22, 0.40).at(-0.15, 2.2, 0.85), facing(props.cabinet(0.8, 0.8), -0.1, 2.2)]
    parts += [
        props.table(1.5, 0.8).at(1.55, 0.0, 0),
        _row(["greens", "carrot"], 0.8, rng).at(1.85, 0.1, 0.85),
        props.board("greens", rng).at(1.2, 0.12, 0.85),
    ]
    parts += [
        facing(props.sink(1.5), 2.0, 2.35),
        facing(props.rack(0.9, rng), 0.72, 2.42),
        facing(props.bin_(), 3.0, 2.3),
    ]
    parts += [facing(props.crate(c, rng), 2.9, y) for c, y in (((0.1, 0.3, 0.55), 1.3), ((0.55, 0.35, 0.05), 0.75))]
    parts += [
        facing(props.door((0.35, 0.45, 0.50)), -3.25, 0.9, 90),
        props.poster(0.6, 0.8, rng).at(1.9, 2.68, 1.55),
        props.poster(0.8, 0.5, rng).at(2.7, 2.68, 1.65),
    ]
    parts.append(props.steel(box((0.02, 1.5, 0.9)).at(0.62, 0.6, 0)))
    panels, lights = lamps([(-1.5, 0.3), (1.5, 0.6), (0.0, -1.6)], 3.0, (2.4, 2.35, 2.25))
    return _room([*parts, panels], [], Light(lights, (0.22,) * 3, (0.14,) * 3, 1.0, (0.15, 0.3), 3.0), half)


def serving(rng: Rng) -> Room:
    """A serving hatch: the counter between the pupils' side (near) and the servers (far)."""
    half = (3.2, 3.4)
    parts = [shell(half, Finish((0.84, 0.83, 0.78), (0.80, 0.79, 0.72), (0.50, 0.48, 0.44), tiled_to=1.5), 3.0)]
    parts += [
        props.cabinet(5.4, 0.72, 0.90, (0.16, 0.42, 0.55)).at(0, 0.82, 0),
        _row(["rice", "greens", "braised", "tomato", "egg", "tofu", "carrot", "noodle"], 4.6, rng).at(0, 0.92, 0.90),
    ]
    parts += [
        props.steel(box((5.4, 0.28, 0.03))).at(0, 0.36, 0.74),
        props.steel(box((5.4, 0.04, 0.03))).at(0, 0.62, 1.25),
    ]
    parts += [props.steel(box((0.03, 0.03, 0.36))).at(x, 0.62, 0.90) for x in (-2.6, -0.9, 0.9, 2.6)]
    parts += [
        facing(props.rack(1.4, rng), -2.2, 3.1),
        facing(props.table(2.0, 0.6, splash=0.12), -0.2, 3.05),
        props.table_ware(1.8, 0.4, rng, 4).at(-0.2, 3.05, 0.85),
    ]
    parts += [
        facing(props.fridge(1.2), 1.7, 3.0),
        props.poster(0.9, 0.6, rng).at(-0.5, 3.38, 1.55),
        facing(props.door((0.55, 0.42, 0.22)), 2.75, 3.36),
    ]
    parts += [box((0.3, 0.3, 3.0)).at(s * 2.95, 0.8, 0).painted((0.80, 0.79, 0.74), Material.PAINT) for s in (-1, 1)]
    stack = merge([box((0.40, 0.28, 0.015)).at(0, 0, 0.018 * k) for k in range(12)]).painted(
        (0.75, 0.45, 0.12), Material.PLASTIC
    )
    parts += [stack.at(-2.2, 0.36, 0.77), stack.at(2.1, 0.36, 0.77)]
    panels, lights = lamps([(-1.3, 1.3), (1.4, 1.9), (0.0, -0.8)], 3.0, (2.5, 2.45, 2.3))
    glass = [
        box((1.7, 0.006, 0.34), 0.001).at(x, 0.62, 0.91).painted((0.75, 0.85, 0.83), Material.GLASS)
        for x in (-1.75, 0.0, 1.75)
    ]
    return _room([*parts, panels], glass, Light(lights, (0.24,) * 3, (0.15,) * 3, 0.95, (0.20, 0.5), 3.0), half)
