"""From a models folder to a detector and its classifiers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vision.detect.crop_classifier import CropClassifier
from vision.detect.hat_colour import HatColour
from vision.detect.manifest import (
    ColourEntry,
    CropEntry,
    JudgingEntry,
    Manifest,
    YoloEntry,
    read_manifest,
    read_weights,
)
from vision.detect.yolo import YoloDetector
from vision.errors import ModelError
from vision.ports import AttributeClassifier, Detector

DETECTORS = {"yolo_detector": YoloDetector}


def open_classifier(folder: Path, entry: JudgingEntry) -> AttributeClassifier:
    """What an entry describes: a new kind is a class, an entry type in manifest.py, and a line here.

    Raises:
        ModelError: its file is missing or not what the manifest promises.
    """
    match entry:
        case CropEntry():
            return CropClassifier(read_weights(folder, entry), entry)
        case ColourEntry():
            return HatColour(entry)


@dataclass(frozen=True, slots=True)
class Models:
    """The networks of one thread.

    Attributes:
        detector: finds boxes.
        classifiers: judge them; each knows its label.
    """

    detector: Detector
    classifiers: tuple[AttributeClassifier, ...]

    @property
    def version(self) -> str:
        """All names and hashes, for evidence."""
        return " ".join([self.detector.version, *(c.version for c in self.classifiers)])


def load_models(folder: Path, score: float | None = None) -> Models:
    """Fresh instances, as each thread needs its own.

    Args:
        folder: holds manifest.json and the files it names.
        score: instead of the detector's threshold in the manifest, 0-1.

    Raises:
        ModelError: a file that is missing or not what the manifest promises.
    """
    manifest = read_manifest(folder)
    found = _only_detector(folder, manifest)
    detector = DETECTORS[found.kind](read_weights(folder, found), found, score)
    wanted = [e for e in manifest.models if isinstance(e, JudgingEntry)]
    _check_labels(found, wanted)
    return Models(detector, tuple(open_classifier(folder, entry) for entry in wanted))


def _only_detector(folder: Path, manifest: Manifest) -> YoloEntry:
    detectors = [e for e in manifest.models if isinstance(e, YoloEntry)]
    if len(detectors) != 1:
        raise ModelError(
            f"{folder}: expected one detector in the manifest, but came {[e.name for e in detectors]}. Mend: list one."
        )
    return detectors[0]


def _check_labels(detector: YoloEntry, classifiers: list[JudgingEntry]) -> None:
    for entry in classifiers:
        if entry.label not in detector.labels:
            raise ModelError(
                f"{entry.name}: expected a label that {detector.name} finds {list(detector.labels)}, "
                f"but came {entry.label!r}. Mend: correct the label in the manifest."
            )
