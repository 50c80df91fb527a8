"""The pages people find in the head, in the order of how often they are needed; who may open none sees none."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.may import Right, reach
from records.grants import Grants


@dataclass(frozen=True, slots=True)
class Entry:
    """One page; its right decides who sees it."""

    path: str
    zh: str
    en: str
    right: Right


KEEPING = "/admin"

MENU = (
    Entry("/review", "复核", "Review", Right.REVIEW_CASES),
    Entry("/stall", "我的摊位", "My stall", Right.SEE_OWN_STALL),
    Entry("/cases", "案件", "Cases", Right.SEE_VIOLATIONS),
    Entry("/history", "历史", "History", Right.SEE_VIOLATIONS),
    Entry("/live", "画面", "Live", Right.SEE_LIVE),
    Entry("/cameras", "摄像头", "Cameras", Right.SEE_CAMERAS),
    Entry("/enrolment", "着装", "Clothing", Right.ENROL_SITE),
    Entry("/quality", "质量", "Quality", Right.SEE_QUALITY),
    Entry("/reports", "报表", "Reports", Right.LIST_REPORTS),
    Entry("/analyse", "录像", "Recordings", Right.ANALYSE_VIDEOS),
    Entry(KEEPING, "管理", "Administration", Right.SEE_RETENTION),
    Entry("/audit", "审计", "Audit", Right.SEE_AUDIT),
)


def entries_for(grants: Grants) -> tuple[Entry, ...]:
    """What somebody with these grants may open; the first is where they begin: who keeps the box, with that."""
    found = tuple(entry for entry in MENU if reach(grants, entry.right))
    keeps = reach(grants, Right.SEE_METRICS) and not reach(grants, Right.SEE_VIOLATIONS)
    return tuple(sorted(found, key=lambda entry: entry.path != KEEPING)) if keeps else found
