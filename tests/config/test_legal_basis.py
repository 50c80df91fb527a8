"""The legal basis, chosen by merchant, site and code; what nobody checked is never printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.legal import UNVERIFIED, Party
from cases.states import MerchantKind, SiteType
from sunkitchen.config import load_legal_book, load_rulebook
from sunkitchen.config.schema import MerchantConfig
from sunkitchen.paths import CONFIGS, ROOT
from vision.errors import ConfigError

M, S = MerchantKind, SiteType
BOOK = load_legal_book()
SHIPPED = (CONFIGS / "rules" / "legal_basis.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "merchant", "site", "duties"),
    [
        pytest.param(
            "NO_HAT",
            M.LICENSED_FOOD_SALE,
            S.FARMERS_MARKET,
            ["market_18_3", "fsl_33_1_8"],
            id="deli stall: the local rule, then the law",
        ),
        pytest.param(
            "NO_MASK",
            M.LICENSED_FOOD_SALE,
            S.FARMERS_MARKET,
            ["market_18_3", "gb31621_dress"],
            id="deli stall, mask: not in the food safety law",
        ),
        pytest.param(
            "NO_HAT", M.CANTEEN, S.SCHOOL_CANTEEN, ["fsl_33_1_8", "catering_hair"], id="canteen: no market rule"
        ),
        pytest.param("NO_HAT", M.SMALL_FOOD_SHOP, S.FARMERS_MARKET, ["market_18_3", "fsl_33_1_8"], id="small shop"),
        pytest.param("NO_GLOVES", M.LICENSED_FOOD_SALE, S.FARMERS_MARKET, ["fsl_33_1_8", "gb31621_dress"], id="gloves"),
        pytest.param("SMOKING", M.CANTEEN, S.SCHOOL_CANTEEN, ["school_smoking"], id="smoking in a school"),
        pytest.param("CAM_OFFLINE", M.SMALL_CATERING, S.TAKEAWAY, ["online_16"], id="takeaway: video is a duty"),
        pytest.param("CAM_OFFLINE", M.CANTEEN, S.SCHOOL_CANTEEN, [], id="elsewhere it is none"),
        pytest.param("AISLE_BLOCKED", None, S.FARMERS_MARKET, ["market_18_6"], id="an aisle is nobody's"),
        pytest.param("NO_HAT", None, S.RESTAURANT, [], id="no merchant, no market"),
        pytest.param("HAT_NOT_WHITE", M.LICENSED_FOOD_SALE, S.FARMERS_MARKET, [], id="white is a custom, not a clause"),
    ],
)
def test_what_a_stall_is_asked(code: str, merchant: MerchantKind | None, site: SiteType, duties: list[str]) -> None:
    bases = [basis for basis in BOOK.of(code, merchant, site) if basis.party is Party.STALL]
    assert [one.id for basis in bases for one in basis.duty] == duties


@pytest.mark.parametrize(
    ("merchant", "site", "consequences"),
    [
        pytest.param(M.CANTEEN, S.SCHOOL_CANTEEN, ["fsl_rules_70", "fsl_126_1"], id="licensed"),
        pytest.param(M.SMALL_CATERING, S.RESTAURANT, ["small_21_1"], id="small catering: the provincial rule"),
        pytest.param(M.FOOD_STALL, S.RESTAURANT, ["small_22"], id="stall without a shop"),
        pytest.param(
            M.LICENSED_FOOD_SALE,
            S.FARMERS_MARKET,
            ["market_33_3", "market_32_2", "fsl_rules_70", "fsl_126_1"],
            id="market stall, and what its operator owes",
        ),
    ],
)
def test_what_the_law_provides(merchant: MerchantKind, site: SiteType, consequences: list[str]) -> None:
    assert [one.id for basis in BOOK.of("NO_HAT", merchant, site) for one in basis.consequence] == consequences


@pytest.mark.parametrize(
    ("code", "merchant", "site", "party", "shown"),
    [
        pytest.param(
            "NO_MASK",
            M.LICENSED_FOOD_SALE,
            S.FARMERS_MARKET,
            Party.STALL,
            "《宁波市菜市场管理条例》18(3)",
            id="checked",
        ),
        pytest.param(
            "NO_MASK", M.LICENSED_FOOD_SALE, S.FARMERS_MARKET, Party.OPERATOR, "督促佩戴", id="the operator's own duty"
        ),
        pytest.param("NO_MASK", M.CANTEEN, S.SCHOOL_CANTEEN, Party.STALL, UNVERIFIED, id="nobody checked it"),
        pytest.param("HAT_NOT_WHITE", M.CANTEEN, S.SCHOOL_CANTEEN, Party.STALL, UNVERIFIED, id="no clause at all"),
    ],
)
def test_what_people_read(code: str, merchant: MerchantKind, site: SiteType, party: Party, shown: str) -> None:
    [text] = BOOK.shown(code, merchant, site, party)
    assert shown in text


def test_an_unchecked_clause_is_printed_nowhere() -> None:
    written = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    unchecked = {one for row in BOOK.rows for one in row.basis.duty + row.basis.consequence if not one.verified}
    assert unchecked
    for one in unchecked:
        assert one.shown == UNVERIFIED
        assert f"《{one.law}》" not in written


def test_rows_speak_of_codes_there_are_and_each_has_a_name_of_its_own() -> None:
    rulebook = load_rulebook({})
    assert {code for row in BOOK.rows for code in row.codes} <= set(rulebook.code_names) | set(rulebook.declared)
    assert len({row.basis.id for row in BOOK.rows}) == len(BOOK.rows)


def test_every_listed_clause_is_used() -> None:
    used = {one.id for row in BOOK.rows for one in row.basis.duty + row.basis.consequence}
    listed = [line.split(":")[0].strip() for line in SHIPPED.splitlines() if "about:" in line]
    assert sorted(listed) == sorted(used)


def test_the_kinds_of_merchant_are_the_configurations() -> None:
    assert sorted(MerchantConfig.model_json_schema()["properties"]["kind"]["enum"]) == sorted(MerchantKind)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("duty: [market_17_6]", "duty: [market_17]", "row market-operator-dress: 'market_17'", id="clause"),
        pytest.param('{law: fsl, article: "45"', '{law: fls, article: "45"', "came law 'fls'", id="law"),
        pytest.param('article: "45"', 'article: ""', "is verified, but names no article", id="no article"),
        pytest.param("sites: [takeaway]", "sites: [take_away]", "'takeaway'", id="site"),
        pytest.param("merchants: [food_stall]", "merchants: [stall]", "'food_stall'", id="merchant"),
        pytest.param("codes: [INTRUDER]", "codes: []", "at least 1", id="no code"),
    ],
)
def test_a_mistake_names_its_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in SHIPPED
    path = tmp_path / "legal_basis.yaml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_legal_book(path)
    assert words in str(caught.value)
