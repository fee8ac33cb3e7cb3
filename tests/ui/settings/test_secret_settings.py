"""A client secret on the page "Signing in": typed once, never shown again, kept where no database and no backup has it."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from deskbell.store.queries import settings
from deskbell.store.secret_settings import completed, keep_settings
from deskbell.ui.settings.declared import DeclaredPage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.secret_row import SecretRow
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.password_edit import PasswordEdit
from ui.settings.hands import type_into
from ui.settings.office import Office

Apply = Callable[[SettingsDialog], None]
KEY = "oauth.google_client_secret"
FIELD = "Google: Client secret"


@pytest.fixture
def page(dialog: SettingsDialog) -> DeclaredPage:
    made = dialog.open_page("sign_in")
    assert isinstance(made, DeclaredPage)
    return made


def row(page: DeclaredPage) -> SecretRow:
    found = page.rows[KEY]
    assert isinstance(found, SecretRow)
    return found


def line(page: DeclaredPage) -> PasswordEdit:
    found = row(page).control
    assert isinstance(found, PasswordEdit)
    return found


def said(page: DeclaredPage) -> str:
    return " ".join(label.text() for label in row(page).findChildren(Label) if label.isVisibleTo(page))


def test_typed_kept_elsewhere_and_taken_away(
    dialog: SettingsDialog, page: DeclaredPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    assert not row(page).remove_button.isVisible()
    type_into(page, "Google: Client ID", "1234.apps.example")
    type_into(page, FIELD, "GOCSPX-typed")
    apply(dialog)
    qtbot.waitUntil(row(page).remove_button.isVisible)
    assert (line(page).text(), line(page).placeholderText()) == ("", "Unchanged")
    assert "there is no keyring here" in said(page)
    assert not dialog.apply_button.isEnabled()
    kept = office.database.read(settings.read, settings.DESK)
    assert (kept.text("oauth.google_client_id"), kept.text(KEY)) == ("1234.apps.example", "")
    assert completed(kept, office.secrets).text(KEY) == "GOCSPX-typed"
    assert "GOCSPX-typed" not in repr(office.commands)

    row(page).remove_button.click()
    assert dialog.apply_button.isEnabled()
    apply(dialog)
    assert completed(kept, office.secrets).text(KEY) == ""
    assert not row(page).remove_button.isVisible()


def test_another_setting_leaves_the_secret_alone(
    open_dialog: Callable[[], SettingsDialog], office: Office, apply: Apply, qtbot: QtBot
) -> None:
    keep_settings(office.secrets, {KEY: "GOCSPX-kept"})
    dialog = open_dialog()
    page = dialog.open_page("sign_in")
    assert isinstance(page, DeclaredPage)
    qtbot.waitUntil(row(page).remove_button.isVisible)
    type_into(page, "Google: Client ID", "5678")
    apply(dialog)
    kept = completed(office.database.read(settings.read, settings.DESK), office.secrets)
    assert (kept.text("oauth.google_client_id"), kept.text(KEY)) == ("5678", "GOCSPX-kept")
