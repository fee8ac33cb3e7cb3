"""Webhooks in the desk: calls are of the same commit as what they tell of; administrators make and try them; whoever is erased goes from them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, update

from actions.conftest import SmallDesk, mail
from actions.rule_desk import Desk
from deskbell.actions.dispatch import perform
from deskbell.actions.webhooks import queue_call
from deskbell.model import commands
from deskbell.model.automation import Check, Condition, Event, Group, RuleActions, Since, Timer, What
from deskbell.model.customers import EraseCustomer, EraseTickets
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.fields import FieldChoice, FieldKind, SaveField, SetField
from deskbell.model.kinds import Deed, Entity, Priority, Status
from deskbell.model.mail import Mailbox
from deskbell.model.teams import SaveTeam
from deskbell.model.webhooks import TEST, Call, CallState, RemoveWebhook, SaveWebhook, SettleCalls, TryWebhook
from deskbell.store.queries import history, webhooks
from deskbell.store.session import Session
from deskbell.store.tables import automation_timer, change, ticket, webhook, webhook_call

URL = "https://chat.example/desk?key=k-17"


@pytest.fixture
def desk(small: SmallDesk) -> Desk:
    return Desk(small)


def made(desk: Desk, name: str = "Chat", address: str = URL, **more: object) -> int:
    return desk.do(SaveWebhook(agent_id=desk.small.ona, id=0, name=name, address=address, **more))  # type: ignore[arg-type]


def calls(desk: Desk, number: int) -> tuple[Call, ...]:
    """The oldest first."""
    return desk.small.desk.read(webhooks.log, number)[::-1]


def told(call: Call) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(call.body)
    return whole


def test_a_rule_tells_of_a_new_ticket(desk: Desk) -> None:
    chat = made(desk)
    desk.rule("Tell", RuleActions(priority=Priority.HIGH, add_tags=("print",), webhook_id=chat))
    number = desk.arrive(text="It does not print.")
    desk.run()
    (call,) = calls(desk, chat)
    assert (call.type, call.ticket_id, call.state, call.tries) == ("ticket.created", number, CallState.WAITING, 0)
    assert call.key.startswith("msg_")
    assert call.due == call.queued_at
    sent = told(call)
    assert sent["type"] == "ticket.created"
    data = sent["data"]
    assert (data["events"], data["rule"], data["changes"]) == (["created"], "Tell", [])
    of = data["ticket"]
    assert (of["number"], of["subject"], of["status"]) == (number, "The printer is offline", "new")
    assert (of["priority"], of["tags"]) == ("high", ["print"]), "as it is when the rule has done its work"
    assert of["requester"]["email"] == "li.na@mail.example"
    assert of["mailbox"] == {"name": "Support", "address": "support@desk.example"}
    assert (of["assignee"], of["team"], of["type"], of["due_at"]) == (None, None, None, None)
    message = data["message"]
    assert (message["kind"], message["text"]) == ("received", "It does not print.")
    assert message["from"] == {"name": "Li Na", "email": "li.na@mail.example"}
    assert message["shortened"] is False


def test_what_was_changed_has_both_sides(desk: Desk) -> None:
    chat = made(desk)
    small = desk.small
    team = desk.do(SaveTeam(agent_id=small.ona, id=0, name="Parcels", members=frozenset({small.ona})))
    field = desk.do(
        SaveField(
            agent_id=small.ona,
            id=0,
            name="Carrier",
            kind=FieldKind.CHOICES,
            choices=(FieldChoice(0, "DHL"), FieldChoice(0, "UPS")),
        )
    )
    number = desk.arrive()
    desk.rule("Tell", RuleActions(webhook_id=chat), frozenset({Event.UPDATED}))
    tickets = (number,)
    for command in (
        commands.SetStatus(agent_id=small.ona, tickets=tickets, status=Status.PENDING),
        commands.Assign(agent_id=small.ona, tickets=tickets, assignee_id=small.tomas),
        commands.SetTeam(agent_id=small.ona, tickets=tickets, team_id=team),
        commands.ChangeTags(agent_id=small.ona, tickets=tickets, add=("late", "vip")),
        commands.ChangeTags(agent_id=small.ona, tickets=tickets, add=("new",), remove=("vip",)),
        SetField(agent_id=small.ona, tickets=tickets, field_id=field, value="1 2"),
    ):
        desk.do(command)
        desk.run()
    changes = [told(call)["data"]["changes"] for call in calls(desk, chat)]
    tomas = {"name": "Tomas", "email": "tomas@desk.example"}
    assert changes == [
        [{"property": "status", "before": "new", "after": "pending"}],
        [{"property": "assignee", "before": None, "after": tomas}],
        [{"property": "team", "before": None, "after": "Parcels"}],
        [{"property": "tags", "before": [], "after": ["late", "vip"]}],
        [{"property": "tags", "before": ["late", "vip"], "after": ["late", "new"]}],
        [{"property": "custom_field", "name": "Carrier", "before": [], "after": ["DHL", "UPS"]}],
    ]
    last = told(calls(desk, chat)[-1])["data"]["ticket"]
    assert (last["team"], last["assignee"], last["custom_fields"]) == ("Parcels", tomas, {"Carrier": ["DHL", "UPS"]})


def test_each_kind_of_message_is_told(desk: Desk) -> None:
    chat = made(desk)
    number = desk.arrive()
    desk.run()
    desk.rule("Tell", RuleActions(webhook_id=chat), frozenset({Event.ANSWERED, Event.NOTED}))
    desk.do(commands.AddNote(agent_id=desk.small.ona, ticket_id=number, text="Call them."))
    desk.arrive(2, text="x" * 5000, in_reply_to="1@mail.example", references=("1@mail.example",))
    desk.run()
    note, answer = (told(call) for call in calls(desk, chat))
    assert note["type"] == "ticket.noted"
    assert note["data"]["message"]["kind"] == "note"
    assert note["data"]["message"]["text"] == "Call them."
    assert answer["type"] == "ticket.answered"
    assert (len(answer["data"]["message"]["text"]), answer["data"]["message"]["shortened"]) == (4000, True)


def test_where_time_has_passed_there_is_no_message(desk: Desk) -> None:
    chat = made(desk)
    desk.rule("Late", RuleActions(webhook_id=chat), frozenset({Event.TIME}), timer=Timer(1, Since.CREATED))
    desk.arrive()
    desk.run()
    with desk.small.desk.writing() as session:
        session.connection.execute(update(automation_timer).values(due_at=session.now))
        session.connection.execute(update(ticket).values(created_at=session.now - timedelta(hours=2)))
    desk.run()
    (call,) = calls(desk, chat)
    sent = told(call)
    assert (sent["type"], sent["data"]["message"], sent["data"]["changes"]) == ("ticket.time", None, [])


def test_what_is_rolled_back_is_never_called(desk: Desk) -> None:
    chat = made(desk)
    number = desk.arrive()

    def work(session: Session) -> None:
        assert queue_call(session, chat, number, "ticket.created", {}) == "Chat"
        raise Mistake("rule.missing")

    with pytest.raises(Mistake):
        desk.small.desk.transact(work)
    assert calls(desk, chat) == ()


def test_a_rule_that_calls_and_notes_does_both_once(desk: Desk) -> None:
    """Its own note starts it no second time."""
    chat = made(desk)
    number = desk.arrive()
    desk.run()
    desk.rule("Tell", RuleActions(webhook_id=chat, note="See there."), frozenset({Event.NOTED}))
    desk.do(commands.AddNote(agent_id=desk.small.ona, ticket_id=number, text="Call them."))
    desk.run()
    assert len(calls(desk, chat)) == 1
    assert desk.rules()["Tell"].fired == 1


def test_one_that_is_off_or_gone_is_not_called(desk: Desk) -> None:
    chat, other = made(desk), made(desk, "Other")
    desk.rule("Tell", RuleActions(webhook_id=chat))
    desk.rule("Tell more", RuleActions(add_tags=("x",), webhook_id=other))
    desk.do(SaveWebhook(agent_id=desk.small.ona, id=chat, name="Chat", address=URL, active=False, version=1))
    desk.do(RemoveWebhook(agent_id=desk.small.ona, id=other, version=1))
    number = desk.arrive()
    desk.run()
    assert calls(desk, chat) == ()
    rules = desk.rules()
    assert (rules["Tell"].fired, rules["Tell more"].fired) == (0, 1)
    assert desk.small.ticket(number).row.tags == ("x",)


def test_the_history_has_it(desk: Desk) -> None:
    chat = made(desk)
    desk.rule("Tell", RuleActions(webhook_id=chat, status=Status.PENDING))
    number = desk.arrive()
    desk.run()
    steps = desk.small.desk.read(history.page, number).steps
    step = next(step for step in steps if step.macro == "Tell")
    assert [(event.kind, event.after) for event in step.events if event.kind is Deed.CALLED] == [(Deed.CALLED, "Chat")]
    assert step.kind is Deed.STATUS, "what can be taken back is what it is called by"


def test_a_condition_keeps_it_from_calling(desk: Desk) -> None:
    chat = made(desk)
    asked = Group(parts=(Condition(What.SUBJECT, Check.CONTAINS, ("refund",)),))
    desk.rule("Tell", RuleActions(webhook_id=chat), conditions=asked)
    desk.arrive()
    desk.arrive(2, subject="A refund, please")
    desk.run()
    assert [told(call)["data"]["ticket"]["subject"] for call in calls(desk, chat)] == ["A refund, please"]


def test_webhooks_are_made_changed_and_removed(desk: Desk) -> None:
    chat = made(desk, " Team   chat ")
    (row,) = desk.small.desk.read(webhooks.rows)
    assert (row.name, row.address, row.active, row.version) == ("Team chat", URL, True, 1)
    with pytest.raises(Mistake) as refused:
        made(desk, "TEAM CHAT")
    assert refused.value.code == "webhook.exists"
    change = SaveWebhook(agent_id=desk.small.ona, id=chat, name="Chat", address=URL, version=1)
    desk.do(change)
    with pytest.raises(Conflict):
        desk.do(SaveWebhook(agent_id=desk.small.ona, id=chat, name="Chats", address=URL, version=1))
    desk.do(TryWebhook(agent_id=desk.small.ona, id=chat))
    desk.do(RemoveWebhook(agent_id=desk.small.ona, id=chat, version=2))
    assert desk.small.desk.read(webhooks.rows) == ()
    with desk.small.desk.reading() as session:
        assert session.connection.execute(select(webhook_call)).all() == []
    with pytest.raises(Mistake) as missing:
        desk.do(TryWebhook(agent_id=desk.small.ona, id=chat))
    assert missing.value.code == "webhook.missing"


@pytest.mark.parametrize(
    ("name", "address", "code"),
    [
        (" ", URL, "name.empty"),
        ("x" * 81, URL, "webhook.name_long"),
        ("Chat", "chat.example", "webhook.address"),
        ("Chat", "http://8.8.8.8/", "webhook.plain"),
        ("Chat", "https://a:b@chat.example/", "webhook.password"),
    ],
)
def test_what_is_no_webhook(desk: Desk, name: str, address: str, code: str) -> None:
    with pytest.raises(Mistake) as refused:
        made(desk, name, address)
    assert refused.value.code == code


def test_another_address_begins_anew(desk: Desk) -> None:
    chat = made(desk)
    with desk.small.desk.writing() as session:
        away = {"failures": 7, "failing_since": session.now, "rests_until": session.now, "reason": "web.host"}
        session.connection.execute(update(webhook).values(away))
    same = SaveWebhook(agent_id=desk.small.ona, id=chat, name="Team chat", address=URL, version=1)
    desk.do(same)
    assert desk.small.desk.read(webhooks.rows)[0].reason == "web.host", "its name has nothing to do with it"
    other = SaveWebhook(agent_id=desk.small.ona, id=chat, name="Chat", address="https://x.example/", version=2)
    desk.do(other)
    (row,) = desk.small.desk.read(webhooks.rows)
    assert (row.failing_since, row.rests_until, row.reason) == (None, None, "")


def test_a_try_tells_of_nothing(desk: Desk) -> None:
    chat = made(desk)
    desk.do(TryWebhook(agent_id=desk.small.ona, id=chat))
    (call,) = calls(desk, chat)
    assert (call.type, call.ticket_id) == (TEST, None)
    assert told(call)["data"] == {"webhook": "Chat"}
    desk.do(SaveWebhook(agent_id=desk.small.ona, id=chat, name="Chat", address=URL, active=False, version=1))
    with pytest.raises(Mistake) as off:
        desk.do(TryWebhook(agent_id=desk.small.ona, id=chat))
    assert off.value.code == "webhook.off"


def test_what_was_given_up_is_tried_again_or_let_be(desk: Desk) -> None:
    chat = made(desk)
    for _ in range(3):
        desk.do(TryWebhook(agent_id=desk.small.ona, id=chat))
    one, two, _ = calls(desk, chat)
    with desk.small.desk.writing() as session:
        over = update(webhook_call).where(webhook_call.c.id.in_([one.id, two.id]))
        session.connection.execute(over.values(state="given_up", until=session.now))
        session.connection.execute(update(webhook).values(rests_until=session.now))
    assert desk.small.desk.read(webhooks.rows)[0].given_up == 2
    desk.do(SettleCalls(agent_id=desk.small.ona, id=chat, calls=(one.id,)))
    now = calls(desk, chat)
    assert [call.state for call in now] == [CallState.WAITING, CallState.GIVEN_UP, CallState.WAITING]
    assert now[0].until > one.until
    assert desk.small.desk.read(webhooks.rows)[0].rests_until is None
    desk.do(SettleCalls(agent_id=desk.small.ona, id=chat, again=False))
    assert [call.state for call in calls(desk, chat)] == [CallState.WAITING, CallState.LEFT, CallState.WAITING]
    assert desk.small.desk.read(webhooks.rows)[0].given_up == 0


def test_windows_hear_of_it(desk: Desk) -> None:
    chat = made(desk)
    desk.do(TryWebhook(agent_id=desk.small.ona, id=chat))
    with desk.small.desk.reading() as session:
        heard = select(change.c.row_id).where(change.c.entity == Entity.WEBHOOK.value)
        assert set(session.connection.execute(heard).scalars()) == {chat}


def test_whoever_names_webhooks_hears_of_them_and_not_of_each_call(desk: Desk) -> None:
    def heard() -> int:
        with desk.small.desk.reading() as session:
            settings = select(func.count()).where(change.c.entity == Entity.SETTING.value, change.c.row_id == 0)
            return int(session.connection.execute(settings).scalar_one())

    before = heard()
    chat = made(desk)
    assert heard() == before + 1
    desk.do(TryWebhook(agent_id=desk.small.ona, id=chat))
    assert heard() == before + 1
    desk.do(RemoveWebhook(agent_id=desk.small.ona, id=chat, version=1))
    assert heard() == before + 2


def test_calls_go_with_their_ticket(desk: Desk) -> None:
    chat = made(desk)
    desk.rule("Tell", RuleActions(webhook_id=chat))
    number = desk.arrive()
    desk.run()
    desk.do(commands.SetStatus(agent_id=desk.small.ona, tickets=(number,), status=Status.TRASH))
    desk.do(EraseTickets(agent_id=desk.small.ona, tickets=(number,)))
    assert calls(desk, chat) == ()


def test_calls_go_with_the_person_they_tell_of(desk: Desk) -> None:
    """Also those about another's ticket, in which they wrote."""
    chat = made(desk)
    desk.rule("Tell", RuleActions(webhook_id=chat), frozenset({Event.CREATED, Event.ANSWERED}))
    hers = desk.arrive(1)
    jonas = replace(mail("2@mail.example"), sender=Mailbox("Jonas", "jonas@other.example"))
    his = desk.small.arrive(jonas)[0].ticket_id
    desk.run()
    assert {call.ticket_id for call in calls(desk, chat)} == {hers, his}
    she = desk.small.ticket(hers).row.customer_id
    with desk.small.desk.writing() as session:
        queue_call(session, chat, his, "ticket.answered", {"message": {"from": {"email": "li.na@mail.example"}}})
    perform(desk.small.desk, EraseCustomer(agent_id=desk.small.ona, customer_id=she))
    (left,) = calls(desk, chat)
    assert left.ticket_id == his
    assert "li.na" not in left.body


@pytest.mark.parametrize("kept", ["body", "answer"])
def test_calls_go_with_whose_name_is_written_otherwise_in_json(desk: Desk, kept: str) -> None:
    chat = made(desk)
    name = 'Žana "Ž" Ąžuolė'
    zana = replace(mail("1@mail.example"), sender=Mailbox(name, "zana@mail.example"))
    jonas = replace(mail("2@mail.example"), sender=Mailbox("Jonas", "jonas@other.example"))
    hers, his = desk.small.arrive(zana)[0].ticket_id, desk.small.arrive(jonas)[0].ticket_id
    she = desk.small.ticket(hers).row.customer_id
    with desk.small.desk.writing() as session:
        told_of = {"message": {"text": f"Ask {name}."}} if kept == "body" else {}
        queue_call(session, chat, his, "ticket.answered", told_of)
        if kept == "answer":
            session.connection.execute(update(webhook_call).values(answer=json.dumps({"to": name})))
    perform(desk.small.desk, EraseCustomer(agent_id=desk.small.ona, customer_id=she))
    assert calls(desk, chat) == ()
