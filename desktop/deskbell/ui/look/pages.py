"""In the child: what has pages, a PDF or a fax."""

from typing import Final, Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from deskbell.ui.look.decoding import FORMAT, Read, reading
from deskbell.ui.look.wire import MOST_PIXELS, Frame, NotRead, PageRead, PagesRead, TextRead

_MOST_PAGES: Final = 2_000
_PASSWORD: Final = 4
"""PDFium's FPDF_ERR_PASSWORD."""
_POINTS: Final = 72


class Pages(Protocol):
    """A file that is open. What becomes of a page is `PageRead` with its picture, or `NotRead`."""

    def about(self) -> PagesRead:
        """How many pages of which sizes."""
        ...

    def page(self, number: int, scale: float) -> Read:
        """One page, `scale` pixels a point, at most as large as a picture may be."""
        ...

    def words(self, number: int) -> Read:
        """The words of a page; "" where it is a picture of a page."""
        ...


class Pdf:
    """A PDF; PDFium keeps no more of it than its bytes and the page that is asked for. Raises `PdfiumError` where it is none."""

    def __init__(self, content: bytes) -> None:
        from pypdfium2 import PdfDocument

        self._document: PdfDocument = PdfDocument(content)
        # What was filled in is drawn by the part that knows forms.
        self._document.init_forms()

    def about(self) -> PagesRead:
        count = len(self._document)
        sizes = (self._document.get_page_size(number) for number in range(min(count, _MOST_PAGES)))
        pages = tuple((max(1.0, width), max(1.0, height)) for width, height in sizes)
        return PagesRead(pages, count - len(pages))

    def page(self, number: int, scale: float) -> Read:
        page = self._document[number]
        width, height = page.get_size()
        bitmap = page.render(scale=_bounded(scale, width, height), prefer_bgrx=True)
        image = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
        ).convertToFormat(FORMAT)
        page.close()
        return _read(number, image)

    def words(self, number: int) -> Read:
        page = self._document[number]
        found = page.get_textpage().get_text_range()
        page.close()
        return TextRead(found.replace("\r\n", "\n").replace("\0", "")), []


class Fax:
    """A picture of several pages, which TIFF alone has."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def about(self) -> PagesRead:
        sizes = []
        with reading(self._content) as reader:
            count = reader.imageCount()
            for number in range(min(count, _MOST_PAGES)):
                reader.jumpToImage(number)
                size = reader.size()
                if not size.isValid():
                    break
                sizes.append(_in_points(size))
        return PagesRead(tuple(sizes), count - len(sizes))

    def page(self, number: int, scale: float) -> Read:
        with reading(self._content) as reader:
            reader.jumpToImage(number)
            size = reader.size()
            image = reader.read() if size.width() * size.height() <= MOST_PIXELS else QImage()
        if image.isNull():
            return NotRead("look.page", {"page": str(number + 1)}), []
        width, height = _in_points(size)
        scale = _bounded(scale, width, height)
        image = image.convertToFormat(FORMAT).scaled(
            max(1, round(width * scale)),
            max(1, round(height * scale)),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        return _read(number, image)

    def words(self, number: int) -> Read:
        return TextRead(""), []


def open_pdf(content: bytes) -> Pages | NotRead:
    """A PDF, or why it is not shown."""
    from pypdfium2 import PdfiumError

    try:
        pages = Pdf(content)
        return pages if pages.about().pages else NotRead("look.broken")
    except PdfiumError as error:
        return NotRead("look.password" if getattr(error, "err_code", None) == _PASSWORD else "look.broken")


def open_fax(content: bytes) -> Pages | None:
    """A picture of several pages; None for one that is but a picture."""
    with reading(content) as reader:
        return Fax(content) if bytes(reader.format().data()) == b"tiff" and reader.imageCount() > 1 else None


def _read(number: int, image: QImage) -> Read:
    return PageRead(number, (Frame(image.width(), image.height(), image.bytesPerLine()),)), [image]


def _bounded(scale: float, width: float, height: float) -> float:
    return min(scale, float((MOST_PIXELS / max(1.0, width * height)) ** 0.5))


def _in_points(size: QSize) -> tuple[float, float]:
    # Of what a scanner says of its resolution nothing is believed: a page is as wide as paper.
    width = 8.27 * _POINTS
    return width, max(1.0, width * size.height() / max(1, size.width()))
