"""One flag: the picture, the looks, the rule and the law in words, and what can be said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from api.context import Names
from api.evidence.schemas import clip_url
from api.pages.cases.standing import level_words
from api.pages.parts.moments import moments
from api.pages.parts.register import register_table
from api.pages.parts.viewer import Shot, shots_of, viewer
from api.pages.parts.why import no_pictures
from api.pages.review.deciding import choices, verdict
from api.pages.review.looks import looks_strip, strips_of
from api.pages.review.reading import Item
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import Tongue, said, say
from api.pages.shell.words import local, percent, why_advisory, word
from cases.legal import UNVERIFIED, Party
from cases.states import MerchantKind
from cases.values import Case
from records.violation_rows import ViolationRow
from vision.facts import Severity, TimeQuality


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom it is written: names of codes, the language, the time zone of the site."""

    names: Names
    tongue: Tongue
    zone: ZoneInfo


def item_html(item: Item, names: Names, tongue: Tongue) -> Html:
    """The whole of it; review.js shows it, and reads what a step must name from its data."""
    case, row = item.view.case, item.detail.violation
    reader = Reader(names, tongue, item.places.zone_info(case.site.id))
    shots = shots_of(item.detail, moments(item.detail), names.attributes.get(case.lead.code), reader.zone)
    tone = Severity.ADV if row.advisory else row.severity
    return h(
        "article",
        _heading(item, reader),
        _sight(item, shots, reader),
        h("div", verdict(item), choices(item, names, reader.zone), _why(item, reader), class_="side"),
        class_=f"item sev-{tone}",
        data_case=str(case.id),
        data_version=str(case.version),
        data_seen=" ".join(row.sha256 for row in (*(shot.row for shot in shots), *strips_of(item.detail))),
        data_title=f"{names.code(case.lead.code).zh} · {item.places.stall(row)}",
        data_title_en=f"{names.code(case.lead.code).en} · {item.places.stall(row)}",
    )


def _heading(item: Item, reader: Reader) -> Html:
    row, case = item.detail.violation, item.view.case
    where = join(
        h("b", item.places.stall(row)),
        h("span", said(reader.names.zone(row.zone_kind)), " · ", row.camera_name),
        h("time", local(row.opened_at, reader.zone)),
    )
    chips = h("span", *_chips(row, case), class_="chips")
    return h("header", h("h1", said(reader.names.code(row.code))), chips, h("p", where, class_="where"))


def _chips(row: ViolationRow, case: Case) -> Iterator[Html]:
    """How urgent, who is told of it, and what is out of the ordinary."""
    severity = Severity.ADV if row.advisory else row.severity
    told = word(severity)
    grade = "" if row.advisory else f"{severity} "
    yield h("span", say(f"{grade}{told.zh}", f"{grade}{told.en}"), class_=f"chip sev sev-{severity}")
    if case.level > 1:
        yield h("span", said(level_words(case.level)), class_="chip")
    if row.repeats:
        yield h("span", say(f"再现 {row.repeats} 次", f"back {row.repeats} times"), class_="chip")
    if case.review_overdue:
        yield h("span", say("复核逾期", "review overdue"), class_="chip late")
    if case.legal_hold:
        yield h("span", say("依法保留", "legal hold"), class_="chip")


def _sight(item: Item, shots: tuple[Shot, ...], reader: Reader) -> Html:
    if item.detail.copy is not None:
        return h("div", h("section", register_table(item.detail.copy, reader.zone), class_="panel"), class_="sight")
    if not shots:
        return h("div", no_pictures(item.detail, reader.zone), class_="sight")
    clip = None if item.clip is None else clip_url(item.clip.id)
    about = reader.names.attributes.get(item.detail.violation.code)
    strip = looks_strip(item.detail, about, shots, reader.zone)
    return h("div", viewer(shots, reader.tongue, clip), strip, class_="sight")


def _why(item: Item, reader: Reader) -> Html:
    row = item.detail.violation
    advised = h("p", said(why_advisory(row.severity)), class_="warn") if row.advisory else Html("")
    whole = h("a", say("案件全部资料 →", "Everything about this case →"), href=f"/cases/{row.id}", class_="back")
    return h(
        "section",
        h("h2", say("为什么", "Why")),
        advised,
        _clock(item),
        _seconds(item) if row.assessable_s else Html(""),
        h("dl", _line("规则", "Rule", row.rule), _line("模型", "Model", row.model), *_law(item, reader)),
        h("p", say("抓拍是线索, 不是结论。", "A flag is a lead, not a verdict."), class_="soft"),
        whole,
        class_="panel because",
    )


def _clock(item: Item) -> Html:
    """Where the clock of the evidence is not to be trusted."""
    quality = item.view.case.lead.time_quality
    if quality is TimeQuality.GOOD:
        return Html("")
    told = word(quality)
    return h("p", say(f"证据时间: {told.zh}", f"Time of the evidence: {told.en}"), class_=f"warn {quality}")


def _seconds(item: Item) -> Html:
    """Seconds that count, that speak for the person, and that cannot be told: as a bar, and in figures."""
    row = item.detail.violation
    counted, unknown = row.counted_s, row.unknown_s
    parts = {"not_worn": counted, "worn": max(row.assessable_s - counted, 0.0), "cannot_tell": unknown}
    bar = h("div", *(h("i", class_=name, style=f"flex-grow:{s:.2f}") for name, s in parts.items()), class_="bar")
    figures = (
        _figure(f"{counted:.1f} s", "计入", "counted"),
        _figure(f"{row.assessable_s:.1f} s", "能判断", "judged"),
        _figure(f"{unknown:.1f} s", "看不清", "unclear"),
        _figure(percent(row.score), "平均把握", "score"),
    )
    return join(h("div", *figures, class_="seconds"), bar)


def _figure(value: str, zh: str, en: str) -> Html:
    return h("span", h("b", value), say(zh, en))


def _line(zh: str, en: str, *said_: str) -> Html:
    return h("div", h("dt", say(zh, en)), h("dd", *said_))


def _law(item: Item, reader: Reader) -> tuple[Html, ...]:
    """The duties it stands on; that nobody checked the clause is said in words."""
    case = item.view.case
    kind = item.places.merchant_kind(case.merchant)
    merchant = MerchantKind(kind) if kind in list(MerchantKind) else None
    party = Party.OPERATOR if case.merchant is None else Party.STALL
    duties = reader.names.law.shown(case.lead.code, merchant, case.site.type, party)
    told = (say(UNVERIFIED, "not checked yet") if duty == UNVERIFIED else Html(h("span", duty)) for duty in duties)
    return (_line("依据", "Law", *(h("p", duty) for duty in told)),)
