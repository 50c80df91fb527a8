"""Make ultralytics importable beside a CPU torch, without a network.

The torchvision wheel carries no CPU `nms` for this torch, so both operators it looks up are defined
here in pure torch. Call `load_yolo()` before anything else imports ultralytics.
"""

import os
import shutil
from pathlib import Path

import matplotlib
import torch

CACHE = Path(__file__).resolve().parent / ".cache"


def pairwise_iou(box: torch.Tensor, boxes: torch.Tensor) -> torch.Tensor:
    """IoU of one box (4,) with boxes (n, 4), xyxy."""
    corner = torch.maximum(box[:2], boxes[:, :2])
    sides = (torch.minimum(box[2:], boxes[:, 2:]) - corner).clamp(min=0)
    inter = sides.prod(dim=1)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(dim=1)
    return inter / ((box[2:] - box[:2]).prod() + areas - inter + 1e-9)


def greedy_nms(boxes: torch.Tensor, scores: torch.Tensor, iou_threshold: float) -> torch.Tensor:
    """Indices kept by greedy suppression, best score first."""
    order = scores.argsort(descending=True)
    kept: list[torch.Tensor] = []
    while order.numel():
        best, rest = order[0], order[1:]
        kept.append(best)
        order = rest[pairwise_iou(boxes[best], boxes[rest]) <= iou_threshold]
    return torch.stack(kept) if kept else order


def define_operators() -> None:
    """Register `torchvision::nms` and `::qnms`, which torchvision looks up while it is imported."""
    library = torch.library.Library("torchvision", "FRAGMENT")
    for name in ("nms", "qnms"):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        library.impl(name, greedy_nms, "CPU")
    define_operators.keep = library  # the registration lives as long as this object


def prepare_environment() -> None:
    """Point ultralytics at a private settings folder with a font in it, and keep it offline."""
    settings = CACHE / "yolo"
    os.environ.update(YOLO_OFFLINE="true", YOLO_AUTOINSTALL="false", YOLO_CONFIG_DIR=str(settings))
    font = settings / "Ultralytics" / "Arial.ttf"
    if not font.exists():
        font.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf", font)


def load_yolo() -> type:
    """The `YOLO` class of ultralytics, ready for a CPU-only, offline machine."""
    prepare_environment()
    define_operators()
    import torchvision  # noqa: PLC0415 - the operators must be there first

    torchvision.ops.nms = torchvision.ops.boxes.nms = greedy_nms
    from ultralytics import YOLO  # noqa: PLC0415

    return YOLO
