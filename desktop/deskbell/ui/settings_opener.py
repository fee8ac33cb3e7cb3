"""The way to the settings' window, from wherever something of them is wanted."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from deskbell.ui.keys import Keys
from deskbell.ui.rail import Rail
from deskbell.ui.theme.icons import Icon


class SettingsOpener(QObject):
    """Shows the settings over a window; there is one of them at most. `make` makes them, None where there are none to show."""

    def __init__(self, make: Callable[[QWidget], QWidget] | None, over: QWidget) -> None:
        super().__init__(over)
        self._make = make
        self._over = over
        self._dialog: QWidget | None = None

    @property
    def there(self) -> bool:
        """Whether there are settings to show."""
        return self._make is not None

    def open(self) -> None:
        """Show the settings."""
        if self._make is None:
            return
        if self._dialog is None or not isValid(self._dialog) or not self._dialog.isVisible():
            self._dialog = self._make(self._over)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def open_mailbox(self, mailbox_id: int) -> None:
        """Show the settings of one mailbox: where a trouble with its mail is mended."""
        from deskbell.ui.settings.dialog import SettingsDialog

        self.open()
        if isinstance(self._dialog, SettingsDialog):
            self._dialog.open_mailbox(mailbox_id)

    def open_page(self, name: str) -> None:
        """Show a page of the settings, by its name (`PageName`)."""
        from deskbell.ui.settings.dialog import SettingsDialog

        self.open()
        if isinstance(self._dialog, SettingsDialog):
            self._dialog.open_page(name)

    def open_organisation(self, organisation_id: int) -> None:
        """Show the settings of one organisation; of none (0) all of them."""
        from deskbell.ui.settings.dialog import SettingsDialog

        self.open()
        if isinstance(self._dialog, SettingsDialog):
            self._dialog.open_organisation(organisation_id)

    def open_setting(self, key: str) -> None:
        """Show the page of one setting, with the keyboard at it; see `model.settings`."""
        from deskbell.ui.settings.dialog import SettingsDialog

        self.open()
        if isinstance(self._dialog, SettingsDialog):
            self._dialog.open_setting(key)

    def try_out(self) -> None:
        """Ask, over the rules in the settings, what would become of a ticket or a mail."""
        from deskbell.ui.settings.dialog import SettingsDialog

        self.open_page("rules")
        if isinstance(self._dialog, SettingsDialog):
            self._dialog.try_out()

    def bind(self, keys: Keys, rail: Rail) -> None:
        """Let them be opened by key and from the rail, where there are any."""
        if not self.there:
            return
        rail.add_place("settings", Icon.SETTINGS, self.tr("Settings"), "go_settings", self.open, low=True)
        keys.bind("go_settings", self.open)
        keys.bind("database", partial(self.open_page, "database"))
        keys.bind("customer_data", partial(self.open_page, "customer_data"))
