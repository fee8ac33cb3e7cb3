"""Pages that are built from the declarations of one scope: a setting that is declared is on its page."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.declaration import Declaration, Scope
from deskbell.model.knowledge_settings import SYNONYMS
from deskbell.model.settings import Settings
from deskbell.ui.settings.page import Page, Refused, Saved, Who
from deskbell.ui.settings.secret_row import SecretRow
from deskbell.ui.settings.setting_row import SettingRow, Value
from deskbell.ui.settings.synonyms_row import SynonymsRow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line

_LINK_INSET = 5
Write = Callable[[Mapping[str, Value], Saved, Refused], None]


class Section(Struct, frozen=True):
    """Settings that belong together: those whose keys begin with `prefix`, under a title, a sentence, and a link to a page of somebody else's."""

    prefix: str
    title: str
    words: str = ""
    link: str = ""
    page: str = ""


class DeclaredPage(Page):
    """The settings of `declarations`, in their order. `now` gives the kept ones; `write` keeps what was changed, and nothing else.

    With `sections` each has a card of its own.
    """

    def __init__(
        self,
        theme: ThemeSource,
        title: str,
        who: Who,
        declarations: Sequence[Declaration],
        now: Callable[[], Settings],
        write: Write,
        parent: QWidget | None = None,
        *,
        sections: Sequence[Section] = (),
    ) -> None:
        super().__init__(theme, who, parent)
        self.set_title(title)
        self._now = now
        self._write = write
        self.rows = {one.key: self.make_row(theme, one) for one in declarations}
        for row in self.rows.values():
            row.changed.connect(self.changed)
            row.setEnabled(who.may)
        for section in sections or (Section("", ""),):
            if section.title:
                self.body.addLayout(self._head(section))
            rows = [row for key, row in self.rows.items() if key.startswith(section.prefix)]
            for row in rows if section.title else ():
                row.control.setAccessibleName(f"{section.title}: {row.control.accessibleName()}")
            self.body.addWidget(self._card(rows))
        self.body.addStretch(1)
        self._shown: dict[str, Value] = {}
        self.revert()

    def make_row(self, theme: ThemeSource, declaration: Declaration) -> SettingRow:
        """The row of a setting."""
        if declaration is SYNONYMS:
            return SynonymsRow(theme, declaration, self)
        return (SecretRow if declaration.scope is Scope.HIDDEN else SettingRow)(theme, declaration, self)

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

    def show_place(self, place: str) -> None:
        """Where the key of the secret settings lies; see `Secrets.where`."""
        for row in self.rows.values():
            if isinstance(row, SecretRow):
                row.show_place(place)

    def _head(self, section: Section) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(0, 8, 0, 0)
        head.setSpacing(4)
        head.addWidget(Label(section.title, TextRole.title, parent=self))
        if section.words:
            head.addWidget(Label(section.words, ink="muted", wrap=True, parent=self))
        if section.link:
            link = LinkButton(section.link, self)
            link.setToolTip(section.page)
            link.setAccessibleName(f"{section.title}: {section.link}")
            link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(section.page)))
            line = QHBoxLayout()
            line.setSpacing(0)
            # The words of the link have a frame for the focus around them.
            line.addSpacing(-_LINK_INSET)
            line.addWidget(link)
            line.addStretch(1)
            head.addLayout(line)
        return head

    def _card(self, rows: Sequence[SettingRow]) -> QFrame:
        card = QFrame(self)
        card.setObjectName("card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for number, row in enumerate(rows):
            if number:
                layout.addWidget(Line(parent=card))
            layout.addWidget(row)
        return card

    def _changed(self) -> dict[str, Value]:
        return {key: row.value() for key, row in self.rows.items() if row.value() != self._shown.get(key)}
