"""How the desk is doing: mail, worker and database, as one level and the sentences that say why."""

from datetime import datetime, timedelta
from enum import IntEnum

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal

from deskbell.model.commands import SaveSettings
from deskbell.model.kinds import MailboxState
from deskbell.model.rows import DeskState, MailboxRow
from deskbell.model.troubles import BackupTrouble, Outgrown, WebhookTrouble
from deskbell.rules.rights import may
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.widgets.ages import age, until
from deskbell.ui.words import told, told_error

# A mailbox that was good and has not been looked at for so long, and the time between two looks, is not being looked at.
_FORGOTTEN = timedelta(minutes=10)
# What keeps mail out, though not all of it; the rest of the cautions is about mail that is in.
_KEEPS_OUT = "fetch."

# A lease that ran out with the last window is taken anew within this time.
_GRACE_MS = 20_000
SIGN_IN_AGAIN = frozenset({"oauth.refused", "oauth.lapses", "mail.token", "mail.not_signed_in"})
"""The reasons of a mailbox that a person mends by signing in again."""


class Level(IntEnum):
    """The worst of what is known."""

    GOOD = 0
    WAITING = 1
    TROUBLE = 2


class Health(Struct, frozen=True):
    """The level, and what to say: one sentence a line."""

    level: Level
    sentences: tuple[str, ...]


class WorkerWatch(QObject):
    """Whether the worker is missed: it was there once, and has been gone for longer than a start takes.

    Signals:
        changed: `down` is another.
    """

    changed = Signal()

    def __init__(self, desk: DeskNow, parent: QObject | None = None, *, grace_ms: int = _GRACE_MS) -> None:
        super().__init__(parent)
        self._desk = desk
        self.down = False
        self._grace = QTimer(self, interval=grace_ms, singleShot=True)
        self._grace.timeout.connect(self._miss)
        desk.changed.connect(self._look)
        self._look()

    def _gone(self) -> bool:
        state = self._desk.state
        return state.worker is not None and not state.worker.alive and not state.sample

    def _look(self) -> None:
        if not self._gone():
            self._grace.stop()
            self._be(down=False)
        elif not self.down and not self._grace.isActive():
            self._grace.start()

    def _miss(self) -> None:
        self._be(down=self._gone())

    def _be(self, *, down: bool) -> None:
        if down != self.down:
            self.down = down
            self.changed.emit()


class HealthWords(QObject):
    """Makes a `Health` of what the window knows."""

    def look(
        self, state: DeskState, database: str, now: datetime, *, poll: int = 0, worker_down: bool = False
    ) -> Health:
        """`database` is the sentence of what is wrong with it, "" where it answers. `now` is aware; `poll` are the seconds between two looks for mail."""
        if database:
            return Health(Level.TROUBLE, (database,))
        if state.outgrown is not None:
            return Health(Level.TROUBLE, (self.outgrown(state.outgrown, now),))
        if state.sample:
            return Health(Level.GOOD, (self.tr("This is a sample desk: no mail comes in or goes out."),))
        sentences: list[str] = []
        level = Level.GOOD
        if worker_down:
            level = Level.TROUBLE
            sentences.append(self.tr("The mail worker is not running: no mail comes in or goes out."))
        for mailbox in state.mailboxes:
            if mailbox.state is MailboxState.FAILING or self.misses_mail(mailbox, now, poll):
                level = Level.TROUBLE
            elif mailbox.state in {MailboxState.NEW, MailboxState.LAPSING} or mailbox.warnings:
                level = max(level, Level.WAITING)
            sentences.append(self._mailbox(mailbox, now))
            sentences.extend(told(code, values) for code, values in mailbox.warnings)
        if state.backup_trouble is not None:
            level = max(level, Level.WAITING)
            sentences.append(self.no_backup(state.backup_trouble, now))
        if state.webhooks and may(state.me.role, SaveSettings):
            level = max(level, Level.WAITING)
            sentences.extend(self.webhook(one, now) for one in state.webhooks)
        if not state.mailboxes:
            sentences.append(self.tr("There is no mailbox yet: add one in Settings."))
        sentences.append(self.tr("The database answers."))
        return Health(level, tuple(sentences))

    def away(self, error: Exception, since: datetime | None, now: datetime) -> str:
        """What is wrong with the database, and since when it does not answer."""
        return told_error(error) if since is None else self._since(told_error(error), since, now)

    def outgrown(self, outgrown: Outgrown, now: datetime) -> str:
        """Why nothing can be changed here any more, since when, and what to do."""
        values = {"found": outgrown.found, "known": outgrown.known}
        code = "db.outgrown" if outgrown.reads else "db.newer"
        return self._since(told(code, values), outgrown.since, now)

    def _since(self, sentence: str, since: datetime, now: datetime) -> str:
        words = self.tr("(since: %1)").replace("%1", until(since, now))
        return f"{sentence} {words}"

    def misses_mail(self, mailbox: MailboxRow, now: datetime, poll: int) -> str:
        """What keeps mail out of a mailbox that is good as far as it is known; "" where nothing does."""
        if mailbox.state not in {MailboxState.GOOD, MailboxState.LAPSING}:
            return ""
        if mailbox.good_at is not None and now - mailbox.good_at > _FORGOTTEN + 2 * timedelta(seconds=poll):
            sentence = self.tr(
                "Nobody has looked for mail for %1 since: %2. Start Deskbell again where its worker runs."
            )
            return sentence.replace("%2", age(mailbox.good_at, now)).replace("%1", mailbox.name)
        told_of = [told(code, values) for code, values in mailbox.warnings if code.startswith(_KEEPS_OUT)]
        return f"{mailbox.name}: {' '.join(told_of)}" if told_of else ""

    def no_backup(self, trouble: BackupTrouble, now: datetime) -> str:
        """Why the desk was not backed up, and since when."""
        words = self.tr("The desk does not back itself up (since: %1).").replace("%1", until(trouble.since, now))
        return f"{words} {told(trouble.code, trouble.values)}"

    def webhook(self, trouble: WebhookTrouble, now: datetime) -> str:
        """What is wrong with a webhook, and since when."""
        words = self.tr("The webhook %1 is in trouble.").replace("%1", trouble.name)
        return self._since(f"{words} {told(trouble.code, trouble.values)}", trouble.since, now)

    def failing(self, mailbox: MailboxRow) -> str:
        """Why a mailbox gets no mail."""
        reason = told(mailbox.reason, mailbox.reason_values) if mailbox.reason else ""
        sentence = self.tr("Mail for %1 does not come in.").replace("%1", mailbox.name)
        return f"{sentence} {reason}".rstrip()

    def lapsing(self, mailbox: MailboxRow) -> str:
        """Until when a mailbox gets mail."""
        sentence = self.tr("%1: mail comes in, but not for long.").replace("%1", mailbox.name)
        return f"{sentence} {told(mailbox.reason, mailbox.reason_values)}"

    def _mailbox(self, mailbox: MailboxRow, now: datetime) -> str:
        match mailbox.state:
            case MailboxState.GOOD:
                if mailbox.good_at is None:
                    return self.tr("%1: mail comes in.").replace("%1", mailbox.name)
                looked = age(mailbox.good_at, now)
                return self.tr("%1: mail comes in, last looked: %2.").replace("%2", looked).replace("%1", mailbox.name)
            case MailboxState.FAILING:
                since = age(mailbox.state_since, now) if mailbox.state_since is not None else ""
                if not since:
                    return self.failing(mailbox)
                words = self.tr("(since: %1)").replace("%1", since)
                return f"{self.failing(mailbox)} {words}"
            case MailboxState.LAPSING:
                return self.lapsing(mailbox)
            case MailboxState.NEW:
                return self.tr("%1: not tried yet.").replace("%1", mailbox.name)
            case MailboxState.OFF:
                return self.tr("%1: switched off.").replace("%1", mailbox.name)
