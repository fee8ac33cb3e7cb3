"""The banners that follow from the state of the desk: mail that fails, a worker that is gone, a damaged or full database or one of a newer version, a
sample desk."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeGuard

from PySide6.QtCore import QObject, QTimer, Signal

from deskbell.model.changes import Changes
from deskbell.model.commands import SaveSettings
from deskbell.model.errors import PASSING, DeskError
from deskbell.model.kinds import MailboxState, SignIn
from deskbell.model.rows import MailboxRow
from deskbell.model.troubles import BackupTrouble, WebhookTrouble
from deskbell.rules.rights import may
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.health import SIGN_IN_AGAIN, HealthWords, WorkerWatch
from deskbell.ui.runner import Runner
from deskbell.ui.settings_opener import SettingsOpener
from deskbell.ui.widgets.banner import Banners
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.toast import Toasts
from deskbell.ui.words import error_detail, told_error

if TYPE_CHECKING:
    from deskbell.ui.carrying.carrying import Carrying

_MAILBOX = "mailbox/"
_UNREADABLE = "unreadable"
_UNSENT = "unsent"
_BACKUP = "backup"
_WEBHOOKS = "webhooks"
_DATABASE = "db."
_DAMAGE = "db.corrupt"
_OUTGROWN = "db.outgrown"
_READING_SECONDS = 10
_LOOK_AGAIN_MS = 60_000


class Notices(QObject):
    """Keeps the banners as the desk is. `settings` are what a failing mailbox offers, and a backup that was not made; `open_ticket` shows the ticket of a
    mail that could not be read or sent.

    Signals:
        damaged(str): the database is damaged; the sentence. Nothing that happens later makes this untrue.
    """

    damaged = Signal(str)

    def __init__(
        self,
        banners: Banners,
        toasts: Toasts,
        desk: DeskNow,
        feed: Feed,
        runner: Runner,
        worker: WorkerWatch,
        settings: SettingsOpener,
        open_ticket: Callable[[int], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._banners = banners
        self._toasts = toasts
        self._desk = desk
        self._feed = feed
        self._words = HealthWords(self)
        self._worker = worker
        self._settings = settings
        self._open_ticket = open_ticket
        self._told: dict[str, frozenset[int]] = {_UNREADABLE: frozenset(), _UNSENT: frozenset()}
        self._no_backup: BackupTrouble | None = None
        self._webhooks: tuple[WebhookTrouble, ...] = ()
        worker.changed.connect(self.look)
        desk.changed.connect(self.look)
        feed.troubled.connect(self._database_away)
        feed.recovered.connect(self._database_back)
        feed.changed.connect(self._database_writes)
        # A mailbox that nobody looks at any more is silent about it.
        again = QTimer(self, interval=_LOOK_AGAIN_MS)
        again.timeout.connect(self.look)
        again.start()
        runner.troubled.connect(self.tell_error)
        self.look()

    def _said(self, box: MailboxRow, now: datetime, poll: int) -> str:
        """What there is to say about a mailbox, "" where mail comes in and goes on coming."""
        if box.state is MailboxState.FAILING:
            return self._words.failing(box)
        misses = "" if self._desk.state.sample else self._words.misses_mail(box, now, poll)
        return misses or (self._words.lapsing(box) if box.state is MailboxState.LAPSING else "")

    def attend_backup(self, backup: "Carrying") -> None:
        """Say how a backup by hand went: whoever asked for it may have gone on working."""

        def tell() -> None:
            if backup.end is not None:
                self._toasts.say(self.tr("The desk is backed up to %1.").replace("%1", backup.end.place), seconds=10)
            elif backup.error is not None:
                self.tell_refusal(backup.error)

        backup.over.connect(tell)

    def look(self) -> None:
        """Show and drop banners by the state of the desk."""
        state = self._desk.state
        if state.sample:
            self._banners.tell(
                "sample",
                self.tr("This is a sample desk. Try anything: nothing you do here is sent to anybody."),
                Tone.ACCENT,
            )
        now, poll = datetime.now(UTC), self._desk.settings.number("mail.poll_seconds")
        said = {f"{_MAILBOX}{box.id}": self._said(box, now, poll) for box in state.mailboxes}
        ailing = {f"{_MAILBOX}{box.id}": box for box in state.mailboxes if said.get(f"{_MAILBOX}{box.id}")}
        for key in self._banners.shown():
            if key.startswith(_MAILBOX) and key not in ailing:
                self._banners.drop(key)
        for key, mailbox in ailing.items():
            settings = self._settings
            action = (self._remedy(mailbox), partial(settings.open_mailbox, mailbox.id)) if settings.there else None
            self._banners.tell(key, said[key], Tone.WARNING, action=action)
        if self._worker.down:
            self._banners.tell(
                "worker",
                self.tr("The mail worker is not running: no mail comes in or goes out. It is started again."),
                Tone.WARNING,
            )
        else:
            self._banners.drop("worker")

        self._look_at_schema(now)
        self._look_for_backups(now)
        self._look_for_webhooks(now)
        unreadable, unsent = len(state.unreadable), len(state.unsent)
        words = self.tr("Mails that could not be read: %n. The original is attached to the ticket.", None, unreadable)
        self._look_for_mails(_UNREADABLE, state.unreadable, words)
        words = self.tr("Tickets on which a mail of yours did not reach everybody, or may not have: %n.", None, unsent)
        self._look_for_mails(_UNSENT, state.unsent, words)

    def _look_at_schema(self, now: datetime) -> None:
        """Everything that somebody does fails from then on: the banner stays until the program, or the schema, is another."""
        outgrown = self._desk.state.outgrown
        if outgrown is None:
            self._banners.drop(_OUTGROWN)
        else:
            self._banners.tell(_OUTGROWN, self._words.outgrown(outgrown, now), Tone.DANGER, closable=False)

    def _look_for_backups(self, now: datetime) -> None:
        """Put away, it stays away until something else keeps the desk from being backed up."""
        trouble = self._desk.state.backup_trouble
        if trouble is None:
            self._banners.drop(_BACKUP)
        elif trouble != self._no_backup or _BACKUP in self._banners.shown():
            by_hand = self._settings.there and may(self._desk.me.role, SaveSettings)
            action = (self.tr("Open settings"), partial(self._settings.open_page, "database")) if by_hand else None
            self._banners.tell(_BACKUP, self._words.no_backup(trouble, now), Tone.WARNING, action=action)
        self._no_backup = trouble

    def _look_for_webhooks(self, now: datetime) -> None:
        """For administrators, who alone can do something about it. Put away, it stays away until another one is in trouble, or in another."""
        troubles = self._desk.state.webhooks
        if not troubles or not may(self._desk.me.role, SaveSettings):
            self._banners.drop(_WEBHOOKS)
        elif troubles != self._webhooks or _WEBHOOKS in self._banners.shown():
            words = self._words.webhook(troubles[0], now)
            if len(troubles) == 2:
                words = f"{words} {self.tr('So is another one.')}"
            elif len(troubles) > 2:
                words = f"{words} {self.tr('So are %1 others.').replace('%1', str(len(troubles) - 1))}"
            action = None
            if self._settings.there:
                action = (self.tr("Open settings"), partial(self._settings.open_page, "webhooks"))
            self._banners.tell(_WEBHOOKS, words, Tone.WARNING, action=action)
        self._webhooks = troubles

    def _look_for_mails(self, key: str, tickets: tuple[int, ...], words: str) -> None:
        """A banner put away stays away until there is another such mail."""
        if not tickets:
            self._banners.drop(key)
        elif not self._told[key].issuperset(tickets) or key in self._banners.shown():
            show = partial(self._show_newest, key)
            self._banners.tell(key, words, Tone.WARNING, action=(self.tr("Show the newest"), show))
        self._told[key] = frozenset(tickets)

    def _show_newest(self, key: str) -> None:
        state = self._desk.state
        for newest in (state.unreadable if key == _UNREADABLE else state.unsent)[:1]:
            self._open_ticket(newest)

    def _remedy(self, mailbox: MailboxRow) -> str:
        again = mailbox.sign_in is not SignIn.PASSWORD and mailbox.reason in SIGN_IN_AGAIN
        return self.tr("Sign in again") if again else self.tr("Open settings")

    def tell_error(self, error: Exception) -> None:
        """Say what failed, with its details; nothing where it is that the database is away, or this program too old for it, which is told as such."""
        if self._feed.excuses(error):
            return
        if isinstance(error, DeskError) and error.code == _OUTGROWN:
            self._desk.read_again()
            return
        key = error.code if of_database(error) else type(error).__name__
        self._banners.tell(key, told_error(error), Tone.DANGER, detail=error_detail(error))
        if key == _DAMAGE:
            self.damaged.emit(told_error(error))

    def tell_refusal(self, error: Exception, toasts: Toasts | None = None) -> None:
        """Say why what a person asked for was not done: for some seconds, unless the database fails altogether. `toasts` are those of the window that it
        was asked for in, where that is another.
        """
        where = toasts or self._toasts
        if self._feed.excuses(error) or (isinstance(error, DeskError) and error.code == _OUTGROWN):
            where.say(self.tr("Not done. %1").replace("%1", told_error(error)), seconds=_READING_SECONDS)
            return
        if of_database(error):
            self.tell_error(error)
        if toasts is not None or not of_database(error):
            where.say(told_error(error), seconds=_READING_SECONDS)

    def _database_writes(self, changes: Changes) -> None:
        """Rows were written, so what kept the database from it is over: a full disk, a lock, rights that were given back."""
        if changes.rows:
            for key in self._banners.shown():
                if key.startswith(_DATABASE) and key not in (_DAMAGE, _OUTGROWN):
                    self._banners.drop(key)

    def _database_away(self, error: Exception) -> None:
        for key in self._banners.shown() & PASSING:
            self._banners.drop(key)
        words = self._words.away(error, self._feed.away_since, datetime.now(UTC))
        self._banners.tell("database", words, Tone.DANGER, detail=error_detail(error), closable=False)

    def _database_back(self) -> None:
        """What else failed with it has passed as well."""
        for key in self._banners.shown() & (PASSING | {"database"}):
            self._banners.drop(key)


def of_database(error: Exception) -> TypeGuard[DeskError]:
    """Whether it is the database that fails: a state that lasts and concerns everything, and so belongs into a banner."""
    return isinstance(error, DeskError) and error.code.startswith(_DATABASE)
