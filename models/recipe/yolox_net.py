"""A re-creation of YOLOX-nano (Megvii, Apache-2.0) that can start from its COCO weights.

Written from the shapes of the published ONNX file, module by module in the order in which that file computes, so
that its weights can be poured in one after the other (`coco_start`). The heads differ: one score per class and no
objectness, because a set that boxes only hands says nothing of heads (see head_loss.py).
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

STRIDES = (8, 16, 32)
LEVEL_WIDTHS = (64, 128, 256)
TOWER = 64
RARE = -4.6  # logit of a first score of 1 %


class Unit(nn.Sequential):
    """Convolution, normalisation, SiLU."""

    def __init__(self, before: int, after: int, size: int = 1, stride: int = 1, groups: int = 1) -> None:
        super().__init__(
            nn.Conv2d(before, after, size, stride, size // 2, groups=groups, bias=False),
            nn.BatchNorm2d(after, eps=1e-3, momentum=0.03),
            nn.SiLU(inplace=True),
        )


def with_relu(net: nn.Module) -> nn.Module:
    """The network with ReLU, which the runtime fuses into convolutions, instead of SiLU, which it does not."""
    for module in [m for m in net.modules() if isinstance(m, Unit)]:
        module[2] = nn.ReLU(inplace=True)
    return net


class Apart(nn.Sequential):
    """A 3x3 convolution taken apart: each channel by itself, then across channels."""

    def __init__(self, before: int, after: int, stride: int = 1) -> None:
        super().__init__(Unit(before, before, 3, stride, groups=before), Unit(before, after))


class Bottleneck(nn.Module):
    """1x1, then 3x3, with the input added when `add`."""

    def __init__(self, width: int, add: bool) -> None:
        super().__init__()
        self.inner = nn.Sequential(Unit(width, width), Apart(width, width))
        self.add = add

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Same shape."""
        return self.inner(x) + x if self.add else self.inner(x)


class Split(nn.Module):
    """Two half-width ways, one through `depth` bottlenecks, joined."""

    def __init__(self, before: int, after: int, depth: int = 1, add: bool = False) -> None:
        super().__init__()
        half = after // 2
        self.way = Unit(before, half)
        self.beside = Unit(before, half)
        self.blocks = nn.Sequential(*[Bottleneck(half, add) for _ in range(depth)])
        self.join = Unit(after, after)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(n, before, h, w) to (n, after, h, w)."""
        way, beside = self.way(x), self.beside(x)
        return self.join(torch.cat([self.blocks(way), beside], dim=1))


class Pyramid(nn.Module):
    """Maxima over 5, 9 and 13 px windows beside the input."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.narrow = Unit(before, before // 2)
        self.windows = nn.ModuleList([nn.MaxPool2d(size, 1, size // 2) for size in (5, 9, 13)])
        self.join = Unit(before * 2, after)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(n, before, h, w) to (n, after, h, w)."""
        x = self.narrow(x)
        return self.join(torch.cat([x, *[window(x) for window in self.windows]], dim=1))


class Focus(nn.Module):
    """(n, 3, h, w) RGB 0-1 to (n, 12, h/2, w/2) BGR 0-255: each pixel's neighbours become channels."""

    def forward(self, rgb: torch.Tensor) -> torch.Tensor:
        """The published network's way of feeding pictures."""
        x = rgb.flip(1) * 255
        return torch.cat([x[..., row::2, column::2] for column in (0, 1) for row in (0, 1)], dim=1)


class Backbone(nn.Module):
    """(n, 3, h, w) RGB 0-1 to maps at strides 8, 16 and 32, (64, 128, 256) channels."""

    def __init__(self) -> None:
        super().__init__()
        self.focus = Focus()
        self.stem = Apart(12, 16)
        self.stem[0] = Unit(12, 16, 3)
        self.stem[1] = nn.Identity()
        self.stage2 = nn.Sequential(Apart(16, 32, 2), Split(32, 32, 1, add=True))
        self.stage3 = nn.Sequential(Apart(32, 64, 2), Split(64, 64, 3, add=True))
        self.stage4 = nn.Sequential(Apart(64, 128, 2), Split(128, 128, 3, add=True))
        self.stage5 = nn.Sequential(Apart(128, 256, 2), Pyramid(256, 256), Split(256, 256, 1))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """The three maps."""
        three = self.stage3(self.stage2(self.stem(self.focus(x))))
        four = self.stage4(three)
        return three, four, self.stage5(four)


class Neck(nn.Module):
    """Top-down, then bottom-up: the same three shapes."""

    def __init__(self) -> None:
        super().__init__()
        self.down5 = Unit(256, 128)
        self.mix4 = Split(256, 128)
        self.down4 = Unit(128, 64)
        self.mix3 = Split(128, 64)
        self.up3 = Apart(64, 64, 2)
        self.out4 = Split(128, 128)
        self.up4 = Apart(128, 128, 2)
        self.out5 = Split(256, 256)
        self.grow = nn.Upsample(scale_factor=2, mode="nearest")

    def forward(self, maps: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        """Mixed maps."""
        three, four, five = maps
        narrow5 = self.down5(five)
        narrow4 = self.down4(self.mix4(torch.cat([self.grow(narrow5), four], dim=1)))
        out3 = self.mix3(torch.cat([self.grow(narrow4), three], dim=1))
        out4 = self.out4(torch.cat([self.up3(out3), narrow4], dim=1))
        out5 = self.out5(torch.cat([self.up4(out4), narrow5], dim=1))
        return out3, out4, out5


class Level(nn.Module):
    """One level's head: class scores and boxes from two towers."""

    def __init__(self, before: int, classes: int) -> None:
        super().__init__()
        self.stem = Unit(before, TOWER)
        self.class_tower = nn.Sequential(Apart(TOWER, TOWER), Apart(TOWER, TOWER))
        self.classes = nn.Conv2d(TOWER, classes, 1)
        self.box_tower = nn.Sequential(Apart(TOWER, TOWER), Apart(TOWER, TOWER))
        self.boxes = nn.Conv2d(TOWER, 4, 1)
        nn.init.normal_(self.classes.weight, std=0.01)
        nn.init.constant_(self.classes.bias, RARE)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(n, h*w, 4 + classes): offsets and log sizes in strides, then logits."""
        x = self.stem(x)
        both = torch.cat([self.boxes(self.box_tower(x)), self.classes(self.class_tower(x))], dim=1)
        return both.flatten(2).transpose(1, 2)


def grid(height: int, width: int) -> torch.Tensor:
    """(cells, 3): left, top and stride, px, of every cell of the input's three levels."""
    levels = []
    for stride in STRIDES:
        y, x = torch.meshgrid(torch.arange(height // stride), torch.arange(width // stride), indexing="ij")
        corner = torch.stack([x, y], dim=-1).reshape(-1, 2) * stride
        levels.append(torch.cat([corner, torch.full((len(corner), 1), stride)], dim=1))
    return torch.cat(levels).float()


class HeadNet(nn.Module):
    """(n, 3, h, w) RGB 0-1, sides multiples of 32, to boxes (n, cells, 4) xyxy px and logits (n, cells, classes)."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.backbone = Backbone()
        self.neck = Neck()
        self.levels = nn.ModuleList([Level(width, classes) for width in LEVEL_WIDTHS])

    def forward(self, rgb: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Boxes and logits of every cell."""
        maps = self.neck(self.backbone(rgb))
        raw = torch.cat([level(one) for level, one in zip(self.levels, maps, strict=True)], dim=1).float()
        cells = grid(*rgb.shape[2:])
        middle = raw[..., :2] * cells[:, 2:] + cells[:, :2]
        half = raw[..., 2:4].clamp(max=6).exp() * cells[:, 2:] / 2
        return torch.cat([middle - half, middle + half], dim=-1), raw[..., 4:]


@torch.no_grad()
def without_focus(part: nn.Module) -> None:
    """Fold the focus into the stem's convolution: one 6x6 convolution of the picture says the same, and faster.

    Args:
        part: has `focus` and `stem` (a Backbone, or the classifiers' first stages).
    """
    old = part.stem[0][0]
    folded = nn.Conv2d(3, old.out_channels, 6, stride=2, padding=2, bias=False)
    for column in (0, 1):
        for row in (0, 1):
            first = 3 * (2 * column + row)
            folded.weight[:, :, row::2, column::2] = old.weight[:, first : first + 3].flip(1) * 255
    part.stem[0][0] = folded
    part.focus = nn.Identity()


class Exported(nn.Module):
    """The product's contract: (1, 3, h, w) RGB 0-1 to (1, 4 + classes, cells): middles, sizes, px, and scores 0-1."""

    def __init__(self, net: HeadNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, rgb: torch.Tensor) -> torch.Tensor:
        """Boxes and scores side by side."""
        boxes, logits = self.net(rgb)
        low, high = boxes[..., :2], boxes[..., 2:]
        return torch.cat([(low + high) / 2, high - low, logits.sigmoid()], dim=-1).transpose(1, 2)


def published(path: Path) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Weight and bias of the file's convolutions, in the order it computes them, heads' last layers left out."""
    model = onnx.load(path)
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "Conv" and "_preds" not in node.input[1]:
            yield values[node.input[1]], values[node.input[2]]


def units(module: nn.Module) -> list[Unit]:
    """All units in the order they compute."""
    return [part for part in module.modules() if isinstance(part, Unit)]


@torch.no_grad()
def pour(parts: list[Unit], path: Path) -> list[torch.Tensor]:
    """Put the published weights into the units; answers with the biases, which have no place yet."""
    biases = []
    for part, (weight, bias) in zip(parts, published(path), strict=False):
        if part[0].weight.shape != weight.shape:
            raise SystemExit(f"{path}: expected a weight of {tuple(part[0].weight.shape)}, found {weight.shape}")
        part[0].weight.copy_(torch.from_numpy(weight.copy()))
        part[1].bias.copy_(torch.from_numpy(bias.copy()))
        part[1].weight.fill_(1.001**0.5 * 1.0)
        part[1].eps, part[1].running_var = 1e-3, torch.ones_like(part[1].running_var)
        part[1].weight.copy_(torch.full_like(part[1].weight, (1 + 1e-3) ** 0.5))
        biases.append(part[1].bias.clone())
    return biases


@torch.no_grad()
def unfold(module: nn.Module, parts: list[Unit], example: torch.Tensor) -> None:
    """Give each normalisation back its statistics, measured on `example`, without changing what is computed.

    The published file holds convolutions with the normalisation folded in; trained like that, channels of tiny
    weights would be torn apart by the first steps.
    """
    measured: dict[Unit, tuple[torch.Tensor, torch.Tensor]] = {}

    def note(conv: nn.Module, _inputs: object, out: torch.Tensor) -> None:
        measured[owner[conv]] = (out.mean(dim=(0, 2, 3)), out.var(dim=(0, 2, 3)))

    owner = {part[0]: part for part in parts}
    hooks = [part[0].register_forward_hook(note) for part in parts]
    module.eval()
    module(example)
    for hook in hooks:
        hook.remove()
    for part, (mean, var) in measured.items():
        conv, norm = part[0], part[1]
        size = conv.weight.pow(2).mean(dim=(1, 2, 3)).sqrt().clamp(min=1e-6) / 0.05
        conv.weight.div_(size.view(-1, 1, 1, 1))
        norm.running_mean.copy_(mean / size)
        norm.running_var.copy_(var / size**2)
        norm.weight.copy_((norm.running_var + norm.eps).sqrt() * size)
        norm.bias.add_(mean)


def coco_start(net: nn.Module, path: Path, example: torch.Tensor) -> None:
    """Start `net` (a HeadNet, or a Backbone alone) from the published COCO weights.

    Args:
        example: an input batch of real pictures.
    """
    parts = units(net)
    pour(parts, path)
    unfold(net, parts, example)
