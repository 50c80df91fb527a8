"""The baseline: yolov8n (ultralytics) from random weights on the tiles of prepare_heads_yolov8.py.

Stage 1 starts from nothing (or, after a break, from `--weights`); stage 2 fine-tunes a stage 1 checkpoint, e.g.
with renders mixed in.
The learning rate follows the time budget, so it has really come down when the time is over.
"""

import argparse
from pathlib import Path

import torch
from offline import CACHE, load_yolo

AUGMENT = {
    "degrees": 5.0,  # the tiles are tilted already, with tight boxes
    "translate": 0.1,
    "scale": 0.35,
    "shear": 2.0,
    "fliplr": 0.5,
    "hsv_h": 0.02,
    "hsv_s": 0.6,
    "hsv_v": 0.45,
    "mixup": 0.05,
    "erasing": 0.0,
}
FIXED = {
    "imgsz": 320,
    "batch": 16,
    "nbs": 16,  # one optimiser step a batch: few epochs need every step
    "optimizer": "AdamW",
    "cos_lr": True,
    "amp": False,
    "device": "cpu",
    "cache": "ram",
    "val": False,
    "plots": False,
    "save_period": 1,
    "seed": 7,
    "exist_ok": True,
}
STAGES = {
    1: {"lr0": 0.002, "lrf": 0.01, "warmup_epochs": 0.5, "mosaic": 1.0, "close_mosaic": 2},
    2: {"lr0": 0.0007, "lrf": 0.02, "warmup_epochs": 0.1, "mosaic": 0.6, "close_mosaic": 2},
}


def use_all_cores(_trainer: object) -> None:
    """Undo the one-thread default that ultralytics sets for training on a CPU."""
    torch.set_num_threads(torch.multiprocessing.cpu_count())


def train(data: Path, stage: int, hours: float, weights: Path | None) -> None:
    """One stage of at most `hours`; checkpoints in .cache/runs/stage<N>/weights."""
    model = load_yolo()("yolov8n.yaml", task="detect")
    model.add_callback("on_train_start", use_all_cores)
    model.train(
        data=str(data),
        time=hours,
        project=str(CACHE / "runs"),
        name=f"stage{stage}",
        pretrained=str(weights) if weights else False,
        **FIXED,
        **AUGMENT,
        **STAGES[stage],
    )


def resume(checkpoint: Path) -> None:
    """Go on from an interrupted stage's last.pt."""
    model = load_yolo()(str(checkpoint))
    model.add_callback("on_train_start", use_all_cores)
    model.train(resume=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=CACHE / "heads" / "data.yaml")
    parser.add_argument("--hours", type=float, default=0.85)
    parser.add_argument("--stage", type=int, choices=sorted(STAGES), default=1)
    parser.add_argument("--weights", type=Path, help="checkpoint to start from, e.g. stage 1's last.pt")
    parser.add_argument("--resume", type=Path, help="last.pt of an interrupted stage")
    args = parser.parse_args()
    if args.resume:
        resume(args.resume)
    else:
        train(args.data, args.stage, args.hours, args.weights)


if __name__ == "__main__":
    main()
