"""What the tests of the composer share."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from deskbell.ui.composer.composer import Composer
from ui.ticket.rows import ONA, STATE
from ui.ticket.stand import Stand

Make = Callable[..., Composer]


def type_in(qtbot: QtBot, composer: Composer, text: str) -> None:
    qtbot.keyClicks(composer.editor, text)


def sign(stand: Stand, signature: str) -> None:
    stand.desk.state = replace(STATE, me=replace(ONA, signature=signature))


def button(host: QWidget, name: str) -> QAbstractButton:
    return next(one for one in host.findChildren(QAbstractButton) if one.accessibleName() == name and one.isVisible())


def words(host: QWidget) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in host.findChildren(QLabel) if label.isVisible())
