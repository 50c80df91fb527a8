"""The shipped models on a labelled folder."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

from sunkitchen.console import progress
from sunkitchen.paths import MODELS
from vision.detect.manifest import YoloEntry, read_manifest
from vision.detect.models import load_models
from vision.evaluation.evaluate import Evaluation, evaluate
from vision.evaluation.folder import read_folder
from vision.evaluation.report import page

REPORT = "report.html"
EVERYTHING = 0.01
"""Score from which on detections enter the average precision."""


def evaluate_folder(
    data: Path, camera: str | None, models: Path = MODELS, report_folder: Path | None = None
) -> Evaluation:
    """Measure the models in `models` on the folder `data`, with a progress bar.

    Args:
        camera: only its pictures.
        report_folder: where report.html goes; None writes none.

    Raises:
        DataError: not a labelled folder.
        ModelError: a model file that is not what the manifest promises.
    """
    folder = read_folder(data, camera)
    loaded = load_models(models, score=EVERYTHING)
    detector = next(entry for entry in read_manifest(models).models if isinstance(entry, YoloEntry))
    with progress(f"eval {data.name}", len(folder.pictures)) as step:
        result = evaluate(
            folder,
            loaded.detector,
            loaded.classifiers,
            detector.thresholds.score,
            lambda done, total: step(done, f"{done}/{total}"),
        )
        if report_folder is not None:
            title = f"{data.name} {camera or ''}".strip()
            text = page(title, result, detector.thresholds.score, lambda part: step(len(folder.pictures), part))
            report_folder.mkdir(parents=True, exist_ok=True)
            (report_folder / REPORT).write_text(text, encoding="utf-8")
    return result


def as_json(evaluation: Evaluation) -> str:
    """One JSON document; the keys are described in ../shared/data/README.md."""
    numbers = replace(evaluation, given=(), found={})
    return json.dumps({k: v for k, v in asdict(numbers).items() if k not in {"given", "found"}}, default=float)


def as_words(evaluation: Evaluation) -> str:
    """A short table for people."""
    lines = [f"images 图片: {evaluation.images}"]
    for label, found in (("head 头", evaluation.head), ("hand 手", evaluation.hand)):
        if found is not None:
            lines.append(
                f"{label}: n {found.n}  AP50 {_share(found.ap50)}  AP50-95 {_share(found.ap50_95)}  "
                f"precision {_share(found.precision)}  recall {_share(found.recall)}"
            )
    qualities = {"hat 帽": evaluation.hat, "mask 口罩": evaluation.mask, "glove 手套": evaluation.glove}
    for name, quality in qualities.items():
        if quality is None:
            continue
        for way, judged in (("given boxes", quality.given_boxes), ("end to end", quality.end_to_end)):
            if judged is not None:
                lines.append(
                    f"{name}, {way}: n {judged.n}  cannot tell {_share(judged.cannot_tell_rate)}  "
                    f"not worn: precision {_share(judged.not_worn.precision)} recall {_share(judged.not_worn.recall)} "
                    f"(n {judged.not_worn.n})  worn: precision {_share(judged.worn.precision)} "
                    f"recall {_share(judged.worn.recall)} (n {judged.worn.n})"
                )
    return "\n".join(lines)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
