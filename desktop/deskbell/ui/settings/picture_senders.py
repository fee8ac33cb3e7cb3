"""The page of those whose pictures from the internet are always shown: look who they are, and take some off."""

from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.commands import SetPictureSenders
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.settings.page import Page, Refused, Saved, Who
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel, Label
from deskbell.ui.widgets.pane import Line


class PictureSendersPage(Page):
    """One line for each address; it goes when its button is pressed, and is asked about again once that is applied."""

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__(theme, Who.YOU, parent)
        self._runner = runner
        self._desk = desk
        self._gone: set[str] = set()
        self._shown: tuple[str, ...] = ()
        self.set_title(self.tr("Pictures"))
        self._words = Label("", ink="muted", wrap=True, parent=self)
        self._card = QFrame(self)
        self._card.setObjectName("card")
        self._rows = QVBoxLayout(self._card)
        self._rows.setContentsMargins(1, 1, 1, 1)
        self._rows.setSpacing(0)
        self.body.addWidget(self._words)
        self.body.addWidget(self._card)
        self.body.addStretch(1)
        desk.changed.connect(self._follow)
        self._fill()

    def dirty(self) -> bool:
        return bool(self._gone)

    def save(self, saved: Saved, refused: Refused) -> None:
        command = SetPictureSenders(agent_id=self._desk.me.id, addresses=tuple(sorted(self._gone)), shown=False)

        def kept(_: object) -> None:
            self._gone.clear()
            self._desk.read_again()
            self.changed.emit()
            saved()

        self._runner.do(command, done=kept, failed=refused, owner=self)

    def revert(self) -> None:
        self._gone.clear()
        self._fill()
        self.changed.emit()

    def take_off(self, address: str) -> None:
        """Ask about the pictures of this address again, once that is applied."""
        self._gone.add(address)
        self._fill()
        self.changed.emit()

    def addresses(self) -> tuple[str, ...]:
        """Who is on the list, without those that are taken off."""
        return self._shown

    def _follow(self) -> None:
        self._gone &= self._desk.state.picture_senders
        self._fill()

    def _fill(self) -> None:
        wanted = tuple(sorted(self._desk.state.picture_senders - self._gone))
        self._words.setText(
            self.tr("Pictures from the internet are loaded without asking in mails of these addresses:")
            if wanted
            else self.tr(
                "Pictures from the internet are shown only when you ask: loading one tells its sender that the mail was read. "
                "At such a mail you can choose to see those of its sender always; they are listed here then."
            )
        )
        self._card.setVisible(bool(wanted))
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, address in enumerate(wanted):
            if number:
                self._rows.addWidget(Line(parent=self._card))
            self._rows.addWidget(self._row(address))
        self.relaid.emit()

    def _row(self, address: str) -> QWidget:
        row = QWidget(self._card)
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 6, 8, 6)
        line.setSpacing(8)
        line.addWidget(ElidedLabel(address, parent=row), 1)
        words = self.tr("Ask again about pictures of {address}").format(address=address)
        button = IconButton(self._theme, Icon.CLOSE, words, side=28, parent=row)
        button.clicked.connect(partial(self.take_off, address))
        line.addWidget(button)
        return row
