"""The seam to the interface: a running box's sets of networks."""

from __future__ import annotations

from api.models.networks import Measured, Network, Networks, NetworkSet
from records.database import Database
from records.model_switches import ModelSwitch
from sunkitchen.networks.sets import ModelSets
from sunkitchen.networks.switching import By, SetReport, report_of, roll_back, shortfalls, switch_to


def networks_of(sets: ModelSets, database: Database) -> Networks:
    """What the interface may ask of the sets; the one in force now is the one that runs.

    Raises:
        ModelError: the state file is not one.
    """

    def use(name: str, who: str, reason: str) -> ModelSwitch:
        return switch_to(sets, database, name, By(who, force=bool(reason), reason=reason))

    def back(who: str) -> ModelSwitch:
        return roll_back(sets, database, who)

    return Networks(sets.state().name, lambda: _all(sets), use, back)


def _all(sets: ModelSets) -> tuple[NetworkSet, ...]:
    chosen = sets.state().name
    return tuple(_told(sets, report_of(sets, name, name == chosen)) for name in sets.names())


def _told(sets: ModelSets, one: SetReport) -> NetworkSet:
    networks = (Network(n.name, n.version, n.size_bytes, n.labels, n.attributes) for n in one.networks)
    measured = (Measured(n.place, n.value, n.low, n.high) for n in one.measured)
    behind = () if one.in_force or one.fault is not None else shortfalls(sets, one.name)
    return NetworkSet(one.name, one.in_force, tuple(networks), tuple(measured), one.fault, behind)
