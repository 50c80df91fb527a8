"""Parts that several data files share."""

from __future__ import annotations

from sunkitchen.config.schema import Strict
from vision.rules import Proof


class Names(Strict):
    """What a thing is called."""

    zh: str
    en: str


class ProofData(Strict):
    """See vision.rules.Proof."""

    observed_s: float
    share: float
    min_looks: int

    def proof(self) -> Proof:
        """The value the rules use."""
        return Proof(self.observed_s, self.share, self.min_looks)
