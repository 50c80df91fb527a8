"""The form that writes a choice into the address: a plain GET form; on a phone it folds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType

from api.context import Label, Names
from api.pages.history.choice import Choice, View, When
from api.pages.shell.markup import Html, h, join
from api.pages.shell.places import Places
from api.pages.shell.say import Tongue, pick, said, say
from cases.values import LEVELS
from cases.words import STATES
from records.registry import SiteEntry
from records.states import ReviewState

WHEN = MappingProxyType(
    {
        When.TODAY: Label("今天", "today"),
        When.WEEK: Label("近 7 天", "last 7 days"),
        When.MONTH: Label("近 30 天", "last 30 days"),
        When.QUARTER: Label("本季度", "this quarter"),
        When.LAST_QUARTER: Label("上季度", "last quarter"),
        When.YEAR: Label("近一年", "last 365 days"),
        When.OWN: Label("自定", "from … to …"),
    }
)
COUNTING = MappingProxyType(
    {"false": Label("计入统计", "counted ones"), "true": Label("仅提示", "advisory only")},
)
REPEATED = MappingProxyType(
    {"true": Label("再次出现过", "came back"), "false": Label("没有再现", "did not come back")},
)
LEVEL_WORDS = MappingProxyType(
    dict(
        zip(
            LEVELS,
            (Label("一级 管理员", "1 manager"), Label("二级 负责人", "2 head"), Label("三级 监管所", "3 supervisor")),
            strict=True,
        )
    )
)
ALL = Label("全部", "all")
Options = Iterable[tuple[str, str]]


def filter_form(choice: Choice, places: Places, names: Names, tongue: Tongue) -> Html:
    """All fields, folded on a phone; under them what is chosen, each to be taken away."""
    fields = (
        _select("when", Label("时间", "When"), choice.when, _labels(WHEN.items(), tongue)),
        _days(choice),
        _select("site", Label("场所", "Site"), choice.site, ((s.id, s.name) for s in places.sites), tongue),
        _stalls(choice, places, tongue),
        _select("camera", Label("摄像头", "Camera"), choice.camera, _cameras(choice, places), tongue),
        _select("code", Label("类型", "Kind"), choice.code, _codes(names, tongue), tongue),
        _select("state", Label("状态", "State"), choice.state, _states(tongue), tongue),
        _select("level", Label("层级", "Level"), _text(choice.level), _levels(tongue), tongue),
        _select("repeated", Label("再现", "Repeats"), _yes(choice.repeated), _labels(REPEATED.items(), tongue), tongue),
        _select("advisory", Label("统计", "Counted"), _yes(choice.advisory), _labels(COUNTING.items(), tongue), tongue),
    )
    hidden = (_hidden("view", choice.view) if choice.view is not View.FIGURES else Html(""), _by(choice))
    show = h("button", say("查看", "Show"), type="submit", class_="btn show")
    form = h(
        "form", *fields, *hidden, show, method="get", action="/history", class_="filters", id="filters",
        data_own=When.OWN, data_usual=When.QUARTER,
    )  # fmt: skip
    folded = h("details", h("summary", _folded(choice)), form, class_="fold", open="")
    return join(folded, _chips(choice, places, names))


def _folded(choice: Choice) -> Html:
    count = len([name for name in choice.query if name not in {"view", "after", "by", "from", "to"}])
    chosen = join(Html(" · "), said(WHEN[choice.when]))
    return join(say("筛选", "Filters"), chosen, Html(f" · {count}") if count else Html(""))


def _chips(choice: Choice, places: Places, names: Names) -> Html:
    """What is chosen besides the days; a cross takes it away."""
    state = None if choice.state is None else Label(*STATES[choice.state])
    advisory = None if choice.advisory is None else COUNTING[_yes(choice.advisory) or ""]
    repeated = None if choice.repeated is None else REPEATED[_yes(choice.repeated) or ""]
    chosen: tuple[tuple[str, Label | None], ...] = (
        ("site", _same(choice.site and places.site(choice.site))),
        ("merchant", _same(choice.merchant and places.merchant(choice.merchant))),
        ("camera", _same(choice.camera and places.camera(choice.camera))),
        ("code", None if choice.code is None else names.code(choice.code)),
        ("state", state),
        ("level", None if choice.level is None else LEVEL_WORDS[choice.level]),
        ("repeated", repeated),
        ("advisory", advisory),
    )
    chips = [_chip(choice, name, label) for name, label in chosen if label is not None]
    if not chips:
        return Html("")
    clear = h("a", say("全部清除", "Clear all"), href=choice.only_days.address, class_="clear")
    return h("div", *chips, clear, class_="chosen")


def _chip(choice: Choice, name: str, label: Label) -> Html:
    away, title = choice.without(name).address, "去掉这一条件 Take this filter away"
    cross = h("span", "×", aria_hidden="true")
    return h("a", said(label), cross, href=away, class_="btn chosen-one", title=title)


def _days(choice: Choice) -> Html:
    both = (
        _date("from", Label("从", "From"), _text(choice.first_day)),
        _date("to", Label("到", "To"), _text(choice.last_day)),
    )
    return h("div", *both, class_="own", hidden=None if choice.when is When.OWN else "")


def _stalls(choice: Choice, places: Places, tongue: Tongue) -> Html:
    """Grouped by site where there are several."""
    sites = [site for site in places.sites if choice.site in (None, site.id) and site.merchants]
    known = any(one.id == choice.merchant for site in sites for one in site.merchants)
    groups = [_group(site, choice, alone=len(sites) == 1) for site in sites]
    if choice.merchant is not None and not known:
        groups.append(_option(choice.merchant, choice.merchant, chosen=True))
    everything = _option("", pick(ALL, tongue), chosen=choice.merchant is None)
    return _labelled(Label("摊位", "Stall"), h("select", everything, *groups, name="merchant"))


def _group(site: SiteEntry, choice: Choice, *, alone: bool) -> Html:
    options = [_option(one.id, f"{one.name} {one.stall}".strip(), one.id == choice.merchant) for one in site.merchants]
    return join(*options) if alone else h("optgroup", *options, label=site.name)


def _select(name: str, label: Label, chosen: str | None, entries: Options, tongue: Tongue | None = None) -> Html:
    """With everything first, where a tongue is given."""
    known = dict(entries)
    if chosen is not None:
        known.setdefault(chosen, chosen)
    everything = () if tongue is None else (_option("", pick(ALL, tongue), chosen is None),)
    return _labelled(
        label, h("select", *everything, *(_option(key, text, key == chosen) for key, text in known.items()), name=name)
    )


def _option(value: str, text: str, chosen: bool) -> Html:
    return h("option", text, value=value, selected="" if chosen else None)


def _date(name: str, label: Label, value: str | None) -> Html:
    return _labelled(label, h("input", type="date", name=name, value=value))


def _labelled(label: Label, field: Html) -> Html:
    return h("label", h("span", said(label)), field)


def _hidden(name: str, value: str) -> Html:
    return h("input", type="hidden", name=name, value=value)


def _by(choice: Choice) -> Html:
    return Html("") if choice.step is None else _hidden("by", choice.step)


def _cameras(choice: Choice, places: Places) -> Options:
    return ((one.id, one.name) for one in places.cameras(choice.site))


def _codes(names: Names, tongue: Tongue) -> Options:
    return ((code, pick(label, tongue)) for code, label in names.codes.items())


def _states(tongue: Tongue) -> Options:
    return ((state, pick(Label(*STATES[state]), tongue)) for state in ReviewState)


def _levels(tongue: Tongue) -> Options:
    return ((str(level), pick(label, tongue)) for level, label in LEVEL_WORDS.items())


def _labels(words: Iterable[tuple[str, Label]], tongue: Tongue) -> Options:
    return ((key, pick(label, tongue)) for key, label in words)


def _same(text: str | None) -> Label | None:
    return None if text is None else Label(text, text)


def _text(value: int | date | None) -> str | None:
    return None if value is None else str(value)


def _yes(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()
