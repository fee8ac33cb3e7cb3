"""The page about Deskbell itself: versions, where things lie, and whose work it is made with."""

from functools import partial

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskbell import __version__
from deskbell.model.places import Places
from deskbell.model.resources import resource
from deskbell.store.secrets import Secrets
from deskbell.ui.errand import Errand
from deskbell.ui.settings.facts import Facts, gather
from deskbell.ui.settings.licences import WORKS
from deskbell.ui.settings.page import Page, Who
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton, LinkButton
from deskbell.ui.widgets.label import Label, SectionHead

_BELL = 48


class AboutPage(Page):
    """To be looked at and copied; nothing to apply."""

    def __init__(self, theme: ThemeSource, places: Places, secrets: Secrets, parent: QWidget | None = None) -> None:
        super().__init__(theme, Who.NOBODY, parent)
        self.set_title(self.tr("About and diagnostics"))
        self._facts: list[tuple[str, Label]] = []
        self.copy_button = GhostButton(self.tr("Copy"), self)
        self.copy_button.clicked.connect(self._copy)
        card = QFrame(self)
        card.setObjectName("card")
        self._grid = QGridLayout(card)
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._lay_name())
        self.body.addWidget(card)
        self.body.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(SectionHead(self.tr("Made with"), self))
        notice = self.tr(
            "The works under the LGPL are used unmodified. They lie beside the program as files of their own, and you may put other builds of "
            "them in their place."
        )
        self.body.addWidget(Label(notice, TextRole.small, ink="muted", wrap=True, parent=self))
        self.body.addWidget(self._lay_works())
        self.body.addStretch(1)
        self._passwords = self._lay_facts(gather(places))
        look = Errand(lambda _: secrets.where(), may_be_cut=True, parent=self)
        look.done.connect(self._show_place)
        look.failed.connect(self.show_error)
        look.start()

    def facts(self) -> str:
        """What Copy copies: a line for each fact."""
        return "\n".join(f"{name}: {label.text()}" for name, label in self._facts)

    def _lay_facts(self, facts: Facts) -> Label:
        """A line for each; the label of the last one, which is only known when the keyring has answered."""
        for name, value in (
            (self.tr("Deskbell"), facts.deskbell),
            (self.tr("System"), facts.system),
            (self.tr("Python"), facts.python),
            (self.tr("Qt"), facts.qt),
            (self.tr("SQLite"), facts.sqlite),
            (self.tr("Database"), facts.database),
            (self.tr("Data folder"), facts.data),
            (self.tr("Logs"), facts.logs),
            (self.tr("Passwords"), "…"),
        ):
            told = Label(value, wrap=True, parent=self)
            told.setAccessibleName(f"{name}: {value}")
            told.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            line = len(self._facts)
            self._grid.addWidget(Label(name, ink="muted", parent=self), line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(told, line, 1)
            self._facts.append((name, told))
        return told

    @Slot(object)
    def _show_place(self, place: str) -> None:
        words = (
            self.tr("encrypted; their key is in the system's keyring")
            if place == "keyring"
            else self.tr("encrypted; their key is in a file that only you can read, because there is no keyring here")
        )
        self._passwords.setText(words)
        self._passwords.setAccessibleName(f"{self._facts[-1][0]}: {words}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.facts())
        self.copy_button.setText(self.tr("Copied"))

    def _lay_name(self) -> QHBoxLayout:
        bell = QSvgWidget(str(resource("icons", "deskbell.svg")), self)
        bell.setFixedSize(QSize(_BELL, _BELL))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(f"Deskbell {__version__}", TextRole.title, parent=self))
        claim = self.tr("The help desk that is a desktop program. Apache License 2.0.")
        words.addWidget(Label(claim, ink="muted", wrap=True, parent=self))
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(bell)
        line.addLayout(words, 1)
        return line

    def _lay_works(self) -> QWidget:
        card = QFrame(self)
        card.setObjectName("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 8, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for line, work in enumerate(WORKS):
            grid.addWidget(Label(work.title, parent=card), line, 0)
            grid.addWidget(Label(work.licence, ink="muted", parent=card), line, 1)
            link = LinkButton(self.tr("Page"), card)
            link.setToolTip(work.page)
            link.setAccessibleName(f"{work.title}: {work.page}")
            link.clicked.connect(partial(QDesktopServices.openUrl, QUrl(work.page)))
            grid.addWidget(link, line, 2)
        return card
