"""Which of a site's kept heads a person should look at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from records.samples import Kept
from vision.detect.crop_classifier import CropClassifier, Sensed
from vision.detect.manifest import AttributeEntry
from vision.detect.site_head import Floats, shares
from vision.enrol.choose import most_telling
from vision.enrol.views import VIEWS, View, middle, seen
from vision.facts import Sample
from vision.pixels import decode_jpeg


def sense(classifier: CropClassifier, sample: Sample, view: View = VIEWS[0]) -> Sensed:
    """What the network makes of a kept head."""
    picture = decode_jpeg(sample.jpeg)
    box = middle(picture, sample.margin)
    return classifier.sense(seen(picture, box, view), np.array([box], np.float32))


def telling(classifier: CropClassifier, unlabelled: Sequence[Kept], count: int) -> list[Kept]:
    """At most `count` of them, the most telling first."""
    sensed = [sense(classifier, kept.sample) for kept in unlabelled]
    embeddings = np.array([one.embeddings[0] for one in sensed], np.float64)
    doubts = np.array([doubt(classifier.entry.attributes, one) for one in sensed])
    tracks = [kept.sample.track for kept in unlabelled]
    return [unlabelled[i] for i in most_telling(embeddings, doubts, tracks, count)]


def doubt(attributes: Sequence[AttributeEntry], sensed: Sensed) -> float:
    """How undecided the network is between the answers, 0-1; where one cannot tell, no person could settle it."""
    return max(
        _doubt(entry, logits.astype(np.float64)) for entry, logits in zip(attributes, sensed.logits, strict=True)
    )


def _doubt(entry: AttributeEntry, logits: Floats) -> float:
    said = shares(logits, entry.temperature)[0]
    sums = sorted(sum(said[entry.classes.index(c)] for c in one.classes) for one in entry.judgements.values())
    return float(sum(sums) - (sums[-1] - (sums[-2] if len(sums) > 1 else 0.0)))
