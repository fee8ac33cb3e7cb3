"""The words below a text of a customer that is not saved."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from deskbell.ui.widgets.field import Field

translate = QCoreApplication.translate


def mark(place: Field, control: QWidget, unsaved: bool, theirs: str | None, *, lines: bool = False) -> None:
    """Say what to do about it, or nothing; `theirs` is what somebody else wrote meanwhile. `lines`: Enter begins a line there, and leaving it takes the text."""
    if theirs is None and lines:
        words = translate("CustomerSide", "Not saved. Leaving it once more tries again, Esc brings back what is saved.")
    elif theirs is None:
        words = translate("CustomerSide", "Not saved. Enter tries again, Esc brings back what is saved.")
    elif lines:
        words = translate(
            "CustomerSide", "Somebody else wrote meanwhile: “%1” Leaving it once more keeps yours, Esc takes theirs."
        )
    else:
        words = translate("CustomerSide", "Somebody else wrote meanwhile: “%1” Enter keeps yours, Esc takes theirs.")
    place.set_fault(words.replace("%1", theirs or "") if unsaved else "", at=control)
    control.setAccessibleDescription(place.fault())
