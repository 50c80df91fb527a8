"""Before and after, side by side: what the camera kept, and the photo with which the rectification was handed in."""

from __future__ import annotations

from collections.abc import Sequence

from api.context import Label
from api.evidence.schemas import evidence_url
from api.pages.cases.reasons import reason_field
from api.pages.cases.timeline import Telling, files_of, photo_address
from api.pages.parts.moments import best, moments
from api.pages.shell.markup import Html, h
from api.pages.shell.say import pick, say
from api.pages.shell.words import local
from cases.states import Action
from cases.values import Transition
from records.violation_rows import ViolationDetail
from vision.facts import EvidenceKind

BROUGHT = frozenset({Action.SUBMIT, Action.CLOSE})
REASON = Label("例如: 复查整改", "such as: for the re-check")


def compare(detail: ViolationDetail, steps: Sequence[Transition], telling: Telling) -> Html:
    """Of the last rectification that was handed in with photos; nothing before the first."""
    step = next((one for one in reversed(steps) if one.action in BROUGHT and files_of(one.payload)), None)
    if step is None:
        return Html("")
    after = (_after(step, digest, telling) for digest in files_of(step.payload))
    panes = h("div", _before(detail, telling), h("div", *after, class_="afters"), class_="panes")
    return h("section", h("h2", say("整改前后", "Before and after")), panes, _opener(telling), class_="compare")


def _before(detail: ViolationDetail, telling: Telling) -> Html:
    words = say("整改前 · 摄像头", "Before · the camera")
    moment = best(moments(detail))
    row = None if moment is None else moment.picture(EvidenceKind.ORIGINAL)
    if row is None:
        return h("figure", h("div", say("图片已删除或没有", "there is no picture (any more)"), class_="none"), words)
    address = evidence_url(row.id)
    picture = h("img", src=address, alt=pick(Label("整改前", "before"), telling.tongue), loading="lazy")
    return _figure(picture, address, words, local(row.at, telling.zone))


def _after(step: Transition, digest: str, telling: Telling) -> Html:
    address = photo_address(step, digest)
    picture = h("img", src=address, alt=pick(Label("整改后", "after"), telling.tongue), loading="lazy")
    words = say(f"整改后 · {step.actor}", f"After · {step.actor}")
    return _figure(picture, address, words, local(step.at, telling.zone))


def _figure(picture: Html, address: str, words: Html, at: str) -> Html:
    caption = h("figcaption", h("b", words), h("time", at))
    return h("figure", h("div", picture, class_="pane"), caption, data_original=f"{address}/original")


def _opener(telling: Telling) -> Html:
    """Photos are served so coarse that nobody is known on them: who may opens both for one reason."""
    coarse = say(
        "照片只显示色块, 以免认出人; 原图说明理由后可看。",
        "Photos are shown as blocks, so that nobody is known on them; originals open for a reason.",
    )
    if not telling.opens:
        return h("p", coarse, class_="soft")
    label = say("理由, 记入审计日志", "Reason: goes into the audit log")
    button = h("button", say("并排看原图", "Open both originals"), type="submit", class_="btn")
    alert = h("div", role="alert", class_="bad")
    form = h("form", reason_field(label, pick(REASON, telling.tongue)), button, alert, class_="pair ask-form")
    return h("div", h("p", coarse, class_="soft"), form)
