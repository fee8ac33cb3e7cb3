"""From whom a mail comes, whose signature stands below it, where the quote stands, and when it leaves."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.model.commands import SendReply
from deskbell.model.kinds import ReplyKind
from deskbell.model.settings import Settings
from deskbell.model.signatures import Signature
from deskbell.ui.composer.answering import Desk
from deskbell.ui.composer.later_popup import LaterPopup
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.time_popup import TimePopup
from deskbell.ui.widgets.choice_list import ChoiceList
from ui.composer.composing import Make, type_in
from ui.ticket.rows import ONA, STATE, detail, mailbox, ticket
from ui.ticket.stand import Stand

BILLING = mailbox(signature="Billing\nExample Ltd")
SUPPORT = mailbox(2, "Support", "support@example.com", signature="Support team")
NO_SIGNATURE = mailbox(3, "Sales", "sales@example.com")


@pytest.fixture
def signed(stand: Stand) -> Stand:
    """Two mailboxes with a signature of their own, one without."""
    stand.desk.state = replace(STATE, mailboxes=(BILLING, SUPPORT, NO_SIGNATURE))
    stand.desk.settings = Settings({"reply.signature": "mailbox"})
    return stand


def test_the_signature_is_exchanged_with_the_sender(qtbot: QtBot, signed: Stand, make: Make) -> None:
    composer = make()
    composer.show_ticket(detail(row=ticket(2)), ())
    type_in(qtbot, composer, "Hello")
    assert composer.editor.text() == "Hello\n\n-- \nBilling\nExample Ltd"
    for box, signature in ((2, "\n\n-- \nSupport team"), (3, ""), (1, "\n\n-- \nBilling\nExample Ltd")):
        composer.sender_button.chosen.emit(box)
        assert composer.editor.text().rstrip("\n") == f"Hello{signature}"
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert signed.of(SendReply)[0].html == (
        "<div>Hello</div><div><br></div><div>--&nbsp;</div><div>Billing</div><div>Example Ltd</div>"
    )


def test_a_signature_that_was_changed_by_hand_stays(qtbot: QtBot, signed: Stand, make: Make) -> None:
    composer = make()
    composer.show_ticket(detail(row=ticket(2)), ())
    composer.editor.append("and my phone")
    before = composer.editor.text()
    composer.sender_button.chosen.emit(2)
    assert composer.editor.text() == before
    composer.leave()
    signed.settle(qtbot)


@pytest.mark.parametrize(
    ("signing", "mine", "below"),
    [
        ("mine", "Ona", "\n\n-- \nOna"),
        ("mine", "", "\n\n-- \nSupport team"),
        ("mailbox", "Ona", "\n\n-- \nSupport team"),
        ("both", "Ona", "\n\n-- \nOna\n\nSupport team"),
        ("both", "", "\n\n-- \nSupport team"),
        ("none", "Ona", ""),
    ],
)
def test_whose_signature_stands_below(signing: str, mine: str, below: str) -> None:
    desk = Desk(replace(ONA, signature=mine), (BILLING, SUPPORT), signing)
    assert desk.signature(2).text == below


def test_the_quote_may_stand_above(qtbot: QtBot, stand: Stand, make: Make) -> None:
    stand.desk.settings = Settings({"reply.quote_place": "above"})
    composer = make()
    type_in(qtbot, composer, "Yes.")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    (command,) = stand.of(SendReply)
    assert (command.quote_above, command.text, "wrote:" in command.quoted) == (True, "Yes.", True)


def dropped_list() -> ChoiceList:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, ChoiceList) and one.isVisible())


def test_a_mail_leaves_at_a_time_that_was_chosen(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    type_in(qtbot, composer, "Good morning")
    qtbot.mouseClick(composer.ways_button, Qt.MouseButton.LeftButton)
    dropped_list().choose_text("Send at another time…")
    dropped = dropped_list()
    with qtbot.waitSignal(composer.sent) as sent:
        dropped.choose_text("In an hour")
    (command,) = stand.of(SendReply)
    assert command.send_at is not None
    assert command.send_at > datetime.now(UTC)
    assert sent.args[1].startswith("Leaves ")


def test_another_time_is_asked_for_and_lies_ahead(qtbot: QtBot, theme: ThemeSource, make: Make) -> None:
    composer = make()
    now = datetime(2026, 11, 20, 17, 30, 20, tzinfo=UTC)
    later = LaterPopup(theme, now, composer.ways_button)
    later._choose(None)
    popup = composer.ways_button.findChild(TimePopup)
    assert popup is not None
    popup.field.setDateTime(popup.field.minimumDateTime().addDays(-3))
    with qtbot.waitSignal(later.given) as given:
        qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert timedelta(0) < given.args[0] - now <= timedelta(minutes=1)


LITHUANIAN = (
    Signature(0, "lt", "Pagarbiai, {{agent.name}}"),
    Signature(2, "lt", "{{agent.first_name}}, {{mailbox.name}}"),
)


@pytest.mark.parametrize(
    ("mailbox_id", "language", "below"),
    [
        (1, "", "\n\n-- \nOna"),
        (1, "ru", "\n\n-- \nOna"),
        (1, "lt", "\n\n-- \nPagarbiai, Ona Kazlauskienė"),
        (2, "lt", "\n\n-- \nOna, Support"),
    ],
)
def test_the_signature_is_in_the_customers_language(mailbox_id: int, language: str, below: str) -> None:
    desk = Desk(replace(ONA, signature="Ona", signatures=LITHUANIAN), (BILLING, SUPPORT), "mine", language)
    assert desk.signature(mailbox_id).text == below


def test_without_a_customers_language_it_is_in_the_mailboxs() -> None:
    desk = Desk(replace(ONA, signature="Ona", signatures=LITHUANIAN), (replace(BILLING, language="lt"),))
    assert desk.signature(1).text == "\n\n-- \nPagarbiai, Ona Kazlauskienė"


def test_the_signature_is_exchanged_with_the_language(qtbot: QtBot, stand: Stand, make: Make) -> None:
    stand.desk.state = replace(STATE, me=replace(ONA, signature="Ona", signatures=LITHUANIAN))
    composer = make()
    opened = detail(row=ticket(2))
    composer.show_ticket(opened, ())
    type_in(qtbot, composer, "Hello")
    assert composer.editor.text() == "Hello\n\n-- \nOna"
    composer.show_ticket(replace(opened, language="lt"), ())
    assert composer.editor.text() == "Hello\n\n-- \nPagarbiai, Ona Kazlauskienė"
    composer.show_ticket(opened, ())
    assert composer.editor.text() == "Hello\n\n-- \nOna"


def test_a_note_gets_no_signature_by_it(qtbot: QtBot, stand: Stand, make: Make) -> None:
    stand.desk.state = replace(STATE, me=replace(ONA, signatures=LITHUANIAN))
    composer = make()
    composer.begin(ReplyKind.NOTE)
    type_in(qtbot, composer, "Call them")
    composer.show_ticket(replace(detail(), language="lt"), ())
    assert composer.editor.text() == "Call them"
