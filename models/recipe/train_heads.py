"""Train the head and hand detector from COCO knowledge: under an hour on two cores.

    python train_heads.py --out .cache/heads.pt --steps 2800 [--without hairnet_kitchen_cctv] [--scratch]

The learning rate follows the steps, so it has come down when they are over; `--resume` goes on from the checkpoint
that is written every few minutes.
"""

import argparse
import math
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from averaging import averaged
from head_loss import loss
from head_tiles import LABELS, Tiles, read_sources
from offline import CACHE
from torch import nn
from yolox_net import HeadNet, coco_start, grid, with_relu

CHECKPOINT_EVERY_S = 240
AVERAGE, AVERAGE_EVERY = 0.99, 4


@dataclass(frozen=True)
class Plan:
    """How long and how fast."""

    steps: int
    rate: float
    tile: int = 320
    batch: int = 16

    def rate_at(self, done: float) -> float:
        """Learning rate when the share `done` of the steps is over: a short warm-up, then half a cosine."""
        return self.rate * min(done / 0.03 + 0.02, 1.0) * (0.02 + 0.98 * (1 + math.cos(math.pi * min(done, 1))) / 2)


def groups(net: nn.Module) -> list[dict[str, object]]:
    """Weight decay for convolutions only."""
    decayed = [p for p in net.parameters() if p.ndim > 1]
    others = [p for p in net.parameters() if p.ndim <= 1]
    return [{"params": decayed, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}]


def step(net: nn.Module, batch: tuple[torch.Tensor, list], cells: torch.Tensor) -> torch.Tensor:
    """Loss of one batch."""
    images, truths = batch
    rgb = (images.float() / 255).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        boxes, logits = net(rgb)
    return loss(boxes, logits.float(), cells, truths)


def train(net: HeadNet, tiles: Tiles, plan: Plan, out: Path, first: int = 0) -> None:
    """From step `first` to the plan's last."""
    loader = iter(torch.utils.data.DataLoader(tiles, batch_size=None, num_workers=1, prefetch_factor=4))
    slow = averaged(net, AVERAGE)
    optimiser = torch.optim.AdamW(groups(net), lr=plan.rate, betas=(0.9, 0.99))
    cells = grid(plan.tile, plan.tile)
    saved, running = time.monotonic(), 0.0
    for index in range(first + 1, plan.steps + 1):
        for group in optimiser.param_groups:
            group["lr"] = plan.rate_at(index / plan.steps)
        optimiser.zero_grad()
        value = step(net.train(), next(loader), cells)
        value.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 10)
        optimiser.step()
        if index % AVERAGE_EVERY == 0:
            slow.update_parameters(net)
        running += (value.item() - running) / min(index - first, 100)
        if index % 100 == 0:
            print(f"step {index} of {plan.steps} loss {running:.3f}", flush=True)
        if time.monotonic() - saved > CHECKPOINT_EVERY_S:
            save(slow.module, out, index)
            saved = time.monotonic()
    save(slow.module, out, plan.steps)


def save(net: HeadNet, out: Path, steps: int) -> None:
    """Weights, and how many steps they have seen."""
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"weights": net.state_dict(), "steps": steps, "relu": isinstance(net.backbone.stem[0][2], nn.ReLU)}, out)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--renders", type=Path, nargs="*", default=[], help="rendered labelled folders to mix in")
    parser.add_argument("--without", nargs="*", default=[], help="sets that must stay unseen")
    parser.add_argument("--out", type=Path, default=CACHE / "heads.pt")
    parser.add_argument("--steps", type=int, default=2800)
    parser.add_argument("--rate", type=float, default=0.001)
    parser.add_argument("--scratch", action="store_true", help="start from random weights instead of COCO's")
    parser.add_argument("--relu", action="store_true", help="for comparison: ReLU instead of SiLU, a quicker network")
    parser.add_argument("--unmasked", action="store_true", help="for comparison: what a set does not box is absent")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    sources = read_sources(args.data, args.renders, frozenset(args.without))
    if args.unmasked:
        sources = [replace(source, annotated=np.ones_like(source.annotated)) for source in sources]
    tiles = Tiles(sources, Plan.tile, Plan.batch, args.seed)
    net, first = HeadNet(len(LABELS)), 0
    if args.resume:
        saved = torch.load(args.out)
        net.load_state_dict(saved["weights"])
        first = saved["steps"]
    elif not args.scratch:
        example, _ = next(iter(tiles))
        coco_start(net, args.data / "weights" / "yolox_nano_416_coco.onnx", example.float() / 255)
    if args.relu:
        with_relu(net)
    train(net.to(memory_format=torch.channels_last), tiles, Plan(args.steps, args.rate), args.out, first)


if __name__ == "__main__":
    main()
