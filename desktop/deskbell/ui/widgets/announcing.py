"""Words for screen readers alone: of what appears somewhere else than where the keyboard is."""

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    """Have a sentence read out when there is a pause; nothing where no screen reader runs."""
    # Loaded with the first word: its enums have two hundred members, which the start would wait for.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
