"""As whom Deskbell is registered with the providers: read from the desk, and kept there."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, Signal

from deskbell.model.kinds import SignIn
from deskbell.model.settings import SECRET_KEYS, Settings
from deskbell.store.queries import settings
from deskbell.store.secrets import Secrets
from deskbell.ui.runner import Runner
from deskbell.ui.settings.settings_saver import SettingsSaver

_CLIENT_ID: Final = {
    SignIn.GOOGLE: "oauth.google_client_id",
    SignIn.MICROSOFT: "oauth.microsoft_client_id",
    SignIn.OWN: "oauth.own_client_id",
}
TO_GIVE: Final[Mapping[SignIn, tuple[str, ...]]] = {
    SignIn.GOOGLE: ("oauth.google_client_id", "oauth.google_client_secret"),
    SignIn.MICROSOFT: ("oauth.microsoft_client_id", "oauth.microsoft_tenant"),
    SignIn.OWN: (),
}
"""What a person can give beside a mailbox; the rest is on a page of the settings. The first of them is needed."""


class Registrations(QObject):
    """The settings about it, the secret ones excepted, which are in `secrets`. `agent` says who changes them, None before anybody is an agent of
    the desk.

    Signals:
        changed: they were read, and may be others now.
    """

    changed = Signal()

    def __init__(
        self, runner: Runner, secrets: Secrets, agent: Callable[[], int | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._saver = SettingsSaver(runner, secrets, self)
        self.secrets = secrets
        self._agent = agent
        self.settings = Settings({})

    def read(self) -> None:
        """Look what they are now."""
        self._runner.ask(settings.read, settings.DESK, done=self._take)

    def known(self, way: SignIn) -> bool:
        """Whether somebody can sign in this way."""
        return bool(self.settings.text(_CLIENT_ID[way]))

    def keep(self, values: Mapping[str, str], done: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        """Keep these for the whole desk; calls one of the two."""

        def kept() -> None:
            plain = {key: value for key, value in values.items() if key not in SECRET_KEYS}
            self._take(Settings({**self.settings.values, **plain}))
            done()

        self._saver.save(values, self._agent(), kept, failed)

    def _take(self, found: Settings) -> None:
        if found != self.settings:
            self.settings = found
            self.changed.emit()
