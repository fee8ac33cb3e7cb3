"""What somebody wrote, as a document that can only be read: it opens no file, asks no network, and keeps to our colours and sizes.

The HTML comes sanitised from `mail.sanitize`; everything here would hold without that too. Qt opens the literal name of a picture that it
can't get otherwise, and on a screen of 200 % looks for its "@2x" twin on the disk even when `loadResource` answers (a `//host/share` name then
logs in there, on Windows). So a document is vetted after parsing and before its first layout: a picture that isn't one of the message's own is
taken out, and the others get names of ours.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QFontInfo,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextFrame,
    QTextFrameFormat,
    QTextImageFormat,
    QTextOption,
    QTextTable,
)

from deskbell.rules.link_claims import false_claim
from deskbell.rules.remote_pictures import with_fetched
from deskbell.ui.theme.theme import Theme
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.legible import legible
from deskbell.ui.ticket.plain_links import linked
from deskbell.ui.ticket.qt_html import for_qt

_LONGEST_LINE: Final = 4_000
_OWN_PICTURE: Final = "qrc:/of-this-message/{number}"
_LINE_HEIGHT: Final = 21
_MIN_TEXT: Final = 12
_MAX_TEXT: Final = 22
_LIST_INDENT: Final = 24
_CELL_PADDING: Final = 4

_FAMILIES: Final = QTextFormat.Property.FontFamilies.value
_POINT_SIZE: Final = QTextFormat.Property.FontPointSize.value
_PIXEL_SIZE: Final = QTextFormat.Property.FontPixelSize.value
_STEP: Final = QTextFormat.Property.FontSizeAdjustment.value
_STEP_SIZES: Final = {3: 20.0, 2: 18.0, 1: 16.0, -1: 12.0, -2: 12.0}
_BACKGROUND: Final = QTextFormat.Property.BackgroundBrush.value
_FOREGROUND: Final = QTextFormat.Property.ForegroundBrush.value
_WANTED_WIDTH: Final = QTextFormat.Property.UserProperty.value + 1


class BodyDocument(QTextDocument):
    """One message's text or HTML. Fill it once with `show_text` or `show_html`; `ground` is the colour of the card below it."""

    def __init__(self, theme: Theme, ground: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground = QColor(ground)
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._nothing.fill(0)
        self._pictures: dict[str, QImage] = {}
        self._pictures_fit = 0
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setDefaultFont(theme.font(TextRole.reading))
        self.setIndentWidth(theme.px(_LIST_INDENT))
        wrap = QTextOption()
        wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setDefaultTextOption(wrap)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Answer whatever the document asks for with nothing: what it may have is already in it."""
        del kind, name
        return self._nothing

    def show_text(self, text: str) -> None:
        """Show plain text: nothing in it is markup, addresses in it are links, quoted lines are pale."""
        plain = QTextCharFormat()
        pale = QTextCharFormat()
        pale.setForeground(self._theme.colour("muted"))
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        for number, line in enumerate(_lines(text)):
            if number:
                cursor.insertBlock()
            look = pale if line.startswith(">") else plain
            for piece, address in linked(line.rstrip("\r")):
                cursor.insertText(piece, self._link(address) if address else look)
        cursor.endEditBlock()
        self._set_lines()

    def show_html(self, html: str, pictures: Mapping[str, QImage]) -> None:
        """Show sanitised HTML. `pictures` are the message's own, by Content-ID, and those fetched for it; every other picture is left out."""
        colours = self._theme.colours
        self.setDefaultStyleSheet(
            f"a {{ color: {colours.accent}; text-decoration: none; }} p {{ margin-top: 0; margin-bottom: {self._theme.px(8)}px; }}"
            f"blockquote {{ color: {colours.muted}; margin: 4px 0 4px {self._theme.px(14)}px; }}"
        )
        self.setHtml(for_qt(with_fetched(html, pictures)))
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        self._vet_fragments(cursor, pictures)
        self._trim(cursor)
        cursor.endEditBlock()
        self._vet_tables()
        self._set_lines()

    def false_claim(self, address: str) -> str:
        """The host that some link to `address` promises in its words though it is another's; "" where all of them are true."""
        said: dict[int, str] = {}
        number = 0
        before = ""
        for fragment in _fragments(self):
            look = fragment.charFormat()
            href = QUrl(look.anchorHref()).toString() if look.isAnchor() else ""
            # One link may be of several pieces, in bold or with a picture.
            number += href != before
            before = href
            if href == address:
                said[number] = said.get(number, "") + fragment.text()
        return next(filter(None, (false_claim(words, address) for words in said.values())), "")

    def fit_pictures(self, width: int, height: int = 0) -> None:
        """Make pictures no wider than `width`, and on paper no higher than `height` (0: as high as they are), keeping their shape."""
        if not self._pictures or width == self._pictures_fit:
            return
        self._pictures_fit = width
        for fragment in _fragments(self):
            look = fragment.charFormat()
            if not look.isImageFormat():
                continue
            image = look.toImageFormat()
            picture = self._pictures.get(image.name())
            if picture is None or picture.width() == 0:
                continue
            wanted = image.property(_WANTED_WIDTH) or picture.width() / picture.devicePixelRatio()
            shown = min(float(wanted), max(16.0, width - _table_edges(_reach(self, fragment))))
            if height:
                shown = min(shown, height * picture.width() / max(1, picture.height()))
            if abs(image.width() - shown) > 0.5:
                image.setWidth(shown)
                image.setHeight(shown * picture.height() / picture.width())
                _reach(self, fragment).setCharFormat(image)

    def _vet_fragments(self, cursor: QTextCursor, pictures: Mapping[str, QImage]) -> None:
        changes: list[tuple[int, int, QTextCharFormat | None]] = []
        decided: dict[int, QTextCharFormat | None] = {}
        for fragment in _fragments(self):
            number = fragment.charFormatIndex()
            look = fragment.charFormat()
            if look.isImageFormat():
                changes.append(
                    (fragment.position(), fragment.length(), self._vet_picture(look.toImageFormat(), pictures))
                )
                continue
            if number not in decided:
                decided[number] = self._vet_look(look)
            if (better := decided[number]) is not None:
                changes.append((fragment.position(), fragment.length(), better))
        # From the end, so that what is taken out moves nothing that is still to be changed.
        for position, length, better in reversed(changes):
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            if better is None:
                cursor.removeSelectedText()
            else:
                cursor.setCharFormat(better)

    def _vet_picture(self, image: QTextImageFormat, pictures: Mapping[str, QImage]) -> QTextCharFormat | None:
        name = image.name()
        picture = pictures.get(name.removeprefix("cid:")) if name.startswith("cid:") else None
        if picture is None or picture.isNull():
            return None
        own = _OWN_PICTURE.format(number=len(self._pictures))
        self._pictures[own] = picture
        self.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(own), picture)
        vetted = QTextImageFormat()
        vetted.setName(own)
        if 0 < image.width() <= picture.width():
            vetted.setProperty(_WANTED_WIDTH, image.width())
        if image.isAnchor():
            vetted.setAnchor(True)
            vetted.setAnchorHref(image.anchorHref())
        return vetted

    def _vet_look(self, look: QTextCharFormat) -> QTextCharFormat | None:
        """`look` in our type and colours, or None where it is already."""
        better = QTextCharFormat(look)
        better.clearProperty(_FAMILIES)
        if _fixed(look):
            better.setFontFamilies([fixed_family(), *self._theme.families])
        size = _pixels(look)
        if size is not None:
            for stated in (_POINT_SIZE, _PIXEL_SIZE, _STEP):
                better.clearProperty(stated)
            if not 12.5 <= size <= 15.5:
                better.setProperty(_PIXEL_SIZE, self._theme.px(round(min(max(size, _MIN_TEXT), _MAX_TEXT))))
        ground = self._ground
        if look.hasProperty(_BACKGROUND):
            if self._theme.colours.dark:
                better.clearBackground()
            else:
                ground = look.background().color()
        if look.hasProperty(_FOREGROUND) and not look.isAnchor():
            better.setForeground(legible(look.foreground().color(), ground, self._theme.colour("ink")))
        return better if better != look else None

    def _vet_tables(self) -> None:
        """Let tables be as wide as the card, not as their sender wanted, and keep no ground that our ink can't be read on."""
        frames = [*self.rootFrame().childFrames()]
        while frames:
            frame = frames.pop()
            frames += frame.childFrames()
            shape = frame.frameFormat()
            shape.clearBackground()
            shape.clearProperty(QTextFormat.Property.FrameWidth.value)
            shape.clearProperty(QTextFormat.Property.FrameHeight.value)
            if isinstance(frame, QTextTable):
                table = frame.format()
                table.clearBackground()
                table.clearProperty(QTextFormat.Property.FrameWidth.value)
                table.clearProperty(QTextFormat.Property.TableColumnWidthConstraints.value)
                table.setMargin(0)
                table.setBorderBrush(self._theme.colour("line"))
                if table.border() > 0:
                    table.setBorder(1)
                    table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                    table.setBorderCollapse(True)
                    table.setCellPadding(max(table.cellPadding(), self._theme.px(_CELL_PADDING)))
                frame.setFormat(table)
                for row in range(frame.rows()):
                    for column in range(frame.columns()):
                        cell = frame.cellAt(row, column)
                        look = cell.format()
                        if look.hasProperty(_BACKGROUND):
                            look.clearBackground()
                            cell.setFormat(look)
            else:
                frame.setFrameFormat(shape)
        body = self.rootFrame().frameFormat()
        body.clearBackground()
        self.rootFrame().setFrameFormat(body)

    def _trim(self, cursor: QTextCursor) -> None:
        """Take away the empty lines that mail programs leave at the end."""
        while self.blockCount() > 1:
            last = self.lastBlock()
            if last.text().strip("\u00a0 \u2028") or last.previous().textList() is not None:
                return
            cursor.setPosition(last.position())
            if cursor.currentTable() is not None or cursor.currentFrame() is not self.rootFrame():
                return
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            before = self.blockCount()
            cursor.deletePreviousChar()
            if self.blockCount() == before:
                return

    def _set_lines(self) -> None:
        cursor = QTextCursor(self)
        cursor.select(QTextCursor.SelectionType.Document)
        lines = QTextBlockFormat()
        lines.setLineHeight(self._theme.px(_LINE_HEIGHT), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        lines.setNonBreakableLines(False)
        cursor.mergeBlockFormat(lines)

    def _link(self, address: str) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setAnchor(True)
        look.setAnchorHref(address)
        look.setForeground(self._theme.colour("accent"))
        return look


def _lines(text: str) -> Iterator[str]:
    """The lines of a text. Very long ones are broken: what a line costs grows faster than its length."""
    for line in text.split("\n"):
        if len(line) <= _LONGEST_LINE:
            yield line
            continue
        start = 0
        while start < len(line):
            space = line.rfind(" ", start + _LONGEST_LINE // 2, start + _LONGEST_LINE)
            end = space + 1 if space >= 0 else start + _LONGEST_LINE
            yield line[start:end]
            start = end


def fixed_family() -> str:
    """The family that this system sets code in."""
    # The system names an alias ("monospace"); in a list of families only real ones are found.
    return QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)).family()


def _fixed(look: QTextCharFormat) -> bool:
    families = " ".join(look.property(_FAMILIES) or ()).casefold()
    return look.fontFixedPitch() or "mono" in families or "courier" in families


def _pixels(look: QTextCharFormat) -> float | None:
    """The size that a sender gave a text, in pixels; None where it is that of all texts."""
    if look.hasProperty(_PIXEL_SIZE):
        return float(look.property(_PIXEL_SIZE))
    if look.hasProperty(_POINT_SIZE):
        return look.fontPointSize() * 96 / 72
    # "h1" to "h6", "big" and "small" come as steps.
    return _STEP_SIZES.get(int(look.property(_STEP))) if look.hasProperty(_STEP) else None


def _table_edges(cursor: QTextCursor) -> float:
    """How much of the width the borders and paddings of the tables around take."""
    edges = 0.0
    frame: QTextFrame | None = cursor.currentFrame()
    while frame is not None:
        if isinstance(frame, QTextTable):
            table = frame.format()
            # Collapsed borders take some more than they are wide.
            edges += 2 * (table.cellPadding() + table.cellSpacing() + 2 * table.border()) + 1
        frame = frame.parentFrame()
    return edges


def _fragments(document: QTextDocument) -> Iterator[QTextFragment]:
    block = document.begin()
    while block.isValid():
        step = block.begin()
        while not step.atEnd():
            yield step.fragment()
            step += 1
        block = block.next()


def _reach(document: QTextDocument, fragment: QTextFragment) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(fragment.position())
    cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
    return cursor
