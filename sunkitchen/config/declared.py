"""Codes of the taxonomy that this version names but cannot tell yet, as data."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from pydantic import Field

from sunkitchen.config.parts import Names, ProofData
from sunkitchen.config.schema import Strict
from vision.facts import Severity, ZoneKind


class DeclaredCode(Strict):
    """One code: what it is called, how severe and where it is, and what it takes to tell it."""

    kind: Literal["presence", "unattended", "scene_state", "licence_expiry"]
    name: Names
    severity: Severity
    where: frozenset[ZoneKind] | Literal["merchant"]
    needs: tuple[str, ...] = ()
    opens: ProofData | None = Field(None)

    def refusal(self, code: str, found: Collection[str], model: str) -> str:
        """Why a box cannot have it, and the mend.

        Args:
            found: classes the loaded models find. model: their names and versions.
        """
        lacking = [need for need in self.needs if need not in found]
        if lacking:
            return (
                f"rules.{code}: needs a model that finds {', '.join(repr(need) for need in lacking)}, but the loaded "
                f"models ({model}) find {', '.join(found) or 'nothing'}; install one that does, or switch the rule off"
            )
        return f"rules.{code}: is declared, but this version has no rule of the kind '{self.kind}'; switch it off"


class DeclaredFile(Strict):
    """configs/rules/declared.yaml."""

    version: str
    codes: dict[str, DeclaredCode]
