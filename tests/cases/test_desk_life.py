"""Anybody does anything at any time to the cases of a real box: nothing forbidden happens, nothing written is lost."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from uuid import UUID, uuid5

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cases.desk import Desk
from cases.keeping import handled, load
from cases.machine import replay
from cases.payloads import Payload
from cases.scores import Handled, Watched, score
from cases.states import Action, Role, State
from cases.table import ROWS, roles_of, row_of
from cases.values import Actor, Deed, Transition, open_case
from records import attachments
from records.attachments import Attachment, attachment_path
from records.case_steps import Wanted
from records.chain.keyring import open_key
from records.database import open_database
from records.evidence import EvidenceFolder
from records.provenance import Recorder
from records.sink import DatabaseSink
from records.verify import verify
from tests.cases.build import MINUTE, SETTINGS, T0, what
from tests.records.build import copied, violation
from vision.errors import CaseError
from vision.facts import Phase, TimeSource, Violation

PEOPLE = [Actor(f"{role}-{n}", role) for role in Role if role is not Role.SYSTEM for n in (1, 2)]
STALLS = {"m1": "z1", "m2": "z2"}
PHOTO = b"a photo"
NAME = sha256(PHOTO).hexdigest()
WATCHED = Watched(3600.0, 3600.0, 3600.0)


class Box(RuleBasedStateMachine):
    """A box with a market of two stalls; the clock only goes forward, the clerk comes when he comes."""

    @initialize()
    def begin(self) -> None:
        self.place, self.now, self.told = Path(mkdtemp()), T0, 0
        self.database = open_database(copied(self.place))
        self.database.sign_with(open_key(self.database, self.place, T0))
        self.evidence = EvidenceFolder(self.place / "evidence", self.database.id)
        self.desk = Desk(self.database, SETTINGS)
        self.flags: dict[UUID, Violation] = {}
        self.known: dict[UUID, tuple[Transition, ...]] = {}
        self.capture("m1", 1)

    @rule(stall=st.sampled_from(sorted(STALLS)), minutes=st.sampled_from([1, 7, 60]))
    def capture(self, stall: str, minutes: int) -> None:
        """Something is told of a stall."""
        self.now += minutes * MINUTE
        self.told += 1
        flag = replace(
            violation(f"v{self.told}", merchant=stall, zone=STALLS[stall], code="NO_MASK"),
            track=uuid5(UUID(int=0), str(self.told)),
            started_at=self.now - timedelta(seconds=10),
            opened_at=self.now,
            at=self.now,
            looks=(),
        )
        self.tell(flag)
        self.flags[flag.id], self.known[flag.id] = flag, ()
        self.attach(flag.id)

    @rule(data=st.data())
    def captured_again(self, data: st.DataObject) -> None:
        """The same thing is told of again."""
        self.now += 3 * MINUTE
        flag = data.draw(st.sampled_from(list(self.flags.values())))
        again = replace(flag, phase=Phase.REPEATED, at=self.now, repeats=flag.repeats + 1)
        self.tell(again)
        self.flags[flag.id] = replace(flag, repeats=again.repeats)

    @rule(minutes=st.sampled_from([1, 11, 31, 121, 1440, 10080]))
    def the_clerk_comes(self, minutes: int) -> None:
        self.now += minutes * MINUTE
        self.desk.run(self.now)
        self.look_again()
        assert self.desk.run(self.now) == 0

    @rule(data=st.data(), action=st.sampled_from(Action), actor=st.sampled_from(PEOPLE))
    def somebody_tries(self, data: st.DataObject, action: Action, actor: Actor) -> None:
        self.attempt(data.draw(st.sampled_from(list(self.known))), action, actor)

    @precondition(lambda self: any(possible(state) for state in self.states().values()))
    @rule(data=st.data(), n=st.sampled_from([1, 2]), minutes=st.sampled_from([0, 4, 31]))
    def somebody_does_the_job(self, data: st.DataObject, n: int, minutes: int) -> None:
        self.now += minutes * MINUTE
        waiting = [(case, *one) for case, state in self.states().items() for one in possible(state)]
        case, action, role = data.draw(st.sampled_from(waiting))
        self.attempt(case, action, Actor(f"{role}-{n}", role))

    @precondition(lambda self: State.PENDING_REVIEW in self.states().values())
    @rule()
    def a_stall_is_told_and_appeals(self) -> None:
        """Chance alone comes this far too seldom."""
        case = next(case for case, state in self.states().items() if state is State.PENDING_REVIEW)
        for action, role in (
            (Action.CONFIRM, Role.MANAGER),
            (Action.DISSUADE, Role.MANAGER),
            (Action.APPEAL, Role.OPERATOR),
        ):
            self.attempt(case, action, Actor(f"{role}-1", role))

    @precondition(lambda self: State.APPEALED in self.states().values())
    @rule(data=st.data())
    def an_appeal_is_upheld(self, data: st.DataObject) -> None:
        """The score is again what it would be had there been no such case."""
        appealed = [case for case, state in self.states().items() if state is State.APPEALED]
        case = data.draw(st.sampled_from(appealed))
        stall = self.flags[case].merchant or ""
        without = self.points(stall, but=case)
        self.attempt(case, Action.UPHOLD, Actor("another-supervisor", Role.SUPERVISOR))
        assert self.states()[case] is State.WITHDRAWN
        assert self.points(stall) == without

    def attempt(self, case: UUID, action: Action, actor: Actor) -> None:
        """A deed; refused or taken, what was written before stays as it was."""
        payload = with_photo(what(action, self.now))
        deed = Deed(action, actor, self.now, len(self.known[case]), payload)
        try:
            self.desk.act(case, deed)
        except CaseError:
            self.look_again()
            return
        before = self.known[case]
        self.look_again()
        assert self.known[case][-1].action is action
        assert len(self.known[case]) == len(before) + 1
        assert actor.role in roles_of(action)

    def look_again(self) -> None:
        """What is written now; what was written before is its beginning."""
        for case, before in self.known.items():
            after = self.desk.history(case)
            assert after[: len(before)] == before
            self.known[case] = after

    def states(self) -> dict[UUID, State]:
        return {case: steps[-1].became if steps else State.PENDING_REVIEW for case, steps in self.known.items()}

    def points(self, stall: str, but: UUID | None = None) -> float:
        with self.database.reading() as session:
            told = [one for one in handled(session, Wanted(site="market")) if isinstance(one, Handled)]
        mine = [one for one in told if one.case.merchant == stall and one.case.id != but]
        return score(stall, mine, WATCHED, self.now, SETTINGS, T0 - MINUTE).points

    def tell(self, flag: Violation) -> None:
        DatabaseSink(self.database, self.evidence, "live", Recorder(TimeSource.LIVE)).violation(flag, ())

    def attach(self, case: UUID) -> None:
        kept = self.evidence.put(PHOTO, attachment_path(case, NAME))
        with self.database.writing() as session:
            attachments.add(session, Attachment(case, self.now, "manager-1", "photo.jpg", kept, 1, 1))

    @invariant()
    def every_step_is_a_row_of_the_table(self) -> None:
        for steps in getattr(self, "known", {}).values():
            for number, step in enumerate(steps, start=1):
                assert step.version == number
                assert row_of(step.action, step.was) is not None
                assert step.became is not State.CONFIRMED or step.role is not Role.SYSTEM

    @invariant()
    def the_rows_say_what_the_steps_say(self) -> None:
        if hasattr(self, "database"):
            with self.database.reading() as session:
                found = {case.id: case for case in load(session, Wanted())}
            assert set(found) == set(self.known)
            for case, steps in self.known.items():
                opening = open_case(found[case].lead, found[case].site, found[case].merchant)
                assert replay(opening, steps) == found[case]

    def teardown(self) -> None:
        if hasattr(self, "database"):
            report = verify(self.database, self.evidence)
            self.database.close()
            rmtree(self.place)
            assert report.findings == ()
            assert report.links > sum(map(len, self.known.values()))


def with_photo(payload: Payload) -> Payload:
    """The payload, naming the photo that every case here has."""
    named = {field.name: (NAME,) for field in fields(payload) if field.name in ("photos", "documents")}
    return replace(payload, **named)  # type: ignore[arg-type]


def possible(state: State) -> list[tuple[Action, Role]]:
    """What people may try in a state."""
    return [(row.action, role) for row in ROWS if state in row.froms for role in row.roles if role is not Role.SYSTEM]


Box.TestCase.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
TestBox = Box.TestCase
