"""The page of the spelling: languages that are there, and the person's own words, each kept for itself."""

import pytest
from pytestqt.qtbot import QtBot

from deskbell.model.own_words import ChangeWords
from deskbell.model.settings import Settings
from deskbell.store.queries import settings
from deskbell.ui.settings.declared import DeclaredPage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.spelling import LanguagesRow, SpellingPage
from deskbell.ui.theme.source import ThemeSource
from ui.settings.office import Office
from ui.spelling.spelling_here import SpellerHere


@pytest.fixture
def page(office: Office, theme: ThemeSource, qtbot: QtBot, dialog: SettingsDialog) -> SpellingPage:
    """As the dialog makes it, over dictionaries in this process."""
    speller = SpellerHere(dialog)
    dialog._pages._speller = lambda: speller
    made = dialog.open_page("spelling")
    assert isinstance(made, SpellingPage)
    qtbot.waitUntil(lambda: bool(speller.found))
    return made


def kept(office: Office) -> Settings:
    return office.database.read(settings.read, office.me)


def languages(page: SpellingPage) -> LanguagesRow:
    row = page.rows["spelling.languages"]
    assert isinstance(row, LanguagesRow)
    return row


def write_words(page: SpellingPage, text: str) -> None:
    page.rows["spelling.words"]._area.setPlainText(text)  # type: ignore[attr-defined]


def save(page: DeclaredPage, qtbot: QtBot) -> list[Exception]:
    done: list[bool] = []
    errors: list[Exception] = []
    page.save(lambda: done.append(True), errors.append)
    qtbot.waitUntil(lambda: bool(done or errors))
    return errors


def test_the_languages_of_the_system_are_ticked(page: SpellingPage) -> None:
    row = languages(page)
    assert row.ticks.values() == ["en_US", "en_GB", "lt_LT", "ru_RU"]
    assert not page.dirty()
    assert "en_US" in row.ticks.ticked()


def test_languages_are_chosen_and_kept(page: SpellingPage, office: Office, qtbot: QtBot) -> None:
    row = languages(page)
    before = set(row.ticks.ticked())
    row.ticks.tick("ru_RU")
    assert page.dirty()
    assert save(page, qtbot) == []
    assert set(kept(office).text("spelling.languages").split()) == {*before, "ru_RU"}
    assert not page.dirty()


def test_one_language_stays(page: SpellingPage) -> None:
    row = languages(page)
    for one in row.ticks.values():
        row.ticks.tick(one, on=False)
    assert len(row.ticks.ticked()) == 1


def test_a_language_of_another_computer_is_not_lost(page: SpellingPage) -> None:
    row = languages(page)
    row.set_value("de_DE lt_LT")
    assert row.ticks.ticked() == ["lt_LT"]
    row.ticks.tick("ru_RU")
    assert row.value() == "de_DE lt_LT ru_RU"


def test_words_are_added_and_taken_off_each_for_itself(page: SpellingPage, office: Office, qtbot: QtBot) -> None:
    office.do(ChangeWords(agent_id=office.me, words=("old", "stays"), known=True))
    office.desk.read_again()
    qtbot.waitUntil(lambda: page.rows["spelling.words"].value() == "old\nstays")
    write_words(page, "stays\n\n Amberline \n")
    # Another window of the same person, in the meantime.
    office.do(ChangeWords(agent_id=office.me, words=("meanwhile",), known=True))
    assert save(page, qtbot) == []
    assert kept(office).text("spelling.words").split() == ["Amberline", "meanwhile", "stays"]
    qtbot.waitUntil(lambda: page.rows["spelling.words"].value() == "Amberline\nmeanwhile\nstays")
    assert not page.dirty()


def test_what_is_no_word_is_said(page: SpellingPage, office: Office, qtbot: QtBot) -> None:
    write_words(page, "good\n!!!")
    (error,) = save(page, qtbot)
    assert "“!!!” is not one word" in str(error)
    assert kept(office).text("spelling.words") == ""
    assert page.dirty(), "what was typed is still there"


def test_without_dictionaries_the_page_is_there(dialog: SettingsDialog) -> None:
    assert isinstance(dialog.open_page("spelling"), SpellingPage)
