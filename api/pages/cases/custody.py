"""The evidence as something that is kept: whether it is as it was, taking it away as a package, holding it."""

from __future__ import annotations

from uuid import UUID

from api.context import Label
from api.pages.cases.reasons import reason_field
from api.pages.parts.fetching import sending
from api.pages.shell.markup import Html, h
from api.pages.shell.say import Tongue, pick, say

REASON = Label("例如: 申诉要求复核", "such as: asked for in an appeal")


def verification(case: UUID) -> Html:
    """Whether the evidence still says what it said: asked and filled in by custody.js."""
    again = h("button", say("再核验一次", "Look again"), type="button", class_="btn again")
    verdict = h("div", h("p", say("正在核验…", "Being verified…"), class_="wait"), class_="verdict", role="status")
    about = say(
        "现在重新计算本案每个文件的哈希, 并核对记录、链与签名。",
        "The hash of every file of this case, its records, its links and their signatures, gone through just now.",
    )
    return h(
        "section",
        h("h2", say("证据核验", "Is the evidence as it was?")),
        verdict,
        h("p", about, class_="soft"),
        again,
        class_="custody",
        data_verify=f"/api/v1/violations/{case}/verification",
    )


def package(case: UUID, tongue: Tongue, *, originals: bool) -> Html:
    """Download all there is as a signed zip; the reason goes into the audit log and the chain."""
    hide = h(
        "label",
        h("input", type="checkbox", name="hide_faces", value="true"),
        say("遮挡所有人脸 (给别人看时)", "hide all faces (to hand it on)"),
        class_="check",
    )
    label = say("理由, 记入审计日志和证据链", "Reason: goes into the audit log and the chain")
    offline = say(
        "不联网也能核验: sunkitchen evidence verify 文件.zip; 包内附说明。",
        "It can be verified offline: sunkitchen evidence verify FILE.zip; a guide is inside.",
    )
    form = h(
        "form",
        reason_field(label, pick(REASON, tongue)),
        hide if originals else Html(""),
        h("button", say("下载证据包", "Download the package"), type="submit", class_="go"),
        sending(),
        action=f"/api/v1/violations/{case}/package",
        method="post",
        class_="fetched ask-form",
        data_as="form",
    )
    return h(
        "section", h("h2", say("证据包", "Evidence package")), form, h("p", offline, class_="soft"), class_="package"
    )


def hold(case: UUID, tongue: Tongue, *, held: bool) -> Html:
    """Set a legal hold, or lift it."""
    now = (
        say("已依法保留: 到期也不会删除。", "Held: nothing of it is deleted, whatever its age.")
        if held
        else say("未保留: 到期按规定删除。", "Not held: it is deleted when its time comes.")
    )
    deed = say("解除保留", "Lift the hold") if held else say("依法保留", "Hold it")
    label = say("理由, 记入证据链", "Reason: goes into the chain")
    example = Label("例如: 移送线索, 案件未结", "such as: referred, still pending")
    form = h(
        "form",
        reason_field(label, pick(example, tongue)),
        h("button", deed, type="submit", class_="btn"),
        h("div", role="alert", class_="bad"),
        action=f"/api/v1/cases/{case}/{'release' if held else 'hold'}",
        method="post",
        class_="hold ask-form",
    )
    head = h("summary", h("h2", say("依法保留", "Legal hold")), h("span", now, class_="soft"))
    return h("section", h("details", head, form), class_="holding")
