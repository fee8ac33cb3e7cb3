"""The banners that follow from the state of the desk: mail that fails, a worker that is gone, a sample desk."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from deskbell.model.kinds import MailboxState
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.health import HealthWords, WorkerWatch
from deskbell.ui.runner import Runner
from deskbell.ui.widgets.banner import Banners
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.words import error_detail, told_error

_MAILBOX = "mailbox/"


class Notices(QObject):
    """Keeps the banners as the desk is. `open_settings` is what a failing mailbox offers; None where there are no settings to open."""

    def __init__(
        self,
        banners: Banners,
        desk: DeskNow,
        feed: Feed,
        runner: Runner,
        worker: WorkerWatch,
        open_settings: Callable[[], None] | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._banners = banners
        self._desk = desk
        self._words = HealthWords(self)
        self._worker = worker
        self._open_settings = open_settings
        worker.changed.connect(self.look)
        desk.changed.connect(self.look)
        feed.troubled.connect(self._database_away)
        feed.recovered.connect(lambda: banners.drop("database"))
        runner.troubled.connect(self.tell_error)
        self.look()

    def look(self) -> None:
        """Show and drop banners by the state of the desk."""
        state = self._desk.state
        if state.sample:
            self._banners.tell(
                "sample",
                self.tr("This is a sample desk. Try anything: nothing you do here is sent to anybody."),
                Tone.ACCENT,
            )
        failing = {f"{_MAILBOX}{box.id}": box for box in state.mailboxes if box.state is MailboxState.FAILING}
        for key in self._banners.shown():
            if key.startswith(_MAILBOX) and key not in failing:
                self._banners.drop(key)
        for key, mailbox in failing.items():
            settings = self._open_settings
            action = (self.tr("Open settings"), settings) if settings is not None else None
            self._banners.tell(key, self._words.failing(mailbox), Tone.WARNING, action=action)
        if self._worker.down:
            self._banners.tell(
                "worker",
                self.tr("The mail worker is not running: no mail comes in or goes out. It is started again."),
                Tone.WARNING,
            )
        else:
            self._banners.drop("worker")

    def tell_error(self, error: Exception) -> None:
        """Say what failed, with its details."""
        self._banners.tell(type(error).__name__, told_error(error), Tone.DANGER, detail=error_detail(error))

    def _database_away(self, error: Exception) -> None:
        self._banners.tell("database", told_error(error), Tone.DANGER, detail=error_detail(error), closable=False)
