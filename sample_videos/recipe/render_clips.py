"""Renders the demo clips with what they must lead to.

python render_clips.py --out ..                       all clips
python render_clips.py --out DIR --only deli_room_02  one clip
python render_clips.py --out DIR --stills 0 9 20      single frames as PNG, with zones and boxes
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from labels import HeadLabel, head_label
from motion import pose_at
from people import Person, Pose, draws, make_person
from post import Lens, Pixels, develop, stamp
from still import StillRenderer
from stories import STORIES, Actor, Story

FPS = 10
STARTS = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
SHANGHAI = timedelta(hours=8)
LENS = Lens(blur=0.55, noise=1.6, barrel=0.0, vignette=0.22, gain=1.04, contrast=1.06, saturation=1.05)


@dataclass(frozen=True, slots=True)
class Role:
    """An actor with what was built: one person, or two where the outfit changes."""

    actor: Actor
    first: Person
    then: Person | None

    def person(self, t: float) -> Person:
        """Who stands there at t."""
        return self.then if self.then and t >= self.actor.change_s else self.first


class Film:
    """A story ready to be rendered."""

    def __init__(self, story: Story) -> None:
        self.story, rng = story, np.random.default_rng(story.seed)
        self.renderer = StillRenderer(story.camera, story.room(rng))
        self.roles = [self._role(k + 1, a) for k, a in enumerate(story.actors)]
        self.grain = np.random.default_rng(story.seed + 1)

    def _role(self, number: int, actor: Actor) -> Role:
        def dress(outfit: object) -> Person:
            same_hair = np.random.default_rng(self.story.seed * 10 + number)
            return make_person(number, actor.looks, outfit, self.renderer, same_hair)  # type: ignore[arg-type]

        return Role(actor, dress(actor.outfit), dress(actor.later) if actor.later else None)

    def frame(self, t: float) -> tuple[Pixels, list[tuple[str, HeadLabel]]]:
        """The finished picture at t seconds and its heads."""
        cast = [(r.actor, r.person(t)) for r in self.roles]
        poses: list[Pose] = [pose_at(a.script, t, p.scale) for a, p in cast]
        picture = self.renderer.frame([d for (_, p), pose in zip(cast, poses, strict=True) for d in draws(p, pose)])
        clock = (STARTS + SHANGHAI + timedelta(seconds=t)).strftime("%Y-%m-%d %H:%M:%S")
        rgb = stamp(develop(picture.rgb, LENS, self.grain), clock, self.story.zones[0].id[:6] + "  DEMO")
        heads = [
            (a.name, h)
            for (a, p), pose in zip(cast, poses, strict=True)
            if (h := head_label(picture.labels, p, pose, self.story.camera))
        ]
        return rgb, heads


def encode(film: Film, path: Path) -> list[tuple[float, str, HeadLabel]]:
    """Writes the mp4; returns the heads at two looks a second."""
    truth: list[tuple[float, str, HeadLabel]] = []
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as box:
        box.metadata["creation_time"] = STARTS.strftime("%Y-%m-%dT%H:%M:%S.000000Z")
        stream = box.add_stream("libx264", rate=FPS, options={"crf": "25", "preset": "medium", "threads": "1"})
        stream.width, stream.height = film.story.camera.size
        stream.pix_fmt, stream.gop_size, stream.time_base = "yuv420p", 15, Fraction(1, FPS)
        for k, (rgb, heads) in enumerate(_frames(film)):
            box.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
            if k % (FPS // 2) == 0:
                truth += [(k / FPS, name, head) for name, head in heads]
        box.mux(stream.encode())
    return truth


def _frames(film: Film) -> Iterator[tuple[Pixels, list[tuple[str, HeadLabel]]]]:
    count = round(film.story.seconds * FPS)
    for k in range(count):
        if k % 20 == 0:
            print(f"{film.story.stem} {k}/{count}", flush=True)
        yield film.frame(k / FPS)


def zone_of(story: Story, head: HeadLabel) -> str:
    """The zone the middle of a head lies in, or nothing."""
    (x0, y0, x1, y1), (w, h) = head.box, story.camera.size
    at = ((x0 + x1) / 2 / w, (y0 + y1) / 2 / h)
    for zone in story.zones:
        if cv2.pointPolygonTest(np.asarray(zone.polygon, np.float32), at, False) >= 0:
            return zone.id
    return ""


def write_truth(story: Story, truth: list[tuple[float, str, HeadLabel]], path: Path) -> None:
    """One row a head and look."""
    with path.open("w", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["t_s", "person", "x0", "y0", "x1", "y1", "hat", "mask", "facing_deg", "zone"])
        for t, name, head in truth:
            out.writerow([t, name, *head.box, head.hat, head.mask, round(head.facing), zone_of(story, head)])


def write_expected(story: Story, path: Path) -> None:
    """What must and must not be reported."""
    about = {
        "video": f"{story.stem}.mp4", "source": "rendered", "seed": story.seed, "fps": FPS, "seconds": story.seconds,
        "zones": [asdict(z) for z in story.zones], "privacy_masks": story.privacy,
        "events": [asdict(e) for e in story.events], "not_events": [asdict(s) for s in story.silences],
    }  # fmt: skip
    path.write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n")


def stills(film: Film, times: list[float], out: Path) -> None:
    """Single frames with zones and labels drawn in, to look at."""
    for t in times:
        rgb, heads = film.frame(t)
        img, (w, h) = rgb[..., ::-1].copy(), film.story.camera.size
        for zone in film.story.zones:
            cv2.polylines(img, [(np.asarray(zone.polygon) * (w, h)).astype(np.int32)], True, (0, 200, 255), 1)
        for _, head in heads:
            x0, y0, x1, y1 = head.box
            cv2.rectangle(img, (x0, y0), (x1, y1), (0, 255, 0), 1)
            words = f"{head.hat}/{head.mask} {head.facing:.0f} {y1 - y0}px"
            cv2.putText(img, words, (x0, y0 - 4), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 255, 255), 1, cv2.LINE_AA)
        cv2.imwrite(str(out / f"{film.story.stem}_{t:04.1f}.png"), img)


def main() -> None:
    """Renders clips or stills."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--only")
    ask.add_argument("--stills", type=float, nargs="*")
    ask.add_argument("--facts", action="store_true", help="write the expected events only")
    args = ask.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for story in (make() for make in STORIES):
        if args.only and story.stem != args.only:
            continue
        write_expected(story, args.out / f"{story.stem}.expected.json")
        if not args.facts:
            _render(Film(story), args.out, args.stills)


def _render(film: Film, out: Path, times: list[float] | None) -> None:
    if times is not None:
        stills(film, times, out)
        return
    stem = film.story.stem
    write_truth(film.story, encode(film, out / f"{stem}.mp4"), out / f"{stem}.truth.csv")


if __name__ == "__main__":
    main()
