"""Saving settings: those of the desk and of people go to the database, secret ones among the secrets of this computer."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal, Slot

from deskbell.model.commands import SaveSettings
from deskbell.model.settings import SECRET_KEYS
from deskbell.store.secret_settings import keep_settings, kept_settings
from deskbell.store.secrets import Secrets
from deskbell.ui.errand import Errand
from deskbell.ui.runner import Runner

Value = bool | int | str


class SettingsSaver(QObject):
    """Secrets are saved first, off the window's thread: the keyring may ask the person. Then one commit.

    `kept` are the keys of the secret settings that are kept; `place` is where the key of all secrets lies ("keyring", "file", "" before it is
    known).

    Signals:
        looked: both were looked up.
        failed(Exception): they could not be.
    """

    looked = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, secrets: Secrets, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._secrets = secrets
        self.kept: frozenset[str] = frozenset()
        self.place = ""

    def look(self) -> None:
        """Look what is kept now."""
        secrets = self._secrets
        look = Errand(lambda _: (kept_settings(secrets), secrets.where()), may_be_cut=True, parent=self)
        look.done.connect(self._take)
        look.failed.connect(self.failed)
        look.start()

    def save(
        self,
        values: Mapping[str, Value],
        agent_id: int | None,
        saved: Callable[[], None],
        refused: Callable[[Exception], None],
        *,
        owner: int = 0,
    ) -> None:
        """Save these as `agent_id`; calls one of the two. A secret that is empty is forgotten."""
        secret = {key: str(value) for key, value in values.items() if key in SECRET_KEYS}
        # In the database a secret is empty, also where an older Deskbell left one.
        command = SaveSettings(
            agent_id=agent_id, values=tuple({**values, **dict.fromkeys(secret, "")}.items()), owner=owner
        )

        def commit(_: object = None) -> None:
            self._runner.do(command, done=lambda _: saved(), failed=refused)

        if not secret:
            commit()
            return
        secrets = self._secrets
        keep = Errand(lambda _: keep_settings(secrets, secret), may_be_cut=False, parent=self)
        keep.done.connect(commit)
        keep.failed.connect(refused)
        keep.start()

    @Slot(object)
    def _take(self, found: tuple[frozenset[str], str]) -> None:
        self.kept, self.place = found
        self.looked.emit()
