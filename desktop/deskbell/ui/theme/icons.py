"""The icons: a subset of Lucide (ISC), kept as SVG with `currentColor`, drawn in a colour of the palette.

An icon is rendered for the exact device pixels it covers, so that it is sharp at 100, 125, 150 and 200 %, and kept while the theme lasts.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from deskbell.model.resources import resource

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

_SHARP_AT = (1.0, 1.25, 1.5, 2.0)


class Icon(StrEnum):
    """Every icon that is used; the value is the file's name under `resources/icons`, which is Lucide's."""

    ARCHIVE = "archive"
    ATTACHMENT = "paperclip"
    BACK = "arrow-left"
    BELL = "bell"
    BLOCK = "ban"
    BOLD = "bold"
    BUG = "circle-x"
    CASE = "case-sensitive"
    CHECK = "check"
    CHECKBOX = "square-check"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_UP = "chevron-up"
    CALENDAR = "calendar"
    CANNED = "message-square-text"
    CLOCK = "clock"
    CLOSE = "x"
    CODE = "code"
    COMMAND = "command"
    COPY = "copy"
    CUSTOMER = "circle-user-round"
    CUSTOMERS = "users"
    DATABASE = "database"
    DOWN = "arrow-down"
    DOWNLOAD = "download"
    DRAFT = "pencil"
    ERROR = "circle-alert"
    EXTERNAL = "external-link"
    EYE = "eye"
    EYE_OFF = "eye-off"
    FIELDS = "rows-3"
    FILE = "file-text"
    FILE_ARCHIVE = "file-archive"
    FILE_AUDIO = "file-audio"
    FILE_IMAGE = "file-image"
    FILE_PLAIN = "file"
    FILE_SHEET = "file-spreadsheet"
    FILE_VIDEO = "file-video"
    FILE_WARNING = "file-warning"
    FOLDER = "folder"
    FORTH = "arrow-right"
    FORWARD = "forward"
    GLOBE = "globe"
    HEADING = "heading"
    HELP = "circle-help"
    HISTORY = "history"
    HOURGLASS = "hourglass"
    IMAGE = "image"
    IMAGE_OFF = "image-off"
    IMAGE_PLUS = "image-plus"
    INBOX = "inbox"
    INFO = "info"
    ITALIC = "italic"
    KEY = "key-round"
    KNOWLEDGE = "book-open"
    KEYBOARD = "keyboard"
    LANGUAGES = "languages"
    LINK = "link"
    LIST = "list"
    LIST_ORDERED = "list-ordered"
    LOCK = "lock"
    MACRO = "play"
    RULE = "zap"
    MAIL = "mail"
    MAILBOX = "mailbox"
    MINUS = "minus"
    MONITOR = "monitor"
    MORE = "ellipsis"
    MENTION = "at-sign"
    MERGE = "merge"
    MOVE = "folder-input"
    NOTE = "sticky-note"
    NUMBER = "hash"
    OFFLINE = "wifi-off"
    PALETTE = "palette"
    PANEL = "panel-right"
    PERSON = "user"
    PERSON_ASSIGNED = "user-plus"
    PLAY = "circle-play"
    PAUSE = "pause"
    PLUS = "plus"
    POP_OUT = "picture-in-picture-2"
    PRINTER = "printer"
    ORGANISATION = "building-2"
    PRIORITY = "flag"
    QUOTE = "quote"
    REDO = "redo-2"
    REFRESH = "refresh-cw"
    REPLY = "reply"
    REPLY_ALL = "reply-all"
    SAVE = "save"
    SEARCH = "search"
    SEND = "send"
    SEND_LATER = "calendar-clock"
    SERVER = "server"
    SETTINGS = "settings"
    STAR = "star"
    SHIELD = "shield-check"
    SLIDERS = "sliders-horizontal"
    SNOOZE = "alarm-clock"
    SOLVED = "circle-check"
    SORT = "arrow-down-up"
    SPAM = "shield-alert"
    SPELLING = "spell-check"
    SPLIT = "split"
    STATUS = "circle-dot"
    TABLE = "table-2"
    TAG = "tag"
    TEAM = "users-round"
    TYPE = "layers"
    TEXT_SIZE = "type"
    TRASH = "trash-2"
    UNDERLINE = "underline"
    UNDO = "undo-2"
    UNFORMAT = "remove-formatting"
    UPLOAD = "upload"
    UNPLUGGED = "unplug"
    UP = "arrow-up"
    WARNING = "triangle-alert"
    WEBHOOK = "webhook"
    WRAP = "wrap-text"
    ZOOM_FIT = "maximize"
    ZOOM_IN = "zoom-in"
    ZOOM_OUT = "zoom-out"


class IconDrawer:
    """Draws icons in any colour and size, and keeps what it has drawn."""

    def __init__(self) -> None:
        self._pixmaps: dict[tuple[Icon, str, int, float], QPixmap] = {}
        self._renderers: dict[tuple[Icon, str], QSvgRenderer] = {}

    def pixmap(self, icon: Icon, colour: str, size: int, ratio: float) -> QPixmap:
        """The icon as `size` logical pixels at a device pixel ratio. `colour` is "#RRGGBB"."""
        key = (icon, colour, size, ratio)
        kept = self._pixmaps.get(key)
        if kept is not None:
            return kept
        side = round(size * ratio)
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer(icon, colour).render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        self._pixmaps[key] = pixmap
        return pixmap

    def paint(self, painter: QPainter, icon: Icon, colour: str, area: QRectF, size: int) -> None:
        """Paint the icon in the middle of `area`, on whole device pixels."""
        ratio = painter.device().devicePixelRatio()
        left = round((area.center().x() - size / 2) * ratio) / ratio
        top = round((area.center().y() - size / 2) * ratio) / ratio
        painter.drawPixmap(QPointF(left, top), self.pixmap(icon, colour, size, ratio))

    def icon(self, icon: Icon, colour: str, size: int) -> QIcon:
        """A `QIcon` for menus and fields."""
        made = QIcon()
        for ratio in _SHARP_AT:
            made.addPixmap(self.pixmap(icon, colour, size, ratio))
        return made

    def _renderer(self, icon: Icon, colour: str) -> "QSvgRenderer":
        from PySide6.QtSvg import QSvgRenderer

        kept = self._renderers.get((icon, colour))
        if kept is None:
            drawing = resource("icons", f"{icon}.svg").read_text(encoding="utf-8")
            drawing = drawing.replace("currentColor", colour).replace('stroke-width="2"', 'stroke-width="1.8"')
            kept = QSvgRenderer(QByteArray(drawing.encode()))
            self._renderers[(icon, colour)] = kept
        return kept
