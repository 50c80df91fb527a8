"""Stills in a row, person by person, and pictures nobody labelled."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from sunkitchen.config import Rulebook, load_rulebook
from sunkitchen.console import progress
from sunkitchen.evaluate.labelled import judging_words, open_networks, share_words, write_report
from vision.evaluation.flags import Unlabelled, count_flags
from vision.evaluation.folder import cameras_of, read_folder
from vision.evaluation.report import flags_page, tracks_page
from vision.evaluation.tracks import Tracked, Vote, Votes, follow
from vision.facts import Answer
from vision.track.tracker import HeadTracker

FPS = 2.0
"""Stills a second, as far as the tracker knows."""


def evaluate_tracks(data: Path, camera: str | None, models: Path, report_folder: Path | None) -> Tracked:
    """Follow heads over the stills of a labelled folder, in the order of the numbers in their names.

    Args:
        camera: only its pictures; None: every camera of cameras.csv by itself.
        report_folder: where report.html goes; None writes none.

    Raises:
        DataError: not a labelled folder, or one of crops.
        ModelError: a model file that is not what the manifest promises.
    """
    folder = read_folder(data, camera)
    networks = open_networks(models)
    with progress(f"eval {data.name}", len(folder.pictures)) as step:
        result = follow(
            folder,
            cameras_of(data),
            networks,
            lambda name: HeadTracker(name, networks.detector.labels),
            votes_of(load_rulebook({})),
            FPS,
            lambda done, total: step(done, f"{done}/{total}"),
        )
    if report_folder is not None:
        write_report(report_folder, tracks_page(f"{data.name} {camera or ''}".strip(), result))
    return result


def votes_of(rulebook: Rulebook) -> Votes:
    """Attribute and answer to the least looks and the share that the rules ask for."""
    votes: dict[str, dict[Answer, Vote]] = {}
    for spec in (one for one in rulebook.specs if one.attribute):
        mine = votes.setdefault(spec.attribute, {})
        for answer in spec.against:
            mine[answer] = Vote(spec.opens.min_looks, spec.opens.share)
        if Answer.WORN in spec.in_favour:
            mine.setdefault(Answer.WORN, Vote(spec.closes.min_looks, spec.closes.share))
    return votes


def evaluate_unlabelled(data: Path, models: Path, report_folder: Path | None) -> Unlabelled:
    """Count what would be flagged on pictures nobody labelled.

    Raises:
        DataError: no pictures there.
        ModelError: a model file that is not what the manifest promises.
    """
    networks = open_networks(models)
    with progress(f"eval {data.name}", None) as step:
        result = count_flags(data, networks, lambda done, total: step(done, f"{done}/{total}"))
    if report_folder is not None:
        write_report(report_folder, flags_page(data.name, result))
    return result


def tracks_json(tracked: Tracked) -> str:
    """One JSON document."""
    numbers = {"images": tracked.images, "tracks": tracked.tracks, "labelled": tracked.labelled}
    judged = {name: asdict(one) for name, one in tracked.attributes.items()}
    return json.dumps({"tracks": {**numbers, "pure": asdict(tracked.pure), **judged}})


def tracks_words(tracked: Tracked) -> str:
    """A short table for people."""
    lines = [
        f"images 图片: {tracked.images}  tracks 轨迹: {tracked.tracks}  labelled 有标注: {tracked.labelled}  "
        f"pure 同一标签的比例: {share_words(tracked.pure.rate, tracked.pure.interval)}"
    ]
    for name, judged in tracked.attributes.items():
        lines += judging_words(f"{name}, per track 每条轨迹", judged)
    return "\n".join(lines)


def unlabelled_json(seen: Unlabelled) -> str:
    """One JSON document."""
    judged = {name: asdict(one) for name, one in seen.attributes.items()}
    return json.dumps({"unlabelled": {"images": seen.images, **seen.found, **judged}})


def unlabelled_words(seen: Unlabelled) -> str:
    """A short table for people."""
    found = "  ".join(f"{label} {n}" for label, n in seen.found.items())
    lines = [f"images 图片: {seen.images}  {found}"]
    for name, one in seen.attributes.items():
        answers = "  ".join(f"{answer.value} {one.answers[answer]}" for answer in Answer if one.answers[answer])
        lines.append(
            f"{name}: {answers}  flagged per picture 每张图 {one.per_picture:.3f}  "
            f"pictures flagged 有标记的图 {share_words(one.pictures.rate, one.pictures.interval)}"
        )
    return "\n".join(lines)
