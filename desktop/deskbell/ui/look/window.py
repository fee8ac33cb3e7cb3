"""A light window over the thread in which files are looked at, one after the other."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.mail import InboundMail
from deskbell.rules.looks import Look, look_into, look_of
from deskbell.ui.look.body import LookBody
from deskbell.ui.look.head import LookHead
from deskbell.ui.look.pages_view import PagesView
from deskbell.ui.look.reading import LookReader
from deskbell.ui.look.text_view import TextView
from deskbell.ui.look.wire import Answer, NotRead, PagesRead, PictureRead, TextRead
from deskbell.ui.look.words import told
from deskbell.ui.look.zoom_area import ZoomArea
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.attached_message import Attached, AttachedView
from deskbell.ui.ticket.sizes import size_word
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.words import told_error

LARGEST: Final = 200 << 20
"""Bytes of a file that are read to be looked at."""
_NOTHING: Final[Mapping[str, str]] = {}
_CALENDAR: Final = b"MIME-Version: 1.0\r\nContent-Type: text/calendar\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"


class LookFile(Struct, frozen=True):
    """A file that may be looked at; `key` is its own among those that are shown together, `size` in bytes."""

    key: int
    name: str
    content_type: str
    size: int
    dangerous: bool


Done = Callable[[bytes], None]
Failed = Callable[[Exception], None]


class LookWays(Struct, frozen=True):
    """`fetch(key, owner, done, failed)` reads a file's bytes, `read_mail(bytes, owner, done, failed)` reads a mail in a process of its own,
    `mail_view(mail, host)` makes what shows it. Nothing is called back once `owner` is gone."""

    fetch: Callable[[int, QWidget, Done, Failed], None]
    read_mail: Callable[[bytes, QWidget, Callable[[Attached], None], Failed], None]
    mail_view: Callable[[Attached, QWidget], AttachedView]


class LookWindow(Pane):
    """Esc or Space closes it, the arrow keys go to the file before and the next one. It goes when it is closed.

    Signals:
        open_wanted(int), save_wanted(int): the key of the file that is shown.
        moved(int): another file is shown.
        closed: it goes.
    """

    open_wanted = Signal(int)
    save_wanted = Signal(int)
    moved = Signal(int)
    closed = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        files: Sequence[LookFile],
        at: int,
        ways: LookWays,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("background", parent)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        self._files = files
        self._at = at
        self._ways = ways
        self._read: Answer | None = None
        self._by_button = False
        self.reader = LookReader(self)
        self.head = LookHead(theme, self)
        self.body = LookBody(theme, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(Line(parent=self))
        layout.addWidget(self.body, 1)
        self._connect()
        self._show_file()

    @property
    def file(self) -> LookFile:
        """The file that is shown."""
        return self._files[self._at]

    @property
    def is_settled(self) -> bool:
        """Whether the file is shown, or why it is not."""
        return self.body.is_settled

    def go(self, step: int) -> None:
        """Show another file, so many further on."""
        to = self._at + step
        if 0 <= to < len(self._files):
            at: QWidget | None = self.focusWidget()
            # Whoever goes on by the buttons above stays there.
            self._by_button = at is not None and self.head.isAncestorOf(at)
            self._at = to
            self._show_file()
            self.moved.emit(self.file.key)

    def show_over(self, host: QWidget) -> None:
        """Show it over a window, a little smaller than that."""
        window = host.window()
        size = window.size()
        wide, high = self._theme.px(720), self._theme.px(560)
        self.resize(max(wide, round(size.width() * 0.72)), max(high, round(size.height() * 0.86)))
        place = QRect(window.mapToGlobal(window.rect().topLeft()), size)
        self.move(place.center() - self.rect().center())
        self.show()
        self.activateWindow()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(480), self._theme.px(320))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the view below has no use for."""
        key, plain = event.key(), event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier}
        if key in {Qt.Key.Key_Escape, Qt.Key.Key_Space}:
            self.close()
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and plain:
            self.go(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.reader.close()
        self.body.close_mail()
        self.closed.emit()

    def _connect(self) -> None:
        head, body = self.head, self.body
        head.back.connect(lambda: self.go(-1))
        head.on.connect(lambda: self.go(1))
        head.close_wanted.connect(self.close)
        head.wrap_wanted.connect(self._set_wrapped)
        head.find_wanted.connect(self._find)
        head.play_wanted.connect(self._set_playing)
        for signal, do in ((head.larger, ZoomArea.larger), (head.smaller, ZoomArea.smaller), (head.fit, ZoomArea.fit)):
            signal.connect(partial(self._zoom, do))
        for wanted, tell in ((body.open_wanted, self._open), (body.save_wanted, self._save)):
            wanted.connect(tell)
        head.open_wanted.connect(self._open)
        head.save_wanted.connect(self._save)
        for keys, do_it in (
            (QKeySequence.StandardKey.Find, self._find),
            (QKeySequence.StandardKey.Save, self._save),
            (QKeySequence.StandardKey.Open, self._open),
        ):
            action = self.addAction("")
            action.setShortcuts(keys)
            action.triggered.connect(do_it)
        for key, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1), ("Alt+Right", 1), ("Alt+Left", -1)):
            action = self.addAction("")
            action.setShortcut(key)
            action.triggered.connect(partial(self.go, step))
        body.made.connect(self._take_view)
        self.reader.come.connect(self._show_read)
        self.reader.page_come.connect(self._show_page)
        self.reader.words_come.connect(self._copy_words)

    def _take_view(self, view: QWidget) -> None:
        if isinstance(view, ZoomArea):
            view.zoomed.connect(self.head.show_scale)
        if isinstance(view, PagesView):
            view.wanted.connect(self.reader.want_pages)
            view.page_seen.connect(lambda _: self._show_facts())
            view.words_wanted.connect(self.reader.want_words)

    def _show_file(self) -> None:
        file = self.file
        self._read = None
        self.setWindowTitle(file.name)
        last = len(self._files) - 1
        self.head.show_file(
            file.name, several=last > 0, first=not self._at, last=self._at == last, harmful=file.dangerous
        )
        self.body.wait()
        if not self._by_button:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.head.show_view(None)
        self._show_facts()
        look = look_of(file.name, file.content_type, dangerous=file.dangerous)
        if look is Look.HARMFUL:
            self._say("look.harmful", harmful=True)
        elif file.size > LARGEST:
            self._say("look.large", {"size": size_word(file.size), "limit": size_word(LARGEST)})
        else:
            self._ways.fetch(file.key, self, partial(self._take, file, look), partial(self._fail, file))

    def _take(self, file: LookFile, said: Look, content: bytes) -> None:
        if file is not self.file:
            return
        look = look_into(content, said)
        if look is Look.HARMFUL:
            self.head.open.hide()
            self._say("look.disguised", harmful=True)
        elif look is Look.NONE:
            self._say("look.none")
        elif look is Look.MESSAGE:
            self._ways.read_mail(content, self, partial(self._show_mail, file), partial(self._fail, file))
        elif look is Look.CALENDAR:
            done = partial(self._show_meetings, file, content)
            # What is no calendar after all is a text.
            self._ways.read_mail(_CALENDAR + content, self, done, lambda _: self.reader.read(content, Look.TEXT))
        else:
            self.reader.read(content, look)

    def _fail(self, file: LookFile, error: Exception) -> None:
        if file is self.file:
            self.body.say(self.tr("Not shown here"), told_error(error), harmful=False)
            self._settle()

    def _show_mail(self, file: LookFile, attached: Attached) -> None:
        if file is self.file:
            self.body.show_mail(self._ways.mail_view(attached, self.body))
            self._settle()

    def _show_meetings(self, file: LookFile, content: bytes, attached: Attached) -> None:
        if file is not self.file:
            return
        mail: InboundMail = attached.mail
        if mail.invites:
            self.body.show_meetings(mail.invites, file.name)
            self._settle()
        else:
            self.reader.read(content, Look.TEXT)

    def _show_read(self, read: Answer, images: list[QImage]) -> None:
        self._read = read
        name = self.file.name
        if isinstance(read, NotRead):
            self._say(read.code, read.values)
            return
        if isinstance(read, PictureRead):
            self.body.show_picture(read, images, name, play=not self._theme.now.still)
            self.head.show_playing(self.body.picture.playing)
        elif isinstance(read, PagesRead):
            self.body.show_pages(read, name)
        elif isinstance(read, TextRead):
            self.body.show_text(read, name)
            self.head.wrap.setChecked(self.body.text.wrapped)
        self._settle()

    def _show_page(self, number: int, scale: float, image: QImage) -> None:
        if isinstance(self._read, PagesRead):
            self.body.pages.put(number, scale, image)

    def _copy_words(self, number: int, words: str) -> None:
        if words.strip():
            QGuiApplication.clipboard().setText(words)
            self.head.facts.setText(self.tr("The words of page {page} are copied").format(page=number + 1))
        else:
            self.head.facts.setText(self.tr("Page {page} has no words to copy").format(page=number + 1))

    def _say(self, code: str, values: Mapping[str, str] = _NOTHING, *, harmful: bool = False) -> None:
        title = self.tr("Careful") if harmful else self.tr("Not shown here")
        self.body.say(title, told(code, values), harmful=harmful)
        self._settle()

    def _settle(self) -> None:
        """What is shown of the file has changed."""
        view = self.body.currentWidget()
        moves = view is self.body.__dict__.get("picture") and self.body.picture.moves
        self.head.show_view(view, moves=moves)
        if isinstance(view, ZoomArea):
            self.head.show_scale(view.scale)
        self._show_facts()
        if view is not None and not self._by_button:
            view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_facts(self) -> None:
        facts = []
        if len(self._files) > 1:
            facts.append(self.tr("{number} of {count}").format(number=self._at + 1, count=len(self._files)))
        read = self._read
        if isinstance(read, PagesRead):
            count = len(read.pages) + read.more
            facts.append(self.tr("page {page} of {count}").format(page=self.body.pages.page + 1, count=count))
        elif isinstance(read, PictureRead):
            facts.append(f"{read.width} × {read.height}")
        facts.append(size_word(self.file.size))
        if isinstance(read, TextRead) and read.cut:
            facts.append(self.tr("only the beginning is shown"))
        self.head.facts.setText(" · ".join(facts))

    def _zoom(self, do: Callable[[ZoomArea], None]) -> None:
        if self.body.zooming is not None:
            do(self.body.zooming)

    def _set_wrapped(self, wrapped: bool) -> None:
        self.body.text.set_wrapped(wrapped)

    def _set_playing(self, playing: bool) -> None:
        self.body.picture.set_playing(playing)
        self.head.show_playing(playing)

    def _find(self) -> None:
        shown = self.body.currentWidget()
        if isinstance(shown, TextView):
            shown.ask_words()

    def _open(self) -> None:
        if not self.head.open.isHidden():
            self.open_wanted.emit(self.file.key)

    def _save(self) -> None:
        self.save_wanted.emit(self.file.key)
