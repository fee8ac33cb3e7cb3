"""How far a backup or a move is: what is being done, a bar, a count, a rate and the rest."""

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from deskbell.model.carrying import CarryCourse, CarryStage
from deskbell.ui.carrying.carrying import Carrying, CarryState
from deskbell.ui.theme.type import TextRole
from deskbell.ui.time_left import number, time_left
from deskbell.ui.widgets.label import Label

_STEPS = 1_000


class CarryProgress(QWidget):
    """Shows `carrying` as it stands."""

    def __init__(self, carrying: Carrying, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._carrying = carrying
        self._stage = Label("", TextRole.small, ink="muted", parent=self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much is done"))
        self._pace = Label("", TextRole.small, ink="muted", parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self._stage, self._bar, self._pace):
            layout.addWidget(widget)
        carrying.changed.connect(self.look)
        self.look()

    def look(self) -> None:
        """Say how it stands now."""
        course, ending = self._carrying.course, self._carrying.state is CarryState.ENDING
        self._stage.setText(self.tr("It ends in a moment…") if ending else self._said(course))
        # A bar without an end while nobody knows how much there is.
        self._bar.setRange(0, _STEPS if course is not None and course.expected else 0)
        self._bar.setValue(round(course.part * _STEPS) if course is not None else 0)
        self._pace.setText("" if course is None or ending else self._pace_of(course))

    def _said(self, course: CarryCourse | None) -> str:
        if course is None:
            return self.tr("Beginning…")
        match course.stage:
            case CarryStage.COPY:
                return self.tr("Copying")
            case CarryStage.INDEX:
                return self.tr("Making the search index")
            case CarryStage.VERIFY:
                return self.tr("Reading back and comparing")

    def _pace_of(self, course: CarryCourse) -> str:
        parts = [f"{course.part:.0%}"]
        if course.rate:
            parts.append(self.tr("%1 rows a second").replace("%1", number(round(course.rate))))
        if course.left is not None and course.part < 1:
            parts.append(time_left(course.left))
        return " · ".join(parts)
