"""Why a snapshot was flagged, in words, with everything one needs to check it."""

from __future__ import annotations

from urllib.parse import quote
from zoneinfo import ZoneInfo

from api.context import Label, Names
from api.evidence.schemas import clip_url, evidence_url
from api.pages.parts.card import phase_chip, title, weight_chip
from api.pages.shell.frame import notice
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places
from api.pages.shell.say import said, say
from api.pages.shell.words import local, percent, seconds, why_advisory, word
from records.clips import ClipRow
from records.retention.words import why_gone
from records.violation_rows import EvidenceRow, ViolationDetail, ViolationRow

CUT = say(
    "图片只显示本摊区域；大小与哈希是原文件的。", "Pictures show your stall's zone; sizes and hashes are the files'."
)

READER = "reader@"
"""What judged, where it was a camera's reader: there never were looks."""


def heading(row: ViolationRow, names: Names, places: Places) -> Html:
    """What, how urgent, where it stands, whose; the way back, and to its case."""
    back = h("a", "← ", say("历史", "History"), href="/history?view=list", class_="back", data_back="/history")
    state = h("span", said(word(row.state)), class_="chip")
    chips = h("div", weight_chip(row), phase_chip(row), state, class_="chips")
    handle = h("a", say("看案件、办理", "See and handle the case"), href=f"/cases/{row.id}", class_="btn")
    own = _own_history(row)
    words = h("div", title(names.code(row.code), "h1"), h("div", places.stall(row), class_="who"), chips)
    return join(back, h("div", words, h("div", own, handle, class_="ways"), class_="headline"))


def _own_history(row: ViolationRow) -> Html:
    """To everything of the same stall; nothing where the place is nobody's."""
    if row.merchant is None:
        return Html("")
    return h(
        "a", say("本摊的历史", "This stall's history"), href=f"/history?merchant={quote(row.merchant)}", class_="btn"
    )


def why(detail: ViolationDetail, names: Names) -> Html:
    """The sentence, and the same as a bar."""
    row = detail.violation
    zh, en = _sentence(detail, names.code(row.code))
    lead = say("抓拍是线索，不是结论：由人复核后才作处理。", "A flag is a lead, not a verdict: people decide.")
    return h(
        "section",
        h("h2", say("为什么", "Why")),
        _advised(row),
        h("p", say(zh, en)),
        _bar(row) if row.assessable_s else Html(""),
        h("p", lead, class_="lead"),
    )


def _sentence(detail: ViolationDetail, name: Label) -> Label:
    """What decided it: a register, a camera that was asked after, or looks."""
    row = detail.violation
    if detail.copy is not None:
        return Label(
            "登记资料中有健康证已过期或缺失，见下方登记资料；与画面和人脸无关。",
            "The register below has certificates that expired or are missing; no picture and no face was looked at.",
        )
    if row.model.startswith(READER):
        return Label(
            f"询问该摄像头的 {seconds(row.assessable_s)}中，{seconds(row.counted_s)}没有画面。",
            f"Of {row.assessable_s:.1f} s in which the camera was asked after, {row.counted_s:.1f} s had no picture.",
        )
    share = row.counted_s / row.assessable_s if row.assessable_s else None
    return Label(
        f"能判断的 {seconds(row.assessable_s)}中，{name.zh} {seconds(row.counted_s)}（{percent(share)}）；"
        f"看不清的 {seconds(row.unknown_s)}不计入。依据 {len(detail.looks)} 次观察，平均把握 {percent(row.score)}。",
        f"Of {row.assessable_s:.1f} s that could be judged, {row.counted_s:.1f} s count as {name.en}; "
        f"{row.unknown_s:.1f} s could not be told and do not count.",
    )


def facts(row: ViolationRow, names: Names, places: Places) -> Html:
    """Where, when, by which rule and model."""
    zone = places.zone_info(row.site)
    kind, source, quality = said(names.zone(row.zone_kind)), said(word(row.time_source)), said(word(row.time_quality))
    lines: tuple[tuple[Label, Html | str], ...] = (
        (Label("等级", "Severity"), join(Html(f"{row.severity} "), said(word(row.severity)))),
        (Label("场所", "Site"), row.site_name),
        (Label("摄像头", "Camera"), f"{row.camera_name} ({row.camera})"),
        (Label("区域", "Zone"), join(kind, h("small", row.zone))),
        (Label("开始", "Began"), local(row.started_at, zone)),
        (Label("判定", "Flagged"), local(row.opened_at, zone)),
        (Label("结束", "Ended"), "–" if row.ended_at is None else local(row.ended_at, zone)),
        (Label("再现", "Repeats"), say(f"{row.repeats} 次", f"{row.repeats} times")),
        (Label("时间来源", "Time from"), join(source, h("small", quality))),
        (Label("规则", "Rule"), row.rule),
        (Label("模型", "Model"), row.model),
        (Label("编号", "Id"), str(row.id)),
    )
    return h("section", h("dl", *(h("div", h("dt", said(name)), h("dd", value)) for name, value in lines)))


def files(detail: ViolationDetail, places: Places) -> Html:
    """The evidence files with their hashes."""
    zone = places.zone_info(detail.violation.site)
    heads = (say("时刻", "Moment"), say("类别", "Kind"), say("大小", "Size"), Html("SHA-256"))
    head = h("tr", *(h("th", name, scope="col") for name in heads))
    rows = (_file(row, local(row.at, zone)) for row in detail.evidence)
    table = h("div", h("table", h("thead", head), h("tbody", *rows), class_="files"), tabindex="0", class_="scroll")
    cut = h("p", CUT, class_="soft") if detail.cut is not None else Html("")
    return h("section", h("h2", say("证据文件", "Evidence")), cut, table)


def film(clip: ClipRow) -> Html:
    """The clip, to be played; fetched when somebody plays it."""
    words = h("figcaption", say("前后录像, 头部遮挡", "What was before and after, with heads hidden"))
    video = h("video", controls="", preload="none", src=clip_url(clip.id))
    return h("figure", video, words, class_="film")


def no_pictures(detail: ViolationDetail, zone: ZoneInfo) -> Html:
    """Why there is no picture: none was kept, or they went on purpose, when and why."""
    gone = next((row.removed for row in detail.evidence if row.removed is not None), None)
    if gone is None:
        line = say("离线与证照类线索不靠画面。", "Cameras offline and papers need none.")
        return notice(say("没有图片", "There is no picture of this"), line)
    why_so = why_gone(gone.rule)
    day = f"{gone.at.astimezone(zone):%Y-%m-%d}"
    zh = f"图片已于 {day} 删除（{why_so.zh}）；记录与哈希仍在。"
    en = f"Pictures were removed on {day}: {why_so.en}. What was recorded and the hashes stay."
    return notice(say("图片已删除", "The pictures were removed"), say(zh, en))


def _advised(row: ViolationRow) -> Html:
    if not row.advisory:
        return Html("")
    reason = why_advisory(row.severity)
    return h("p", say(reason.zh, reason.en), class_="advised")


def _file(row: EvidenceRow, at: str) -> Html:
    made = Html("") if row.derived_from is None else h("small", say("由原图生成", "made from the original"))
    kind = said(word(row.kind))
    gone = row.removed
    shown = h("a", kind, href=evidence_url(row.id), target="_blank") if gone is None else kind
    removed = (
        Html("") if gone is None else h("small", say(f"已于 {gone.at:%Y-%m-%d} 删除", f"removed {gone.at:%Y-%m-%d}"))
    )
    return h(
        "tr",
        h("td", said(word(row.role)), " ", h("time", at)),
        h("td", shown, made, removed),
        h("td", f"{row.width}×{row.height} · {row.size_bytes / 1024:.0f} KB", class_="num"),
        h("td", h("code", row.sha256)),
    )


def _bar(row: ViolationRow) -> Html:
    """Seconds that count, that speak for the person, and that cannot be told, side by side."""
    parts = {
        "not_worn": row.counted_s,
        "worn": max(row.assessable_s - row.counted_s, 0.0),
        "cannot_tell": row.unknown_s,
    }
    pieces = (
        h("i", class_=name, style=f"flex-grow:{value:.2f}", title=seconds(value)) for name, value in parts.items()
    )
    return h("div", *pieces, class_="bar", aria_hidden="true")
