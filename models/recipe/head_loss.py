"""Assignment and loss of the head detector; each picture counts only for the classes its set annotates.

Assignment follows the idea of SimOTA (YOLOX, Ge et al. 2021): among the cells near a box's middle the cheapest few
are responsible for it, as many as their boxes' overlaps add up to.
"""

from dataclasses import dataclass

import torch
from torch.nn import functional

CENTRE_RADIUS = 2.5  # cells of the level
MOST = 10
BOX_WEIGHT = 5.0


@dataclass(frozen=True)
class Truth:
    """One picture's labels.

    `boxes` (m, 4) xyxy px, `classes` (m,) int64, `annotated` (classes,) float, 1 for classes boxed in it.
    """

    boxes: torch.Tensor
    classes: torch.Tensor
    annotated: torch.Tensor


@dataclass(frozen=True)
class Assigned:
    """Responsible `cells` (k,), the `truths` (k,) they answer for, and their boxes' `overlaps` (k,) with them."""

    cells: torch.Tensor
    truths: torch.Tensor
    overlaps: torch.Tensor


def iou(boxes: torch.Tensor, others: torch.Tensor) -> torch.Tensor:
    """(n, m) overlaps of boxes (n, 4) and (m, 4)."""
    low = torch.maximum(boxes[:, None, :2], others[None, :, :2])
    high = torch.minimum(boxes[:, None, 2:], others[None, :, 2:])
    inter = (high - low).clamp(min=0).prod(dim=2)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(dim=1)[:, None] + (others[:, 2:] - others[:, :2]).prod(dim=1)[None]
    return inter / (areas - inter + 1e-6)


def giou_loss(boxes: torch.Tensor, truths: torch.Tensor) -> torch.Tensor:
    """(k,) 1 - generalised IoU of boxes (k, 4) and (k, 4)."""
    low = torch.maximum(boxes[:, :2], truths[:, :2])
    high = torch.minimum(boxes[:, 2:], truths[:, 2:])
    inter = (high - low).clamp(min=0).prod(dim=1)
    union = (boxes[:, 2:] - boxes[:, :2]).prod(dim=1) + (truths[:, 2:] - truths[:, :2]).prod(dim=1) - inter + 1e-6
    hull = (torch.maximum(boxes[:, 2:], truths[:, 2:]) - torch.minimum(boxes[:, :2], truths[:, :2])).prod(dim=1) + 1e-6
    return 1 - inter / union + (hull - union) / hull


@torch.no_grad()
def assign(boxes: torch.Tensor, logits: torch.Tensor, cells: torch.Tensor, truth: Truth) -> Assigned:
    """Which cells answer for which labelled box of one picture.

    Args:
        boxes, logits: (cells, 4) px and (cells, classes), predicted.
        cells: (cells, 3) left, top, stride (`yolox_net.grid`).
    """
    middles = (truth.boxes[:, :2] + truth.boxes[:, 2:]) / 2
    centres = cells[:, :2] + cells[:, 2:] / 2
    off = (centres[:, None] - middles[None]).abs().amax(dim=2) / cells[:, 2:]
    near = torch.nonzero((off < CENTRE_RADIUS).any(dim=1)).flatten()
    overlaps = iou(boxes[near], truth.boxes)
    told = logits[near].sigmoid()[:, truth.classes].clamp(1e-6, 1 - 1e-6)
    cost = -told.log() + 3 * -(overlaps + 1e-6).log() + 1e5 * (off[near] >= CENTRE_RADIUS)
    chosen = torch.zeros_like(cost, dtype=torch.bool)
    counts = overlaps.topk(min(MOST, len(near)), dim=0).values.sum(dim=0).int().clamp(min=1)
    for column, count in enumerate(counts.tolist()):
        chosen[cost[:, column].topk(min(count, len(near)), largest=False).indices, column] = True
    rows = torch.nonzero(chosen.any(dim=1)).flatten()
    owner = torch.where(chosen[rows], cost[rows], torch.full_like(cost[rows], 1e9)).argmin(dim=1)
    return Assigned(near[rows], owner, overlaps[rows, owner])


def loss(boxes: torch.Tensor, logits: torch.Tensor, cells: torch.Tensor, truths: list[Truth]) -> torch.Tensor:
    """Scores that tell the overlap (BCE) and boxes (GIoU), over all responsible cells of a batch.

    Args:
        boxes, logits: (n, cells, 4) px and (n, cells, classes).
    """
    targets = torch.zeros_like(logits)
    weights = torch.stack([t.annotated for t in truths])[:, None, :].expand_as(logits)
    off_boxes, count = boxes.sum() * 0, 0
    for index, truth in enumerate(truths):
        if not len(truth.boxes):
            continue
        found = assign(boxes[index], logits[index], cells, truth)
        targets[index, found.cells, truth.classes[found.truths]] = found.overlaps.clamp(min=0.1)
        off_boxes = off_boxes + giou_loss(boxes[index, found.cells], truth.boxes[found.truths]).sum()
        count += len(found.cells)
    score = functional.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    sharp = torch.where(targets > 0, torch.ones_like(targets), logits.detach().sigmoid() ** 1.5 * 2)
    return ((score * weights * sharp).sum() + BOX_WEIGHT * off_boxes) / max(count, 1)
