"""The labelling table: one head large, its keys, and the contact sheet below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from api.context import Label
from api.pages.enrolment.compared import head_url
from api.pages.enrolment.words import ATTRIBUTES, KEYS, WORDS
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import Tongue, pick, said, say
from api.pages.shell.words import local
from records.samples import SAYABLE, Kept


def table(site: str, heads: Sequence[Kept], cameras: Mapping[str, str], zone: ZoneInfo, tongue: Tongue) -> Html:
    """The whole of it; the script turns the pages."""
    tiles = (_tile(site, number, kept, cameras, zone, tongue) for number, kept in enumerate(heads, start=1))
    sheet = Label("头像联系表", "Contact sheet of heads")
    return join(
        h("div", _rounds(), h("span", class_="count", data_count=""), class_="rounds"),
        h("div", _stage(), h("div", *(_keys(name) for name in SAYABLE), _hand(), class_="hand"), class_="looker"),
        h("div", *tiles, class_="tiles", role="group", aria_label=pick(sheet, tongue)),
    )


def _rounds() -> Html:
    """Hats first, then masks: one key per head and round."""
    return h(
        "div",
        *(
            h("button", said(label), type="button", data_round=name, aria_pressed="true" if name == "hat" else "false")
            for name, label in ATTRIBUTES.items()
        ),
        class_="switch",
        role="group",
    )


def _stage() -> Html:
    return h(
        "figure",
        h("img", alt="", data_big="", width="320", height="320"),
        h("figcaption", data_caption="", aria_live="polite"),
    )


def _keys(attribute: str) -> Html:
    buttons = (
        h(
            "button",
            h("kbd", KEYS[attribute][word]),
            said(WORDS[attribute][word]),
            type="button",
            data_attribute=attribute,
            data_word=word,
            data_key=KEYS[attribute][word].lower(),
            class_=f"key {word}",
            aria_pressed="false",
        )
        for word in SAYABLE[attribute]
    )
    return h("div", *buttons, class_="keys", data_keys=attribute)


def _hand() -> Html:
    """Back, on, and undo."""
    buttons = (
        ("prev", "←", say("上一张", "Back")),
        ("next", "→", say("下一张", "Next")),
        ("undo", "Z", say("撤销", "Undo")),
    )
    made = (h("button", h("kbd", key), words, type="button", class_="btn", data_go=go) for go, key, words in buttons)
    return h("div", *made, class_="moves")


def _tile(site: str, number: int, kept: Kept, cameras: Mapping[str, str], zone: ZoneInfo, tongue: Tongue) -> Html:
    one = kept.sample
    caption = f"{cameras.get(one.camera, one.camera)} · {local(one.at, zone)} · {one.height_px:.0f} px"
    name = Label(f"第 {number} 张, {caption}", f"Head {number}, {caption}")
    return h(
        "button",
        h("img", src=head_url(site, str(one.id)), alt="", loading="lazy", width="96", height="96"),
        *(h("i", data_chip=attribute) for attribute in SAYABLE),
        type="button",
        class_="tile",
        data_head=str(one.id),
        data_caption=caption,
        data_hat=kept.words.get("hat", ""),
        data_mask=kept.words.get("mask", ""),
        aria_label=pick(name, tongue),
    )
