"""The scenes of what goes out: the layout of a mailbox's mails, and signatures."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage

Make = Callable[[Stage], QWidget]


def layouts(page: Make, signatures: Make, width: int) -> Iterator[Scene]:
    """`page` makes the settings with the page of the layouts, `signatures` with that of these."""
    yield Scene("settings-signature", (width, 620), signatures, (_signed,))
    yield Scene("settings-layout", (width, 1180), page, (_filled_in,))
    yield Scene("settings-layout-text", (width, 1180), page, (_filled_in, _as_text))


def _filled_in(window: QWidget) -> None:
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QColor, QFont, QImage, QPainter

    from deskbell.model.mail_layout import KeptLayout, Logo, MailLayout
    from deskbell.ui.composer.picture_making import encoded
    from deskbell.ui.settings.layouts import LayoutsPage

    page = window.findChild(LayoutsPage)
    assert page is not None
    page.open_one(next(iter(page.entries)))
    image = QImage(320, 88, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#c77d0a"))
    painter.drawEllipse(QRectF(8, 8, 72, 72))
    painter.setPen(QColor("#5c3a06"))
    painter.setFont(QFont("Noto Sans", 28, QFont.Weight.Bold))
    painter.drawText(QRectF(96, 0, 224, 88), Qt.AlignmentFlag.AlignVCenter, "Amberline")
    painter.end()
    layout = MailLayout(
        "<div><b>{{mailbox.name}}</b> · we answer within a day</div>",
        "{{mailbox.name}} · we answer within a day",
        '<div>Amberline, Gedimino 9, Vilnius · <a href="https://amberline.example">amberline.example</a></div>'
        "<div>Your number is #{{ticket.number}}</div>",
        "Amberline, Gedimino 9, Vilnius · amberline.example\nYour number is #{{ticket.number}}",
        "#c77d0a",
        Logo(encoded(image, "png"), "image/png", 160, 44),
    )
    page.form.show_kept(KeptLayout(page.opened or 0, layout, 1), image)
    page.form.edited.emit()


def _signed(window: QWidget) -> None:
    from deskbell.ui.settings.signatures import MINE, SignaturesPage

    page = window.findChild(SignaturesPage)
    assert page is not None
    page.open_one(MINE)
    form = page.form
    form.mailbox.setCurrentIndex(2)
    form.language.setCurrentIndex(form.language.findData("lt"))
    form.language.activated.emit(0)
    form.text.setPlainText("Pagarbiai\n{{agent.name}} · {{mailbox.name}}\nAmberline, Gedimino 9, Vilnius")


def _as_text(window: QWidget) -> None:
    from deskbell.ui.settings.layout_preview import LayoutPreview

    preview = window.findChild(LayoutPreview)
    assert preview is not None
    preview.form.set_value(False)
    preview.form.chosen.emit(False)
