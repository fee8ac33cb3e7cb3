"""The picture of a layout: seen, chosen from a file, taken away."""

from pathlib import Path
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from deskbell.model.errors import DeskError, Mistake
from deskbell.model.mail_layout import LARGEST_LOGO, Logo
from deskbell.ui.composer.file_reading import read_file
from deskbell.ui.composer.picture_making import encoded
from deskbell.ui.picture_reader import picture_reader
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import GhostButton

_SHOWN: Final = QSize(280, 56)
"""Pixels that a logo takes in a mail, at most."""
_LARGEST_FILE: Final = 20_000_000
_LARGEST_SIDE: Final = 10_000


class LogoRead(Struct, frozen=True):
    """A logo with its pixels, or why a file gave none."""

    logo: Logo | None = None
    image: QImage | None = None
    error: DeskError | None = None


class LogoEdit(QWidget):
    """Holds a logo, or none.

    Signals:
        edited: a person chose another, or took it away.
        failed(Exception): a file could not be read.
    """

    edited = Signal()
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._prompts = prompts
        self._logo: Logo | None = None
        self.image = QImage()
        self._seen = QLabel(self)
        self._seen.setTextFormat(Qt.TextFormat.PlainText)
        self._seen.setAccessibleName(self.tr("Logo"))
        self.choose_button = GhostButton(self.tr("Choose a picture…"), self)
        self.remove_button = GhostButton(self.tr("Remove the logo"), self)
        self.choose_button.clicked.connect(self.choose)
        self.remove_button.clicked.connect(self._remove)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._seen)
        layout.addWidget(self.choose_button)
        layout.addWidget(self.remove_button)
        layout.addStretch(1)
        self.show_logo(None, None)

    def show_logo(self, logo: Logo | None, image: QImage | None) -> None:
        """Show this one, without telling."""
        self._logo, self.image = logo, image or QImage()
        self._seen.setVisible(logo is not None)
        self.remove_button.setVisible(logo is not None)
        if logo is not None and not self.image.isNull():
            size = QSize(self._theme.px(logo.width), self._theme.px(logo.height))
            smooth = Qt.TransformationMode.SmoothTransformation
            fitting = self.image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth)
            self._seen.setPixmap(QPixmap.fromImage(fitting))

    def logo(self) -> Logo | None:
        """The logo that is held."""
        return self._logo

    def choose(self) -> None:
        """Ask for a file, and take the picture in it."""
        path = self._prompts.picture_to_open()
        if path is not None:
            self._runner.ask(read_logo, path, done=self._take, failed=self.failed.emit, owner=self)

    def _take(self, found: LogoRead) -> None:
        if found.error is not None:
            self.failed.emit(found.error)
            return
        self.show_logo(found.logo, found.image)
        self.edited.emit()

    def _remove(self) -> None:
        self.show_logo(None, None)
        self.edited.emit()


def read_logo(_session: object, path: Path) -> LogoRead:
    """The picture in a file, made as small as a logo is, on white: on the dark ground of some mail programs letters of a transparent one could not be
    read. Twice the pixels that it is shown in, for screens that have them. A query for the runner, which knows no other way onto its threads.
    """
    try:
        content = read_file(path, _LARGEST_FILE).content
    except DeskError as error:
        return LogoRead(error=error)
    refused = LogoRead(error=Mistake("layout.logo", limit=LARGEST_LOGO // 1000))
    with picture_reader(content) as reader:
        if reader is None:
            return refused
        size = reader.size()
        if not size.isValid() or max(size.width(), size.height()) > _LARGEST_SIDE:
            return refused
        image = reader.read()
        if image.isNull():
            return refused
    return _made(image) or refused


def image_of(logo: Logo) -> QImage:
    """The pixels of a logo."""
    return QImage.fromData(QByteArray(logo.content))


def _made(image: QImage) -> LogoRead | None:
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    shown = image.size().scaled(_SHOWN, keep) if _is_larger(image.size(), _SHOWN) else image.size()
    twice = _SHOWN * 2
    if _is_larger(image.size(), twice):
        image = image.scaled(twice, keep, smooth)
    if image.hasAlphaChannel():
        ground = QImage(image.size(), QImage.Format.Format_RGB32)
        ground.fill(QColor("white"))
        painter = QPainter(ground)
        painter.drawImage(0, 0, image)
        painter.end()
        image = ground
    for kind in ("png", "jpeg"):
        content = encoded(image, kind)
        if 0 < len(content) <= LARGEST_LOGO:
            return LogoRead(Logo(content, f"image/{kind}", max(1, shown.width()), max(1, shown.height())), image)
    return None


def _is_larger(size: QSize, than: QSize) -> bool:
    return size.width() > than.width() or size.height() > than.height()
