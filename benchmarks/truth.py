"""The rendered sample clips' truth: where each head really is, seen with the same flaws as the made-up walks."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from pathlib import Path

import numpy as np

from benchmarks.walks import START, Flaws, Scene, SeenFrame, as_detections

PER_S = 2.0
"""Rows of one moment, `t_s,person,x0,y0,x1,y1` (s, px), come twice a second."""


def truth_scenes(folder: Path, rate: float) -> Iterator[Scene]:
    """One scene per *.truth.csv of the folder, thinned to `rate` looks/s; none at a rate above the truth's own."""
    if rate > PER_S:
        return
    for path in sorted(folder.glob("*.truth.csv")):
        with path.open(newline="") as file:
            moments = [(float(t), list(rows)) for t, rows in groupby(csv.DictReader(file), lambda row: row["t_s"])]
        random = np.random.default_rng(1)
        thinned = moments[:: round(PER_S / rate)]
        yield Scene("sample clips", tuple(_look(t, rows, random, Flaws()) for t, rows in thinned))


def _look(seconds: float, rows: list[dict[str, str]], random: np.random.Generator, flaws: Flaws) -> SeenFrame:
    kept = [row for row in rows if random.random() >= flaws.missed]
    boxes = np.array([[float(row[side]) for side in ("x0", "y0", "x1", "y1")] for row in kept]).reshape(-1, 4)
    heights = boxes[:, 3:4] - boxes[:, 1:2]
    boxes += random.normal(0, flaws.jitter, boxes.shape) * heights
    at = START + timedelta(seconds=seconds)
    return SeenFrame(at, as_detections(boxes.astype(np.float32)), tuple(row["person"] for row in kept))
