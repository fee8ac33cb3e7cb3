"""The part of a mailbox's form about answers: what is shown comes out as it is, and a text that nobody switched on is nobody's."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from deskbell.model.proof_servers import ProofServers
from deskbell.ui.settings.mailbox_answers import MailboxAnswers
from deskbell.ui.settings.mailbox_draft import MailboxDraft
from deskbell.ui.settings.suggested_servers import SuggestedServers
from deskbell.ui.theme.source import ThemeSource


@pytest.fixture
def answers(theme: ThemeSource, qtbot: QtBot) -> MailboxAnswers:
    made = MailboxAnswers(theme)
    qtbot.addWidget(made)
    made.show_draft(MailboxDraft())
    made.show()
    return made


def check(form: MailboxAnswers, words: str) -> QCheckBox:
    return next(box for box in form.findChildren(QCheckBox) if words in box.text())


def test_nothing_changes_by_looking(answers: MailboxAnswers) -> None:
    assert answers.into(MailboxDraft()) == MailboxDraft()
    kept = MailboxDraft(
        acknowledge=True, acknowledgement="We have it: #{number}", plus_address=True, authserv_id="mx.x.example"
    )
    answers.show_draft(kept)
    assert answers.into(kept) == kept


def test_switching_the_answer_on_offers_a_text(answers: MailboxAnswers, qtbot: QtBot) -> None:
    text = answers.findChild(QPlainTextEdit)
    assert isinstance(text, QPlainTextEdit)
    assert not text.isVisible()
    box = check(answers, "has arrived")
    with qtbot.waitSignal(answers.edited):
        box.click()
    assert text.isVisible()
    draft = answers.into(MailboxDraft())
    assert draft.acknowledge
    assert "#{number}" in draft.acknowledgement
    text.setPlainText("  ")
    assert not answers.into(MailboxDraft()).acknowledge


def test_the_server_and_the_address_are_kept(answers: MailboxAnswers) -> None:
    check(answers, "names the ticket").click()
    server = answers.findChild(QLineEdit)
    assert isinstance(server, QLineEdit)
    QTest.keyClicks(server, " mx.x.example ")
    QTest.keyClick(server, Qt.Key.Key_Tab)
    draft = answers.into(MailboxDraft())
    assert (draft.plus_address, draft.authserv_id) == (True, "mx.x.example")


def test_a_server_that_the_mails_name_is_taken_with_a_click(answers: MailboxAnswers, qtbot: QtBot) -> None:
    suggested = answers.findChild(SuggestedServers)
    assert isinstance(suggested, SuggestedServers)
    assert not suggested.isVisible()
    answers.show_servers(ProofServers(50, (("mx.desk.example", 48), ("mx.elsewhere.example", 2))))
    assert [button.text() for button in suggested.buttons] == ["mx.desk.example (48)", "mx.elsewhere.example (2)"]
    with qtbot.waitSignal(answers.edited):
        suggested.buttons[0].click()
    assert answers.into(MailboxDraft()).authserv_id == "mx.desk.example"
    answers.show_draft(MailboxDraft())
    assert not suggested.isVisible()
