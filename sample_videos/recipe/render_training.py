"""Labelled pictures of drawn kitchens with drawn people.

    python render_training.py --out DIR --n 600 --seed 1

writes DIR/set.json, DIR/images, DIR/labels, DIR/heads.csv and DIR/hands.csv.
"""

from __future__ import annotations

import argparse
import csv
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from camera import Camera, hung
from casting import Rng, random_face, random_looks, random_outfit
from head import HeadForm, head_form
from labels import Box, HandLabel, HeadLabel, hand_labels, head_label
from people import Person, Pose, draws, make_person
from post import Lens, Pixels, bend, develop, lens_map, stamp
from renderer import Draw, Renderer
from rooms import Room, Spot, random_room

SIZE = (960, 540)
PER_ROOM = 5
FORMS = 32


@dataclass(frozen=True, slots=True)
class Labelled:
    """One finished picture (h, w, 3) RGB with its labels."""

    rgb: Pixels
    heads: list[HeadLabel]
    hands: list[HandLabel]


def random_pose(spot: Spot, camera: Camera, rng: Rng) -> Pose:
    """Somebody at work, or walking where there is no work surface; half of them turned to the camera."""
    to = camera.eye[:2] - np.asarray(spot.at)
    towards = float(np.arctan2(-to[0], to[1]) + rng.normal(0, 0.6))
    yaw = towards if rng.random() < 0.5 else spot.yaw + float(rng.normal(0, 0.25))
    at = (spot.at[0] + float(rng.normal(0, 0.07)), spot.at[1] + float(rng.normal(0, 0.05)))
    head = (float(rng.normal(0, 0.45)), float(rng.uniform(-0.1, 0.5)), float(rng.normal(0, 0.08)))
    lean = (float(abs(rng.normal(0.10, 0.12))), float(rng.normal(0, 0.05)), float(rng.normal(0, 0.12)))
    if not spot.work:
        return Pose(
            at,
            yaw,
            lean,
            (head[0], head[1] * 0.4, head[2]),
            stride=(float(rng.uniform(0, 6.28)), float(rng.uniform(0.2, 1.0))),
        )
    front, side = np.array([-np.sin(yaw), np.cos(yaw), 0]), np.array([np.cos(yaw), np.sin(yaw), 0])
    hands = [
        np.array([*at, spot.work + rng.uniform(0.12, 0.28)])
        + front * rng.uniform(0.26, 0.5)
        + side * s * rng.uniform(0.04, 0.28)
        for s in (-1, 1)
    ]
    idle = rng.random(2) < 0.15
    return Pose(at, yaw, lean, head, None if idle[0] else hands[0], None if idle[1] else hands[1])


def random_camera(room: Room, rng: Rng) -> Camera:
    """High up in a corner or over the middle of the front wall, looking down into the room."""
    x = float(rng.choice([-0.92, -0.5, 0.0, 0.5, 0.92])) * room.half[0]
    height = float(rng.uniform(2.25, 2.7))
    aim = np.array(
        [rng.uniform(-0.3, 0.3) * room.half[0], rng.uniform(-0.2, 0.6) * room.half[1], rng.uniform(0.7, 1.3)]
    )
    eye = (x, -room.half[1] + 0.12, height)
    gap = aim - np.asarray(eye)
    yaw, tilt = np.degrees(np.arctan2(-gap[0], gap[1])), np.degrees(np.arctan2(-gap[2], np.hypot(gap[0], gap[1])))
    return hung(eye, float(yaw), float(tilt), float(rng.uniform(58, 92)), SIZE)


def random_lens(rng: Rng) -> Lens:
    """A camera's faults."""
    u = rng.uniform
    return Lens(float(u(0.3, 1.1)), float(u(1.0, 4.5)), float(u(0.0, 0.22)), float(u(0, 0.45)), float(rng.normal(0, 0.035)),
                float(u(0.92, 1.18)), float(u(0.8, 1.15)), float(u(0.65, 1.15)))  # fmt: skip


def apart(spots: list[Spot], count: int, rng: Rng) -> list[Spot]:
    """Up to count places with room for a body between them."""
    chosen: list[Spot] = []
    for k in rng.permutation(len(spots)):
        here = np.asarray(spots[k].at)
        if all(np.linalg.norm(here - s.at) > 0.55 for s in chosen):
            chosen.append(spots[k])
    return chosen[:count]


def shoot(renderer: Renderer, room: Room, fixed: list[Draw], cast: list[Person], rng: Rng) -> Labelled:
    """One picture of some of the cast."""
    camera, lens = random_camera(room, rng), random_lens(rng)
    spots = apart(room.spots, int(rng.integers(2, 7)), rng)
    people = [cast[k] for k in rng.permutation(len(cast))[: len(spots)]]
    poses = [random_pose(s, camera, rng) for s in spots]
    moving = [d for person, pose in zip(people, poses, strict=False) for d in draws(person, pose)]
    picture = renderer.render(camera, room.light, fixed + moving)
    way = lens_map(lens, SIZE)
    ids = bend(picture.labels, way, labels=True)
    rgb = develop(bend(picture.rgb, way), lens, rng)
    if rng.random() < 0.5:
        rgb = stamp(
            rgb,
            f"2025-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d} {rng.integers(24):02d}:{rng.integers(60):02d}:{rng.integers(60):02d}",
            "Camera 01",
        )
    heads = [h for person, pose in zip(people, poses, strict=False) if (h := head_label(ids, person, pose, camera))]
    return Labelled(rgb, heads, [h for person in people for h in hand_labels(ids, person)])


class SetWriter:
    """Writes pictures and labels in the layout of the data sets."""

    def __init__(self, out: Path, note: str) -> None:
        self.out = out
        for name in ("images", "labels"):
            (out / name).mkdir(parents=True, exist_ok=True)
        about = {"classes": ["head", "face", "hand"], "annotated": ["head", "hand"], "source": "rendered by sample_videos/recipe/render_training.py",
                 "licence": "ours", "note": note}  # fmt: skip
        (out / "set.json").write_text(json.dumps(about, indent=1) + "\n")
        self._start("heads.csv", "image,box,hat,mask,by")
        self._start("hands.csv", "image,box,glove,by")

    def _start(self, name: str, header: str) -> None:
        (self.out / name).write_text(header + "\n")

    def add(self, stem: str, shot: Labelled, quality: int) -> None:
        """One picture with its boxes; heads come first in the label file."""
        cv2.imwrite(str(self.out / "images" / f"{stem}.jpg"), shot.rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        boxes = [(0, h.box) for h in shot.heads] + [(2, h.box) for h in shot.hands]
        lines = [f"{c} {_yolo(b)}" for c, b in boxes]
        (self.out / "labels" / f"{stem}.txt").write_text("".join(line + "\n" for line in lines))
        self._append("heads.csv", [[f"{stem}.jpg", k, h.hat, h.mask, "source"] for k, h in enumerate(shot.heads)])
        first = len(shot.heads)
        self._append("hands.csv", [[f"{stem}.jpg", first + k, h.glove, "source"] for k, h in enumerate(shot.hands)])

    def _append(self, name: str, rows: list[list[object]]) -> None:
        with (self.out / name).open("a", newline="") as f:
            csv.writer(f, lineterminator="\n").writerows(rows)


def _yolo(box: Box) -> str:
    (x0, y0, x1, y1), (w, h) = box, SIZE
    return f"{(x0 + x1) / 2 / w:.6f} {(y0 + y1) / 2 / h:.6f} {(x1 - x0) / w:.6f} {(y1 - y0) / h:.6f}"


def make_cast(renderer: Renderer, forms: list[HeadForm], count: int, rng: Rng) -> list[Person]:
    """People with borrowed head shapes."""
    cast = []
    for k in range(count):
        form = forms[rng.integers(len(forms))]
        cast.append(make_person(k + 1, random_looks(rng, form.shape), random_outfit(rng), renderer, rng, form))
    return cast


def main() -> None:
    """Renders the set."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--n", type=int, default=600)
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args()
    rng = np.random.default_rng(args.seed)
    renderer = Renderer(*SIZE)
    forms = [head_form(random_face(rng)) for _ in range(min(FORMS, 4 + args.n // 8))]
    writer = SetWriter(args.out, f"Drawn people in drawn kitchens, seed {args.seed}; boxes and answers are exact.")
    for start in range(0, args.n, PER_ROOM):
        room = random_room(rng)
        fixed, cast = room.draws(renderer), make_cast(renderer, forms, 6, rng)
        for k in range(start, min(start + PER_ROOM, args.n)):
            writer.add(f"s{args.seed}_{k:05d}", shoot(renderer, room, fixed, cast, rng), int(rng.integers(55, 93)))
        renderer.release(fixed + [Draw(p) for person in cast for p in person.parts.values()])
        print(f"{min(start + PER_ROOM, args.n)}/{args.n}", flush=True)


if __name__ == "__main__":
    main()
