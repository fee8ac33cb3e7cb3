"""The page that says in which languages one's spelling is checked, and which words are right all the same."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from deskbell.model.declaration import Declaration
from deskbell.model.own_words import ChangeWords
from deskbell.model.settings import DECLARATIONS
from deskbell.rules.spelling import chosen, kept_languages, kept_words
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.settings.declared import DeclaredPage, Write
from deskbell.ui.settings.lines_row import LinesRow
from deskbell.ui.settings.page import Refused, Saved, Who
from deskbell.ui.settings.setting_row import SettingRow, Value
from deskbell.ui.spelling.language_words import language_words
from deskbell.ui.spelling.speller import Speller
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.tick_list import TickList

SPELLING_KEYS: Final = "spelling."
"""How the keys of the settings begin that are on this page and no other."""

_WORDS: Final = "spelling.words"
_LANGUAGES: Final = "spelling.languages"


class Languages(TickList):
    """At least one of them is ticked: not to check at all is another setting."""

    def may_be_empty(self) -> bool:
        return False


class LanguagesRow(SettingRow):
    """Dictionaries, kept as `rules.spelling.kept_languages` does; those that only another computer has stay chosen."""

    _found: tuple[str, ...] = ()
    _spoken: tuple[str, ...] = ()
    _kept = ""

    def stands_below(self) -> bool:
        return True

    def value(self) -> Value:
        ticked = set(self.ticks.ticked())
        if ticked == set(chosen(self._kept, self._found, self._spoken)):
            return self._kept
        return kept_languages(ticked | (set(self._kept.split()) - set(self._found)))

    def set_value(self, value: Value) -> None:
        self._kept = str(value)
        self.ticks.show_values(language_words(self._found), chosen(self._kept, self._found, self._spoken))

    def show_found(self, found: Sequence[str], spoken: Sequence[str]) -> None:
        """Offer the dictionaries that there are; where none was ever chosen, those for the languages of the system are ticked."""
        kept = str(self.value())
        self._found, self._spoken = tuple(found), tuple(spoken)
        self.set_value(kept)

    def _control(self) -> QWidget:
        self.ticks = Languages(self._theme, self)
        self.ticks.edited.connect(self.changed)
        return self.ticks


class WordsRow(LinesRow):
    """The person's words, one a line."""

    HIGH = 132

    def kept(self, text: str) -> str:
        return "\n".join(kept_words(text))


class SpellingPage(DeclaredPage):
    """`speller` gives the dictionaries, None where there are none to ask; `write` keeps settings of the person."""

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        speller: Callable[[], Speller] | None,
        write: Write,
        parent: QWidget | None = None,
    ) -> None:
        self._runner = runner
        self._desk = desk
        self._write_person = write
        self._speller = speller() if speller is not None else None
        declarations = [one for one in DECLARATIONS if one.key.startswith(SPELLING_KEYS)]
        super().__init__(theme, "", Who.YOU, declarations, lambda: desk.settings, self._write_all, parent)
        self.set_title(self.tr("Spelling"))
        if self._speller is not None:
            self._speller.ready.connect(self._offer)
            self._offer()
            # Tells which there are, also where nobody has written anything yet.
            self._speller.use(desk.settings.text(_LANGUAGES).split())

    def make_row(self, theme: ThemeSource, declaration: Declaration) -> SettingRow:
        match declaration.key:
            case "spelling.languages":
                return LanguagesRow(theme, declaration, self)
            case "spelling.words":
                return WordsRow(theme, declaration, self)
        return super().make_row(theme, declaration)

    def _offer(self) -> None:
        row = self.rows[_LANGUAGES]
        assert isinstance(row, LanguagesRow)
        assert self._speller is not None
        row.show_found(self._speller.found, self._speller.spoken)
        self.changed.emit()

    def _write_all(self, values: Mapping[str, Value], saved: Saved, refused: Refused) -> None:
        """The words one by one: others may have been added elsewhere meanwhile."""
        before = set(kept_words(self._desk.settings.text(_WORDS)))
        now = set(kept_words(str(values.get(_WORDS, " ".join(before)))))
        others = {key: value for key, value in values.items() if key != _WORDS}

        def rest() -> None:
            if others:
                self._write_person(others, saved, refused)
            else:
                self._desk.read_again()
                saved()

        def take_off() -> None:
            self._change(before - now, rest, refused, known=False)

        self._change(now - before, take_off, refused, known=True)

    def _change(self, words: set[str], then: Saved, refused: Refused, *, known: bool) -> None:
        if not words:
            then()
            return
        command = ChangeWords(agent_id=self._desk.me.id, words=tuple(sorted(words)), known=known)
        self._runner.do(command, done=lambda _: then(), failed=refused, owner=self)
