"""Renders the sample clips with the events expected of them and the truth of every half second.

    python render_clips.py [STEM ...] [--still DIR]

writes ../STEM.mp4, ../STEM.expected.json and ../STEM.truth.csv; --still writes one picture of each instead.
"""

from __future__ import annotations

import argparse
import csv
import json
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
from head import head_form
from labels import head_label
from motion import pose_at
from people import Person, Pose, draws, make_person
from post import Lens, Pixels, bend, develop, lens_map
from scenes import CLIPS, Clip, Part
from still import StillRenderer
from wear import MaskKind

OUT = Path(__file__).resolve().parents[1]
FPS = 8
CONFIG = "../configs/demo.yaml"
BEGINS = "2026-06-01T02:00:00Z"
LENS = Lens(blur=0.55, noise=2.2, barrel=0.04, vignette=0.22)
TRUTH_EVERY = FPS // 2


class Stage:
    """A clip ready to be played."""

    def __init__(self, clip: Clip) -> None:
        self.clip, self.rng = clip, np.random.default_rng(clip.seed)
        self.renderer = StillRenderer(clip.camera, clip.room(self.rng))
        self.way = lens_map(LENS, clip.camera.size)
        self.cast = [self._cast(number, part) for number, part in enumerate(clip.parts, start=1)]

    def _cast(self, number: int, part: Part) -> tuple[Person, Person]:
        """The person before and after putting the mask on (mostly the same)."""
        form = head_form(part.looks.face)
        before = make_person(number, part.looks, part.outfit, self.renderer, self.rng, form)
        if part.changes_at is None:
            return before, before
        after = replace(part.outfit, mask=MaskKind.WORN)
        return before, make_person(number, part.looks, after, self.renderer, self.rng, form)

    def people_at(self, t: float) -> list[tuple[Part, Person, Pose]]:
        """Everybody at a moment."""
        return [
            (part, pair[part.changes_at is not None and t >= part.changes_at], pose_at(part.script, t, pair[0].scale))
            for part, pair in zip(self.clip.parts, self.cast, strict=True)
        ]

    def shoot(self, t: float) -> tuple[Pixels, list[list[object]]]:
        """The picture at a moment (h, w, 3) RGB and its truth rows."""
        people = self.people_at(t)
        picture = self.renderer.frame([d for _, person, pose in people for d in draws(person, pose)])
        ids = bend(picture.labels, self.way, labels=True)
        rgb = develop(bend(picture.rgb, self.way), LENS, self.rng)
        rows: list[list[object]] = []
        for part, person, pose in people:
            label = head_label(ids, person, pose, self.clip.camera)
            if label is not None:
                rows.append([f"{t:.2f}", part.name, *label.box, label.hat, label.mask, round(label.facing)])
        return rgb, rows


def film(clip: Clip) -> None:
    """Render one clip with its truth."""
    stage = Stage(clip)
    rows: list[list[object]] = []
    with av.open(OUT / f"{clip.stem}.mp4", "w", options={"movflags": "+faststart"}) as container:
        container.metadata["creation_time"] = BEGINS
        stream = container.add_stream("libx264", rate=FPS, options={"crf": "27", "preset": "slow", "g": str(2 * FPS)})
        stream.width, stream.height = clip.camera.size
        stream.pix_fmt = "yuv420p"
        for k in range(round(clip.seconds * FPS)):
            rgb, truth = stage.shoot(k / FPS)
            rows += truth if k % TRUTH_EVERY == 0 else []
            container.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
            if k % 40 == 0:
                print(f"{clip.stem}: {k}/{round(clip.seconds * FPS)}", flush=True)
        container.mux(stream.encode())
    write_truth(clip, rows)
    write_expected(clip)


def write_truth(clip: Clip, rows: list[list[object]]) -> None:
    """STEM.truth.csv."""
    with (OUT / f"{clip.stem}.truth.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([["t_s", "person", "x0", "y0", "x1", "y1", "hat", "mask", "facing_deg"], *rows])


def write_expected(clip: Clip) -> None:
    """STEM.expected.json."""
    # whoever is told of is there, and like that, from the beginning
    events = [
        {
            "code": code,
            "zone": zone,
            "merchant": merchant,
            "from_s": 0.0,
            "opens_between_s": list(window),
            "why": why,
        }
        for code, zone, merchant, window, why in clip.events
    ]
    not_events = [{"code": code, "zone": zone, "why": why} for code, zone, why in clip.not_events]
    about = {"video": f"{clip.stem}.mp4", "config": CONFIG, "camera": clip.camera_id, "begins_at": BEGINS}
    made = {"seed": clip.seed, "fps": FPS}
    text = json.dumps({**about, **made, "events": events, "not_events": not_events}, indent=1, ensure_ascii=False)
    (OUT / f"{clip.stem}.expected.json").write_text(text + "\n")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stems", nargs="*", default=list(CLIPS), metavar="STEM")
    parser.add_argument("--still", type=Path, help="folder for one picture of each instead")
    parser.add_argument("--at", type=float, default=14.0, help="moment of the still, s")
    args = parser.parse_args()
    for stem in args.stems:
        if args.still:
            rgb, rows = Stage(CLIPS[stem]).shoot(args.at)
            for row in rows:
                x0, y0, x1, y1 = (int(v) for v in row[2:6])  # type: ignore[call-overload]
                cv2.rectangle(rgb, (x0, y0), (x1, y1), (255, 0, 0), 1)
                print(stem, row)
            cv2.imwrite(str(args.still / f"{stem}.png"), rgb[..., ::-1])
        else:
            film(CLIPS[stem])


if __name__ == "__main__":
    main()
