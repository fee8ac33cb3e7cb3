"""The sign of a VIP, in a ticket's header and in the panel beside it."""

from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.chip import Chip, ChipText, Tone
from deskbell.ui.widgets.label import plain_tooltip
from deskbell.ui.words import vip_word, vip_words


class VipChip(Chip):
    """A star, or the sign of an organisation where it is by that alone that they are one."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme, vip_word(), Tone.WARNING, Icon.STAR, parent=parent)

    def show_vip(self, vip: bool, through: str) -> None:
        """Show that they are one, and by which organisation ("" by themselves)."""
        self.set_chip(ChipText(vip_word(), Tone.WARNING, Icon.ORGANISATION if through else Icon.STAR))
        self.setToolTip(plain_tooltip(vip_words(through)) if through else "")
        self.setAccessibleName(vip_words(through))
        self.setVisible(vip)
