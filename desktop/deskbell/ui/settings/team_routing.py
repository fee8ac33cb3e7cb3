"""The part of a team's form that says how its tickets come to its members."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.routing import HandingOut, Level, Match, Way
from deskbell.ui.routing_words import handing_word, level_word, match_word
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import ElidedLabel


class TeamRouting(QWidget):
    """Holds a `Way`, and the levels of members. Skills and languages are asked for only where tickets are handed out.

    Signals:
        edited: a person changed something.
        relaid: it takes more or less room.
    """

    edited = Signal()
    relaid = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.handing, self.skills, self.languages = (ChoiceBox(self) for _ in range(3))
        for handing in HandingOut:
            self.handing.addItem(handing_word(handing), handing)
        for box in (self.skills, self.languages):
            for match in Match:
                box.addItem(match_word(match), match)
        for box in (self.handing, self.skills, self.languages):
            box.activated.connect(self._edit)
        self.levels = MemberLevels(self)
        self.levels.edited.connect(self.edited)
        self._hint = self.tr(
            "To members who are there and have room (Settings, Agents). Where nobody is, tickets stay in the queue and the lead hears of it."
        )
        skills = self.tr("Those of the ticket’s tags that agents know")
        languages = self.tr("The language the customer writes in")
        levels = self.tr("Tickets begin at the first level. Escalating one hands it to the next higher one.")
        self._asked = QWidget(self)
        asked = QHBoxLayout(self._asked)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(16)
        asked.addWidget(Field(theme, self.tr("Skills"), self.skills, hint=skills, parent=self), 1)
        asked.addWidget(Field(theme, self.tr("Language"), self.languages, hint=languages, parent=self), 1)
        self._levels_field = Field(theme, self.tr("Levels"), self.levels, hint=levels, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        self._handing_field = Field(theme, self.tr("Hand out tickets"), self.handing, parent=self)
        layout.addWidget(self._handing_field)
        layout.addWidget(self._asked)
        layout.addWidget(self._levels_field)
        self.show_way(Way())
        self.show_levels((), {})

    def show_way(self, way: Way) -> None:
        """Show this one, without telling."""
        boxes = ((self.handing, way.handing), (self.skills, way.skills), (self.languages, way.languages))
        for box, value in boxes:
            box.setCurrentIndex(box.findData(value))
        self._look()

    def show_levels(self, members: Sequence[tuple[int, str]], levels: dict[int, int]) -> None:
        """Show these members (id and name), without telling; of whom no level is told it is the first, or what it was here."""
        self.levels.show_members(members, levels)
        self._levels_field.setVisible(len(members) > 1)
        self.relaid.emit()

    def way(self) -> Way:
        """What is chosen."""
        return Way(
            HandingOut(self.handing.currentData()),
            Match(self.skills.currentData()),
            Match(self.languages.currentData()),
        )

    def _edit(self) -> None:
        self._look()
        self.edited.emit()

    def _look(self) -> None:
        hands_out = self.way().handing is not HandingOut.NOT
        self._handing_field.set_hint(self._hint if hands_out else "")
        self._asked.setVisible(hands_out)
        self.relaid.emit()


class MemberLevels(QFrame):
    """At which level each member of a team stands.

    Signals:
        edited: a person chose another one.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.boxes: dict[int, ChoiceBox] = {}
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(12, 8, 8, 8)
        self._rows.setHorizontalSpacing(16)
        self._rows.setVerticalSpacing(4)
        self._rows.setColumnStretch(0, 1)

    def show_members(self, members: Sequence[tuple[int, str]], levels: dict[int, int]) -> None:
        """Show these, without telling; who was here already keeps what was chosen, where `levels` does not say another."""
        kept = {agent_id: int(box.currentData()) for agent_id, box in self.boxes.items()} | levels
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = {}
        for row, (agent_id, name) in enumerate(members):
            box = ChoiceBox(self)
            for level in Level:
                # By number: Qt does not find a member of an enumeration by that.
                box.addItem(level_word(level), level.value)
            box.setCurrentIndex(max(0, box.findData(kept.get(agent_id, Level.FIRST.value))))
            box.setAccessibleName(self.tr("Level of %1").replace("%1", name))
            box.activated.connect(self.edited)
            self.boxes[agent_id] = box
            self._rows.addWidget(ElidedLabel(name, parent=self), row, 0)
            self._rows.addWidget(box, row, 1)

    def levels(self) -> tuple[tuple[int, int], ...]:
        """Those of who is not at the first."""
        found = ((agent_id, int(box.currentData())) for agent_id, box in sorted(self.boxes.items()))
        return tuple(pair for pair in found if pair[1] != Level.FIRST)
