"""Furniture and food. Every function gives a mesh standing on z = 0, its front towards -y."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from mesh import Array, Colour, Material, Mesh, box, ellipsoid, lathe, limb, merge
from place import shift, turn

STEEL: Colour = (0.60, 0.61, 0.63)
Rng = np.random.Generator

FOODS: dict[str, Colour] = {
    "braised": (0.30, 0.12, 0.05), "duck": (0.45, 0.18, 0.06), "greens": (0.16, 0.36, 0.08), "rice": (0.82, 0.80, 0.74),
    "carrot": (0.75, 0.32, 0.06), "tofu": (0.80, 0.74, 0.58), "meat": (0.55, 0.22, 0.18), "egg": (0.75, 0.60, 0.25),
    "tomato": (0.62, 0.10, 0.06), "noodle": (0.72, 0.58, 0.30), "radish": (0.85, 0.84, 0.80), "seaweed": (0.06, 0.10, 0.06),
}  # fmt: skip


def steel(mesh: Mesh) -> Mesh:
    """Painted as brushed steel."""
    return mesh.painted(STEEL, Material.STEEL)


def table(w: float, d: float, h: float = 0.85, shelf: bool = True, splash: float = 0.0) -> Mesh:
    """A steel work table with legs, an under-shelf and a splash board at the back."""
    parts = [box((w, d, 0.04)).at(0, 0, h - 0.04)]
    parts += [
        box((0.04, 0.04, h - 0.04)).at(x * (w / 2 - 0.04), y * (d / 2 - 0.04), 0) for x in (-1, 1) for y in (-1, 1)
    ]
    if shelf:
        parts.append(box((w - 0.06, d - 0.06, 0.025)).at(0, 0, 0.22))
    if splash:
        parts.append(box((w, 0.02, splash)).at(0, d / 2 - 0.01, h))
    return steel(merge(parts))


def cabinet(w: float, d: float, h: float = 0.85, colour: Colour | None = None) -> Mesh:
    """A closed counter with doors; steel unless a colour is given."""
    n = max(1, round(w / 0.55))
    doors = [
        box((w / n - 0.02, 0.015, h - 0.20), 0.004).at((k + 0.5) * w / n - w / 2, -d / 2 - 0.006, 0.12)
        for k in range(n)
    ]
    handles = [
        box((0.12, 0.02, 0.018), 0.004).at((k + 0.5) * w / n - w / 2, -d / 2 - 0.022, h - 0.14) for k in range(n)
    ]
    body = merge([box((w, d, h - 0.04)), *doors])
    body = steel(body) if colour is None else body.painted(colour, Material.PLASTIC)
    return merge([body, steel(merge([box((w + 0.03, d + 0.03, 0.04)).at(0, 0, h - 0.04), *handles]))])


def tray(w: float, d: float, food: Colour, rng: Rng, deep: float = 0.06) -> Mesh:
    """A steel pan heaped with one food."""
    walls = [box((w, 0.012, deep), 0.003).at(0, s * d / 2, 0) for s in (-1, 1)]
    walls += [box((0.012, d, deep), 0.003).at(s * w / 2, 0, 0) for s in (-1, 1)]
    return merge(
        [steel(merge([*walls, box((w, d, 0.01), 0.002)])), heap(w * 0.92, d * 0.92, food, rng).at(0, 0, deep * 0.45)]
    )


def heap(w: float, d: float, food: Colour, rng: Rng) -> Mesh:
    """Lumps of food filling a rectangle."""
    n = int(np.clip(w * d * 160, 6, 16))
    lumps = [ellipsoid((w / 2, d / 2, 0.02), 8, 14).painted(food, Material.FOOD)]
    for _ in range(n):
        r = rng.uniform(0.025, 0.05)
        tint = np.clip(np.asarray(food) * rng.uniform(0.75, 1.3, 3), 0, 1)
        at = rng.uniform(-0.42, 0.42, 2) * (w, d)
        lump = ellipsoid((r * rng.uniform(0.8, 1.5), r, 0.6 * r), 7, 10).moved(turn("z", rng.uniform(0, 3)))
        lumps.append(lump.painted((tint[0], tint[1], tint[2]), Material.FOOD).at(at[0], at[1], 0.012))
    return merge(lumps)


def pot(r: float, h: float, lid: bool = True) -> Mesh:
    """A stock pot with two handles."""
    profile = [(0.01, 0.0), (r, 0.0), (r, 0.02), (r, h), (r * 1.03, h + 0.008)]
    profile += (
        [(r, h + 0.012), (r * 0.6, h + 0.035), (0.02, h + 0.045), (0.02, h + 0.07), (0.001, h + 0.07)]
        if lid
        else [(r * 0.97, h), (r * 0.97, h * 0.7), (0.001, h * 0.7)]
    )
    ears = [box((0.03, 0.09, 0.02)).at(s * (r + 0.012), 0, h * 0.8) for s in (-1, 1)]
    return steel(merge([lathe(profile), *ears]))


def wok(r: float, food: Colour, rng: Rng) -> Mesh:
    """A wok with food in it and its long handle."""
    shell = lathe(
        [(0.01, 0.0), (r * 0.5, 0.01), (r * 0.85, 0.06), (r, 0.11), (r * 0.97, 0.112), (r * 0.8, 0.06), (0.01, 0.035)]
    )
    handle = box((0.03, 0.28, 0.02)).at(0, -r - 0.12, 0.10)
    dark = merge([shell, handle]).painted((0.10, 0.10, 0.11), Material.PLASTIC)
    return merge([dark, heap(r * 1.1, r * 1.1, food, rng).at(0, 0, 0.055)])


def stove(w: float, rng: Rng, burners: int = 2) -> Mesh:
    """A gas range with woks and a splash wall."""
    parts = [cabinet(w, 0.85, 0.80), steel(box((w, 0.03, 0.45)).at(0, 0.42, 0.80))]
    names = list(FOODS)
    for k in range(burners):
        x = (k + 0.5) * w / burners - w / 2
        ring = lathe([(0.20, 0.0), (0.21, 0.03), (0.17, 0.03), (0.16, 0.0)]).painted((0.05, 0.05, 0.05), Material.PLAIN)
        parts += [ring.at(x, -0.02, 0.80), wok(0.24, FOODS[names[rng.integers(len(names))]], rng).at(x, -0.02, 0.82)]
    return merge(parts)


def hood(w: float, d: float = 0.9) -> Mesh:
    """An extraction hood; hang it at 2 m."""
    top, low = np.array([w * 0.42, d * 0.25]), np.array([w / 2, d / 2])
    rim = steel(
        merge(
            [box((w, 0.03, 0.12)).at(0, s * low[1], 0) for s in (-1, 1)]
            + [box((0.03, d, 0.12)).at(s * low[0], 0, 0) for s in (-1, 1)]
        )
    )
    cone = lathe([(np.sqrt(2), 0.12), (np.sqrt(2) * 0.7, 0.45)], cols=4)
    p = cone.moved(turn("z", np.pi / 4))
    body = replace(p, pos=p.pos * [low[0], low[1], 1.0])
    return merge([rim, steel(body).at(0, float(d / 2 - top[1]) * 0, 0)])


def bottle(colour: Colour, h: float = 0.26) -> Mesh:
    """A sauce bottle."""
    r = h * 0.15
    glass = lathe([(0.01, 0.0), (r, 0.0), (r, h * 0.62), (r * 0.4, h * 0.78), (r * 0.4, h * 0.9)], 14).painted(
        colour, Material.PLASTIC
    )
    return merge(
        [glass, lathe([(r * 0.5, h * 0.9), (r * 0.5, h), (0.001, h)], 12).painted((0.7, 0.1, 0.08), Material.PLASTIC)]
    )


def bowl(colour: Colour, r: float = 0.11) -> Mesh:
    """A bowl."""
    shape = [
        (0.01, 0.0),
        (r * 0.45, 0.0),
        (r * 0.85, r * 0.4),
        (r, r * 0.75),
        (r * 0.95, r * 0.75),
        (r * 0.5, r * 0.25),
        (0.01, r * 0.2),
    ]
    return lathe(shape, 22).painted(colour, Material.PLASTIC)


def crate(colour: Colour, rng: Rng, filled: bool = True) -> Mesh:
    """A plastic vegetable crate."""
    walls = [box((0.55, 0.02, 0.24)).at(0, s * 0.18, 0) for s in (-1, 1)] + [
        box((0.02, 0.36, 0.24)).at(s * 0.27, 0, 0) for s in (-1, 1)
    ]
    body = merge([*walls, box((0.55, 0.36, 0.02))]).painted(colour, Material.PLASTIC)
    names = ["greens", "carrot", "radish", "tomato"]
    return merge([body, heap(0.5, 0.32, FOODS[names[rng.integers(4)]], rng).at(0, 0, 0.17)]) if filled else body


def rack(w: float, rng: Rng, h: float = 1.75) -> Mesh:
    """Open shelves with boxes, pots and bottles."""
    parts = [steel(box((0.03, 0.03, h)).at(x * w / 2, y * 0.2, 0)) for x in (-1, 1) for y in (-1, 1)]
    for z in np.linspace(0.2, h - 0.1, 4):
        parts.append(steel(box((w, 0.42, 0.025)).at(0, 0, float(z))))
        parts += [m.at(0, 0, float(z) + 0.025) for m in _stores(w, rng)]
    return merge(parts)


def _stores(w: float, rng: Rng) -> list[Mesh]:
    out, x = [], -w / 2 + 0.12
    while x < w / 2 - 0.1:
        kind = rng.integers(5)
        colour = tuple(rng.uniform(0.15, 0.85, 3))
        size = (rng.uniform(0.14, 0.26), 0.28, rng.uniform(0.10, 0.26))
        made = (box(size, 0.01).painted(colour, Material.PLASTIC), pot(0.10, 0.16), bottle(colour), bowl((0.85, 0.85, 0.83)),
                box(size, 0.004).painted((0.55, 0.42, 0.28), Material.WOOD))[kind]  # fmt: skip
        out.append(made.at(float(x), float(rng.uniform(-0.06, 0.06)), 0))
        x += rng.uniform(0.20, 0.34)
    return out


def fridge(w: float = 1.2, h: float = 1.95) -> Mesh:
    """A four-door steel fridge."""
    doors = [
        box((w / 2 - 0.02, 0.03, h / 2 - 0.10), 0.008).at(x * w / 4, -0.37, z)
        for x in (-1, 1)
        for z in (0.10, h / 2 + 0.02)
    ]
    grips = [box((0.025, 0.04, 0.30)).at(x * 0.06, -0.40, z) for x in (-1, 1) for z in (0.5, h / 2 + 0.2)]
    return merge(
        [steel(merge([box((w, 0.72, h)), *doors])), merge(grips).painted((0.15, 0.15, 0.16), Material.PLASTIC)]
    )


def sink(w: float = 1.2) -> Mesh:
    """A steel sink with a tap."""
    rim = [box((w, 0.06, 0.06)).at(0, s * 0.27, 0.79) for s in (-1, 1)] + [
        box((0.06, 0.6, 0.06)).at(x, 0, 0.79) for x in (-w / 2 + 0.03, 0, w / 2 - 0.03)
    ]
    legs = [box((0.04, 0.04, 0.8)).at(x * (w / 2 - 0.03), y * 0.26, 0) for x in (-1, 1) for y in (-1, 1)]
    basin = box((w - 0.05, 0.55, 0.03)).at(0, 0, 0.56)
    apron = [box((w - 0.04, 0.012, 0.26)).at(0, s * 0.28, 0.55) for s in (-1, 1)]
    tap = [
        limb(0.25, 0.014, 0.014).at(0, 0.26, 1.10),
        limb(0.16, 0.012, 0.012).moved(shift(0, 0.26, 1.10) @ turn("x", -1.3)),
    ]
    return steel(merge([*rim, *legs, basin, *apron, *tap, box((w, 0.02, 0.25)).at(0, 0.30, 0.85)]))


def bin_(colour: Colour = (0.10, 0.12, 0.14)) -> Mesh:
    """A lidded bin."""
    body = box((0.42, 0.42, 0.62), 0.03).painted(colour, Material.PLASTIC)
    return merge([body, box((0.45, 0.45, 0.06), 0.02).at(0, 0, 0.62).painted((0.14, 0.30, 0.20), Material.PLASTIC)])


def poster(w: float, h: float, rng: Rng) -> Mesh:
    """A wall notice with a heading, lines and a picture (no text)."""
    back = tuple(rng.uniform(0.75, 0.95, 3))
    head = tuple(rng.uniform(0.05, 0.7, 3))
    sheets = [
        box((w, 0.008, h), 0.001).painted(back, Material.PLAIN),
        box((w * 0.9, 0.012, h * 0.16), 0.001).at(0, 0, h * 0.80).painted(head, Material.PLAIN),
    ]
    for k in range(5):
        line = box((w * rng.uniform(0.4, 0.8), 0.012, h * 0.035), 0.001).at(0, 0, h * (0.68 - 0.12 * k))
        sheets.append(line.painted((0.25, 0.25, 0.28), Material.PLAIN))
    return merge(sheets)


def window(w: float, h: float) -> Mesh:
    """A bright window in a frame."""
    pane = box((w, 0.01, h), 0.001).painted((0.83, 0.90, 0.95), Material.LAMP)
    bars = [box((w + 0.08, 0.05, 0.05)).at(0, 0, z) for z in (-0.03, h / 2, h)] + [
        box((0.05, 0.05, h)).at(x * w / 2, 0, 0) for x in (-1, 0, 1)
    ]
    return merge([pane, merge(bars).painted((0.78, 0.79, 0.80), Material.PLASTIC)])


def door(colour: Colour) -> Mesh:
    """A closed door with a small pane."""
    leaf = box((0.95, 0.05, 2.1)).painted(colour, Material.PAINT)
    frame = [box((0.07, 0.08, 2.15)).at(s * 0.51, 0, 0) for s in (-1, 1)] + [box((1.09, 0.08, 0.07)).at(0, 0, 2.1)]
    pane = box((0.3, 0.06, 0.5)).at(0, 0, 1.35).painted((0.45, 0.52, 0.55), Material.PLASTIC)
    grip = steel(box((0.03, 0.12, 0.14)).at(0.38, 0, 1.0))
    return merge([leaf, merge(frame).painted((0.7, 0.7, 0.7), Material.PAINT), pane, grip])


def duck(rng: Rng) -> Mesh:
    """A roast duck hanging from a hook at its origin."""
    tint = np.asarray(FOODS["duck"]) * rng.uniform(0.8, 1.2)
    colour = (float(tint[0]), float(tint[1]), float(tint[2]))
    bird = merge(
        [
            ellipsoid((0.075, 0.065, 0.12)).at(0, 0, -0.24),
            limb(0.12, 0.022, 0.03).at(0, 0, -0.04),
            ellipsoid((0.02, 0.035, 0.025)).at(0, -0.02, -0.03),
        ]
    )
    wings = [ellipsoid((0.02, 0.03, 0.07)).at(s * 0.075, 0, -0.21) for s in (-1, 1)]
    return merge([bird, *wings]).painted(colour, Material.FOOD)


def lamp_panel() -> Mesh:
    """A ceiling light, hung with its face down."""
    return merge(
        [
            box((1.15, 0.3, 0.03)).painted((1.0, 1.0, 1.0), Material.LAMP),
            box((1.2, 0.35, 0.02)).at(0, 0, 0.025).painted((0.8, 0.8, 0.8), Material.PAINT),
        ]
    )


def show_case(w: float, d: float, h: float) -> tuple[Mesh, Mesh]:
    """Frame and glass of a display case that stands on a counter."""
    posts = [box((0.025, 0.025, h)).at(x * w / 2, y * d / 2, 0) for x in (-1, 1) for y in (-1, 1)]
    rims = [box((w, 0.025, 0.025)).at(0, y * d / 2, h - 0.02) for y in (-1, 1)] + [
        box((0.025, d, 0.025)).at(x * w / 2, 0, h - 0.02) for x in (-1, 1)
    ]
    glass = merge([box((w, 0.006, h - 0.03), 0.001).at(0, d / 2, 0), box((w, d, 0.006), 0.001).at(0, 0, h - 0.01)])
    return steel(merge(posts + rims)), glass.painted((0.75, 0.85, 0.83), Material.GLASS)


def board(food: str, rng: Rng) -> Mesh:
    """A chopping board with cut food on it."""
    plank = box((0.45, 0.30, 0.03)).painted(
        (0.80, 0.80, 0.76) if rng.random() < 0.5 else (0.55, 0.38, 0.20), Material.WOOD
    )
    return merge([plank, heap(0.22, 0.16, FOODS[food], rng).at(0.05, 0.02, 0.03)])


def table_ware(w: float, d: float, rng: Rng, count: int) -> Mesh:
    """Things scattered over a work surface: trays, bowls, bottles, boards, pots."""
    names, out = list(FOODS), []
    for k in range(count):
        x = (k + 0.5) * w / count - w / 2 + rng.uniform(-0.05, 0.05)
        food = names[rng.integers(len(names))]
        colour = tuple(rng.uniform(0.3, 0.95, 3))
        kind = rng.integers(6)
        thing = (
            tray(0.30, 0.24, FOODS[food], rng)
            if kind < 2
            else board(food, rng)
            if kind == 2
            else bowl(colour)
            if kind == 3
            else bottle(colour)
            if kind == 4
            else pot(0.13, 0.18)
        )
        out.append(thing.moved(turn("z", rng.uniform(-0.3, 0.3))).at(float(x), float(rng.uniform(-0.12, 0.16) * d), 0))
    return merge(out)


def facing(mesh: Mesh, x: float, y: float, degrees: float = 0.0) -> Mesh:
    """The mesh stood at (x, y), its front turned by degrees from -y."""
    matrix: Array = shift(x, y, 0) @ turn("z", np.radians(degrees))
    return mesh.moved(matrix)
