"""The page of the knowledge base: words that mean the same, kept as groups, by administrators."""

from pytestqt.qtbot import QtBot

from deskbell.store.queries import settings
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.synonyms_row import SynonymsRow
from ui.settings.office import Office


def test_groups_of_words_are_kept_and_what_is_none_is_not(office: Office, dialog: SettingsDialog, qtbot: QtBot) -> None:
    page = dialog.open_page("knowledge")
    row = page.rows["knowledge.synonyms"]  # type: ignore[attr-defined]
    assert isinstance(row, SynonymsRow)
    assert not page.dirty()
    row._area.setPlainText("alone")
    assert not page.dirty()
    row._area.setPlainText("refund;退款\n\nalone\n invoice , bill")
    assert page.dirty()
    done: list[bool] = []
    page.save(lambda: done.append(True), lambda error: done.append(False))
    qtbot.waitUntil(lambda: bool(done))
    assert done == [True]
    kept = office.database.read(settings.read, office.me).text("knowledge.synonyms")
    assert kept == "refund, 退款\ninvoice, bill"
    assert not page.dirty()


def test_what_is_no_address_of_a_site_is_refused_with_an_example(
    office: Office, dialog: SettingsDialog, qtbot: QtBot
) -> None:
    page = dialog.open_page("knowledge")
    row = page.rows["knowledge.site"]  # type: ignore[attr-defined]
    row.control.setText("help.example.com")
    refused: list[str] = []
    page.save(lambda: refused.append(""), lambda error: refused.append(str(error)))
    qtbot.waitUntil(lambda: bool(refused))
    assert "is not the address of a site" in refused[0]
