"""What somebody is writing in articles: kept in the desk while they type, where they are at another computer too, until it is saved or thrown away."""

import json
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from shiboken6 import isValid

from deskbell.model.articles import DropArticleDraft, KeepArticleDraft, KeptArticle
from deskbell.model.changes import Changes
from deskbell.model.commands import Command
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import Entity
from deskbell.rules.articles import told_apart
from deskbell.store.queries import article_drafts_kept
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.drafts_here import FOLDER, ArticleDraftsHere, Left
from deskbell.ui.runner import Runner

log = logging.getLogger("deskbell.ui.drafts")

_AGAIN_MS: Final = 2_000
# A desk that has not taken a draft by then may be away.
_LATE_MS: Final = 1_500
_SETTLE_MS: Final = 2_000
# What stands for which text the desk had, where that is not known, or it had none.
_UNKNOWN: Final = ""
_NONE: Final = "none"

Key = tuple[int, str]


class KeptDraft(Struct, frozen=True):
    """A text that is not saved yet, written over the revision `base`; `gap_id` are the words that it answers, 0 for none."""

    title: str
    body: str
    base: int
    gap_id: int = 0


class KeptDrafts(QObject):
    """By article (0 for a new one) and language; all of them are known once they are read. The last one of each is what is kept, one at a time is under way.
    While the desk takes none they are in files as well, and tried again and again.

    Signals:
        failed(Exception): they could not be read; `when_ready` tries again.
        state_changed: something that was not in the desk is there, or in a file.
        troubled(Exception): something can be kept neither in the desk nor in a file now, and is tried again.
    """

    failed = Signal(object)
    state_changed = Signal()
    troubled = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._me = desk.me.id
        self._settings = settings
        self._here: ArticleDraftsHere | None = None
        self.is_ready = False
        self._reading = self._once_more = False
        self._then: Callable[[], object] | None = None
        self._kept: dict[Key, KeptDraft] = {}
        self._waiting: set[Key] = set()
        self._under_way: set[Key] = set()
        self._is_away = False
        self._in_files: set[Key] = set()
        # What the files say by now.
        self._lying: dict[Key, KeptDraft] = {}
        # What the desk has taken since it was last asked: the answer may lack it.
        self._newer: set[Key] = set()
        # Which texts the desk has, as far as that is known here.
        self._taken: dict[Key, str] = {}
        # As earlier versions kept them: by whether the desk has them, the key that is to be removed.
        self._in_settings: dict[Key, str] = {}
        self._again = self._timer(_AGAIN_MS, self._send)
        self._late = self._timer(_LATE_MS, self._go_away)
        self._settle = self._timer(_SETTLE_MS, self._read)
        desk.heard.connect(self._hear)
        self._read()

    def when_ready(self, then: Callable[[], object]) -> None:
        """Do this once they are known: at once, where they are; of several only the last."""
        if self.is_ready:
            then()
            return
        self._then = then
        if not self._reading:
            self._read()

    def keep(self, article_id: int, language: str, draft: KeptDraft) -> None:
        """Keep this in place of what was kept before."""
        key = article_id, language
        if self._kept.get(key) != draft:
            self._kept[key] = draft
            self._put(key)

    def find(self, article_id: int, language: str) -> KeptDraft | None:
        """What was kept."""
        return self._kept.get((article_id, language))

    def forget(self, article_id: int, language: str) -> None:
        """It is saved, or thrown away."""
        key = article_id, language
        if self._kept.pop(key, None) is not None:
            self._put(key)

    def is_busy(self) -> bool:
        """Whether something is not in the desk yet."""
        return bool(self._waiting or self._under_way)

    def in_danger(self) -> bool:
        """Whether something is neither in the desk nor in a file. What is thrown away is in no danger."""
        unsent = self._waiting | self._under_way
        return any(key in self._kept and self._lying.get(key) != self._kept[key] for key in unsent)

    def _read(self) -> None:
        # What is under way may have been read before that was written of which one has heard now.
        self._once_more = self._reading
        if not self._reading:
            self._reading = True
            self._newer.clear()
            asked = (article_drafts_kept.of_agent, self._me)
            self._runner.ask(*asked, done=self._take, failed=self._refuse, owner=self)

    def _end_reading(self) -> None:
        self._reading = False
        if self._once_more:
            self._read()

    def _take(self, found: article_drafts_kept.KeptArticles) -> None:
        there = {(one.article_id, one.language): _draft(one) for one in found.drafts}
        unheard = self._waiting | self._under_way | self._newer
        mine_taken = {key: text for key, text in self._taken.items() if key in unheard}
        self._taken = mine_taken | {key: _text(draft) for key, draft in there.items() if key not in unheard}
        mine = {key: draft for key, draft in self._kept.items() if key in unheard}
        self._kept = mine | {key: draft for key, draft in there.items() if key not in unheard}
        self._end_reading()
        if self.is_ready:
            return
        folder = Path(self._settings.fileName()).parent / FOLDER / f"{found.desk_id}-{self._me}"
        self._here = ArticleDraftsHere(folder)
        self._runner.aside(self._here.left, done=self._begin, failed=self._begin_without)

    def _refuse(self, error: Exception) -> None:
        self._end_reading()
        if not self.is_ready:
            self._then = None
            self.failed.emit(error)

    def _begin_without(self, error: Exception) -> None:
        log.warning("drafts of articles that were kept here cannot be read: %s", type(error).__name__)
        self._begin(Left())

    def _begin(self, left: Left) -> None:
        """Those that lie here were written last where the desk has what it had then; what was written elsewhere since stays, too."""
        if self.is_ready:
            return
        self.is_ready = True
        for one in left.written:
            key, draft = (one.article_id, one.language), _draft(one)
            there = self._kept.get(key)
            is_other = there is not None and one.over not in (_UNKNOWN, self._taken.get(key))
            self._lying[key] = draft
            self._kept[key] = _together(there, draft) if there is not None and is_other else draft
            self._in_files.add(key)
            self._waiting.add(key)
        for one in left.thrown_away:
            key = one.article_id, one.language
            self._in_files.add(key)
            if key in self._kept and one.over == self._taken.get(key):
                del self._kept[key]
                self._waiting.add(key)
            else:
                self._drop_here(key)
        self._take_settings()
        self._send()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _take_settings(self) -> None:
        """As earlier versions kept them, for everybody to read who reads this computer's files."""
        prefix = f"knowledge/draft-{self._me}-"
        for name in self._settings.allKeys():
            article_id, _, language = name.removeprefix(prefix).partition("-")
            if not name.startswith(prefix) or not article_id.isdecimal():
                continue
            key = int(article_id), language
            try:
                title, body, base = json.loads(str(self._settings.value(name, "")))
                self._kept.setdefault(key, KeptDraft(str(title), str(body), int(base)))
                self._waiting.add(key)
                self._in_settings[key] = name
            except (ValueError, TypeError):
                self._settings.remove(name)

    def _hear(self, changes: Changes) -> None:
        """Also of one's own: what is read then is what is here."""
        mine = any(row.entity is Entity.ARTICLE_DRAFT and row.row_id == self._me for row in changes.rows)
        if (mine or changes.lost) and not self._settle.isActive():
            self._settle.start()

    def _put(self, key: Key) -> None:
        self._waiting.add(key)
        if self._is_away:
            self._put_here(key)
        self._send()

    def _send(self) -> None:
        for key in sorted(self._waiting - self._under_way):
            self._waiting.discard(key)
            self._under_way.add(key)
            done, failed = partial(self._done, key, _text(self._kept.get(key))), partial(self._failed, key)
            self._runner.do(self._command(key), done=done, failed=failed, owner=self)
            if not self._late.isActive():
                self._late.start()

    def _command(self, key: Key) -> Command:
        article_id, language = key
        draft = self._kept.get(key)
        if draft is None:
            return DropArticleDraft(agent_id=self._me, article_id=article_id, language=language)
        return KeepArticleDraft(
            agent_id=self._me,
            article_id=article_id,
            language=language,
            title=draft.title,
            body=draft.body,
            base=draft.base,
            gap_id=draft.gap_id,
        )

    def _done(self, key: Key, text: str, _answer: object) -> None:
        self._under_way.discard(key)
        self._taken[key] = text
        self._newer.add(key)
        self._is_away = False
        if not self._under_way:
            self._late.stop()
        if name := self._in_settings.pop(key, ""):
            self._settings.remove(name)
        if key not in self._waiting:
            self._drop_here(key)
        self._send()
        self.state_changed.emit()

    def _failed(self, key: Key, error: Exception) -> None:
        self._under_way.discard(key)
        if isinstance(error, Mistake):
            log.warning("a draft of an article is not taken: %s", error.code)
            self.state_changed.emit()
            return
        self._waiting.add(key)
        self._again.start()
        self._go_away()

    def _go_away(self) -> None:
        """The desk does not answer: from now on what is written is kept here as well, until it takes something."""
        self._is_away = True
        for key in self._waiting | self._under_way:
            self._put_here(key)

    def _put_here(self, key: Key) -> None:
        if self._here is None:
            return
        article_id, language = key
        draft, over = self._kept.get(key), self._taken.get(key, _NONE)
        self._in_files.add(key)
        if draft is None:
            self._lying.pop(key, None)
            gone = KeptArticle(article_id, language, "", "", 0, over=over)
            self._runner.aside(partial(self._here.throw_away, gone), failed=_leave)
            return
        kept = KeptArticle(article_id, language, draft.title, draft.body, draft.base, draft.gap_id, over)
        done, failed = partial(self._lies, key, draft), partial(self._lies_nowhere, key)
        self._runner.aside(partial(self._here.put, kept), done=done, failed=failed)

    def _drop_here(self, key: Key) -> None:
        if key in self._in_files and self._here is not None:
            self._in_files.discard(key)
            self._lying.pop(key, None)
            self._runner.aside(partial(self._here.drop, *key), failed=_leave)

    def _lies(self, key: Key, draft: KeptDraft, _answer: object) -> None:
        if isValid(self) and key in self._in_files:
            self._lying[key] = draft
            self.state_changed.emit()

    def _lies_nowhere(self, key: Key, error: Exception) -> None:
        _leave(error)
        if isValid(self) and key in self._waiting | self._under_way:
            self.troubled.emit(Trouble("db.silent", detail=str(error)))

    def _timer(self, interval: int, do: Callable[[], object]) -> QTimer:
        made = QTimer(self, interval=interval, singleShot=True)
        made.timeout.connect(do)
        return made


def _draft(one: KeptArticle) -> KeptDraft:
    return KeptDraft(one.title, one.body, one.base, one.gap_id)


def _text(draft: KeptDraft | None) -> str:
    return told_apart(draft.title, draft.body) if draft is not None else _NONE


def _together(there: KeptDraft, here: KeptDraft) -> KeptDraft:
    """Two drafts of one text, where neither was written on from the other: nothing of them is lost."""
    if here.body in there.body or there.body in here.body:
        body = max(here.body, there.body, key=len)
    else:
        body = f"{here.body.rstrip()}\n\n---\n\n{there.body}"
    return KeptDraft(here.title or there.title, body, min(here.base, there.base), here.gap_id or there.gap_id)


def _leave(error: Exception) -> None:
    """The desk is tried again in any case; a file that cannot be removed is given to it once more, which does no harm."""
    log.warning("a draft of an article cannot be kept or removed here: %s", type(error).__name__)
