"""Pages that are built from the declarations of one scope: a setting that is declared is on its page."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskbell.model.settings import Declaration, Settings
from deskbell.ui.settings.page import Page, Refused, Saved, Who
from deskbell.ui.settings.setting_row import SettingRow, Value
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.pane import Line

Write = Callable[[Mapping[str, Value], Saved, Refused], None]


class DeclaredPage(Page):
    """The settings of `declarations`, in their order. `now` gives the kept ones; `write` keeps what was changed, and nothing else."""

    def __init__(
        self,
        theme: ThemeSource,
        title: str,
        who: Who,
        declarations: Sequence[Declaration],
        now: Callable[[], Settings],
        write: Write,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, who, parent)
        self.set_title(title)
        self._now = now
        self._write = write
        self.rows = {declaration.key: SettingRow(theme, declaration, self) for declaration in declarations}
        card = QFrame(self)
        card.setObjectName("card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for number, row in enumerate(self.rows.values()):
            if number:
                layout.addWidget(Line(parent=card))
            layout.addWidget(row)
            row.changed.connect(self.changed)
            row.setEnabled(who is not Who.LOOKING)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self._shown: dict[str, Value] = {}
        self.revert()

    def dirty(self) -> bool:
        return bool(self._changed())

    def save(self, saved: Saved, refused: Refused) -> None:
        values = self._changed()

        def kept() -> None:
            self._shown.update(values)
            self.changed.emit()
            saved()

        self._write(values, kept, refused)

    def revert(self) -> None:
        settings = self._now()
        for key, row in self.rows.items():
            row.set_value(settings.values.get(key, row.declaration.default))
        self._shown = {key: row.value() for key, row in self.rows.items()}
        self.changed.emit()

    def follow(self) -> None:
        """Somebody changed settings elsewhere: show theirs, unless something is being changed here."""
        if not self.dirty():
            self.revert()

    def _changed(self) -> dict[str, Value]:
        return {key: row.value() for key, row in self.rows.items() if row.value() != self._shown.get(key)}
