"""The pictures in the text that is being written: shown in their place, as wide as the text at most, named by content ids of our own."""

from collections.abc import Iterator, Mapping
from typing import Final

from PySide6.QtCore import QObject, QPoint, QSize, QUrl, Signal
from PySide6.QtGui import QImage, QTextCursor, QTextDocument, QTextFormat, QTextFragment, QTextImageFormat, QTextLength
from PySide6.QtWidgets import QMenu, QTextEdit

from deskbell.ui.composer.picture_making import Picture

_ALT: Final = QTextFormat.Property.ImageAltText.value
_RESOURCE: Final = QTextDocument.ResourceType.ImageResource.value
_SIZES: Final = (320, 640, 1024)
# What stands in the place of a picture that is still being read.
_PLACEHOLDER: Final = QSize(160, 90)


class EditorPictures(QObject):
    """Knows the pixels of the pictures in a document by their content ids.

    Signals:
        smaller_wanted(str, int): the picture with this id is to be cut down to this longer side.
        attach_wanted(str): it is to go along as a file instead.
    """

    smaller_wanted = Signal(str, int)
    attach_wanted = Signal(str)

    def __init__(self, editor: QTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._images: dict[str, QImage] = {}

    def allow(self, content_ids: Mapping[str, QImage | None]) -> None:
        """These may stand in the text that is shown next; None for one that is still being read."""
        known = self._images
        self._images = {name: image or known.get(name, QImage()) for name, image in content_ids.items()}

    def names(self) -> tuple[str, ...]:
        """The content ids of all pictures that may stand in the text."""
        return tuple(self._images)

    def missing(self) -> bool:
        """Whether some are still to be read."""
        return any(image.isNull() for image in self._images.values())

    def image(self, content_id: str) -> QImage:
        """The pixels of a picture; a null image where they aren't known."""
        return self._images.get(content_id, QImage())

    def resource(self, name: str) -> QImage:
        """What the document shows for a name: nothing is ever loaded."""
        image = self._images.get(name.removeprefix("cid:")) if name.startswith("cid:") else None
        if image is None:
            return QImage(1, 1, QImage.Format.Format_ARGB32)
        if image.isNull():
            empty = QImage(_PLACEHOLDER, QImage.Format.Format_ARGB32)
            empty.fill(0)
            return empty
        return image

    def give(self, images: Mapping[str, QImage]) -> None:
        """The pixels of pictures of the text have been read."""
        document = self._editor.document()
        for name, image in images.items():
            if name in self._images and self._images[name].isNull():
                self._images[name] = image
                document.addResource(_RESOURCE, QUrl(f"cid:{name}"), image)
        document.markContentsDirty(0, document.characterCount())
        self._editor.updateGeometry()
        self._editor.viewport().update()

    def insert(self, picture: Picture, cursor: QTextCursor) -> None:
        """Put a picture in at `cursor`."""
        self._images[picture.content_id] = picture.image
        cursor.insertImage(_look(picture))

    def exchange(self, content_id: str, picture: Picture) -> None:
        """Put another picture in the place of the one with this id, wherever it stands."""
        self._images[picture.content_id] = picture.image
        cursor = QTextCursor(self._editor.document())
        cursor.beginEditBlock()
        for fragment in reversed(list(self._of(content_id))):
            _reach(cursor, fragment)
            cursor.insertImage(_look(picture))
        cursor.endEditBlock()

    def take_out(self, content_id: str) -> None:
        """Remove it from the text; undo brings it back."""
        cursor = QTextCursor(self._editor.document())
        cursor.beginEditBlock()
        for fragment in reversed(list(self._of(content_id))):
            _reach(cursor, fragment)
            cursor.removeSelectedText()
        cursor.endEditBlock()

    def fit(self) -> None:
        """Let no picture of the text be wider than it; how wide it would be else is kept for the mail."""
        cursor = QTextCursor(self._editor.document())
        for fragment in list(_pictures(self._editor.document())):
            look = fragment.charFormat().toImageFormat()
            if look.maximumWidth().type() is not QTextLength.Type.PercentageLength:
                look.setMaximumWidth(_WHOLE_WIDTH)
                _reach(cursor, fragment)
                cursor.setCharFormat(look)

    def at(self, point: QPoint) -> str:
        """The content id of the picture under this point of the viewport, "" for none."""
        layout = self._editor.document().documentLayout()
        shift = QPoint(self._editor.horizontalScrollBar().value(), self._editor.verticalScrollBar().value())
        look = layout.formatAt((point + shift).toPointF())
        if not look.isImageFormat():
            # From the keyboard the menu opens at the caret, which stands behind the picture.
            look = self._editor.textCursor().charFormat()
        name = look.toImageFormat().name() if look.isImageFormat() else ""
        return name.removeprefix("cid:") if name.startswith("cid:") else ""

    def fill_menu(self, menu: QMenu, content_id: str) -> None:
        """What can be done with a picture."""
        side = max(self.image(content_id).width(), self.image(content_id).height())
        sizes = menu.addMenu(self.tr("Make the picture smaller"))
        for smaller in _SIZES:
            action = sizes.addAction(self.tr("%n pixels", "", smaller))
            action.setEnabled(side > smaller)
            action.triggered.connect(lambda _=False, smaller=smaller: self.smaller_wanted.emit(content_id, smaller))
        menu.addAction(self.tr("Attach it as a file instead")).triggered.connect(
            lambda: self.attach_wanted.emit(content_id)
        )
        menu.addAction(self.tr("Remove the picture")).triggered.connect(lambda: self.take_out(content_id))

    def _of(self, content_id: str) -> Iterator[QTextFragment]:
        for fragment in _pictures(self._editor.document()):
            if fragment.charFormat().toImageFormat().name() == f"cid:{content_id}":
                yield fragment


_WHOLE_WIDTH: Final = QTextLength(QTextLength.Type.PercentageLength, 100)


def _look(picture: Picture) -> QTextImageFormat:
    look = QTextImageFormat()
    look.setName(f"cid:{picture.content_id}")
    look.setProperty(_ALT, picture.file.name)
    look.setWidth(picture.image.width())
    look.setMaximumWidth(_WHOLE_WIDTH)
    return look


def _pictures(document: QTextDocument) -> Iterator[QTextFragment]:
    block = document.begin()
    while block.isValid():
        step = block.begin()
        while not step.atEnd():
            if step.fragment().charFormat().isImageFormat():
                yield step.fragment()
            step += 1
        block = block.next()


def _reach(cursor: QTextCursor, fragment: QTextFragment) -> None:
    cursor.setPosition(fragment.position())
    cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
