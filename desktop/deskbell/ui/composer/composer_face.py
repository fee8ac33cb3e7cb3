"""How the composer looks: its parts and where they stand. What they do is `Composer`'s affair."""

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.rules.recipients import read_addresses
from deskbell.ui.composer.composed import Composed
from deskbell.ui.composer.editor import Editor
from deskbell.ui.composer.editor_frame import EditorFrame
from deskbell.ui.composer.file_row import FileRow
from deskbell.ui.composer.format_bar import FormatBar
from deskbell.ui.composer.kind_tabs import KindTabs
from deskbell.ui.composer.notice import Notice
from deskbell.ui.composer.picture_making import Picture, Smaller
from deskbell.ui.composer.recipients_box import RecipientsBox
from deskbell.ui.composer.sender_button import SenderButton
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.pictures import read_pictures
from deskbell.ui.ticket.sizes import size_word
from deskbell.ui.widgets.ages import until
from deskbell.ui.widgets.buttons import GhostButton, LinkButton, PrimaryButton
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel, Label
from deskbell.ui.widgets.pane import Line, Pane

_SIDE: Final = 20
_TOOL_GAP: Final = 4
_NARROW: Final = 24
_TITLE: Final = 38


class ComposerFace(Pane):
    """Tabs, the box with addressees, text and files, and the row of buttons.

    Signals:
        grown: it needs more room, or less.
    """

    grown = Signal()

    def __init__(self, theme: ThemeSource, keys: MyKeys, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self.showing = False
        self._rests = False
        self._is_note = False
        self._cards = 0
        self._theme = theme
        self.tabs = KindTabs(theme, self)
        self._title = Label(self.tr("New ticket"), TextRole.title, parent=self)
        self.template_button = LinkButton(self.tr("From a template…"), self)
        self._line = Line(parent=self)
        self.state = ElidedLabel("", TextRole.small, ink="faint", parent=self)
        self._frame = EditorFrame(theme, self)
        self.recipients = RecipientsBox(theme, self._frame)
        self.editor = Editor(theme, self._frame)
        self.files = FileRow(theme, self._frame)
        for widget in (self.editor, self.recipients.to, self.recipients.cc, self.recipients.bcc):
            self._frame.watch(widget)
        self._frame.watch(self.recipients.subject)
        self.notice = Notice(theme, self)
        self.send_button = PrimaryButton(self.tr("Send"), self)
        self.solve_button = GhostButton(self.tr("Send and solve"), self)
        self.ways_button = IconButton(
            theme,
            Icon.CHEVRON_DOWN,
            self.tr("Send with another status, or later"),
            side=_NARROW,
            icon_size=14,
            parent=self,
        )
        self.format_bar = FormatBar(theme, keys, self.editor, self, may_be_plain=True)
        self.discard_button = IconButton(theme, Icon.TRASH, self.tr("Discard the draft"), parent=self)
        self.sender_button = SenderButton(theme, self)
        self._lay()

    def show_content(self, content: Composed, *, with_subject: bool, sender: str) -> None:
        """Show this text with all that belongs to it."""
        note = content.kind is ReplyKind.NOTE
        self.showing = True
        self.tabs.show_kind(content.kind)
        new = content.kind is ReplyKind.NEW
        self.tabs.setVisible(not new)
        self._line.setVisible(not new)
        self._title.setVisible(new)
        self.template_button.setVisible(new)
        self._frame.show_note(note)
        self._is_note = note
        self.recipients.setVisible(not note and not self._rests)
        if not note:
            self.recipients.show_people(content, with_subject=with_subject)
        self.editor.pictures.allow(dict.fromkeys(content.pictures()))
        if self.editor.pictures.missing():
            fresh = {one.content_id: one.content for one in content.files if one.content_id}
            self.editor.pictures.give(read_pictures(fresh))
        self.editor.show_html(content.html, content.text, plain=self._begins_plain(content))
        self.editor.setPlaceholderText(self._placeholder(content.kind))
        self.files.show_files(content)
        self.format_bar.attach.setVisible(not note)
        self.format_bar.offer_plain(not note)
        self.send_button.setText(self.tr("Add note") if note else self.tr("Send"))
        self.send_button.setAccessibleName(self.send_button.text())
        self.solve_button.setVisible(not note and not new)
        self.ways_button.setVisible(not note)
        self.sender_button.setVisible(not note)
        self.show_sender(sender)
        self.notice.hide()
        self.showing = False
        self._fit_buttons()

    def put_above(self, card: QWidget) -> None:
        """Have this stand above all of it."""
        self._body.insertWidget(self._cards, card)
        self._cards += 1

    def _begins_plain(self, content: Composed) -> bool:
        """Whether this is shown as plain text."""
        return content.is_plain()

    def show_sender(self, name: str) -> None:
        """The mailbox that the mail leaves from."""
        self.sender_button.say(self.tr("From {mailbox}").format(mailbox=name), name)
        self._fit_buttons()

    def show_resting(self, resting: bool) -> None:
        """As low as it can be, with a line to click into: the window is low, and what is read needs the room."""
        self._bottom.setVisible(not resting)
        self._rests = resting
        self.recipients.setVisible(not resting and not self._is_note)
        self.editor.show_resting(resting)
        self.grown.emit()

    def tell_trouble(self, words: str) -> None:
        """Say at the right that something isn't well with the draft."""
        self.state.set_ink("warning")
        self.state.setText(words)

    def smaller_words(self, picture: Picture) -> str:
        """The sentence for a huge picture that was made smaller."""
        assert picture.before is not None
        return self.tr("The picture was made smaller: {before} ({large}) became {after} ({small}).").format(
            before=_sides(*picture.before_size),
            large=size_word(len(picture.before.content)),
            after=_sides(picture.image.width(), picture.image.height()),
            small=size_word(len(picture.file.content)),
        )

    def shrunk_words(self, smaller: Smaller) -> str:
        """The sentence for pictures that go along and were made smaller."""
        before = size_word(sum(len(file.content) for _, file, _ in smaller.made))
        after = size_word(sum(len(file.content) for _, _, file in smaller.made))
        if len(smaller.made) == 1:
            said = self.tr("The picture was made smaller: {before} became {after}.")
        else:
            said = self.tr("%n pictures were made smaller: {before} became {after}.", "", len(smaller.made))
        return said.format(before=before, after=after)

    def sent_words(self, kind: ReplyKind, people: str, at: datetime | None, *, held: bool = False) -> str:
        """The sentence of the toast for a mail that waits to leave, `at` a time to come or soon; `held`: from a mailbox that cannot send."""
        try:
            names = ", ".join(person.name or person.email for person in read_addresses(people))
        except Mistake:
            names = people
        if held:
            said = self.tr("Kept for {people}, not sent: the mailbox has no outgoing server")
            return said.format(people=names)
        if at is not None:
            return self.tr("Leaves {time}, to {people}").format(time=until(at, datetime.now(UTC)), people=names)
        if kind is ReplyKind.FORWARD:
            return self.tr("Forwarded to {people}").format(people=names)
        return self.tr("Sent to {people}").format(people=names)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.grown.emit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_buttons()

    def _say_state(self, saved: bool) -> None:
        self.state.set_ink("faint")
        self.state.setText(self.tr("Draft saved") if saved else "")
        self.discard_button.setEnabled(saved)

    def _lay(self) -> None:
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.recipients)
        text = QHBoxLayout()
        text.setContentsMargins(12, 8, 4, 8)
        text.addWidget(self.editor)
        inside.addLayout(text, 1)
        inside.addWidget(self.files)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.tabs)
        top.addWidget(self._title)
        self._title.setMinimumHeight(self._theme.px(_TITLE))
        # What is said of the draft has the room that the tabs leave, and is cut before they are.
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.state, 1)
        top.addWidget(self.template_button)
        self._bottom = QWidget(self)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._bottom)
        self._buttons.setContentsMargins(0, 10, 0, 0)
        self._buttons.setSpacing(8)
        sends, tools = QHBoxLayout(), QHBoxLayout()
        sends.setSpacing(8)
        sends.addWidget(self.send_button)
        sends.addWidget(self.solve_button)
        sends.addWidget(self.ways_button)
        sends.addStretch(1)
        tools.setSpacing(_TOOL_GAP)
        tools.addWidget(self.format_bar)
        tools.addStretch(1)
        tools.addWidget(self.discard_button)
        tools.addWidget(self.sender_button)
        self._buttons.addLayout(sends)
        self._buttons.addLayout(tools, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._line)
        body = self._body = QVBoxLayout()
        body.setContentsMargins(_SIDE, 0, _SIDE, 14)
        body.setSpacing(0)
        body.addLayout(top)
        body.addWidget(self.notice)
        body.addSpacing(0)
        body.addWidget(self._frame, 1)
        body.addWidget(self._bottom)
        layout.addLayout(body, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _fit_buttons(self) -> None:
        """One row where all of it fits; else without what has a key of its own, then with the sender's name alone; else the tools in a row above."""
        self.sender_button.shorten(False)
        sends = (self.send_button, self.solve_button, self.ways_button)
        others = (*sends, self.discard_button, self.sender_button)
        shown = [one.sizeHint().width() for one in others if not one.isHidden()]
        gaps = 2 * _TOOL_GAP + self._buttons.spacing() * (len(shown) - 2)
        room = self.width() - 2 * _SIDE - sum(shown) - gaps
        self.format_bar.show_few(room < self.format_bar.full_width())
        tight = room < self.format_bar.few_width()
        below = room + self.sender_button.saved() < self.format_bar.few_width()
        self.sender_button.shorten(tight and not below)
        direction = QBoxLayout.Direction.BottomToTop if below else QBoxLayout.Direction.LeftToRight
        if self._buttons.direction() is not direction:
            self._buttons.setDirection(direction)

    def _placeholder(self, kind: ReplyKind) -> str:
        if kind is ReplyKind.NOTE:
            return self.tr("Write a note that only colleagues see")
        if kind is ReplyKind.FORWARD:
            return self.tr("Write something about the forwarded message, or nothing")
        return self.tr("Write your answer") if kind is not ReplyKind.NEW else self.tr("Write your message")


def _sides(width: int, height: int) -> str:
    return f"{width} × {height}"
