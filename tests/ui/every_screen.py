"""Walks the controls of a screen as one does who has no mouse, or no eyes: what each is called, what it is, whether one sees that one is there, and
whether Tab comes by."""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTextEdit,
    QWidget,
)

# Around a control: some show in the frame that they stand in that they have the keyboard.
_AROUND = 14
# Of one kind in one place, so many are looked at.
_OF_A_KIND = 2
_NOTHING = frozenset({QAccessible.Role.NoRole, QAccessible.Role.Client})


def controls(root: QWidget) -> Iterator[QWidget]:
    """What one can do something with, in the windows that are seen."""
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisible() or isinstance(widget, QMenu):
            continue
        # The field in a box of numbers is that box for everybody.
        if widget.focusProxy() is None and (
            widget.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(widget, QAbstractButton)
        ):
            yield widget


def nameless(root: QWidget) -> list[str]:
    """The controls that a screen reader has no name for."""
    return [path(widget) for widget in controls(root) if not _heard(widget).text(QAccessible.Text.Name).strip()]


def unknown(root: QWidget) -> list[str]:
    """The controls of which a screen reader does not know what they are. What only scrolls has no role in Qt."""
    return [
        path(widget)
        for widget in controls(root)
        if _heard(widget).role() in _NOTHING
        and not isinstance(widget, QAbstractScrollArea)
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def unseen(root: QWidget) -> list[str]:
    """The controls that look with the keyboard as they do without it."""
    # As after the first Tab: some show it to those alone who use the keyboard.
    root.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    found: list[str] = []
    kinds: Counter[tuple[type, type]] = Counter()
    for widget in _by_tab(root):
        kind = (type(widget), type(widget.parentWidget()))
        kinds[kind] += 1
        if kinds[kind] > _OF_A_KIND or not _inside(widget, root):
            continue
        _leave(root)
        _scroll_to(widget)
        before = _picture(widget, root)
        # Without a key Qt takes this reason alone for one who uses the keyboard.
        scrolls = isinstance(widget, QAbstractScrollArea)
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason if scrolls else Qt.FocusReason.TabFocusReason)
        if not widget.isVisible() or not _has(widget):
            continue
        if _picture(widget, root) == before:
            found.append(path(widget))
    _leave(root)
    return found


def unreached(root: QWidget) -> list[str]:
    """The controls that Tab never comes to, from wherever one begins."""
    wanted = [widget for widget in _by_tab(root) if not _of_a_group(widget)]
    if not wanted:
        return []
    come: set[QWidget] = set()
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3 * len(wanted) + 20):
        at = QApplication.focusWidget()
        if at is None or at.window() is not root.window():
            break
        if at in come and at is wanted[0] and len(come) > 1:
            break
        come.add(at)
        trap = isinstance(at, QTextEdit | QPlainTextEdit) and not at.tabChangesFocus() and not at.isReadOnly()
        QTest.keyClick(
            at, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier if trap else Qt.KeyboardModifier.NoModifier
        )
    return [
        path(widget)
        for widget in wanted
        if widget.isVisible() and widget not in come and not _came_inside(widget, come)
    ]


def path(widget: QWidget) -> str:
    """Where a widget stands, from its window down."""
    names = []
    at: QWidget | None = widget
    while at is not None:
        names.append(type(at).__name__)
        at = at.parentWidget()
    return "/".join(reversed(names))


def _heard(widget: QWidget) -> "QAccessible":
    return QAccessible.queryAccessibleInterface(widget)


def _by_tab(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in controls(root)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.window() is root.window()
    ]


def _of_a_group(widget: QWidget) -> bool:
    """One of several buttons among which the arrow keys go: Tab comes to the one that is taken."""
    if not isinstance(widget, QAbstractButton):
        return False
    group = widget.group()
    among = (group is not None and group.exclusive()) or (isinstance(widget, QRadioButton) and widget.autoExclusive())
    return among and not widget.isChecked()


def _came_inside(widget: QWidget, come: set[QWidget]) -> bool:
    return any(widget.isAncestorOf(one) for one in come)


def _scroll_to(widget: QWidget) -> None:
    at = widget.parentWidget()
    while at is not None:
        if isinstance(at, QScrollArea):
            at.ensureWidgetVisible(widget)
        at = at.parentWidget()


def _leave(root: QWidget) -> None:
    at = QApplication.focusWidget()
    if at is not None:
        at.clearFocus()
    del root


def _has(widget: QWidget) -> bool:
    at = QApplication.focusWidget()
    return at is widget or (at is not None and widget.isAncestorOf(at))


def _inside(widget: QWidget, root: QWidget) -> bool:
    """Whether it is on the window, and nothing floats over it."""
    at = root.childAt(widget.mapTo(root, widget.rect().center()))
    return at is not None and (at is widget or widget.isAncestorOf(at) or at.isAncestorOf(widget))


def _picture(widget: QWidget, root: QWidget) -> QImage:
    area = QRect(widget.mapTo(root, QPoint()), widget.size()).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
    return root.grab(area.intersected(root.rect())).toImage()
