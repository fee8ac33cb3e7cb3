"""Who a customer is, at the head of the panel beside a ticket."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.rows import CustomerRow
from deskbell.ui.canned.languages import language_name
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.avatar import Avatar
from deskbell.ui.widgets.chip import Chip, Tone
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel, plain_tooltip
from deskbell.ui.words import blocked_word

if TYPE_CHECKING:
    # Loaded for the first VIP.
    from deskbell.ui.ticket.vip_chip import VipChip


class PersonHead(QWidget):
    """Picture, name, whether they are a VIP or blocked, the address to write to, and the button of their menu. `room` is the width of the names in pixels.

    Signals:
        menu_wanted(QWidget): the button was pressed; open the menu below it.
    """

    menu_wanted = Signal(object)

    def __init__(self, theme: ThemeSource, room: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._room = room
        self._vip: VipChip | None = None
        self._blocked: Chip | None = None
        self._domain: Chip | None = None
        self._avatar = Avatar(theme, 40, parent=self)
        self._name = ElidedLabel("", TextRole.reading, parent=self)
        strong = self._name.font()
        strong.setWeight(Weight.strong.value)
        self._name.setFont(strong)
        self._address = ElidedLabel("", TextRole.small, ink="muted", parent=self)
        self.menu_button = IconButton(
            theme, Icon.MORE, self.tr("More about this customer"), side=24, icon_size=16, parent=self
        )
        self.menu_button.clicked.connect(lambda: self.menu_wanted.emit(self.menu_button))
        self._first = QHBoxLayout()
        self._first.setSpacing(6)
        self._first.addWidget(self._name, 1)
        self._names = QVBoxLayout()
        self._names.setSpacing(1)
        self._names.addLayout(self._first)
        self._names.addWidget(self._address)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._avatar)
        layout.addLayout(self._names, 1)
        layout.addWidget(self.menu_button)

    def show_person(self, customer: CustomerRow) -> bool:
        """Show who it is; whether their language is said already."""
        email = customer.emails[0] if customer.emails else ""
        self._avatar.set_person(customer.name, email)
        self._name.setText(customer.name or email)
        vip = customer.vip or customer.organisation_vip
        if vip and self._vip is None:
            from deskbell.ui.ticket.vip_chip import VipChip

            self._vip = VipChip(self._theme, self)
            self._first.addWidget(self._vip, 0, Qt.AlignmentFlag.AlignVCenter)
        if self._vip is not None:
            self._vip.show_vip(vip, "" if customer.vip else customer.organisation)
        if customer.blocked and self._blocked is None:
            self._blocked = Chip(self._theme, blocked_word(), Tone.DANGER, Icon.BLOCK, parent=self)
            self._blocked.setToolTip(plain_tooltip(self.tr("Mail from their addresses goes to Spam")))
            # Below the address: beside a VIP's name there is no room.
            self._names.addSpacing(2)
            self._names.addWidget(self._blocked, 0, Qt.AlignmentFlag.AlignLeft)
        if self._blocked is not None:
            self._blocked.setVisible(customer.blocked)
        address = email if customer.name else ""
        language = language_name(customer.language)
        both = " · ".join(part for part in (address, language) if part)
        together = self._address.fontMetrics().horizontalAdvance(both) <= self._room
        self._address.setText(both if together else address)
        self._address.setVisible(bool(self._address.text()))
        return together

    def show_domain(self, domain: str) -> None:
        """Say that mail from this domain goes to Spam, "" for nothing."""
        if domain and self._domain is None:
            self._domain = Chip(self._theme, self.tr("Domain blocked"), Tone.DANGER, Icon.BLOCK, parent=self)
            self._names.addSpacing(2)
            self._names.addWidget(self._domain, 0, Qt.AlignmentFlag.AlignLeft)
        if self._domain is not None:
            self._domain.setVisible(bool(domain))
            self._domain.setToolTip(plain_tooltip(self.tr("Mail from %1 goes to Spam").replace("%1", domain)))
