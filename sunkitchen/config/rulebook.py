"""Violation codes and zone requirements as data, with the names people read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sunkitchen.config.codes import (
    CodeData,
    CodesFile,
    JudgedCode,
    ObstructedCode,
    OfflineCode,
    PapersCode,
    PapersSpec,
    ProvenCode,
)
from sunkitchen.config.declared import DeclaredCode, DeclaredFile
from sunkitchen.config.load import parse
from sunkitchen.config.parts import Names
from sunkitchen.config.schema import RuleOverride, Strict
from sunkitchen.config.yaml_places import read_yaml
from sunkitchen.paths import CONFIGS
from vision.errors import ConfigError
from vision.facts import Severity, ZoneKind
from vision.pipeline import ViewLimits
from vision.rules import Demand, Flapping, Requirements, RuleSpec


class ZoneKindData(Strict):
    """One zone kind."""

    name: Names
    requires: dict[str, Demand]


class ZonesFile(Strict):
    """configs/rules/zones.yaml."""

    version: str
    zones: dict[ZoneKind, ZoneKindData]
    forbidden: dict[Literal["toilet", "changing_room", "dorm", "nursing_room"], Names]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything the rules go by.

    Attributes:
        specs: per code that is on and told by looks, with the box's overrides.
        offline: per code that is on and told by cameras' readers.
        papers: the code about health certificates; None where it is off.
        view: when a camera's picture shows too little to watch by; None where no code that is on asks.
        on_request: codes that are off until a box switches them on.
        declared: codes this version only names. requested: of these, what the box has switched on all the same.
        code_attributes: per code about what is worn, on or off, the attribute.
        kinds: per code, on or off, its kind of rule.
        requirements: per zone kind.
        code_names, zone_names: what people read. severities: per code, as the box has it.
    """

    specs: tuple[RuleSpec, ...]
    offline: tuple[tuple[RuleSpec, Flapping], ...]
    papers: PapersSpec | None
    view: ViewLimits | None
    requirements: Requirements
    on_request: frozenset[str]
    declared: dict[str, DeclaredCode]
    requested: tuple[str, ...]
    code_attributes: dict[str, str]
    kinds: dict[str, str]
    code_names: dict[str, Names]
    severities: dict[str, Severity]
    zone_names: dict[ZoneKind, Names]

    @property
    def asked(self) -> frozenset[str]:
        """Attributes that the codes which are on need to know."""
        return frozenset(attribute for spec in self.specs for attribute in spec.attributes)


def load_rulebook(overrides: dict[str, RuleOverride], folder: Path = CONFIGS / "rules") -> Rulebook:
    """The rulebook of a folder with a box's overrides.

    Raises:
        ConfigError: the files are wrong, or an override names an unknown code.
    """
    codes = parse(read_yaml(folder / "violations.yaml"), CodesFile)
    zones = parse(read_yaml(folder / "zones.yaml"), ZonesFile)
    declared = parse(read_yaml(folder / "declared.yaml"), DeclaredFile).codes
    _expect_known(overrides, (*codes.codes, *declared))
    _expect_once(codes.codes, declared)
    chosen = {code: overrides.get(code, RuleOverride()) for code in codes.codes}
    on = {code: data for code, data in codes.codes.items() if _is_on(data, chosen[code])}
    specs = {
        code: _overridden(data.spec(code, codes.version), chosen[code])
        for code, data in on.items()
        if isinstance(data, ProvenCode)
    }
    papers = {code: data for code, data in on.items() if isinstance(data, PapersCode)}
    severities = {code: chosen[code].severity or data.severity for code, data in codes.codes.items()}
    offline = {code: data.flapping() for code, data in on.items() if isinstance(data, OfflineCode)}
    return Rulebook(
        specs=tuple(spec for code, spec in specs.items() if code not in offline),
        offline=tuple((specs[code], flapping) for code, flapping in offline.items()),
        papers=next((data.papers(code, codes.version, severities[code]) for code, data in papers.items()), None),
        view=next((data.limits() for data in on.values() if isinstance(data, ObstructedCode)), None),
        requirements={kind: dict(data.requires) for kind, data in zones.zones.items()},
        on_request=frozenset(code for code, data in codes.codes.items() if not data.enabled),
        declared=declared,
        requested=tuple(code for code in declared if code in overrides and overrides[code].enabled),
        code_attributes={code: data.attribute for code, data in codes.codes.items() if isinstance(data, JudgedCode)},
        kinds={code: data.kind for code, data in codes.codes.items()},
        severities=severities,
        code_names={code: data.name for code, data in codes.codes.items()},
        zone_names={kind: data.name for kind, data in zones.zones.items()},
    )


def _expect_known(overrides: dict[str, RuleOverride], codes: tuple[str, ...]) -> None:
    mistakes = [
        f"rules.{code}: unknown violation code; expected one of {', '.join(codes)}"
        for code in sorted(set(overrides) - set(codes))
    ]
    if mistakes:
        raise ConfigError(*mistakes)


def _expect_once(codes: Collection[str], declared: Collection[str]) -> None:
    twice = sorted(set(codes) & set(declared))
    if twice:
        raise ConfigError(*(f"{code}: stands in violations.yaml and declared.yaml; leave it in one" for code in twice))


def _is_on(data: CodeData, override: RuleOverride) -> bool:
    return data.enabled if override.enabled is None else override.enabled


def _overridden(spec: RuleSpec, override: RuleOverride) -> RuleSpec:
    opens = replace(
        spec.opens,
        observed_s=override.observed_s or spec.opens.observed_s,
        share=override.share or spec.opens.share,
    )
    grace, cooldown = override.entry_grace_s, override.cooldown_s
    return replace(
        spec,
        opens=opens,
        severity=override.severity or spec.severity,
        entry_grace_s=spec.entry_grace_s if grace is None else grace,
        cooldown_s=spec.cooldown_s if cooldown is None else cooldown,
        least_score=spec.least_score if override.least_score is None else override.least_score,
    )
