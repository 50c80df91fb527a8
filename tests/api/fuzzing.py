"""What schemathesis makes up, brought near enough to what exists to get past the first door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi import checks
from sqlalchemy import select

from api.access.may import row_of
from cases.keeping import keep
from cases.states import Action
from cases.table import roles_of, states_of
from records import tables, tokens
from records.accounts import create_account
from records.clips import clip_id
from records.roles import Role
from tests.api.build import CASES, PLACES, Case, TestBox, jpeg, minutes, violation
from tests.api.routes import ways
from tests.cases.build import WALKS, lived

Request = schemathesis.Case[Any]
Operation = APIOperation[Any, Any, Any, Any]
EXAMPLES, EACH = 10, 4
PHASES = [Phase.explicit, Phase.generate]  # shrinking would ask a box that has moved on
NEGATIVE = checks.negative_data_rejection
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    NEGATIVE,
]
OURS = {"Sec-Fetch-Site": "same-origin"}


PHOTO = jpeg(90)
PHOTO_SHA256 = sha256(PHOTO).hexdigest()
AT, SPOKEN_AT = minutes(5), minutes(1)
"""When it is asked, before any deadline moves every case on; and when somebody was spoken to."""


def fill_with_cases(box: TestBox) -> None:
    """Cases in every state, advice, and tokens that may be stopped."""
    for number in range(EACH):
        for state, walk in WALKS.items():
            case = Case(f"fuzzed {state} {number}", 0)
            box.sink.violation(violation(case), ())
            known = box.context.desk.case(case.id)
            assert known is not None
            box.photo(case, PHOTO)
            with box.database.writing() as session:
                keep(session, lived(known, walk), box.clock())
        box.sink.violation(violation(Case(f"fuzzed advice {number}", 0, advisory=True)), ())
    for case in CASES:
        box.film(case)
    with box.database.writing() as session:
        for number in range(EACH):
            create_account(session, f"spare{number}", box.clock(), "twelve letters")
            tokens.issue(session, "the_manager", f"spare {number}", box.clock(), box.clock() + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """A box before which schemathesis stands.

    Attributes:
        schema: its OpenAPI document. ids: what there is, by parameter of a path. may: who may ask what, by label.
        answered: how often with which status, by label.
    """

    box: TestBox
    schema: BaseSchema
    ids: Mapping[str, tuple[str, ...]]
    may: Mapping[str, tuple[Role, ...]]
    cookies: Mapping[Role, dict[str, str]]
    answered: Counter[tuple[str, int]] = field(default_factory=Counter)

    @classmethod
    def of(cls, box: TestBox, app: FastAPI, document: dict[str, object], address: str) -> Fuzzed:
        """Before a filled box that answers at an address."""
        schema = schemathesis.openapi.from_dict(document)
        schema.config.update(base_url=address)
        schema.config.generation.update(with_security_parameters=False)  # who asks is our affair
        cookies = {role: box.session(f"the_{role}", "fuzz") for role in PLACES}
        return cls(box, schema, _ids(box), dict(_may(app)), cookies)

    def operations(self) -> list[Operation]:
        """All there are."""
        results = list(self.schema.get_all_operations())
        assert all(isinstance(result, Ok) for result in results)
        return [result.ok() for result in results if isinstance(result, Ok)]

    def ask(self, operation: Operation) -> dict[str, str]:
        """Ask it in many ways; what is wrong with the answers, by request."""
        wrong: dict[str, str] = {}
        modes = st.one_of([operation.as_strategy(generation_mode=mode) for mode in GenerationMode])

        @settings(max_examples=EXAMPLES, phases=PHASES, suppress_health_check=list(HealthCheck), database=None)
        @given(request=modes, pick=st.integers(0, 9999), role=self._roles(operation), by_cookie=st.booleans())
        def asked(request: Request, pick: int, role: Role, by_cookie: bool) -> None:
            self._bring_near(request, pick)
            known = OURS if by_cookie else self.box.bearer_of(role)
            answer = request.call(headers=known, cookies=self.cookies[role] if by_cookie else {})
            self.answered[operation.label, answer.status_code] += 1
            wrong.update(_faults(request, answer))

        asked()
        return wrong

    def _roles(self, operation: Operation) -> st.SearchStrategy[Role]:
        """Mostly somebody who may."""
        may = self.may[operation.label]
        return st.one_of(st.sampled_from(may), st.sampled_from(may), st.sampled_from(list(PLACES)))

    def _bring_near(self, request: Request, pick: int) -> None:
        """Ids become such as there are; what is well-formed becomes a step that may be taken."""
        for name, real in self.ids.items():
            if name in (request.path_parameters or {}) and _is_well_formed(request, name):
                request.path_parameters[name] = real[pick % len(real)]
        body: Any = request.body
        is_right = request.meta is not None and request.meta.generation.mode is GenerationMode.POSITIVE
        if is_right and isinstance(body, dict) and "version" in body and "case_id" in (request.path_parameters or {}):
            self._bring_up_to_date(request, body, pick)

    def _bring_up_to_date(self, request: Request, body: dict[str, Any], pick: int) -> None:
        ready = self._ready(Action(request.path.rpartition("/")[2])) or self.ids["case_id"]
        request.path_parameters["case_id"] = ready[pick % len(ready)]
        case = self.box.context.desk.case(UUID(request.path_parameters["case_id"]))
        assert case is not None
        body["version"] = case.version
        brought = body.get("payload", {})
        near: dict[str, Any] = {
            "into": self.ids["case_id"][pick % len(self.ids["case_id"])],
            "spoken_at": SPOKEN_AT.isoformat(),
            "photos": [PHOTO_SHA256],
            "documents": [PHOTO_SHA256],
        }
        brought.update({name: value for name, value in near.items() if name in brought})

    def _ready(self, action: Action) -> tuple[str, ...]:
        """Cases in a state in which it may be done."""
        v = tables.Violation
        with self.box.database.reading() as session:
            found = session.scalars(select(v.id).where(v.state.in_(states_of(action))).order_by(v.id))
            return tuple(map(str, found))


def _is_well_formed(request: Request, name: str) -> bool:
    if name in ("camera_id", "login", "site_id", "sha256"):
        return request.meta is not None and request.meta.generation.mode is GenerationMode.POSITIVE
    try:
        UUID(request.path_parameters[name])
    except (ValueError, TypeError, AttributeError):
        return False
    return True


def _ids(box: TestBox) -> dict[str, tuple[str, ...]]:
    with box.database.reading() as session:
        violations = tuple(map(str, session.scalars(select(tables.Violation.id).order_by(tables.Violation.opened_at))))
        evidence = tuple(map(str, session.scalars(select(tables.Evidence.id).order_by(tables.Evidence.id).limit(20))))
        spare = select(tables.Token.id).where(tables.Token.name.startswith("spare")).order_by(tables.Token.name)
        stoppable = tuple(map(str, session.scalars(spare)))
    return {
        "case_id": violations,
        "violation_id": violations,
        "evidence_id": evidence,
        "sha256": (PHOTO_SHA256,),
        "clip_id": tuple(str(clip_id(case.id)) for case in CASES),
        "camera_id": ("c1", "k1", "no such"),
        "site_id": ("market", "canteen", "no such"),
        "token_id": stoppable,
        "login": tuple(f"spare{number}" for number in range(EACH)),
    }


def _may(app: FastAPI) -> Iterator[tuple[str, tuple[Role, ...]]]:
    steps = {action.value for action in Action}
    for way in ways(app):
        roles = (Role.MANAGER,) if way.right is None else row_of(way.right).roles or (Role.MANAGER,)
        step = way.path.rpartition("/")[2]
        if "{case_id}/" in way.path and step in steps:
            roles = tuple(sorted(roles_of(Action(step)) - {Role.SYSTEM}))
        yield f"{way.method} {way.path}", roles


def _faults(request: Request, answer: Response) -> dict[str, str]:
    repeated = any(isinstance(value, list) for value in (request.query or {}).values())  # of which the last counts
    try:
        request.validate_response(answer, checks=CHECKS, excluded_checks=[NEGATIVE] if repeated else [])
    except BaseExceptionGroup as faults:
        said = "; ".join(str(fault).replace("\n", " ")[:300] for fault in faults.exceptions)
        return {request.as_curl_command()[:600]: f"{answer.status_code} {said}"}
    return {}
