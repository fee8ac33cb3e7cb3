"""How a mail leaves in a layout: as a mail program draws it, and as text."""

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.mail_layout import MailLayout
from deskbell.rules.mail_layout import dressed, logo_id
from deskbell.rules.placeholders import Facts
from deskbell.rules.quoting import Written, quote
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.body_view import BodyView
from deskbell.ui.widgets.segments import Segments


class LayoutPreview(QWidget):
    """A short answer in the layout, with what it quotes below.

    Signals:
        turned: the other form is shown.
    """

    turned = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made = Written("")
        self._pictures: dict[str, QImage] = {}
        self.form = Segments(theme, [(True, self.tr("Formatted")), (False, self.tr("Plain text"))], self)
        self.form.set_value(True)
        self.form.chosen.connect(self._show)
        self.body = BodyView(theme, self)
        self.body.setAccessibleName(self.tr("Preview"))
        theme.changed.connect(self.body.wear_theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.form)
        layout.addWidget(self.body)

    def show_layout(self, layout: MailLayout, facts: Facts, image: QImage, asked: str, at: datetime) -> None:
        """An answer with these facts; `asked` is what the customer wrote (`at`), "" for something made up."""
        words = Written(self.tr("Here stands what you write."))
        here = at.astimezone()
        day = QLocale().toString(QDate(here.year, here.month, here.day), QLocale.FormatType.ShortFormat)
        lead = self.tr("On %1, %2 wrote:").replace("%1", day).replace("%2", facts.customer or facts.customer_email)
        quoted = quote(lead, Written(asked or self.tr("And here what is answered.")))
        self._made = dressed(words, layout, facts, quoted=quoted)
        self._pictures = {logo_id(layout): image} if layout.logo is not None and not image.isNull() else {}
        self._show()

    def _show(self) -> None:
        formatted = bool(self.form.value())
        self.body.show_body(self._made.text, self._made.html if formatted else "", pictures=self._pictures)
        self.body.updateGeometry()
        self.turned.emit()
