"""A parametric person: looks, outfit, and a pose for every moment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import body
import numpy as np
from body import Clothes, Glove
from hair import HairStyle, hair_mesh
from head import FaceShape, HeadForm, head_form, skin_mesh
from mesh import Array, Colour, merge, unit
from place import hang, scale, shift, turn
from renderer import Draw, Piece, Renderer
from wear import Hat, HatKind, MaskKind, hat_meshes, mask_mesh


@dataclass(frozen=True, slots=True)
class Looks:
    """A drawn person as born: nobody real."""

    face: FaceShape = FaceShape()
    skin: Colour = (0.66, 0.46, 0.36)
    hair: Colour = (0.035, 0.03, 0.028)
    style: HairStyle = HairStyle.SHORT
    height: float = 1.70
    stout: float = 1.0


@dataclass(frozen=True, slots=True)
class Outfit:
    """What the person wears."""

    clothes: Clothes = Clothes()
    hat: Hat = Hat()
    mask: MaskKind = MaskKind.NONE
    mask_colour: Colour = (0.45, 0.65, 0.82)
    glove: Glove = Glove()
    held: str | None = None
    shoe: Colour = (0.9, 0.9, 0.9)


@dataclass(frozen=True, slots=True)
class Pose:
    """One moment. Angles in radians; hands are world points or None to hang; stride is the leg swing phase."""

    at: tuple[float, float]
    yaw: float
    lean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    head: tuple[float, float, float] = (0.0, 0.0, 0.0)
    left: Array | None = None
    right: Array | None = None
    stride: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Person:
    """A person's uploaded parts and measures; `scale` makes 1.73 m the given height."""

    number: int
    looks: Looks
    outfit: Outfit
    form: HeadForm
    parts: dict[str, Piece] = field(repr=False)

    @property
    def scale(self) -> float:
        """Height factor."""
        return self.looks.height / 1.73


def make_person(number: int, looks: Looks, outfit: Outfit, renderer: Renderer, rng: np.random.Generator,
                form: HeadForm | None = None) -> Person:  # fmt: skip
    """Builds and uploads all parts of a person."""
    form = form or head_form(looks.face)
    parts = _head_parts(form, looks, outfit, renderer, rng) | _limb_parts(looks, outfit, renderer)
    return Person(number, looks, outfit, form, parts)


def _head_parts(
    form: HeadForm, looks: Looks, outfit: Outfit, renderer: Renderer, rng: np.random.Generator
) -> dict[str, Piece]:
    loops = outfit.mask_colour if outfit.mask is not MaskKind.NONE else None
    covered = outfit.hat.kind is not HatKind.BARE
    solid = [skin_mesh(form, looks.skin, looks.hair, rng, loops)]
    solid.append(hair_mesh(form, looks.style, looks.hair, covered, rng))
    solid += mask_mesh(form, outfit.mask, outfit.mask_colour)
    return {"head": renderer.upload(merge(solid + hat_meshes(form, outfit.hat, looks.hair, rng)))}


def _limb_parts(looks: Looks, outfit: Outfit, renderer: Renderer) -> dict[str, Piece]:
    c = outfit.clothes
    up = renderer.upload
    right = body.hand(looks.skin, outfit.glove, right=True, curl=0.75 if outfit.held else 0.35)
    if outfit.held:
        right = merge([right, body.tool(outfit.held)])
    return {
        "torso": up(body.torso(c, looks.skin, looks.stout)),
        "upper": up(body.upper_arm(c, looks.stout)),
        "fore": up(body.forearm(c, looks.skin, outfit.glove)),
        "left": up(body.hand(looks.skin, outfit.glove, right=False, curl=0.35)),
        "right": up(right),
        "thigh": up(body.thigh(c, looks.stout)),
        "shank": up(body.shank(c, outfit.shoe)),
    }


def draws(person: Person, pose: Pose) -> list[Draw]:
    """Every part of a person where the pose puts it."""
    root = root_matrix(person, pose)
    n = person.number
    out = [Draw(person.parts["torso"], root, n, pose.lean)]
    head = head_matrix(person, pose)
    out.append(Draw(person.parts["head"], head, n))
    for side, target in ((-1, pose.left), (1, pose.right)):
        out += _arm(person, pose, root, side, target)
        out += _leg(person, pose, root, side)
    return out


def root_matrix(person: Person, pose: Pose) -> Array:
    """Body coordinates to the world; walking bobs a little."""
    bob = -0.02 * abs(np.sin(pose.stride[0])) * pose.stride[1]
    k = person.scale
    return shift(pose.at[0], pose.at[1], bob) @ turn("z", pose.yaw) @ scale(k, k, k)


def _spine(pose: Pose) -> Array:
    """The same bend as the vertex shader's, at its full weight."""
    lean, side, twist = pose.lean
    return shift(0, 0, 0.95) @ turn("x", -lean) @ turn("y", side) @ turn("z", twist) @ shift(0, 0, -0.95)


def head_matrix(person: Person, pose: Pose) -> Array:
    """Head coordinates to the world: head is (turn left, nod down, tilt)."""
    yaw, nod, tilt = pose.head
    joint = root_matrix(person, pose) @ _spine(pose) @ shift(*(body.HEAD_AT - [0, 0.02, 0.10]))
    upright = turn("x", 0.55 * pose.lean[0])
    m = joint @ upright @ turn("z", yaw) @ turn("x", -nod) @ turn("y", tilt) @ shift(0, 0.02, 0.10)
    k = 0.55 + 0.45 / person.scale
    return m @ scale(k, k, k)


def _arm(person: Person, pose: Pose, root: Array, side: int, target: Array | None) -> list[Draw]:
    top = root @ _spine(pose)
    shoulder = _point(top, body.SHOULDER * [side * (0.55 + 0.45 * person.looks.stout), 1, 1])
    front = root[:3, 1] / person.scale
    outward = root[:3, 0] / person.scale * side
    if target is None:
        swing = 0.35 * pose.stride[1] * np.sin(pose.stride[0]) * side
        target = shoulder + person.scale * (np.array([0, 0, -0.50]) + 0.05 * outward + (0.08 + 0.25 * swing) * front)
    elbow, wrist = _reach(shoulder, target, person.scale, outward * 0.7 - front * 0.5 + np.array([0, 0, -0.8]))
    k = person.scale
    size = scale(k, k, k)
    down = wrist + unit(0.75 * (wrist - elbow) / (k * body.FORE) + 0.35 * front - np.array([0, 0, 0.25]))
    palm = np.array([0, 0, -1.0]) * 0.8 - outward * 0.6
    return [
        Draw(person.parts["upper"], hang(shoulder, elbow, front) @ size, person.number),
        Draw(person.parts["fore"], hang(elbow, wrist, front) @ size, person.number),
        Draw(person.parts["left" if side < 0 else "right"], hang(wrist, down, palm) @ size, person.number),
    ]


def _reach(start: Array, target: Array, k: float, pole: Array) -> tuple[Array, Array]:
    """Elbow and wrist so that the wrist meets the target or stretches towards it."""
    a, b = body.UPPER * k, body.FORE * k
    along = target - start
    d = float(np.clip(np.linalg.norm(along), 0.12 * k, 0.985 * (a + b)))
    axis = unit(along)
    side = unit(pole - axis * (pole @ axis))
    cos = (a * a + d * d - b * b) / (2 * a * d)
    elbow = start + a * (cos * axis + np.sqrt(max(1 - cos * cos, 0.0)) * side)
    return elbow, start + axis * d


def _leg(person: Person, pose: Pose, root: Array, side: int) -> list[Draw]:
    swing = 0.42 * pose.stride[1] * np.sin(pose.stride[0]) * side
    lift = 0.55 * pose.stride[1] * max(0.0, np.cos(pose.stride[0]) * side)
    hip = root @ shift(*(body.HIP * [side, 1, 1])) @ turn("x", swing)
    knee = hip @ shift(0, 0, -body.THIGH) @ turn("x", -lift)
    return [Draw(person.parts["thigh"], hip, person.number), Draw(person.parts["shank"], knee, person.number)]


def _point(matrix: Array, p: Array) -> Array:
    return (matrix @ np.append(p, 1.0))[:3]


def dressed(outfit: Outfit, **changes: object) -> Outfit:
    """An outfit with some things changed."""
    return replace(outfit, **changes)  # type: ignore[arg-type]
