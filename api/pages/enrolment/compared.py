"""Before and after, side by side: numbers first, then the heads themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from api.enrolment.teaching import Attempt, Compared, Example, Side, Tally
from api.pages.enrolment.words import ATTRIBUTES, WORDS, answer_said, attributes_said
from api.pages.shell.markup import Html, h, join
from api.pages.shell.say import said, say
from api.pages.shell.words import percent
from vision.facts import Answer
from vision.wilson import wilson

NOBODY = Tally(0, 0, 0)
SHOWN = 12
SILENT = 0.8
"""Share of heads left without an answer from which on it is said."""


def comparison(attempt: Attempt, site: str, least: int) -> Html:
    """What came of the fit."""
    parts = [
        _attribute(one, [e for e in attempt.examples if e.attribute == one.attribute], site) for one in attempt.compared
    ]
    left = _left_out(attempt.left_out, least) if attempt.left_out else Html("")
    return join(h("div", *parts, class_="sides"), left)


def _left_out(names: tuple[str, ...], least: int) -> Html:
    words = say(
        f"没有学: 至少要 {least} 个戴着的头像。", f"not learnt: at least {least} heads that wear it are needed."
    )
    return h("p", attributes_said(names), " ", words, class_="soft")


def _attribute(one: Compared, examples: Sequence[Example], site: str) -> Html:
    verdict = (
        h("p", say("比原来差, 不能启用。", "Worse than before: it must not be installed."), class_="verdict bad")
        if one.worse
        else h("p", say("不比原来差, 可以启用。", "Not worse than before: it may be installed."), class_="verdict good")
    )
    return h(
        "section",
        h("h3", said(ATTRIBUTES[one.attribute])),
        verdict,
        _silent(one),
        _numbers(one),
        _examples(examples, site),
    )


def _silent(one: Compared) -> Html:
    """Nothing wrong is said by who says nothing: that is told beside the verdict."""
    if not one.crops or one.after.untold < SILENT * one.crops:
        return Html("")
    words = say(
        "但它几乎不再作判断: 标注太少或互相矛盾, 门槛因此很高。再标一些, 检查标错的。",
        "But it answers hardly anything: too few labels, or some contradict each other, so it needs to be very sure.",
    )
    return h("p", words, class_="soft")


def _numbers(one: Compared) -> Html:
    head = h("tr", h("th"), h("th", say("原来", "Before")), h("th", say("学了以后", "After")))
    rows = (
        _row(say("说“没戴”, 其中说对的", "Says “not worn”, rightly"), one, _right),
        _row(say("没戴的头像被看出的", "Bare heads it finds"), one, _found),
        _row(say("戴着的头像被看出的", "Covered heads it knows"), one, _known),
        h(
            "tr",
            h("th", say("不作判断", "No answer"), scope="row"),
            *_cells(one, lambda s: f"{s.untold} / {one.crops}"),
        ),
        h(
            "tr",
            h("th", say("别处的头像: 戴着被说没戴", "Heads from elsewhere: accused wrongly"), scope="row"),
            *_cells(one, lambda side: f"{side.accused * 100:.1f} %"),
        ),
        h(
            "tr",
            h("th", say("别处的头像: 戴没戴分得清", "Heads from elsewhere: told apart"), scope="row"),
            *_cells(one, lambda side: percent(side.told_apart)),
        ),
    )
    return h("table", h("thead", head), h("tbody", *rows), class_="numbers")


def _cells(one: Compared, told: Callable[[Side], str]) -> Iterable[Html]:
    return (h("td", told(side)) for side in (one.before, one.after))


def _row(words: Html, one: Compared, told: Callable[[Side], str]) -> Html:
    return h("tr", h("th", words, scope="row"), *_cells(one, told))


def _right(side: Side) -> Html:
    tally = side.answers.get(Answer.NOT_WORN, NOBODY)
    return _share(tally.right, tally.given)


def _found(side: Side) -> Html:
    tally = side.answers.get(Answer.NOT_WORN, NOBODY)
    return _share(tally.right, tally.deserving)


def _known(side: Side) -> Html:
    tally = side.answers.get(Answer.WORN, NOBODY)
    return _share(tally.right, tally.deserving)


def _share(hits: int, n: int) -> Html:
    """`8 / 9` with its 95 % interval."""
    bounds = wilson(hits, n)
    if bounds is None:
        return h("span", "–", class_="soft")
    interval = h("small", f"{percent(bounds[0])}–{percent(bounds[1])}")
    return h("span", f"{hits} / {n}", interval)


def _examples(examples: Sequence[Example], site: str) -> Html:
    """Those that changed or are wrong come first."""
    same = all(one.before is one.after is one.right for one in examples)
    words = h("p", say("原来就都说对了。", "All were right before already."), class_="soft") if same else Html("")
    return join(words, h("ul", *(_example(one, site) for one in examples[:SHOWN]), class_="examples"))


def _example(one: Example, site: str) -> Html:
    word = WORDS[one.attribute][one.word]
    picture = h("img", src=head_url(site, str(one.head)), alt="", loading="lazy", width="96", height="96")
    change = h("p", _mark(one.before, one.right), h("span", "→", aria_hidden="true"), _mark(one.after, one.right))
    return h("li", picture, h("b", said(word)), change)


def _mark(answer: Answer | None, right: Answer | None) -> Html:
    """Right, wrong, or nothing said."""
    looks = "none" if answer is None else "right" if answer is right else "wrong"
    return h("span", answer_said(answer), class_=f"mark {looks}")


def head_url(site: str, head: str) -> str:
    """Where a head's picture is served."""
    return f"/api/v1/sites/{site}/heads/{head}"
