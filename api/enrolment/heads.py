"""How a kept head is served: itself to be judged, its eyes hidden, and nothing else of the picture to be seen.

A kept head is a square round it. Strangers were hidden when it was cut; of colleagues beside it nobody knows where
their heads are, so everything but the head is made coarse, as of any picture whose heads nobody knows.
"""

from __future__ import annotations

from api.evidence.derivative import Derivative, Hidden, Hide
from records.samples import Kept
from vision.facts import Box

SIDE = 224
"""Of a kept head's picture, px."""
NEAR, ROUND = 0.18, 0.55
"""How far beyond the head the picture is clear, and how far it reaches, as shares of the head's side."""


def shown(kept: Kept) -> Derivative:
    """What whoever judges at the site sees of it."""
    margin = kept.sample.margin
    head = _grown(margin, 0.0)
    clear = _grown(margin, min(NEAR, margin))
    return Derivative(
        (SIDE, SIDE), (clear,), (Hidden(head, Hide.EYES),), None, _whole(_grown(margin, min(ROUND, margin)))
    )


def _grown(margin: float, share: float) -> Box:
    """The head's box, and so much of its side more on each side."""
    head = SIDE / (1 + 2 * margin)
    cut = head * (margin - share)
    return Box(cut, cut, SIDE - cut, SIDE - cut)


def _whole(box: Box) -> Box:
    return Box(round(box.x0), round(box.y0), round(box.x1), round(box.y1))
