"""For which tickets an SLA policy is: one list for each kind of thing, in which any number may be ticked."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QWidget

from deskbell.model.kinds import Priority, TicketType
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.model.sla import Conditions
from deskbell.ui.canned.languages import CODES, language_name
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.policies_now import PoliciesNow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.property_button import PropertyButton
from deskbell.ui.words import priority_word, type_word

_TITLES: Final = {
    "mailboxes": QT_TRANSLATE_NOOP("ConditionsEdit", "Mailbox"),
    "teams": QT_TRANSLATE_NOOP("ConditionsEdit", "Team"),
    "priorities": QT_TRANSLATE_NOOP("ConditionsEdit", "Priority"),
    "types": QT_TRANSLATE_NOOP("ConditionsEdit", "Type"),
    "tags": QT_TRANSLATE_NOOP("ConditionsEdit", "Tag"),
    "organisations": QT_TRANSLATE_NOOP("ConditionsEdit", "Organisation"),
    "languages": QT_TRANSLATE_NOOP("ConditionsEdit", "Customer’s language"),
}


class ConditionsEdit(QWidget):
    """Holds one `Conditions`. `buttons` are the lists by the names of its fields.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, desk: DeskNow, now: PoliciesNow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._now = desk, now
        self._conditions = Conditions()
        self.buttons: dict[str, PropertyButton] = {}
        known: dict[str, Callable[[], Sequence[tuple[Any, str]]]] = {
            "mailboxes": lambda: [(box.id, box.name) for box in desk.mailboxes],
            "teams": self._teams,
            "priorities": lambda: [(one, priority_word(one)) for one in sorted(Priority, reverse=True)],
            "types": lambda: [(one, type_word(one)) for one in TicketType],
            "tags": lambda: [(tag.id, tag.name) for tag in desk.tags],
            "organisations": lambda: list(now.found.organisations.items()),
            "languages": self._languages,
        }
        self._known = known
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(8)
        for name, title in _TITLES.items():
            word = self.tr(title)
            button = self.buttons[name] = PropertyButton(theme, word, several=True, parent=self)
            button.set_choices(partial(self._choices, name))
            button.picked.connect(partial(self._pick, name))
            layout.addRow(Label(word, TextRole.small, ink="muted", parent=self), button)
        self.vip = QCheckBox(self.tr("Only of VIPs, or of VIP organisations"), self)
        self.vip.clicked.connect(self._tick)
        layout.addRow(Label(self.tr("Customer"), TextRole.small, ink="muted", parent=self), self.vip)
        self.setFocusProxy(self.buttons["mailboxes"])
        self.show_conditions(self._conditions)

    def show_conditions(self, conditions: Conditions) -> None:
        """Show these, without telling."""
        self._conditions = conditions
        self.vip.setChecked(conditions.vip)
        for name, button in self.buttons.items():
            chosen = getattr(conditions, name)
            words = [words for value, words in self._known[name]() if value in chosen]
            # What is not there any more is still held to, and said.
            words += [self.tr("(no longer there)")] * (len(chosen) - len(words))
            button.set_value(", ".join(words) or self.tr("Any"), ink="ink" if chosen else "muted")

    def conditions(self) -> Conditions:
        """What it holds."""
        return self._conditions

    def _choices(self, name: str) -> list[Choice]:
        chosen = getattr(self._conditions, name)
        return [Choice(value, words, checked=value in chosen) for value, words in self._known[name]()]

    def _pick(self, name: str, values: object) -> None:
        assert isinstance(values, tuple)
        self.show_conditions(replace(self._conditions, **{name: values}))
        self.edited.emit()

    def _tick(self) -> None:
        self._conditions = replace(self._conditions, vip=self.vip.isChecked())
        self.edited.emit()

    def _teams(self) -> list[tuple[int, str]]:
        return [(0, self.tr("No team")), *((team.id, team.name) for team in self._desk.teams)]

    def _languages(self) -> list[tuple[str, str]]:
        chosen = [code for code in self._conditions.languages if code not in CODES]
        return sorted(((code, language_name(code)) for code in (*CODES, *chosen)), key=lambda one: one[1].casefold())
