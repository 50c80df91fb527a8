"""What a stall reads is plain: a word for every code of this box, times as people say them, clocks in two parts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.certificates.schemas import CertificateOut, CertificateState
from api.context import Names
from api.pages.parts.clock import left_words
from api.pages.stall.page import paper
from api.pages.stall.plain import PLAIN, STANDS, day_words, last_day, plain
from cases.states import State
from sunkitchen.config import load_rulebook

NINGBO = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 there
DAY = timedelta(days=1)


def test_every_code_of_the_rules_has_plain_words() -> None:
    assert set(load_rulebook({}).kinds) <= set(PLAIN)


def test_a_code_without_plain_words_is_called_by_its_name() -> None:
    assert plain("RODENT", Names()).wrong.zh == "RODENT"


def test_every_state_is_told_but_the_one_in_which_the_stall_acts() -> None:
    assert set(State) - set(STANDS) == {State.NOTIFIED}


@pytest.mark.parametrize(
    ("left_s", "zh", "en"),
    [
        pytest.param(45, "还剩 45秒", "45 s left", id="seconds"),
        pytest.param(1500, "还剩 25分0秒", "25 min 0 s left", id="minutes"),
        pytest.param(-3700, "超时 1小时1分", "1 h 1 min late", id="hours, late"),
        pytest.param(190800, "还剩 2天5小时", "2 d 5 h left", id="days"),
        pytest.param(0, "超时 0秒", "0 s late", id="now"),
    ],
)
def test_a_clock_says_two_parts_at_most(left_s: float, zh: str, en: str) -> None:
    assert left_words(left_s) == (zh, en)


@pytest.mark.parametrize(
    ("at", "zh"),
    [
        pytest.param(NOW, "今天 10:00", id="today"),
        pytest.param(NOW - timedelta(hours=11), "昨天 23:00", id="yesterday, by the clock there"),
        pytest.param(NOW - 2 * DAY, "2月28日 10:00", id="earlier"),
    ],
)
def test_a_day_is_told_as_people_say_it(at: datetime, zh: str) -> None:
    assert day_words(at, NOW, NINGBO).zh == zh


def test_until_midnight_is_the_day_before() -> None:
    assert last_day(datetime(2026, 3, 2, 16, 0, tzinfo=UTC), NINGBO).zh == "3月2日"


@pytest.mark.parametrize(
    ("left", "state", "words"),
    [
        pytest.param(12, CertificateState.EXPIRING, "尾号 1001: 还有 12 天到期", id="soon"),
        pytest.param(-3, CertificateState.EXPIRED, "尾号 1001: 已过期 3 天", id="over"),
        pytest.param(None, CertificateState.MISSING, "有人没有健康证", id="none"),
    ],
)
def test_a_certificate_says_what_is_to_be_done(left: int | None, state: CertificateState, words: str) -> None:
    until = None if left is None else date(2026, 3, 2) + left * DAY
    assert words in paper(CertificateOut(certificate="…1001", valid_until=until, days_left=left, state=state))
