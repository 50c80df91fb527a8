"""A slow copy of a network's weights: steadier than the last step's, and better in kitchens never seen."""

import torch
from torch import nn


def averaged(net: nn.Module, keep: float) -> torch.optim.swa_utils.AveragedModel:
    """The copy; each `update_parameters` keeps the share `keep` of it, less at the beginning."""

    def mixed(slow: torch.Tensor, now: torch.Tensor, count: torch.Tensor) -> torch.Tensor:
        share = min(keep, (1 + int(count)) / (10 + int(count)))
        return slow * share + now * (1 - share)

    return torch.optim.swa_utils.AveragedModel(net, avg_fn=mixed, use_buffers=True)
