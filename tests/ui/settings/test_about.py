"""The page about Deskbell: what may be copied, and that every library in use is named."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from deskbell.ui.settings.about import AboutPage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.facts import without_password
from deskbell.ui.settings.licences import WORKS
from ui.settings.office import Office

ROOT = Path(__file__).resolve().parents[3]


def test_every_library_that_is_depended_on_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    assert wanted - {name for work in WORKS for name in work.names} == set()


def test_lgpl_works_are_those_that_notice_says() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    lines = [line for line in notice.splitlines() if line.strip().startswith("LGPL-3.0")]
    said = [work for work in WORKS if work.replaceable]
    assert len(lines) == len(said)
    assert all(any(work.page in line for line in lines) for work in said)
    assert all(work.licence == "LGPL-3.0" for work in said)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("sqlite:////home/ona/desk.db", "sqlite:////home/ona/desk.db"),
        ("sqlite:///C:/Users/Ona/desk.db", "sqlite:///C:/Users/Ona/desk.db"),
        ("postgresql://ona@db.example/desk", "postgresql://ona@db.example/desk"),
        ("postgresql://ona:s3cret@db.example:5432/desk", "postgresql://ona:…@db.example:5432/desk"),
        ("postgresql://ona:p@ss@db.example/desk", "postgresql://ona:…@db.example/desk"),
        ("postgresql://db/desk?password=s3cret&x=1", "postgresql://db/desk?password=…&x=1"),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, shown: str) -> None:
    assert without_password(address) == shown


def test_facts_are_copied_and_say_where_passwords_are(dialog: SettingsDialog, office: Office, qtbot: QtBot) -> None:
    page = dialog.open_page("about")
    assert isinstance(page, AboutPage)
    qtbot.waitUntil(lambda: "Passwords: encrypted; their key is in a file" in page.facts())
    page.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert copied == page.facts()
    assert str(office.places.data) in copied
    assert "SQLite: 3." in copied
