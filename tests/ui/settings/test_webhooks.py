"""The webhooks in the settings: made with a secret that is shown once, tried, looked after, removed; and who sees them at all."""

import re
from collections.abc import Callable
from datetime import timedelta
from unittest import mock

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import insert, update

from deskbell.model.automation import RuleActions, SaveRule
from deskbell.model.changes import Change, Changes
from deskbell.model.commands import SaveAgent
from deskbell.model.kinds import Entity, Role
from deskbell.model.webhooks import CallState, RemoveWebhook, SaveWebhook, SettleCalls, TryWebhook
from deskbell.store.queries import automation, webhooks
from deskbell.store.tables import webhook, webhook_call
from deskbell.store.webhook_secrets import secret_name
from deskbell.ui.rules.page import RulesPage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.webhooks.page import WebhooksPage
from deskbell.ui.webhooks.words import call_title
from ui.settings.hands import type_into
from ui.settings.office import Answers, Office

Apply = Callable[[SettingsDialog], None]
URL = "https://chat.example/desk"
SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


@pytest.fixture
def page(office: Office, dialog: SettingsDialog, qtbot: QtBot) -> WebhooksPage:
    opened = dialog.open_page("webhooks")
    assert isinstance(opened, WebhooksPage)
    qtbot.waitUntil(lambda: opened.now.known)
    return opened


def made(office: Office, name: str = "Chat", *, secret: bool = True) -> int:
    number = office.do(SaveWebhook(agent_id=office.me, id=0, name=name, address=URL)) or 0
    if secret:
        office.secrets.put(secret_name(number), SECRET)
    return number


def called(office: Office, number: int, **values: object) -> int:
    """A call of a webhook, an hour ago."""
    with office.database.writing() as session:
        at = session.now - timedelta(hours=1)
        usual = {"body": '{"type":"ticket.created","data":{}}', "queued_at": at, "due": at, "until": at, "tried_at": at}
        row = {"webhook_id": number, "key": f"msg_{session.now}", "type": "ticket.created", **usual, **values}
        return int(
            session.connection.execute(insert(webhook_call).values(row).returning(webhook_call.c.id)).scalar_one()
        )


def open_one(page: WebhooksPage, number: int, qtbot: QtBot) -> None:
    page.now.read_again()
    qtbot.waitUntil(lambda: number in page.entries)
    page.open_one(number)
    page.now.read_again()
    qtbot.waitUntil(lambda: bool(page.now.found.calls) or not page.log.rows)


def words(page: WebhooksPage) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def button(page: WebhooksPage, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisible())


def test_one_is_made_with_a_secret_of_its_own(
    dialog: SettingsDialog, page: WebhooksPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    assert "No webhooks yet." in words(page)
    page.add()
    secret = page.form.secret.text()
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/=]{44}", secret)
    type_into(page, "Name", " Team  chat ")
    type_into(page, "Address", URL)
    apply(dialog)
    (row,) = office.database.read(webhooks.rows)
    assert (row.name, row.address, row.active) == ("Team chat", URL, True)
    assert office.secrets.get(secret_name(row.id)) == secret
    assert page.form.secret.text() == "", "it is shown once"
    assert not [command for command in office.commands if secret in repr(command)]
    qtbot.waitUntil(page.test_button.isEnabled)
    page.test_button.click()
    qtbot.waitUntil(lambda: len(page.log.rows) == 1)
    assert isinstance(office.commands[-1], TryWebhook)


def test_each_new_one_has_another_secret(page: WebhooksPage) -> None:
    page.add()
    first = page.form.secret.text()
    page.form.make_button.click()
    second = page.form.secret.text()
    assert first != second
    page.form.secret.actions()[0].trigger()
    assert QApplication.clipboard().text() == second


def test_the_secret_of_a_receiver_is_taken(
    dialog: SettingsDialog, page: WebhooksPage, office: Office, apply: Apply
) -> None:
    page.add()
    type_into(page, "Name", "Chat")
    type_into(page, "Address", URL)
    type_into(page, "Secret", f" {SECRET} ")
    apply(dialog)
    (row,) = office.database.read(webhooks.rows)
    assert office.secrets.get(secret_name(row.id)) == SECRET


def test_what_is_wrong_is_said(dialog: SettingsDialog, page: WebhooksPage, office: Office, qtbot: QtBot) -> None:
    made(office)
    page.now.read_again()
    qtbot.waitUntil(lambda: bool(page.entries))
    page.add()
    type_into(page, "Name", "CHAT")
    assert "There is a webhook CHAT already." in words(page)
    type_into(page, "Address", "http://8.8.8.8/")
    assert "is not in your own network" in words(page)
    type_into(page, "Address", "http://192.168.1.7/desk")
    assert "Without encryption" in words(page)
    type_into(page, "Address", URL)
    assert "Without encryption" not in words(page)
    type_into(page, "Secret", "secret")
    assert page.first_fault() is page.form.name
    assert "This is no secret of a webhook" in words(page)
    assert not page.good()


def test_a_name_is_changed_and_the_secret_stays(
    dialog: SettingsDialog, page: WebhooksPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    number = made(office)
    open_one(page, number, qtbot)
    assert page.form.secret.text() == ""
    assert not page.dirty()
    type_into(page, "Name", "Chat of the team")
    assert not page.test_button.isEnabled()
    apply(dialog)
    assert office.secrets.get(secret_name(number)) == SECRET
    assert [row.name for row in office.database.read(webhooks.rows)] == ["Chat of the team"]


def test_a_computer_without_the_secret_says_so(page: WebhooksPage, office: Office, qtbot: QtBot) -> None:
    number = made(office, secret=False)
    open_one(page, number, qtbot)
    qtbot.waitUntil(lambda: bool(page.missing.sentence()))
    assert "no secret" in page.missing.sentence()
    assert page.form.secret.placeholderText() == "None on this computer"


def test_the_log_says_what_became_of_each_call(page: WebhooksPage, office: Office, qtbot: QtBot) -> None:
    number = made(office)
    good = called(office, number, state="delivered", status=200, milliseconds=35, tries=2, answer="thanks")
    values = {"host": "chat.example", "status": "500"}
    bad = called(
        office,
        number,
        state="given_up",
        status=500,
        tries=70,
        answer="<b>no</b>",
        reason="webhook.refused",
        reason_values=values,
    )
    open_one(page, number, qtbot)
    qtbot.waitUntil(lambda: list(page.log.rows) == [bad, good])
    assert page.log.rows[good].head.accessibleName().endswith("Delivered · HTTP 200 · 35 ms · 2 tries")
    page.log.rows[bad].head.click()
    assert page.log.rows[bad].is_open()
    shown = words(page)
    assert "chat.example does not take this call (HTTP 500)." in shown
    button(page, "Try again now").click()
    qtbot.waitUntil(lambda: office.database.read(webhooks.log, number)[0].state is CallState.WAITING)
    assert office.commands[-1] == SettleCalls(
        agent_id=office.me, id=number, calls=(bad,), deed=office.commands[-1].deed
    )
    qtbot.waitUntil(lambda: page.log.rows[bad].head.accessibleName().count("Waits") == 1)
    assert page.log.rows[bad].is_open(), "somebody reads it"


def test_what_steps_of_policies_call_is_named(page: WebhooksPage, office: Office, qtbot: QtBot) -> None:
    number = made(office)
    called(office, number, type="ticket.warned", state="delivered")
    open_one(page, number, qtbot)
    qtbot.waitUntil(lambda: bool(page.log.rows))
    assert call_title(page.now.found.calls[0]) == "SLA warning"


def test_all_that_was_given_up_is_let_be_at_once(page: WebhooksPage, office: Office, qtbot: QtBot) -> None:
    number = made(office)
    for key in "ab":
        called(office, number, key=key, state="given_up", tries=70)
    open_one(page, number, qtbot)
    qtbot.waitUntil(page.log.leave_button.isVisible)
    page.log.leave_button.click()
    qtbot.waitUntil(lambda: not page.log.leave_button.isVisible())
    assert {call.state for call in office.database.read(webhooks.log, number)} == {CallState.LEFT}


def test_one_that_is_away_says_why_and_when_it_is_called_again(
    page: WebhooksPage, office: Office, qtbot: QtBot
) -> None:
    number = made(office)
    called(office, number, state="waiting", tries=3, reason="web.host", reason_values={"host": "chat.example"})
    with office.database.writing() as session:
        away = {"failing_since": session.now, "rests_until": session.now + timedelta(minutes=10), "reason": "web.host"}
        session.connection.execute(update(webhook).values(**away, reason_values={"host": "chat.example"}))
    open_one(page, number, qtbot)
    qtbot.waitUntil(lambda: "chat.example cannot be reached" in page.trouble.sentence())
    assert "A call waits. Next call: " in page.trouble.sentence()
    page.close_form()
    assert "chat.example cannot be reached" in page.entries[number].accessibleName()


def test_it_is_removed_when_one_is_sure(page: WebhooksPage, office: Office, answers: Answers, qtbot: QtBot) -> None:
    number = made(office)
    open_one(page, number, qtbot)
    answers.yes = False
    page.remove_button.click()
    assert office.database.read(webhooks.rows)
    answers.yes = True
    page.remove_button.click()
    qtbot.waitUntil(lambda: not page.entries)
    assert isinstance(office.commands[-1], RemoveWebhook)
    qtbot.waitUntil(lambda: office.secrets.get(secret_name(number)) is None)


def test_only_administrators_see_any(office: Office, open_dialog: Callable[[], SettingsDialog], qtbot: QtBot) -> None:
    made(office)
    office.do(SaveAgent(agent_id=office.me, id=0, name="Rasa", email="rasa@example.com", role=Role.ADMIN))
    office.do(
        SaveAgent(
            agent_id=office.me, id=office.me, name="Ona K.", email="ona@example.com", role=Role.MANAGER, version=1
        )
    )
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.me.role is Role.MANAGER)
    dialog = open_dialog()
    page = dialog.open_page("webhooks")
    assert isinstance(page, WebhooksPage)
    assert "only administrators see" in words(page)
    assert not page.entries
    assert not page.add_button.isVisible()
    asked: list[object] = []
    with mock.patch.object(page.now._runner, "ask", lambda *args, **kwargs: asked.append(args)):
        page.now._hear(Changes((), lost=True))
        page.now._hear(Changes((Change(1, Entity.WEBHOOK, 1, 0),)))
    assert not asked, "nor where one is called"


def test_a_rule_calls_it(dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot) -> None:
    number = made(office)
    page = dialog.open_page("rules")
    assert isinstance(page, RulesPage)
    qtbot.waitUntil(lambda: page.now.known)
    page.add()
    type_into(page, "Name", "Tell")
    box = page.form.deeds.webhook
    box.setCurrentIndex(box.findText("Chat"))
    box.activated.emit(box.currentIndex())
    assert page.form.sentence.text() == "When: a ticket is new. Then: call the webhook “Chat”."
    apply(dialog)
    (rule,) = office.database.read(automation.rows)
    assert rule.actions == RuleActions(webhook_id=number)


def test_a_rule_keeps_one_that_was_removed(dialog: SettingsDialog, office: Office, qtbot: QtBot) -> None:
    number = made(office)
    rule = SaveRule(agent_id=office.me, id=0, name="Tell", actions=RuleActions(webhook_id=number, add_tags=("x",)))
    made_rule = office.do(rule) or 0
    office.do(RemoveWebhook(agent_id=office.me, id=number, version=1))
    page = dialog.open_page("rules")
    assert isinstance(page, RulesPage)
    qtbot.waitUntil(lambda: page.now.known)
    page.open_one(made_rule)
    assert page.form.deeds.webhook.currentText() == "a webhook that was removed"
    assert not page.dirty()
