"""The parts of the screen of customers: them, their organisations, and those who are there twice."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.segments import Segments


class Section(StrEnum):
    """Which of them is in sight."""

    CUSTOMERS = "customers"
    ORGANISATIONS = "organisations"
    DOUBLES = "doubles"


def section_choice(theme: ThemeSource, here: Section, parent: QWidget) -> Segments:
    """What leads from customers to organisations and back, at the head of each."""
    tr = QCoreApplication.translate
    choices = (
        (Section.CUSTOMERS, tr("customers", "Customers")),
        (Section.ORGANISATIONS, tr("customers", "Organisations")),
    )
    made = Segments(theme, choices, parent)
    made.set_value(here)
    made.setAccessibleName(tr("customers", "Customers or organisations"))
    return made
