"""Writes docs/rules.md: every violation code, what it takes to tell it, and on what it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cases.docs import table
from cases.legal import UNVERIFIED, LegalBook, Party, Provision
from sunkitchen.config import Rulebook
from vision.facts import ZoneKind
from vision.rules import Demand

HEAD = """\
# 违规代码 Violation codes

Written by `make docs` from `configs/rules/`; change those, not this. 本文由 `make docs` 生成; 请修改源文件。

- 启用 on: judged by the shipped models. 可启用 on request: a box may switch it on, with a model that judges it.
- 已列入 declared: has a name and a place, and is refused at start when switched on, with the class it needs.
- 依据待核: nobody has checked the clause against the text, so it is not printed.
- 法律后果由执法机关决定, 本系统不作处罚。 What the law provides is the agency's affair; this system never punishes.
"""


def document(rulebook: Rulebook, book: LegalBook) -> str:
    """docs/rules.md, Markdown."""
    return "\n".join([HEAD, *_codes(rulebook), *_bases(rulebook, book)])


def _codes(rulebook: Rulebook) -> list[str]:
    judged = [
        (
            code,
            names.zh,
            names.en,
            rulebook.severities[code],
            _where_judged(rulebook, code),
            rulebook.code_attributes.get(code, rulebook.kinds[code]),
            _state(rulebook, code),
        )
        for code, names in rulebook.code_names.items()
    ]
    declared = [
        (
            code,
            data.name.zh,
            data.name.en,
            data.severity,
            data.where if isinstance(data.where, str) else _where(data.where),
            ", ".join(data.needs) or data.kind,
            "已列入 declared",
        )
        for code, data in rulebook.declared.items()
    ]
    names = ("code", "中文", "English", "级 severity", "区域 where", "需要 needs", "状态 state")
    return ["## 代码 Codes", "", *table(names, [*judged, *declared])]


PLACES = {
    "head_count": "区域设有 max_people 或 closed where a zone sets max_people or closed",
    "camera_offline": "每路实时视频 every live camera",
    "health_certificates": "商户登记 the merchant's register",
    "camera_obstructed": "每路视频 every camera",
}


def _where_judged(rulebook: Rulebook, code: str) -> str:
    attribute = rulebook.code_attributes.get(code)
    if attribute is None:
        return PLACES[rulebook.kinds[code]]
    return _where(kind for kind, asked in rulebook.requirements.items() if _asks(asked, attribute))


def _asks(asked: dict[str, Demand], attribute: str) -> bool:
    return asked.get(attribute) is Demand.MUST


def _where(kinds: Iterable[ZoneKind]) -> str:
    return ", ".join(sorted(kinds)) or "场所自定 where a site asks"


def _state(rulebook: Rulebook, code: str) -> str:
    return "可启用 on request" if code in rulebook.on_request else "启用 on"


def _bases(rulebook: Rulebook, book: LegalBook) -> list[str]:
    rows = [row for code in (*rulebook.code_names, *rulebook.declared) for row in _rows_of(code, book)]
    names = ("code", "场所 site", "商户 merchant", "义务方 party", "义务 duty", "后果 consequence")
    return [f"## 法律依据 Legal basis ({book.version})", "", *table(names, rows)]


def _rows_of(code: str, book: LegalBook) -> Iterator[tuple[str, ...]]:
    applying = [row for row in book.rows if code in row.codes]
    for row in applying:
        yield (
            code,
            ", ".join(sorted(row.sites)) or "全部 all",
            ", ".join(sorted(row.merchants)) or "全部 all",
            "举办者 operator" if row.basis.party is Party.OPERATOR else "商户 stall",
            _shown(row.basis.duty),
            _shown(row.basis.consequence),
        )
    if not applying:
        yield (code, "全部 all", "全部 all", "商户 stall", UNVERIFIED, "")


def _shown(provisions: Sequence[Provision]) -> str:
    return "; ".join(dict.fromkeys(one.shown for one in provisions))
