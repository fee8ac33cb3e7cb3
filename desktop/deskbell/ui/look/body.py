"""The middle of the window: the view that fits the file, made when the first one of its kind is shown."""

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.mail import Invite
from deskbell.ui.look.pages_view import PagesView
from deskbell.ui.look.picture_view import PictureView
from deskbell.ui.look.text_view import TextView
from deskbell.ui.look.wire import PagesRead, PictureRead, TextRead
from deskbell.ui.look.zoom_area import ZoomArea
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.attached_message import AttachedView
from deskbell.ui.ticket.invite_box import InviteBox
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.widgets.spinner import Spinner

V = TypeVar("V", bound=QWidget)

_SIDE = 16


class LookBody(QStackedWidget):
    """Shows one file after the other.

    Signals:
        made(QWidget): a view was made.
        open_wanted, save_wanted: from where a file cannot be shown.
    """

    made = Signal(QWidget)
    open_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._waiting = QWidget(self)
        layout = QVBoxLayout(self._waiting)
        layout.addWidget(Spinner(theme, size=24, parent=self._waiting), 0, Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self._waiting)
        self._mail: AttachedView | None = None

    @cached_property
    def picture(self) -> PictureView:
        """The view of pictures."""
        return self._add(PictureView(self._theme, self))

    @cached_property
    def pages(self) -> PagesView:
        """The view of what has pages."""
        return self._add(PagesView(self._theme, self))

    @cached_property
    def text(self) -> TextView:
        """The view of texts."""
        return self._add(TextView(self._theme, self))

    @cached_property
    def _meetings(self) -> "_Meetings":
        return self._add(_Meetings(self._theme, self))

    @cached_property
    def _untold(self) -> EmptyState:
        made = self._add(EmptyState(self._theme, self))
        save = GhostButton(self.tr("Save as…"), made)
        save.clicked.connect(self.save_wanted)
        made.add_below(save)
        made.acted.connect(self.open_wanted)
        return made

    @property
    def zooming(self) -> ZoomArea | None:
        """The view that is shown, where it can be made larger and smaller."""
        shown = self.currentWidget()
        return shown if isinstance(shown, ZoomArea) else None

    @property
    def is_settled(self) -> bool:
        """Whether something is shown, and all of it that is seen."""
        shown = self.currentWidget()
        return shown is not self._waiting and (not isinstance(shown, PagesView) or shown.is_drawn)

    def wait(self) -> None:
        """Nothing of the file is there yet."""
        self.setCurrentWidget(self._waiting)
        self._forget()

    def show_picture(self, read: PictureRead, images: Sequence[QImage], name: str, *, play: bool) -> None:
        """A picture."""
        self.picture.show_picture(images, [frame.ms for frame in read.frames], play=play)
        self.picture.setAccessibleName(name)
        self.setCurrentWidget(self.picture)

    def show_pages(self, read: PagesRead, name: str) -> None:
        """Pages, which come when they are wanted."""
        self.pages.show_pages(read.pages)
        self.pages.setAccessibleName(name)
        self.setCurrentWidget(self.pages)

    def show_text(self, read: TextRead, name: str) -> None:
        """A text."""
        self.text.show_text(read.text, name)
        self.setCurrentWidget(self.text)

    def show_meetings(self, invites: Sequence[Invite], name: str) -> None:
        """What a calendar file has."""
        self._meetings.setAccessibleName(name)
        self.setCurrentWidget(self._meetings)
        self._meetings.show_meetings(invites)

    def show_mail(self, view: AttachedView) -> None:
        """A mail."""
        self._mail = view
        self.addWidget(view)
        self.setCurrentWidget(view)

    def say(self, title: str, sentence: str, *, harmful: bool) -> None:
        """The file is not shown: why, and what can be done with it."""
        icon = Icon.FILE_WARNING if harmful else Icon.FILE_PLAIN
        self._untold.say(icon, title, sentence, "" if harmful else self.tr("Open"))
        self.setCurrentWidget(self._untold)

    def close_mail(self) -> None:
        """Take away the mail that is shown, and what was opened from it."""
        if self._mail is not None:
            mail, self._mail = self._mail, None
            mail.closed.emit()
            self.removeWidget(mail)
            mail.deleteLater()

    def _forget(self) -> None:
        self.close_mail()
        for name in ("picture", "pages", "text"):
            view = self.__dict__.get(name)
            if view is not None:
                view.forget()

    def _add(self, view: V) -> V:
        self.addWidget(view)
        self.made.emit(view)
        return view


class _Meetings(Pane):
    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__("background", parent)
        self._theme = theme
        self._boxes: list[InviteBox] = []
        self._scroll = QScrollArea(self)
        self._scroll.setAccessibleName(self.tr("Meetings"))
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget()
        self._inside.setObjectName("content")
        self._scroll.setWidget(self._inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)

    def show_meetings(self, invites: Sequence[Invite]) -> None:
        for box in self._boxes:
            box.hide()
            box.deleteLater()
        self._boxes = [InviteBox(self._theme, invite, self._inside) for invite in invites]
        for box in self._boxes:
            box.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = max(120, self.width() - 2 * _SIDE)
        top = _SIDE
        for box in self._boxes:
            box.move(_SIDE, top)
            top += box.fit(width) + _SIDE
        self._inside.resize(self.width(), top)
