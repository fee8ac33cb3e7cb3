"""What was typed at the first start and not finished: there the next time, without its passwords."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSettings

from deskbell.model.kinds import Security
from deskbell.ui.settings.mailbox_draft import MailboxDraft, ServerDraft
from deskbell.ui.welcome.memory import Typed, WelcomeMemory

MAILBOX = MailboxDraft(
    "Support",
    "support@shop.example",
    ServerDraft("imap.shop.example", 143, Security.STARTTLS, "me", "open sesame"),
    ServerDraft("smtp.shop.example", 587, Security.STARTTLS, "", "other secret"),
    smtp_differs=True,
    ca_file="/ca.pem",
    history_days=-1,
)


@pytest.fixture
def file(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def test_all_but_the_passwords_is_there_again(file: QSettings, tmp_path: Path) -> None:
    WelcomeMemory(file).keep(Typed("Ona", "ona@example.com", MAILBOX))
    file.sync()
    assert WelcomeMemory(file).recall() == Typed("Ona", "ona@example.com", MAILBOX.without_passwords())
    written = (tmp_path / "window.ini").read_text("utf-8")
    assert "sesame" not in written
    assert "secret" not in written


def test_nothing_is_left_when_it_is_finished(file: QSettings) -> None:
    memory = WelcomeMemory(file)
    memory.keep(Typed("Ona", "ona@example.com", MAILBOX))
    memory.forget()
    assert memory.recall() == Typed()


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", '{"name": "Ona"}', '{"name": "", "email": "", "mailbox": {"incoming": 5}}', "null", 5]
)
def test_what_cannot_be_read_is_as_if_nothing_was(file: QSettings, kept: object) -> None:
    file.setValue("welcome/typed", kept)
    assert WelcomeMemory(file).recall() == Typed()


def test_without_a_place_it_keeps_nothing() -> None:
    memory = WelcomeMemory(None)
    memory.keep(Typed("Ona"))
    memory.forget()
    assert memory.recall() == Typed()


def test_an_unknown_encryption_is_not_taken(file: QSettings) -> None:
    memory = WelcomeMemory(file)
    memory.keep(Typed("Ona", "", replace(MAILBOX, name="x")))
    file.setValue("welcome/typed", str(file.value("welcome/typed")).replace("starttls", "quantum"))
    assert memory.recall() == Typed()
