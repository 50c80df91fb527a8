"""Forms for somebody else to tell: a webhook, or mailboxes."""

from __future__ import annotations

from api.context import Label
from api.notifiers.schemas import TOLD
from api.pages.admin.room import field, send_form, text_input
from api.pages.admin.tree import Tree
from api.pages.admin.users import grant_fields
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import Tongue, pick, said, say
from api.pages.shell.words import word
from records.states import Security, Topic
from vision.facts import Severity

ADDRESS = "/api/v1/notifiers"
TO = "/admin/notifiers"
USUAL = frozenset({Topic.FLAG, Topic.ESCALATED, Topic.OVERDUE})
USUAL_SEVERITIES = frozenset({Severity.I, Severity.II})
SECURITIES = {
    Security.STARTTLS: Label("STARTTLS", "STARTTLS"),
    Security.TLS: Label("TLS", "TLS"),
    Security.NONE: Label("不加密 (仅内网)", "none (inside only)"),
}


def add_forms(tree: Tree, tongue: Tongue) -> Html:
    """Both, folded."""
    return h("div", _webhook(tree, tongue), _email(tree, tongue), class_="two")


def _webhook(tree: Tree, tongue: Tongue) -> Html:
    url = h(
        "input", type="url", data_field="webhook.url", name="url", required="", maxlength="2000", autocomplete="off"
    )
    hint = say(
        "JSON POST, 以密钥签名 (HMAC-SHA256); 地址存入仅本程序可读的文件, 不再显示。",
        "A JSON POST signed with a secret (HMAC-SHA256); the address is kept in a file and never shown again.",
    )
    form = send_form(
        ADDRESS,
        *_common(tree, tongue),
        h("label", h("span", say("地址", "Address")), url, h("small", hint, class_="hint"), class_="field wide"),
        *_wishes(),
        button=say("添加, 显示签名密钥", "Add, and show the signing secret"),
        data_then="secret",
        data_to=TO,
    )
    return h("details", h("summary", say("添加 Webhook", "Add a webhook")), form, class_="panel", id="add-webhook")


def _email(tree: Tree, tongue: Tongue) -> Html:
    ways = (h("option", pick(label, tongue), value=one) for one, label in SECURITIES.items())
    port = h("input", type="number", data_field="email.port", data_kind="number", value="587", min="1", max="65535")
    password = h("input", type="password", data_field="email.password", autocomplete="new-password", maxlength="500")
    to = h("input", type="text", data_field="email.recipients", data_kind="lines", required="", autocomplete="off")
    form = send_form(
        ADDRESS,
        *_common(tree, tongue),
        field(say("邮件服务器", "Mail server"), text_input("email.host", required="", maxlength="253")),
        field(say("端口", "Port"), port),
        field(say("加密", "Encryption"), h("select", *ways, data_field="email.security")),
        field(say("登录名", "Login"), text_input("email.login", maxlength="254")),
        field(say("密码", "Password"), password, say("不再显示", "never shown again")),
        field(say("发件人", "From"), text_input("email.sender", required="", maxlength="254")),
        field(say("收件人", "To"), to, say("可多个, 用空格分开", "several with spaces between")),
        *_wishes(),
        button=say("添加", "Add"),
        data_then="secret",
        data_to=TO,
    )
    return h("details", h("summary", say("添加电子邮件", "Add e-mail")), form, class_="panel", id="add-email")


def _common(tree: Tree, tongue: Tongue) -> tuple[Html, ...]:
    name = field(say("名称", "Name"), text_input("name", required="", maxlength="64"))
    return name, *grant_fields(tree, tongue)


def _wishes() -> tuple[Html, ...]:
    topics = (_tick("topics", one, said(word(one)), checked=one in USUAL) for one in Topic if one in TOLD)
    severities = (_tick("severities", one, said(word(one)), checked=one in USUAL_SEVERITIES) for one in Severity)
    inside = h("label", h("input", type="checkbox", data_field="inside", data_kind="flag"), _inside(), class_="tick")
    pages = text_input("pages", type="url", placeholder="https://", maxlength="300")
    return (
        h("fieldset", h("legend", say("告诉什么", "Of what")), h("div", *topics, class_="ticks")),
        h("fieldset", h("legend", say("哪些线索", "Of which flags")), h("div", *severities, class_="ticks")),
        h("div", inside, class_="wide"),
        field(
            say("网页地址 (可空)", "Address of these pages (may be empty)"),
            pages,
            say("填写后附上案件与遮挡缩略图的链接", "with it, links to the case and its hidden thumbnail are added"),
        ),
    )


def _inside() -> Html:
    return join(
        say("接收方在内网", "The receiver stands inside"),
        h("small", say("才可发往内网地址或不加密", "only then private addresses, or no encryption"), class_="hint"),
    )


def _tick(name: str, value: str, label: Html, *, checked: bool) -> Html:
    box = h(
        "input",
        type="checkbox",
        value=value,
        data_field=name,
        data_kind="member",
        checked="" if checked else None,
    )
    return h("label", box, label, class_="tick")
