"""The words of the workflow: states, actions, roles."""

from __future__ import annotations

from enum import StrEnum

from records.roles import Role as Role  # noqa: PLC0414 - one list of roles, for cases as for accounts
from records.states import ReviewState

State = ReviewState
"""Where a case stands. Before the first of these a lead is still the rules' affair."""

TERMINAL = frozenset({State.DISMISSED, State.MERGED, State.CLOSED, State.WITHDRAWN, State.CASE_REFERRED})
"""Nothing is asked of anybody any more; an appeal may still follow CLOSED, an outcome CASE_REFERRED."""


class Action(StrEnum):
    """What can be done with a case."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    MERGE = "merge"
    ADVISE = "advise"
    DISSUADE = "dissuade"
    NOTIFY = "notify"
    SUBMIT = "submit"
    PASS_RECHECK = "pass_recheck"  # noqa: S105 - no password
    FAIL_RECHECK = "fail_recheck"
    AUTO_CLOSE = "auto_close"
    HANDLE = "handle"
    CLOSE = "close"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    REJECT = "reject"
    ACCEPT = "accept"
    RETURN = "return"
    ORDER = "order"
    REINSPECT = "reinspect"
    REFER = "refer"
    RECORD_OUTCOME = "record_outcome"
    REVIEW_OVERDUE = "review_overdue"
    MARK_OVERDUE = "mark_overdue"
    ESCALATE = "escalate"
    REPEAT = "repeat"
    STRIKE = "strike"


class DismissReason(StrEnum):
    """Why a lead was none; feeds the false-alarm rate per camera and code."""

    FALSE_POSITIVE = "false_positive"
    CUSTOMER = "customer"
    WRONG_ZONE = "wrong_zone"
    EXEMPT = "exempt"
    UNASSESSABLE = "unassessable"
    DUPLICATE = "duplicate"
    TEST = "test"
    CLOCK_BAD = "clock_bad"


class ReferralGround(StrEnum):
    """Why an order was not the end of it."""

    REFUSAL = "refusal"
    RECURRENCE = "recurrence"


class SiteType(StrEnum):
    """What a site is; decides which law applies."""

    FARMERS_MARKET = "farmers_market"
    SCHOOL_CANTEEN = "school_canteen"
    ELDERLY_CARE = "elderly_care"
    BANQUET_HALL = "banquet_hall"
    TAKEAWAY = "takeaway"
    RESTAURANT = "restaurant"
    FACTORY = "factory"


class MerchantKind(StrEnum):
    """What a merchant is licensed or registered as; decides which penalty path the law has."""

    LICENSED_FOOD_SALE = "licensed_food_sale"
    SMALL_FOOD_SHOP = "small_food_shop"
    SMALL_CATERING = "small_catering"
    CATERING = "catering"
    CANTEEN = "canteen"
    FOOD_STALL = "food_stall"
