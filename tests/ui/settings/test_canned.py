"""The page of the canned replies, over a real desk."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.articles import ArticleState, SettleArticle, WriteArticle
from deskbell.model.canned import (
    UNTIL_AN_ANSWER,
    WHOEVER,
    Actions,
    CannedReply,
    CannedText,
    SaveCannedReply,
    UseCannedReply,
)
from deskbell.model.commands import SaveAgent
from deskbell.model.kinds import Priority, Role, Status, TicketType
from deskbell.model.mail import OutboundAttachment
from deskbell.model.teams import SaveTeam
from deskbell.store.queries import canned
from deskbell.ui.settings.canned import CannedPage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.ticket.found_popup import FoundPopup
from ui.settings.hands import field, type_into
from ui.settings.office import Answers, Office
from ui.settings.test_people import press

Apply = Callable[[SettingsDialog], None]
EN, LT = CannedText("en", "<div>Thanks!</div>", "Thanks!"), CannedText("lt", "<div>Ačiū!</div>", "Ačiū!")


def save(office: Office, name: str = "Thanks", **values: object) -> int:
    known = {"id": 0, "owner_id": None, "texts": (EN, LT), "folder": "Polite", **values}
    return office.do(SaveCannedReply(agent_id=None, name=name, **known))


def kept(office: Office) -> dict[str, CannedReply]:
    return {reply.name: reply for reply in office.database.read(canned.replies, office.me)}


def opened(dialog: SettingsDialog, qtbot: QtBot) -> CannedPage:
    page = dialog.open_page("canned")
    assert isinstance(page, CannedPage)
    qtbot.waitUntil(lambda: page.now.known)
    return page


def shown(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def write(page: CannedPage, text: str) -> None:
    page.form.editor.setFocus()
    page.form.editor.insertPlainText(text)


def choose_language(page: CannedPage, code: str) -> None:
    box = page.form.language
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def test_one_is_written_in_two_languages(dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot) -> None:
    page = opened(dialog, qtbot)
    assert any("No canned replies yet" in text for text in shown(page))
    page.add()
    type_into(page, "Name", "Many thanks")
    type_into(page, "Shortcut", "/Thx")
    choose_language(page, "en")
    write(page, "Thanks, {{customer.first_name|there}}!")
    choose_language(page, "lt")
    assert page.form.editor.text() == ""
    write(page, "Ačiū!")
    apply(dialog)
    assert page.opened is None
    reply = kept(office)["Many thanks"]
    assert (reply.owner_id, reply.shortcut) == (None, "thx")
    assert {text.language: text.text for text in reply.texts} == {
        "en": "Thanks, {{customer.first_name|there}}!",
        "lt": "Ačiū!",
    }
    qtbot.waitUntil(lambda: reply.id in page.entries)
    assert "/thx · English, Lietuvių" in page.entries[reply.id].accessibleName()
    assert not page.dirty()


def test_what_lacks_is_told_and_where(dialog: SettingsDialog, office: Office, qtbot: QtBot) -> None:
    page = opened(dialog, qtbot)
    page.add()
    type_into(page, "Name", "Thanks", leave=False)
    dialog.apply()
    assert "Write what the reply says." in shown(page)
    write(page, "{{custmer.name}}, thanks!")
    assert "{{custmer.name}} is no placeholder: it goes out as it stands here." in shown(page)
    assert office.commands == []


def test_folders_stand_above_their_replies_and_a_search_finds(
    dialog: SettingsDialog, office: Office, qtbot: QtBot
) -> None:
    first, second = save(office, "Thanks"), save(office, "Refund", folder="Money")
    mine = save(office, "My own", owner_id=office.me)
    office.do(UseCannedReply(agent_id=office.me, id=first))
    page = opened(dialog, qtbot)
    assert list(page.entries) == [second, first, mine]
    heads = [text for text in shown(page) if text in {"MONEY", "POLITE", "POLITE · ONLY YOU"}]
    assert heads == ["MONEY", "POLITE", "POLITE · ONLY YOU"]
    assert "Used 1 time" in page.entries[first].accessibleName()
    page.search.setText("refnd")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert list(page.entries) == [second]


def test_a_copy_is_a_new_one_with_the_same_file(
    dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    made = save(office, files=(OutboundAttachment("a.txt", "text/plain", b"a"),))
    page = opened(dialog, qtbot)
    page.open_one(made)
    assert not page.dirty()
    page.copy_button.click()
    assert page.dirty()
    apply(dialog)
    copy = kept(office)["Thanks (copy)"]
    assert copy.id != made
    assert copy.texts == (EN, LT)
    assert office.database.read(canned.files_of, copy.id, office.me)[0].content == b"a"


def test_the_preview_follows_what_is_typed(dialog: SettingsDialog, office: Office, qtbot: QtBot) -> None:
    made = save(office)
    page = opened(dialog, qtbot)
    page.open_one(made)
    write(page, " {{agent.first_name}}")
    assert page.preview.body.text() == "Thanks! Ona"


def test_one_is_removed_after_a_question(
    dialog: SettingsDialog, office: Office, answers: Answers, qtbot: QtBot
) -> None:
    made = save(office)
    page = opened(dialog, qtbot)
    page.open_one(made)
    answers.yes = False
    page.remove_button.click()
    assert answers.asked == ["Remove the reply Thanks?"]
    answers.yes = True
    page.remove_button.click()
    qtbot.waitUntil(lambda: page.opened is None)
    assert kept(office) == {}


def test_who_comes_second_sees_both(dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot) -> None:
    made = save(office)
    page = opened(dialog, qtbot)
    page.open_one(made)
    write(page, " A lot.")
    save(office, "Many thanks", id=made, version=1)
    apply(dialog)
    assert any("in the meantime" in text for text in shown(page))
    qtbot.waitUntil(lambda: page.now.row(made).version == 2)
    press(page, "Show what it is now")
    assert (field(page, "Name").text(), page.form.editor.text()) == ("Many thanks", "Thanks!")
    press(page, "Show what I entered")
    assert page.form.editor.text() == "Thanks! A lot."
    apply(dialog)
    assert kept(office)["Thanks"].texts[0].text == "Thanks! A lot."


def test_a_reply_becomes_a_macro(dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot) -> None:
    made = save(office)
    page = opened(dialog, qtbot)
    page.open_one(made)
    assert not page.form.fold.is_open()
    page.form.fold.open()
    box = page.form.macro.status
    box.setCurrentIndex(box.findData(Status.SOLVED))
    box.activated.emit(box.currentIndex())
    type_into(page, "Put on tags", "Done, VIP ")
    macro = page.form.macro
    ona = office.me
    chosen = ((macro.due, 3), (macro.type, TicketType.TASK), (macro.assign, ona), (macro.snooze, UNTIL_AN_ANSWER))
    for choices, value in chosen:
        choices.setCurrentIndex(choices.findData(value))
    macro.followers.tick(WHOEVER)
    macro.checklist.setPlainText("Ask the bank\n\nTell them ")
    apply(dialog)
    assert kept(office)["Thanks"].actions == Actions(
        Status.SOLVED,
        add_tags=("done", "vip"),
        snooze_days=UNTIL_AN_ANSWER,
        due_days=3,
        type=TicketType.TASK,
        followers=(WHOEVER,),
        checklist=("Ask the bank", "Tell them"),
        assignee_id=ona,
    )
    page.open_one(made)
    qtbot.waitUntil(page.form.fold.is_open)
    assert not page.dirty()


def test_a_macro_links_an_article(dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot) -> None:
    write = WriteArticle(agent_id=office.me, id=0, language="en", title="Refunds", body="It takes five days.")
    article = office.do(write)
    office.do(
        SettleArticle(
            agent_id=office.me,
            id=article,
            version=1,
            category_id=None,
            state=ArticleState.PUBLISHED,
            owner_id=office.me,
            sendable=True,
        )
    )
    made = save(office)
    page = opened(dialog, qtbot)
    page.open_one(made)
    page.form.fold.open()
    linked = page.form.macro.article
    linked.choose_button.click()
    popup = linked.findChild(FoundPopup)
    assert popup is not None
    qtbot.waitUntil(lambda: popup.list.count() == 1)
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert linked.title.text() == "Refunds"
    assert "With the article “Refunds”" in shown(page)
    apply(dialog)
    assert kept(office)["Thanks"].actions == Actions(article_id=article)
    page.open_one(made)
    qtbot.waitUntil(page.form.fold.is_open)
    assert linked.title.text() == "Refunds"
    assert not page.dirty()
    linked.none_button.click()
    apply(dialog)
    assert kept(office)["Thanks"].actions == Actions()


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
def test_an_agent_changes_their_own_alone(
    office: Office, open_dialog: Callable[[], SettingsDialog], apply: Apply, qtbot: QtBot, role: Role
) -> None:
    shared = save(office)
    row = office.agents()["ona@example.com"]
    office.do(SaveAgent(agent_id=None, id=0, name="Tomas", email="tomas@example.com", role=Role.ADMIN))
    office.do(SaveAgent(agent_id=None, id=row.id, name=row.name, email=row.email, role=role, version=row.version))
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.me.role is role)
    dialog = open_dialog()
    page = opened(dialog, qtbot)
    page.open_one(shared)
    assert page.form.isEnabled() == (role is Role.MANAGER)
    assert page.remove_button.isVisible() == (role is Role.MANAGER)
    page.go_back()
    page.add()
    assert page.form.whose.isVisible() == (role is Role.MANAGER)
    type_into(page, "Name", "Mine")
    write(page, "Yours, Ona")
    apply(dialog)
    assert kept(office)["Mine"].owner_id == (office.me if role is Role.AGENT else None)


def test_a_reply_gets_a_number_which_another_one_loses(
    dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    other, made = save(office, "Refund", number=2), save(office)
    page = opened(dialog, qtbot)
    page.open_one(made)
    box = page.form.number
    assert [box.itemText(place) for place in range(4)] == ["None", "1", "2 · Refund", "3"]
    box.setCurrentIndex(2)
    box.activated.emit(2)
    apply(dialog)
    assert {one.id: one.number for one in kept(office).values()} == {made: 2, other: 0}
    qtbot.waitUntil(lambda: "number 2" in page.entries[made].accessibleName())


def test_a_subject_makes_it_a_template(dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot) -> None:
    orders = office.do(SaveTeam(agent_id=office.me, id=0, name="Orders"))
    office.desk.read_again()
    qtbot.waitUntil(lambda: bool(office.desk.teams))
    page = opened(dialog, qtbot)
    page.add()
    type_into(page, "Name", "Late order")
    type_into(page, "Subject", "Your order")
    write(page, "It is late.")
    choose_language(page, "lt")
    assert field(page, "Subject").text() == ""
    type_into(page, "Subject", "Del uzsakymo")
    write(page, "Vėluoja.")
    box = page.form.mailbox
    box.setCurrentIndex(box.findText("Support"))
    page.form.macro.team.setCurrentIndex(page.form.macro.team.findText("Orders"))
    page.form.macro.priority.setCurrentIndex(page.form.macro.priority.findData(Priority.HIGH))
    apply(dialog)
    reply = kept(office)["Late order"]
    assert {text.language: text.subject for text in reply.texts} == {"": "Your order", "lt": "Del uzsakymo"}
    assert reply.mailbox_id == office.mailboxes()["support@example.com"].id
    assert reply.actions == Actions(priority=Priority.HIGH, team_id=orders)
    qtbot.waitUntil(lambda: reply.id in page.entries)
    assert "for new tickets" in page.entries[reply.id].accessibleName()
    page.open_one(reply.id)
    assert (field(page, "Subject").text(), page.dirty()) == ("Your order", False)
    type_into(page, "Subject", "Another")
    assert page.dirty()
