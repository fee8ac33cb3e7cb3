"""Asks how an answer shall be called as a canned reply."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from deskbell.rules import canned
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import PrimaryButton
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.widgets.segments import Segments

_WIDTH = 300


class SavePopup(Floating):
    """A name, a folder, and for whom; Enter saves, Escape leaves.

    Signals:
        given(str, str, bool): the name, the folder, and whether it is private.
    """

    given = Signal(str, str, bool)

    def __init__(
        self, theme: ThemeSource, folders: Sequence[str], *, may_share: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.px(_WIDTH))
        self.name = QLineEdit(self)
        self.folder = ChoiceBox(self)
        self.folder.setEditable(True)
        self.folder.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.folder.addItems(list(folders))
        self.folder.setEditText("")
        self.whose = Segments(theme, [(False, self.tr("Everybody")), (True, self.tr("Only me"))], self)
        self.whose.set_value(True)
        whose = Field(theme, self.tr("For"), self.whose, parent=self)
        whose.setVisible(may_share)
        self.button = PrimaryButton(self.tr("Save as a canned reply"), self)
        self.button.setEnabled(False)
        self.button.clicked.connect(self._save)
        self.name.returnPressed.connect(self._save)
        self.name.textChanged.connect(lambda text: self.button.setEnabled(bool(canned.clean(text))))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(Field(theme, self.tr("Name"), self.name, parent=self))
        layout.addWidget(Field(theme, self.tr("Folder"), self.folder, parent=self))
        layout.addWidget(whose)
        layout.addWidget(self.button)
        self.setFocusProxy(self.name)

    def _save(self) -> None:
        name = canned.clean(self.name.text())
        if name:
            self.given.emit(name, canned.clean(self.folder.currentText()), bool(self.whose.value()))
            self.close()
