"""One picture through fresh networks, before anybody relies on them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from vision.detect.models import Models, load_models
from vision.errors import ModelError

PICTURE = (720, 1280, 3)
BOX = ((400.0, 200.0, 496.0, 312.0),)


def dry_run(folder: Path) -> Models:
    """Load an installation, look at one drawn picture with it, and give it back.

    Raises:
        ModelError: a hash, a shape or a class is not the manifest's, or what comes out is no probability.
    """
    models = load_models(folder)
    image = np.random.default_rng(0).integers(0, 255, PICTURE, np.uint8)
    found = models.detector.detect(image)
    _expect_shares(models.detector.version, found.scores.tolist())
    for classifier in models.classifiers:
        [judged] = classifier.judge(image, np.array(BOX, np.float32))
        _expect_shares(classifier.version, [judgement.score for judgement in judged])
    return models


def _expect_shares(version: str, scores: list[float]) -> None:
    wrong = [score for score in scores if not 0 <= score <= 1]
    if wrong:
        raise ModelError(
            f"{version}: expected probabilities between 0 and 1 on a trial picture, but came {wrong[:3]}. "
            "Mend: export the network again."
        )
