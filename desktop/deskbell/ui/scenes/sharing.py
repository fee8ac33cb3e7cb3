"""The scenes of an answer that colleagues look over: asked for, at whoever is asked, taken over, handed back."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from deskbell.model.commands import SaveDraft
from deskbell.model.kinds import ReplyKind
from deskbell.model.sharing import AskToLook, DraftVersion, HandBack, TakeDraft
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket
from deskbell.ui.sharing.ask_popup import AskPopup
from deskbell.ui.sharing.changes_popup import ChangesPopup, Shown

_BEFORE: Final = "Dear Li Na,\n\nwe have no such headphones any more. Choose others."
_HARSH: Final = "Dear Li Na,\n\nwe have none."
_AFTER: Final = "Dear Li Na,\n\nI am sorry: we have no such headphones any more. Would you like to choose others?"
_ONA, _TOMAS = 1, 2


def sharing(window: Callable[[Stage], QWidget], size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window, `size` is its size."""
    # The last of the list has no draft yet; with its note it is the first.
    last = partial(open_ticket, number=16)
    hers, his = partial(_ask, author=_ONA), partial(_ask, author=_TOMAS)
    yield Scene("look-over-asked", size, window, (last, his))
    yield Scene("look-over-waits", size, window, (last, hers))
    yield Scene("look-over-taken", size, window, (last, partial(hers, taken=True)))
    yield Scene("look-over-back", size, window, (last, partial(hers, taken=True, back=True)))
    yield Scene("look-over-narrow", (1000, 640), window, (last, his))
    yield Scene("look-over-ask", (340, 300), lambda stage: AskPopup(stage.theme, stage.desk))
    yield Scene("look-over-changes", (480, 380), _changes)


def _changes(stage: Stage) -> QWidget:
    now = datetime.now(UTC)
    said = ((_ONA, "Ona Kazlauskaitė, 2 h", _BEFORE), (_TOMAS, "Tomas Berg, 40 min", _HARSH), (_ONA, "Now", _AFTER))
    versions = [Shown(words, DraftVersion(agent, now, text, "")) for agent, words, text in said]
    return ChangesPopup(stage.theme, versions, may_restore=True)


def _ask(window: QWidget, author: int, *, taken: bool = False, back: bool = False) -> None:
    assert isinstance(window, MainWindow)
    window.runner.do(_draft(window, author, _BEFORE), done=partial(_go_on, window, author, taken, back), owner=window)


def _go_on(window: MainWindow, author: int, taken: bool, back: bool, draft_id: int) -> None:
    do, ticket_id = window.runner.do, window.pane.ticket_id
    asked = ((_TOMAS if author == _ONA else _ONA),)
    words = "Please look over my answer."
    do(AskToLook(agent_id=author, ticket_id=ticket_id, kind=ReplyKind.REPLY, agents=asked, text=words))
    if taken:
        do(TakeDraft(agent_id=_TOMAS, draft_id=draft_id))
        do(_draft(window, _TOMAS, _AFTER))
    if back:
        do(HandBack(agent_id=_TOMAS, draft_id=draft_id, text="I have looked over your answer."))


def _draft(window: MainWindow, agent: int, text: str) -> SaveDraft:
    ticket_id = window.pane.ticket_id
    return SaveDraft(agent_id=agent, ticket_id=ticket_id, kind=ReplyKind.REPLY, mailbox_id=1, text=text)
