"""Walks the widgets of a screen: what they say, and what of it cannot be read because there is no room."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QToolButton,
    QWidget,
)

from deskbell.ui.pseudo_language import CLOSE, OPEN
from deskbell.ui.widgets.label import ElidedLabel

_WORD = re.compile(r"[A-Za-z]{2,}")
_TRANSLATED = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
# Names of keys, and of ourselves; and dates, whose words are the locale's.
_C = QLocale.c()
_SAME_IN_ALL = frozenset(
    {"Ctrl", "Shift", "Return", "Deskbell", "Alt", "Esc", "Del", "UTC"}
    | {_C.dayName(number, form) for form in QLocale.FormatType for number in range(1, 8)}
    | {_C.monthName(number, form) for form in QLocale.FormatType for number in range(1, 13)}
)


@dataclass(frozen=True)
class Said:
    """A text and the widget that says it."""

    widget: str
    text: str


def said(root: QWidget) -> Iterator[Said]:
    """Every text of the visible widgets below `root`, for the eye, the ear and the mouse that rests."""
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisibleTo(root):
            continue
        texts = [
            unescape(widget.toolTip().removeprefix("<span>").removesuffix("</span>")),
            widget.accessibleName(),
            widget.windowTitle(),
        ]
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(widget.text())
        elif isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
            texts.append(widget.placeholderText())
        elif isinstance(widget, QComboBox):
            texts += [widget.itemText(number) for number in range(widget.count())]
        yield from (Said(_path(widget), text) for text in texts if text)


def forgotten(root: QWidget, data: str) -> list[Said]:
    """The texts that did not come through a translation. `data` is all that people and mail wrote on this desk."""
    return [
        one for one in said(root) if any(_is_ours(word, data) for word in _WORD.findall(_TRANSLATED.sub(" ", one.text)))
    ]


def clipped(root: QWidget) -> list[Said]:
    """Labels and buttons that are smaller than what they say; those that end in an ellipsis by design are left out."""
    found: list[Said] = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or isinstance(widget, ElidedLabel):
            continue
        if isinstance(widget, QLabel) and widget.text() and widget.textFormat() is Qt.TextFormat.PlainText:
            needs = widget.sizeHint().width()
            if widget.wordWrap():
                short = widget.heightForWidth(widget.width()) > widget.height() + 1
            else:
                short = needs > widget.width() + 1
            if short or not _inside(widget, root):
                found.append(Said(_path(widget), widget.text()))
        elif (
            isinstance(widget, QAbstractButton)
            and widget.text()
            and not _is_picture(widget)
            and widget.minimumSizeHint().width() > widget.width() + 1
        ):
            found.append(Said(_path(widget), widget.text()))
    return found


def _is_picture(button: QAbstractButton) -> bool:
    """Its words are for the ear alone."""
    return isinstance(button, QToolButton) and button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly


def _inside(widget: QWidget, root: QWidget) -> bool:
    """Whether it lies within its parent, as far as the parent does not scroll."""
    parent = widget.parentWidget()
    return parent is None or parent is root or widget.geometry().right() <= parent.width() + 1


def _is_ours(word: str, data: str) -> bool:
    return word not in _SAME_IN_ALL and word.lower() not in data


def _path(widget: QWidget) -> str:
    names = []
    at: QWidget | None = widget
    while at is not None:
        names.append(type(at).__name__)
        at = at.parentWidget()
    return "/".join(reversed(names))
