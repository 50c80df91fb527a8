"""Which cases the list shows, as it stands in the address, and the tabs and fields that write it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self
from urllib.parse import urlencode

from api.cases.reading import Filter
from api.context import Label
from api.pages.shell.markup import Html, h
from api.pages.shell.places import Places
from api.pages.shell.say import Tongue, pick, said, say
from cases.states import TERMINAL, State
from cases.words import STATES
from records.violation_rows import Cursor

SUBMIT = "this.form.requestSubmit()"
DROP_EMPTY = "for(const field of this.elements)if(!field.value)field.disabled=true"


class Tab(StrEnum):
    """Which of them: those that wait for the visitor, all that are open, those that are over."""

    MINE = "mine"
    OPEN = "open"
    CLOSED = "closed"


TABS = {
    Tab.MINE: Label("待我办理", "Mine to do"),
    Tab.OPEN: Label("全部未结", "All open"),
    Tab.CLOSED: Label("已结", "Closed"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says; None is all. after: where the page begins."""

    tab: Tab = Tab.OPEN
    site: str | None = None
    stall: str | None = None
    state: State | None = None
    after: Cursor | None = None

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Self:
        """From the address; what cannot be read counts as left out, and a state that the tab has none of."""
        tab = next((tab for tab in (Tab.MINE, Tab.CLOSED) if query.get(tab) == "true"), Tab.OPEN)
        state = next((state for state in states_of(tab) if state == query.get("state")), None)
        return cls(tab, query.get("site") or None, query.get("stall") or None, state, _cursor(query.get("after", "")))

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out besides what the tab leaves out."""
        return any((self.site, self.stall, self.state))

    @property
    def filter(self) -> Filter:
        """As cases are read."""
        return Filter(self.site, self.stall, self.state, mine=self.tab is Tab.MINE)

    @property
    def address(self) -> str:
        """Where it is found again."""
        asked = {self.tab: "true" if self.tab is not Tab.OPEN else None, "site": self.site, "stall": self.stall}
        asked |= {"state": self.state, "after": None if self.after is None else str(self.after)}
        kept = urlencode({name: value for name, value in asked.items() if value})
        return f"/cases?{kept}" if kept else "/cases"


def states_of(tab: Tab) -> tuple[State, ...]:
    """States in which cases of a tab are, in the order of the workflow."""
    return tuple(state for state in State if (state in TERMINAL) is (tab is Tab.CLOSED) and state in STATES)


def tabs(asked: Asked) -> Html:
    """The tabs; what is asked for of places goes along."""
    links = (
        h(
            "a",
            said(words),
            href=replace(asked, tab=tab, state=None, after=None).address,
            class_="on" if tab is asked.tab else None,
            aria_current="page" if tab is asked.tab else None,
        )
        for tab, words in TABS.items()
    )
    return h("nav", *links, class_="tabs", aria_label="案件 Cases")


def fields(asked: Asked, places: Places, tongue: Tongue) -> Html:
    """The choices: each is taken at once, and the address keeps it."""
    here = [site for site in places.sites if asked.site in (None, site.id)]
    stalls = {m.id: f"{m.stall} {m.name}".strip() for site in here for m in site.merchants}
    sites = {site.id: site.name for site in places.sites}
    states = {state.value: pick(Label(*STATES[state]), tongue) for state in states_of(asked.tab)}
    clear = h("a", say("全部显示", "Show all"), href=Asked(asked.tab).address, class_="clear")
    return h(
        "form",
        h("input", type="hidden", name=asked.tab, value="true") if asked.tab is not Tab.OPEN else Html(""),
        _select("site", say("场所", "Site"), sites, asked.site, tongue) if len(sites) > 1 else Html(""),
        _select("stall", say("摊位", "Stall"), stalls, asked.stall, tongue) if len(stalls) > 1 else Html(""),
        _select("state", say("状态", "State"), states, asked.state, tongue),
        clear if asked.narrowed else Html(""),
        method="get",
        action="/cases",
        class_="filters",
        onsubmit=DROP_EMPTY,
    )


def _select(name: str, label: Html, entries: Mapping[str, str], chosen: str | None, tongue: Tongue) -> Html:
    options = (
        h("option", text, value=value, selected="" if value == chosen else None) for value, text in entries.items()
    )
    every = h("option", pick(Label("全部", "all"), tongue), value="")
    return h("label", h("span", label), h("select", every, *options, name=name, onchange=SUBMIT))


def _cursor(text: str) -> Cursor | None:
    try:
        return Cursor.parse(text) if text else None
    except ValueError:
        return None
