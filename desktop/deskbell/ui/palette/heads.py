"""What stands above each part of the palette."""

from PySide6.QtCore import QCoreApplication

from deskbell.ui.palette.entries import Part

translate = QCoreApplication.translate


def head(part: Part) -> str:
    """The words for it."""
    match part:
        case Part.RECENT:
            return translate("Palette", "Chosen lately")
        case Part.OPENED:
            return translate("Palette", "Opened lately")
        case Part.DO:
            return translate("Palette", "Do")
        case Part.GO:
            return translate("Palette", "Views")
        case Part.SETTING:
            return translate("Palette", "Settings")
        case Part.TICKET:
            return translate("Palette", "Tickets")
        case Part.CUSTOMER:
            return translate("Palette", "Customers")
        case Part.ARTICLE:
            return translate("Palette", "Articles")
