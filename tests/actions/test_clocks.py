"""The clocks of tickets follow what is done to them, and undo puts them back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from actions.promised import PromisingDesk, at
from deskbell.actions.dispatch import perform
from deskbell.actions.read_again import rewrite
from deskbell.model.calendars import OFFICE_WEEK, SaveCalendar
from deskbell.model.commands import (
    AddNote,
    Assign,
    ChangeTags,
    Command,
    MergeTickets,
    MoveMessages,
    ReadAgain,
    SetPriority,
    SetStatus,
    SetTeam,
    Snooze,
    UndoDeed,
    UndoSend,
    new_deed,
)
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Priority, ReplyKind, Status
from deskbell.model.sla import Conditions, OrderPolicies, RemovePolicy, Targets
from deskbell.model.teams import SaveTeam
from deskbell.store.queries.policies import _say_unreadable
from deskbell.store.tables import message, policy, raw_mail, sla_state, tag, ticket
from noting import noting


@pytest.fixture
def promising(small: SmallDesk) -> PromisingDesk:
    return PromisingDesk(small)


def sets(promising: PromisingDesk, now: datetime, number: int, status: Status) -> str:
    deed = new_deed()
    promising.do(now, SetStatus(agent_id=promising.small.ona, tickets=(number,), status=status, deed=deed))
    return deed


def test_from_the_question_to_the_solution(promising: PromisingDesk) -> None:
    number = promising.asks(at(9))
    assert promising.clocks(number) == "first due 5 11:00, solution due 6 1:00"
    promising.do(at(9, 10), AddNote(agent_id=promising.small.ona, ticket_id=number, text="Who knows?"))
    assert promising.clocks(number) == "first due 5 11:00, solution due 6 1:00"
    promising.reply(at(10), number)
    assert promising.clocks(number) == "first met 1:00, solution due 6 1:00"
    promising.again(at(11), number)
    assert promising.clocks(number) == "first met 1:00, solution due 6 1:00, next due 5 12:00"
    promising.reply(at(13), number, then=Status.SOLVED)
    assert promising.clocks(number) == "first met 1:00, solution met 4:00, next broken 2:00"
    assert len(promising.promised_otherwise(number, Deed.BREACHED)) == 1
    promising.again(at(14), number)
    assert promising.clocks(number) == "first met 1:00, solution due 6 2:00, next broken 2:00, next due 5 15:00"
    assert promising.promised_otherwise(number) == []


def test_a_mail_counts_from_when_it_came(promising: PromisingDesk) -> None:
    number = promising.arrive(at(9), mail("1@mail.example"), received=at(7))
    assert promising.clocks(number) == "first late 5 9:00, solution due 5 23:00"


def test_a_pause_and_what_undo_makes_of_it(promising: PromisingDesk) -> None:
    number = promising.asks(at(9))
    pending = sets(promising, at(10), number, Status.PENDING)
    assert promising.clocks(number) == "first paused 1:00, solution paused 1:00"
    undone = new_deed()
    promising.do(at(10, 30), UndoDeed(agent_id=promising.small.ona, undo=pending, deed=undone))
    assert promising.clocks(number) == "first due 5 11:00, solution due 6 1:00"
    promising.do(at(10, 40), UndoDeed(agent_id=promising.small.ona, undo=undone))
    assert promising.clocks(number) == "first paused 1:00, solution paused 1:00"
    sets(promising, at(12), number, Status.OPEN)
    assert promising.clocks(number) == "first due 5 13:00, solution due 6 3:00"


def test_what_was_solved_by_mistake_was_not(promising: PromisingDesk) -> None:
    number = promising.asks(at(9))
    solved = sets(promising, at(10), number, Status.SOLVED)
    assert promising.clocks(number) == "first met 1:00, solution met 1:00"
    promising.do(at(10, 1), UndoDeed(agent_id=promising.small.ona, undo=solved))
    assert promising.clocks(number) == "first due 5 11:00, solution due 6 1:00"


def test_undo_of_one_ticket_of_several(promising: PromisingDesk) -> None:
    numbers = (promising.asks(at(9)), promising.asks(at(9), "2@mail.example"))
    deed = new_deed()
    promising.do(at(10), SetStatus(agent_id=promising.small.ona, tickets=numbers, status=Status.SOLVED, deed=deed))
    promising.do(at(10, 30), UndoDeed(agent_id=promising.small.ona, undo=deed, ticket_id=numbers[0]))
    assert promising.clocks(numbers[0]) == "first due 5 11:00, solution due 6 1:00"
    assert promising.clocks(numbers[1]) == "first met 1:00, solution met 1:00"


def test_a_reply_that_was_taken_back_was_none(promising: PromisingDesk) -> None:
    number = promising.asks(at(9))
    sent = promising.reply(at(10), number, then=Status.PENDING)
    assert promising.clocks(number) == "first met 1:00, solution paused 1:00"
    promising.do(at(10, 1), UndoSend(agent_id=promising.small.ona, message_id=sent))
    assert promising.clocks(number) == "first due 5 11:00, solution due 6 1:00"


def test_what_is_no_answer(promising: PromisingDesk) -> None:
    number = promising.asks(at(9))
    promising.reply(at(9, 30), number, kind=ReplyKind.FORWARD)
    assert promising.clocks(number).startswith("first due 5 11:00")
    promising.reply(at(10), number)
    promising.again(at(10, 30), number, is_auto_reply=True)
    assert promising.clocks(number) == "first met 1:00, solution due 6 1:00"


def test_whom_we_wrote_to_first(promising: PromisingDesk) -> None:
    promising.reply(at(9), 0, kind=ReplyKind.NEW, subject="Your parcel")
    with promising.desk.reading() as session:
        number = session.connection.execute(select(message.c.ticket_id)).scalar_one()
    assert promising.clocks(number) == "solution due 6 1:00"


@pytest.mark.parametrize("snoozed_pauses", [False, True])
def test_a_snooze(promising: PromisingDesk, snoozed_pauses: bool) -> None:
    promising.do(at(8), promising.saves(id=promising.policy, version=1, pauses_snoozed=snoozed_pauses))
    number = promising.asks(at(9))
    promising.do(at(10), Snooze(agent_id=promising.small.ona, tickets=(number,), until=at(12)))
    paused, runs = "first paused 1:00, solution paused 1:00", "first due 5 11:00, solution due 6 1:00"
    assert promising.clocks(number) == (paused if snoozed_pauses else runs)
    promising.do(at(10, 30), Snooze(agent_id=promising.small.ona, tickets=(number,), until=None))
    assert promising.clocks(number) == ("first due 5 11:30, solution due 6 1:30" if snoozed_pauses else runs)


def test_another_priority_promises_something_else_and_the_journal_has_the_old(promising: PromisingDesk) -> None:
    number = promising.asks(at(9))
    deed = new_deed()
    urgent = SetPriority(agent_id=promising.small.ona, tickets=(number,), priority=Priority.URGENT, deed=deed)
    promising.do(at(9, 30), urgent)
    assert promising.clocks(number) == "first due 5 10:00, solution due 5 13:00"
    told = promising.promised_otherwise(number)
    assert [(before.split()[2], after.split()[2]) for before, after in told] == [("7200", "3600"), ("57600", "14400")]
    promising.do(at(9, 31), UndoDeed(agent_id=promising.small.ona, undo=deed))
    assert promising.clocks(number) == "first due 5 11:00, solution due 6 1:00"
    assert len(promising.promised_otherwise(number)) == 4


def test_the_first_policy_that_fits_by_team_tag_and_customer(promising: PromisingDesk) -> None:
    small = promising.small
    team = perform(small.desk, _team(small)) or 0
    number = promising.asks(at(9))
    promising.do(at(9, 5), ChangeTags(agent_id=small.ona, tickets=(number,), add=("gold",)))
    tag_id = _tag(promising)
    quick = promising.do(at(9, 5), promising.saves(name="Tag", targets=_only(3), conditions=Conditions(tags=(tag_id,))))
    teams = promising.saves(name="Team", targets=_only(4), conditions=Conditions(teams=(team,)))
    of_team = promising.do(at(9, 5), teams)
    promising.do(at(9, 5), OrderPolicies(agent_id=small.ona, policies=(quick, of_team)))
    promising.do(at(9, 10), SetTeam(agent_id=small.ona, tickets=(number,), team_id=team))
    assert promising.clocks(number) == "first due 5 12:00"
    promising.do(at(9, 11), ChangeTags(agent_id=small.ona, tickets=(number,), remove=("gold",)))
    assert promising.clocks(number) == "first due 5 13:00"
    promising.do(at(9, 12), SetTeam(agent_id=small.ona, tickets=(number,), team_id=None))
    assert promising.clocks(number) == "first due 5 11:00, solution due 6 1:00"


@pytest.mark.parametrize(
    "newer",
    [{"pauses": [99]}, {"conditions": {"planets": [4]}}, {"priorities": "all"}, {"targets": [[1, 2, 3, 4]] * 4}],
)
def test_what_a_newer_program_promises_is_left_out_and_stops_nothing(
    promising: PromisingDesk, newer: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    made = promising.do(at(8), promising.saves(name="Newer", targets=_only(1)))
    promising.do(at(8), OrderPolicies(agent_id=promising.small.ona, policies=(made,)))
    values = newer if newer.keys() <= set(policy.c.keys()) else {"conditions": newer}
    _say_unreadable.cache_clear()
    promising.desk.transact(
        lambda session: session.connection.execute(update(policy).where(policy.c.id == made).values(values))
    )
    number = promising.asks(at(9))
    assert promising.clocks(number) == "first due 5 11:00, solution due 6 1:00"
    promising.do(at(9), SetPriority(agent_id=promising.small.ona, tickets=(number,), priority=Priority.URGENT))
    assert promising.clocks(number) == "first due 5 10:00, solution due 5 13:00"
    assert caplog.text.count(f"policy {made} is left out") == 1


def test_vip_through_the_customer(promising: PromisingDesk) -> None:
    vip = promising.saves(name="VIP", targets=_only(1), conditions=Conditions(vip=True))
    policy = promising.do(at(8), vip)
    promising.do(at(8), OrderPolicies(agent_id=promising.small.ona, policies=(policy,)))
    number = promising.asks(at(9))
    assert promising.clocks(number) == "first due 5 11:00, solution due 6 1:00"
    with promising.desk.reading() as session:
        customer_id = session.connection.execute(select(ticket.c.customer_id)).scalar_one()
    becomes = replace(noting(customer_id, "li.na@mail.example", "", 1), vip=True, agent_id=promising.small.ona)
    promising.do(at(9, 1), becomes)
    assert promising.clocks(number) == "first due 5 10:00"
    assert len(promising.promised_otherwise(number)) == 2
    promising.do(at(9, 2), UndoDeed(agent_id=promising.small.ona, undo=becomes.deed))
    assert promising.clocks(number) == "first due 5 11:00, solution due 6 1:00"


def test_working_hours_of_the_team(promising: PromisingDesk) -> None:
    small = promising.small
    perform(small.desk, SaveCalendar(agent_id=small.ona, id=0, name="Office", zone="UTC", week=OFFICE_WEEK))
    promising.do(at(8), promising.saves(id=promising.policy, version=1, calendar_id=None))
    number = promising.asks(at(16))
    assert promising.clocks(number) == "first due 6 10:00, solution due 7 16:00"
    night = SaveCalendar(agent_id=small.ona, id=0, name="Night", zone="UTC", week=(((0, 1440),),) * 7)
    team = perform(small.desk, _team(small, perform(small.desk, night) or 0)) or 0
    promising.do(at(16, 1), SetTeam(agent_id=small.ona, tickets=(number,), team_id=team))
    assert promising.clocks(number) == "first due 5 18:00, solution due 6 8:00"


def test_a_ticket_that_is_merged_waits_for_nothing_and_the_other_for_what_was_asked_there(
    promising: PromisingDesk,
) -> None:
    first, second = promising.asks(at(9)), promising.asks(at(10), "2@mail.example")
    promising.reply(at(10, 30), second)
    deed = new_deed()
    merge = MergeTickets(agent_id=promising.small.ona, tickets=(first,), into=second, deed=deed)
    promising.do(at(10, 45), merge)
    assert promising.clocks(first) == ""
    # The question of nine o'clock was answered by what was written at half past ten.
    assert promising.clocks(second).endswith("solution due 6 2:00")
    promising.do(at(10, 50), UndoDeed(agent_id=promising.small.ona, undo=deed))
    assert promising.clocks(first) == "first due 5 11:00, solution due 6 1:00"


def test_messages_that_are_moved_take_their_question_along(promising: PromisingDesk) -> None:
    number = promising.asks(at(9))
    promising.reply(at(9, 30), number)
    promising.again(at(10), number)
    assert promising.clocks(number) == "first met 0:30, solution due 6 1:00, next due 5 11:00"
    last = promising.small.ticket(number).messages[-1].id
    other = promising.do(
        at(10, 15), MoveMessages(agent_id=promising.small.ona, ticket_id=number, messages=(last,), to_ticket=0)
    )
    assert promising.clocks(number) == "first met 0:30, solution due 6 1:00"
    assert promising.clocks(other) == "first due 5 12:00, solution due 6 2:00"


def test_what_is_imported_is_history(promising: PromisingDesk) -> None:
    number = promising.arrive(at(9), mail("1@mail.example"), received=at(9, day=2), imported=True)
    assert promising.clocks(number) == ""
    promising.again(at(10), number)
    assert promising.clocks(number) == "first due 5 12:00"


def test_a_mail_that_is_read_again_and_is_a_machines_is_not_waited_for(promising: PromisingDesk) -> None:
    number = promising.asks(at(9))
    promising.reply(at(10), number)
    promising.again(at(11), number)
    assert "next" in promising.clocks(number)
    last = promising.small.ticket(number).messages[-1].id
    promising.do(at(11, 10), ReadAgain(agent_id=promising.small.ona, message_id=last))
    found = mail("away@mail.example", "I am away.", is_auto_reply=True)
    with promising.desk.reading() as session:
        raw_id = session.connection.execute(select(raw_mail.c.id).where(raw_mail.c.message_id == last)).scalar_one()
    promising.when(at(11, 11), lambda session: rewrite(session, raw_id, found))
    assert "next" not in promising.clocks(number)


def test_nothing_is_promised_where_no_policy_is_on(promising: PromisingDesk) -> None:
    promising.do(at(8), promising.saves(id=promising.policy, version=1, active=False))
    number = promising.asks(at(9))
    assert promising.clocks(number) == ""
    promising.do(at(8), promising.saves(id=promising.policy, version=2))
    assert promising.count_anew(at(9, 30), number) == [number]
    assert promising.clocks(number) == "first due 5 11:00, solution due 6 1:00"
    promising.do(at(9, 40), RemovePolicy(agent_id=promising.small.ona, id=promising.policy, version=3))
    promising.count_anew(at(9, 45), number)
    assert promising.clocks(number) == ""
    with pytest.raises(Mistake) as refused:
        promising.do(at(10), RemovePolicy(agent_id=promising.small.ona, id=promising.policy, version=4))
    assert refused.value.code == "policy.missing"


def test_each_change_of_policies_and_hours_is_to_be_counted(promising: PromisingDesk) -> None:
    small = promising.small

    def version() -> int:
        with promising.desk.reading() as session:
            return session.connection.execute(select(sla_state.c.version)).scalar_one()

    assert version() == 1
    changes: list[Command] = [
        promising.saves(id=promising.policy, version=1, name="All"),
        OrderPolicies(agent_id=small.ona, policies=(promising.policy,)),
        SaveCalendar(agent_id=small.ona, id=0, name="Office", zone="UTC", week=OFFICE_WEEK),
    ]
    for place, change in enumerate(changes, 2):
        perform(small.desk, change)
        assert version() == place


ACTS = st.lists(
    st.tuples(
        st.integers(1, 400),
        st.sampled_from(["in", "out", "undo", "assign", *Status, *Priority, "snooze", "wake"]),
    ),
    max_size=10,
)


@given(ACTS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_clocks_are_what_the_journal_says(promising: PromisingDesk, acts: list[tuple[int, Any]]) -> None:
    """Whatever is done: counted anew from the journal they are the same."""
    now, ona = at(9), promising.small.ona
    number = promising.asks(now, asked := f"{new_deed()}@mail.example")
    deeds: list[str] = []
    for minutes, act in acts:
        now += timedelta(minutes=minutes)
        deed, tickets = new_deed(), (number,)
        commands: dict[Any, Command] = {
            "assign": Assign(agent_id=ona, tickets=tickets, assignee_id=ona, deed=deed),
            "snooze": Snooze(agent_id=ona, tickets=tickets, until=now + timedelta(days=9), deed=deed),
            "wake": Snooze(agent_id=ona, tickets=tickets, until=None, deed=deed),
        }
        try:
            if act == "in":
                promising.arrive(now, mail(f"{deed}@mail.example", in_reply_to=(asked,)))
            elif act == "out":
                promising.reply(now, number)
            elif act == "undo":
                promising.do(now, UndoDeed(agent_id=ona, undo=deeds.pop() if deeds else "", deed=deed))
            elif isinstance(act, Status):
                promising.do(now, SetStatus(agent_id=ona, tickets=tickets, status=act, deed=deed))
            elif isinstance(act, Priority):
                promising.do(now, SetPriority(agent_id=ona, tickets=tickets, priority=act, deed=deed))
            else:
                promising.do(now, commands[act])
        except Mistake:
            continue
        deeds.append(deed)
    promising.do(now, ChangeTags(agent_id=ona, tickets=(number,), add=(new_deed()[:12],)))
    shown = promising.clocks(number)
    assert promising.count_anew(now, number) == []
    assert promising.clocks(number) == shown


def _only(hours: int) -> tuple[Targets, ...]:
    return (Targets(hours * 3600),) * 4


def _team(small: SmallDesk, calendar: int | None = None) -> Command:
    return SaveTeam(agent_id=small.ona, id=0, name=f"Care {calendar}", calendar_id=calendar)


def _tag(promising: PromisingDesk) -> int:
    with promising.desk.reading() as session:
        return session.connection.execute(select(tag.c.id)).scalar_one()
