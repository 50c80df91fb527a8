"""The shipped models on a labelled folder."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

from sunkitchen.console import progress
from sunkitchen.paths import MODELS
from vision.detect.manifest import CropEntry, YoloEntry, read_manifest
from vision.detect.models import load_models, open_classifier
from vision.evaluation.evaluate import Evaluation, Networks, evaluate
from vision.evaluation.folder import read_folder
from vision.evaluation.judging import Judging
from vision.evaluation.report import Thresholds, page
from vision.facts import Answer
from vision.wilson import Interval

REPORT = "report.html"
EVERYTHING = 0.01
"""Score from which on detections enter the average precision."""
ALWAYS = 1e-6
"""Threshold that every likeliest answer reaches."""


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
    networks = open_networks(models)
    with progress(f"eval {data.name}", len(folder.pictures)) as step:
        result = evaluate(folder, networks, lambda done, total: step(done, f"{done}/{total}"))
        if report_folder is not None:
            title = f"{data.name} {camera or ''}".strip()
            text = page(title, result, in_force(models), lambda part: step(len(folder.pictures), part))
            write_report(report_folder, text)
    return result


def write_report(folder: Path, text: str) -> None:
    """Write report.html into a folder that need not be there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / REPORT).write_text(text, encoding="utf-8")


def open_networks(models: Path) -> Networks:
    """The models of a folder, as the product has them and as curves need them.

    Raises:
        ModelError: a model file that is not what the manifest promises.
    """
    loaded = load_models(models, score=EVERYTHING)
    entries = [entry for entry in read_manifest(models).models if isinstance(entry, CropEntry)]
    leaning = [open_classifier(models, always_answering(entry)) for entry in entries]
    return Networks(loaded.detector, in_force(models).finding, loaded.classifiers, leaning)


def in_force(models: Path) -> Thresholds:
    """The thresholds of a models folder."""
    entries = read_manifest(models).models
    finding = next(entry.thresholds.score for entry in entries if isinstance(entry, YoloEntry))
    crops = (entry for entry in entries if isinstance(entry, CropEntry))
    answers: dict[tuple[str, Answer], float] = {
        (attribute.name, answer): judgement.threshold
        for entry in crops
        for attribute in entry.attributes
        for answer, judgement in attribute.judgements.items()
    }
    return Thresholds(finding, answers)


def always_answering(entry: CropEntry) -> CropEntry:
    """The same classifier, with thresholds that never make it silent."""
    attributes = []
    for attribute in entry.attributes:
        lowered = {a: one.model_copy(update={"threshold": ALWAYS}) for a, one in attribute.judgements.items()}
        attributes.append(attribute.model_copy(update={"judgements": lowered}))
    return entry.model_copy(update={"attributes": tuple(attributes)})


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
                f"{label}: n {found.n}  AP30 {_number(found.ap30)}  AP50 {_number(found.ap50)}  "
                f"AP50-95 {_number(found.ap50_95)}  "
                f"precision {share_words(found.precision, found.precision_interval)}  "
                f"recall {share_words(found.recall, found.recall_interval)}"
            )
    qualities = {"hat 帽": evaluation.hat, "mask 口罩": evaluation.mask, "glove 手套": evaluation.glove}
    for name, quality in qualities.items():
        if quality is not None:
            ways = {"given boxes": quality.given_boxes, "end to end": quality.end_to_end}
            for way, judged in {**ways, "through the gate": quality.looks}.items():
                lines += judging_words(f"{name}, {way}", judged) if judged else []
    return "\n".join(lines)


def judging_words(title: str, judged: Judging) -> list[str]:
    """A few lines on how well one attribute is judged."""
    lines = [
        f"{title}: n {judged.n}  "
        f"cannot tell {share_words(judged.cannot_tell_rate, judged.cannot_tell_interval)}  "
        f"answered though unsure {share_words(judged.answered_unsure_rate, judged.answered_unsure_interval)}"
    ]
    for words, one in (("not worn", judged.not_worn), ("worn", judged.worn), ("worn wrong", judged.wrong)):
        if one is not None:
            lines.append(
                f"  {words}: precision {share_words(one.precision, one.precision_interval)}  "
                f"recall {share_words(one.recall, one.recall_interval)}  (n {one.n})"
            )
    for words, rate in (("caps", judged.caps_called_bare), ("dark caps", judged.dark_caps_called_bare)):
        if rate is not None:
            lines.append(f"  {words} called bare: {share_words(rate.rate, rate.interval)}  (n {rate.n})")
    return lines


def share_words(value: float | None, interval: Interval | None) -> str:
    """A share with its interval: 0.750 [0.30, 0.95]; a dash where there is nothing to divide by."""
    return "–" if value is None or interval is None else f"{value:.3f} [{interval[0]:.2f}, {interval[1]:.2f}]"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
