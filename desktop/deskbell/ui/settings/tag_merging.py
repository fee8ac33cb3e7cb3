"""Gives the tickets of one tag another one, a few hundred at a time, and takes that back: others work on meanwhile, and it can be stopped."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from PySide6.QtCore import QObject, Signal

from deskbell.model.commands import Command, MergeTag, UndoDeed
from deskbell.model.rows import TagRow
from deskbell.ui.runner import Runner


class TagMerging(QObject):
    """One command after the other until it is done, stopped, or refused; then it deletes itself.

    Signals:
        progressed(int, int): so many of so many tickets are done.
        ended(bool): nothing is under way any more; whether all of it is done. `deeds` says what was.
        failed(Exception): why it went no further; `ended` follows.
    """

    progressed = Signal(int, int)
    ended = Signal(bool)
    failed = Signal(object)

    def __init__(self, runner: Runner, agent_id: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._agent_id = agent_id
        self._stopped = False
        self.deeds: list[str] = []

    def merge(self, one: TagRow, other: TagRow, tickets: int) -> None:
        """Merge a tag, which so many tickets have, into another one."""
        self._merge_on(one, other, tickets)

    def undo(self, deeds: Iterable[str]) -> None:
        """Take back what was done by these deeds, in the order in which they were."""
        self.deeds = list(deeds)
        self._undo_on(iter(self.deeds[::-1]), 0, len(self.deeds))

    def stop(self) -> None:
        """Go no further after what is under way; what is done stays done."""
        self._stopped = True

    def _merge_on(self, one: TagRow, other: TagRow, tickets: int) -> None:
        command = MergeTag(agent_id=self._agent_id, id=one.id, into_id=other.id, version=one.version)

        def done(left: int) -> None:
            self.deeds.append(command.deed)
            # Others may put it on meanwhile.
            total = max(tickets, left)
            self.progressed.emit(total - left, total)
            if left and not self._stopped:
                self._merge_on(one, other, total)
            else:
                self._end(whole=not left)

        self._do(command, done)

    def _undo_on(self, deeds: Iterator[str], done: int, total: int) -> None:
        self.progressed.emit(done, total)
        deed = next(deeds, None)
        if deed is None or self._stopped:
            self._end(whole=deed is None)
            return
        self._do(UndoDeed(agent_id=self._agent_id, undo=deed), lambda _: self._undo_on(deeds, done + 1, total))

    def _do(self, command: Command, done: Callable[[Any], None]) -> None:
        self._runner.do(command, done=done, failed=self._fail, owner=self)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error)
        self._end(whole=False)

    def _end(self, *, whole: bool) -> None:
        self.ended.emit(whole)
        self.deleteLater()
