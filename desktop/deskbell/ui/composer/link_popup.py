"""Asks where a link goes."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from deskbell.rules.asked_addresses import is_ticket_address
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.floating import Floating


class LinkPopup(Floating):
    """A field over the editor: Enter takes the address, an empty one takes the link away, Escape leaves.

    Signals:
        given(str): the address, with its scheme; "" for none.
    """

    given = Signal(str)

    def __init__(self, theme: ThemeSource, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = QLineEdit(address, self)
        self._field.setPlaceholderText(self.tr("Address of the page"))
        self._field.setAccessibleName(self.tr("Address of the page"))
        self._field.setMinimumWidth(theme.px(280))
        self._field.returnPressed.connect(self._take)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._field)
        self.setFocusProxy(self._field)

    def _take(self) -> None:
        address = link_address(self._field.text())
        if address is not None:
            self.close()
            self.given.emit(address)


def link_address(typed: str) -> str | None:
    """What was typed as an address of the web, of mail or of a ticket; "" for nothing, None where it is none of these."""
    typed = typed.strip()
    if not typed:
        return ""
    if "@" in typed and "/" not in typed and ":" not in typed:
        return f"mailto:{typed}"
    if is_ticket_address(typed):
        return typed
    url = QUrl(typed if "://" in typed or typed.startswith("mailto:") else f"https://{typed}")
    good = url.isValid() and url.scheme() in {"http", "https", "mailto"} and bool(url.host() or url.path())
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded) if good else None
