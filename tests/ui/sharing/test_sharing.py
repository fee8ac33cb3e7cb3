"""On a real desk: an answer is shown to a colleague, changed there, handed back, and neither's text is lost on the way."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveDraft
from deskbell.model.kinds import MessageKind, ReplyKind
from deskbell.model.sharing import AskToLook, DraftVersion, HandBack, SharedDraft, TakeDraft
from deskbell.store.queries import drafts, shared_drafts, ticket
from deskbell.ui.sharing.ask_popup import AskPopup
from deskbell.ui.sharing.changes_popup import ChangesPopup
from deskbell.ui.sharing.look_card import LookCard, state_of
from ui.driven import Driven

ONA, TOMAS, REPLY = 1, 2, ReplyKind.REPLY


class At:
    """The window of Ona, a ticket in it, and Tomas elsewhere."""

    def __init__(self, driven: Driven, qtbot: QtBot) -> None:
        self.driven, self.qtbot = driven, qtbot
        self.number = driven.open(1).id
        self.pane, self.desk = driven.window.pane, driven.stage.database
        self.composer = self.pane.composer

    def write(self, agent: int, text: str) -> int:
        command = SaveDraft(agent_id=agent, ticket_id=self.number, kind=REPLY, mailbox_id=1, text=text)
        return perform(self.desk, command) or 0

    def ask(self, author: int, asked: int) -> None:
        command = AskToLook(agent_id=author, ticket_id=self.number, kind=REPLY, agents=(asked,), text="Look")
        perform(self.desk, command)

    def shared(self) -> tuple[SharedDraft, ...]:
        return self.desk.read(shared_drafts.of_ticket, ONA, self.number)

    def card(self, there: Callable[[LookCard], bool] = lambda _: True) -> LookCard:
        """The card above the composer, once it is such."""
        cards = self.composer.findChildren(LookCard)

        def found() -> bool:
            cards[:] = [one for one in self.composer.findChildren(LookCard) if one.isVisible() and there(one)]
            return bool(cards)

        self.qtbot.waitUntil(found)
        return cards[0]

    def says(self, words: str) -> LookCard:
        return self.card(lambda card: words in card.sentence.text())

    def text_of(self, agent: int) -> list[str]:
        return [one.text for one in self.desk.read(drafts.of_ticket, agent, self.number) if one.kind is REPLY]


@pytest.fixture
def at(driven: Driven, qtbot: QtBot) -> At:
    return At(driven, qtbot)


def test_a_colleague_is_asked_and_told_and_the_answer_waits(at: At, qtbot: QtBot) -> None:
    at.composer.begin(REPLY)
    at.composer.editor.insertPlainText("Dear Jonas")
    at.composer.look_over_wanted.emit()
    (popup,) = at.driven.window.findChildren(AskPopup)
    assert not popup.button.isEnabled()
    popup.people.tick(TOMAS)
    popup.words.setText("Is it polite?")
    qtbot.keyClick(popup.words, Qt.Key.Key_Return)
    card = at.says("Asked to look over your answer: Tomas Berg")
    assert not card.text.isVisible()
    (found,) = at.shared()
    assert "Dear Jonas" in found.text, "what was typed last is in it"
    detail = at.desk.read(ticket.detail, at.number)
    assert detail is not None
    note = detail.messages[-1]
    assert note.kind is MessageKind.NOTE
    assert note.text == "@Tomas Berg, please look over my answer.\nIs it polite?"
    card.button("end").click()
    qtbot.waitUntil(lambda: not at.shared())
    qtbot.waitUntil(lambda: not card.isVisible())
    assert "Dear Jonas" in at.composer.editor.text()


def test_there_is_nothing_to_look_over(at: At) -> None:
    at.composer.look_over_wanted.emit()
    assert not at.driven.window.findChildren(AskPopup)
    assert any("write something first" in words for words in at.driven.toasts())


def test_who_is_asked_reads_it_changes_it_and_hands_it_back(at: At, qtbot: QtBot) -> None:
    at.write(TOMAS, "Dear Jonas, no.")
    at.ask(TOMAS, ONA)
    card = at.says("Tomas Berg asks you")
    assert card.text.toPlainText() == "Dear Jonas, no."
    card.button("take").click()
    qtbot.waitUntil(lambda: at.composer.editor.text() == "Dear Jonas, no.")
    assert at.text_of(TOMAS) == []
    at.composer.editor.moveCursor(at.composer.editor.textCursor().MoveOperation.End)
    at.composer.editor.insertPlainText(" Sorry.")
    # At once: what was typed last goes along.
    at.says("You are changing the answer of Tomas Berg").button("back").click()
    qtbot.waitUntil(lambda: at.text_of(TOMAS) == ["Dear Jonas, no. Sorry."])
    qtbot.waitUntil(lambda: "Dear Jonas" not in at.composer.editor.text())
    assert at.text_of(ONA) == []
    at.says("Tomas Berg asks you")


def test_what_a_colleague_writes_is_seen_and_comes_back(at: At, qtbot: QtBot) -> None:
    draft_id = at.write(ONA, "Dear Jonas, no.")
    at.ask(ONA, TOMAS)
    qtbot.waitUntil(lambda: at.composer.editor.text() == "Dear Jonas, no.")
    at.says("Asked to look over your answer")
    perform(at.desk, TakeDraft(agent_id=TOMAS, draft_id=draft_id))
    card = at.says("Tomas Berg is changing your answer")
    qtbot.waitUntil(lambda: "Dear Jonas" not in at.composer.editor.text())
    at.write(TOMAS, "Dear Jonas, alas, no.")
    qtbot.waitUntil(lambda: card.text.toPlainText() == "Dear Jonas, alas, no.")
    card.button("changes").click()
    (popup,) = at.driven.window.findChildren(ChangesPopup)
    assert popup.text.toPlainText() == "Dear Jonas, alas, no."
    assert not popup.restore.isVisible(), "somebody else writes it"
    popup.close()
    perform(at.desk, HandBack(agent_id=TOMAS, draft_id=draft_id, text="Done"))
    at.says("Tomas Berg has looked over your answer")
    qtbot.waitUntil(lambda: at.composer.editor.text() == "Dear Jonas, alas, no.")


def test_any_two_versions_are_compared_and_one_comes_back(at: At, qtbot: QtBot) -> None:
    draft_id = at.write(ONA, "Dear Jonas, no.")
    at.ask(ONA, TOMAS)
    at.says("Asked to look over your answer")
    perform(at.desk, TakeDraft(agent_id=TOMAS, draft_id=draft_id))
    at.write(TOMAS, "Dear Jonas, alas, no.")
    perform(at.desk, HandBack(agent_id=TOMAS, draft_id=draft_id, text="Done"))
    card = at.says("Tomas Berg has looked over your answer")
    qtbot.waitUntil(lambda: at.composer.editor.text() == "Dear Jonas, alas, no.")
    at.composer.editor.moveCursor(at.composer.editor.textCursor().MoveOperation.End)
    at.composer.editor.insertPlainText(" Sorry.")
    card.button("changes").click()
    (popup,) = at.driven.window.findChildren(ChangesPopup)
    names = [popup.earlier.itemText(place).partition(",")[0] for place in range(popup.earlier.count())]
    assert names == [at.driven.stage.desk.me.name, "Tomas Berg", "Now"]
    assert popup.text.toPlainText() == "Dear Jonas, alas, no. Sorry."
    popup.earlier.setCurrentIndex(0)
    popup.later.setCurrentIndex(1)
    assert popup.text.toPlainText() == "Dear Jonas, alas, no."
    popup.restore.click()
    qtbot.waitUntil(lambda: at.composer.editor.text() == "Dear Jonas, no.")
    qtbot.waitUntil(lambda: at.shared()[0].versions[-1].text == "Dear Jonas, alas, no. Sorry.")
    at.composer.editor.undo()
    assert at.composer.editor.text() == "Dear Jonas, alas, no. Sorry."


def test_ones_own_answer_is_taken_back(at: At, qtbot: QtBot) -> None:
    draft_id = at.write(ONA, "Dear Jonas, no.")
    at.ask(ONA, TOMAS)
    perform(at.desk, TakeDraft(agent_id=TOMAS, draft_id=draft_id))
    at.says("Tomas Berg is changing your answer").button("take").click()
    qtbot.waitUntil(lambda: at.text_of(ONA) == ["Dear Jonas, no."])
    qtbot.waitUntil(lambda: at.composer.editor.text() == "Dear Jonas, no.")


def test_another_ticket_has_none_of_it(at: At, qtbot: QtBot) -> None:
    at.write(TOMAS, "Dear Jonas, no.")
    at.ask(TOMAS, ONA)
    card = at.card()
    at.driven.open(3)
    assert not card.isVisible()


@pytest.mark.parametrize(
    ("author", "holder", "returned", "says", "deeds"),
    [
        (1, 1, "", "Asked to look over your answer: Agent 2, Agent 3", ("end", "changes")),
        (1, 1, "Rasa", "Rasa has looked over your answer", ("changes", "end")),
        (1, 2, "", "Agent 2 is changing your answer", ("take", "changes")),
        (2, 1, "", "You are changing the answer of Agent 2", ("back", "changes")),
        (2, 2, "", "Agent 2 asks you to look over", ("take", "note", "changes")),
        (2, 3, "", "Agent 3 is changing the answer of Agent 2", ("note", "changes")),
    ],
)
def test_what_a_card_says_and_offers(
    theme: object, author: int, holder: int, returned: str, says: str, deeds: tuple[str, ...]
) -> None:
    draft = SharedDraft(
        id=1,
        ticket_id=1,
        kind=REPLY,
        author_id=author,
        author=f"Agent {author}",
        holder_id=holder,
        holder=f"Agent {holder}",
        readers=(2, 3),
        to="",
        text="Now",
        before="Then",
        returned_by=returned,
        updated_at=None,
        versions=(DraftVersion(author, None, "Then", ""),),
    )
    state = state_of(draft, 1, lambda number: f"Agent {number}")
    assert state.sentence.startswith(says)
    assert state.deeds == deeds


def test_the_notice_says_what_is_asked(driven: Driven, qtbot: QtBot) -> None:
    """While another ticket is on the screen."""
    driven.open(0)
    row = driven.list.model.ticket(2)
    assert row is not None
    desk = driven.stage.database
    perform(desk, SaveDraft(agent_id=TOMAS, ticket_id=row.id, kind=REPLY, mailbox_id=1, text="Dear"))
    perform(desk, AskToLook(agent_id=TOMAS, ticket_id=row.id, kind=REPLY, agents=(ONA,), text="Look"))
    said = f"Tomas Berg asks you to look over an answer in #{row.id}."
    qtbot.waitUntil(lambda: said in driven.toasts())
