"""The application's one style sheet. Widgets say what they are by object name or by a dynamic property; none has a sheet of its own.

Properties that it knows: `role` (a `TextRole` name) and `ink` (a colour's name) on labels, `ground` on panes, `kind` on push buttons
("primary", "ghost", "danger", "link", "menu"), `bare` on fields that have their frame from what they stand in.
"""

from string import Template
from typing import Final

from msgspec.structs import asdict

from deskbell.model.resources import resource
from deskbell.ui.theme.theme import Theme
from deskbell.ui.theme.type import TextRole

_GROUNDS: Final = (
    "background",
    "panel",
    "rail",
    "note",
    "accent_ground",
    "danger_ground",
    "warning_ground",
    "good_ground",
    "chip",
)
_INKS: Final = ("ink", "muted", "faint", "accent", "good", "warning", "danger", "rail_ink", "toast_ink")

_TEMPLATE: Final = Template("""
* { outline: none; }
QWidget { color: $ink; }
QMainWindow, QDialog { background: $background; }
QToolTip { background: $toast; color: $toast_ink; border: 1px solid $toast; padding: 4px 6px; font-size: ${small}px; }
QLabel { background: transparent; }

QFrame#line { background: $line; border: none; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }

QPushButton { font-size: ${body}px; border-radius: 6px; padding: 0 ${p14}px; min-height: ${h30}px; max-height: ${h30}px; border: 1px solid $line; background: $panel; color: $ink; font-weight: 500; }
QPushButton:hover { background: $hover; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faint; background: $background; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; padding: 0 ${p13}px; min-height: ${h28}px; max-height: ${h28}px; }
QPushButton[kind="primary"]:disabled { background: $chip; border-color: $chip; color: $faint; }
QPushButton[kind="ghost"] { background: transparent; color: $muted; }
QPushButton[kind="ghost"]:hover { background: $hover; color: $ink; }
QPushButton[kind="ghost"]:focus { border-color: $accent; color: $ink; }
QPushButton[kind="danger"] { background: transparent; color: $danger; }
QPushButton[kind="danger"]:hover { background: $danger_ground; }
QPushButton[kind="danger"]:focus { border-color: $danger; }
QPushButton[kind="danger"]:disabled { color: $faint; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 0 ${p4}px; min-height: ${h24}px; max-height: ${h24}px; }
QPushButton[kind="link"]:hover { background: $accent_ground; }
QPushButton[kind="link"]:focus { border-color: $accent; }
QPushButton[kind="menu"] { background: transparent; border: 1px solid transparent; color: $faint; padding: 0 ${p6}px; min-height: ${h24}px; max-height: ${h24}px; font-size: ${small}px; font-weight: 400; }
QPushButton[kind="menu"]:hover { background: $hover; color: $ink; }
QPushButton[kind="menu"]:focus { border-color: $accent; }

QAbstractScrollArea { background: transparent; border: none; }
QAbstractScrollArea::corner { background: transparent; }

QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateTimeEdit { background: $panel; color: $ink; border: 1px solid $line; border-radius: 6px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox, QSpinBox, QDateTimeEdit { min-height: ${h28}px; padding: 0 ${p8}px; }
QTextEdit, QPlainTextEdit { padding: ${p6}px; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateTimeEdit:focus { border-color: $accent; }
QLineEdit[wrong="true"], QTextEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"], QSpinBox[wrong="true"] { border-color: $danger; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDateTimeEdit:disabled { color: $faint; background: $background; }
QLineEdit[bare="true"], QTextEdit[bare="true"], QPlainTextEdit[bare="true"] { border: none; background: transparent; padding: 0; }
QTextBrowser { background: transparent; border: none; padding: 0; }

QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: ${p24}px; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QAbstractItemView { background: transparent; border: none; selection-background-color: $accent_ground; selection-color: $ink; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line; padding: 4px; }
QSpinBox::up-button, QSpinBox::down-button, QTimeEdit::up-button, QTimeEdit::down-button { border: none; width: 18px; background: transparent; }
QSpinBox::up-arrow, QTimeEdit::up-arrow { image: url("$chevron_up"); width: 12px; height: 12px; }
QSpinBox::down-arrow, QTimeEdit::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QCalendarWidget QWidget { background: $panel; alternate-background-color: $panel; }
QCalendarWidget QToolButton { color: $ink; border: none; border-radius: 6px; padding: ${p6}px; font-weight: 500; }
QCalendarWidget QToolButton:hover, QCalendarWidget QToolButton:focus { background: $hover; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QAbstractItemView { color: $ink; selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QAbstractItemView:disabled { color: $faint; }

QCheckBox, QRadioButton { spacing: 8px; min-height: ${h24}px; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid $faint; background: $panel; }
QCheckBox::indicator { border-radius: 4px; }
QListWidget::indicator { width: 16px; height: 16px; border: 1px solid $faint; border-radius: 4px; background: $panel; }
QListWidget::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; width: 14px; height: 14px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QCheckBox::indicator:checked:focus { border-color: $ink; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 8px; height: 8px; }

QMenu { background: $panel; border: 1px solid $line; border-radius: 8px; padding: 4px; }
QMenu::item { padding: ${p6}px ${p24}px ${p6}px ${p12}px; border-radius: 6px; color: $ink; }
QMenu::item:selected { background: $accent_ground; color: $accent; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QScrollArea > QWidget > QWidget#content { background: transparent; }
QHeaderView::section { background: $background; color: $faint; border: none; border-bottom: 1px solid $line; padding: ${p4}px ${p8}px; font-size: ${small}px; }
QProgressBar { background: $chip; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 2px 2px 2px 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0 2px 2px 2px; }
QScrollBar::handle { background: $scroll_bar; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

#floating { background: $panel; border: 1px solid $line; border-radius: 8px; }
#card { background: $panel; border: 1px solid $line; border-radius: 10px; }
#card[wrong="true"] { border-color: $danger; }
#note { background: $note; border: 1px solid $note_line; border-radius: 10px; }
#listHeader { background: $panel; border: none; border-bottom: 1px solid $line; }
#toast { background: $toast; border: none; border-radius: 8px; }
#toast QLabel { color: $toast_ink; }
#toast QPushButton { background: transparent; border: 1px solid transparent; color: $toast_accent; font-weight: 600; padding: 0 ${p8}px; min-height: ${h24}px; max-height: ${h24}px; }
#toast QPushButton:hover, #toast QPushButton:focus { border-color: $toast_accent; }
""")


# Rings of two pixels, what is selected in the colour that stands out most.
_HIGH: Final = Template("""
QPushButton:focus, QPushButton[kind="ghost"]:focus { border: 2px solid $accent; padding: 0 ${p13}px; min-height: ${h28}px; max-height: ${h28}px; }
QPushButton[kind="danger"]:focus { border: 2px solid $danger; padding: 0 ${p13}px; min-height: ${h28}px; max-height: ${h28}px; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 0 ${p3}px; min-height: ${h22}px; max-height: ${h22}px; }
QPushButton[kind="menu"]:focus { border: 2px solid $accent; padding: 0 ${p5}px; min-height: ${h22}px; max-height: ${h22}px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateTimeEdit:focus { border: 2px solid $accent; padding: 0 ${p7}px; min-height: ${h26}px; }
QTextEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: ${p5}px; }
QLineEdit[bare="true"], QTextEdit[bare="true"], QPlainTextEdit[bare="true"] { border: none; padding: 0; }
QTextBrowser { border: none; padding: 0; }
QCheckBox::indicator, QRadioButton::indicator, QListWidget::indicator { border-color: $ink; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QAbstractItemView { selection-background-color: $accent; selection-color: $on_accent; }
#toast { border: 1px solid $toast_ink; }
""")


def style_sheet(theme: Theme) -> str:
    """The sheet of a theme; a few kilobytes, parsed once when the theme changes."""
    names: dict[str, object] = asdict(theme.colours)
    names.update({role.name: theme.px(role.value) for role in TextRole})
    names.update({f"p{length}": theme.px(length) for length in (3, 4, 5, 6, 7, 8, 12, 13, 14, 24)})
    names.update({f"h{length}": theme.px(length) for length in (22, 24, 26, 28, 30)})
    shade = "dark" if theme.colours.dark else "light"
    for name, file in (("chevron", "chevron"), ("chevron_up", "chevron-up"), ("check", "check")):
        names[name] = resource("style", f"{file}-{shade}.svg").as_posix()
    rules = [_TEMPLATE.substitute(names)]
    rules += [f'*[ground="{name}"] {{ background: {names[name]}; }}' for name in _GROUNDS]
    rules += [f'QLabel[ink="{name}"] {{ color: {names[name]}; }}' for name in _INKS]
    rules += [_role_rule(role, theme) for role in TextRole]
    if theme.colours.high:
        rules.append(_HIGH.substitute(names))
    return "\n".join(rules)


def _role_rule(role: TextRole, theme: Theme) -> str:
    ink = theme.colours.faint if role is TextRole.section else None
    weight = 600 if role in {TextRole.section, TextRole.title, TextRole.headline} else None
    parts = [f"font-size: {theme.px(role.value)}px;"]
    if weight is not None:
        parts.append(f"font-weight: {weight};")
    if ink is not None:
        parts.append(f"color: {ink};")
    return f'QLabel[role="{role.name}"] {{ {" ".join(parts)} }}'
