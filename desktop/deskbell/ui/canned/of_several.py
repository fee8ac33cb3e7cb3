"""Using a macro on several tickets at once: what it changes, not what it says."""

from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.canned import CannedReply, UseCannedReply
from deskbell.rules.macros import effects, with_names
from deskbell.store.queries import canned
from deskbell.ui.canned.effect_words import EffectWords
from deskbell.ui.canned.filling import names_by_id
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_list import ChoiceList

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class MacrosOfSeveral(QObject):
    """Offers the macros that this person may use, those used of late first.

    Signals:
        told(str): there is none.
        failed(Exception): they could not be read.
    """

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, deeds: Deeds, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._words = EffectWords(self)

    def ask(self, tickets: tuple[int, ...], anchor: QWidget) -> None:
        """Ask below `anchor` which macro does what to these tickets (ids). A text that it has is sent to nobody."""

        def offer(found: tuple[CannedReply, ...]) -> None:
            macros = [one for one in found if one.actions.changes_ticket()]
            if not macros:
                self.told.emit(
                    self.tr("There is no macro yet: a canned reply with actions is one (Settings, Canned replies).")
                )
                return
            macros.sort(key=lambda one: one.last_used or _LONG_AGO, reverse=True)
            choices = [Choice(one, self._line(one), Icon.MACRO) for one in macros]
            opened = ChoiceList(self._theme, choices, prompt=self.tr("Macro for the selected tickets"), parent=anchor)
            opened.chosen.connect(lambda macro: self._use(macro, tickets))
            opened.open_below(anchor)

        me = self._desk.me.id
        topic = ("macros of several", id(self))
        self._runner.ask(canned.replies, me, done=offer, failed=self.failed.emit, topic=topic, owner=self)

    def use(self, reply_id: int, tickets: tuple[int, ...]) -> None:
        """Let this one, if it is a macro, do what it does to these tickets (ids)."""

        def take(found: tuple[CannedReply, ...]) -> None:
            reply = next((one for one in found if one.id == reply_id), None)
            if reply is not None and reply.actions.changes_ticket():
                self._use(reply, tickets)
            elif reply is not None:
                words = self.tr("%1 changes nothing: it is a text for an answer, and is sent to nobody.")
                self.told.emit(words.replace("%1", reply.name))

        me = self._desk.me.id
        topic = ("macros of several", id(self))
        self._runner.ask(canned.replies, me, done=take, failed=self.failed.emit, topic=topic, owner=self)

    def _line(self, macro: CannedReply) -> str:
        agents, teams = names_by_id(self._desk.agents), names_by_id(self._desk.teams)
        found = with_names(effects(macro.actions, None, self._desk.me.id), agents, teams)
        return f"{macro.name} – {self._words.plain(found)}"

    def _use(self, macro: CannedReply, tickets: tuple[int, ...]) -> None:
        self._deeds.apply_macro(tickets, macro)
        self._runner.do(UseCannedReply(agent_id=self._desk.me.id, id=macro.id), failed=self.failed.emit, owner=self)
