"""The scenes of the mailboxes in the settings: the form of one, its folders, one that is signed in, and one that a team has."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage


def mailboxes(settings: Callable[[Stage], QWidget], size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `settings` makes the dialog with their page."""
    yield Scene("settings-mailbox", size, settings, (_mailbox_form,))
    yield Scene("settings-mailbox-folders", (size[0], 1240), settings, (_mailbox_form, _mailbox_folders))
    yield Scene("settings-mailbox-microsoft", size, settings, (_mailbox_form, _microsoft))
    yield Scene("settings-mailbox-team", (size[0], 760), settings, (_support_form,))


def _mailbox_form(window: QWidget) -> None:
    from deskbell.ui.settings.dialog import SettingsDialog

    assert isinstance(window, SettingsDialog)
    window.add_mailbox()


def _support_form(window: QWidget) -> None:
    from deskbell.ui.settings.dialog import SettingsDialog

    assert isinstance(window, SettingsDialog)
    window.open_mailbox(1)


def _mailbox_folders(window: QWidget) -> None:
    from deskbell.ui.settings.mailbox_form import MailboxForm

    form = window.findChild(MailboxForm)
    assert form is not None
    form.more_fold.open()
    form.show_folders(("INBOX", "Archive", "Forms", "Junk", "Sent", "Заказы"))


def _microsoft(window: QWidget) -> None:
    from deskbell.mail.autoconfig import suggest
    from deskbell.ui.settings.mailbox_draft import MailboxDraft
    from deskbell.ui.settings.mailbox_form import MailboxForm
    from deskbell.ui.settings.mailbox_suggested import suggested

    form = window.findChild(MailboxForm)
    assert form is not None
    address = "amberline.support@outlook.com"
    form.show_draft(suggested(MailboxDraft("Amberline Support", address), suggest(address)))
