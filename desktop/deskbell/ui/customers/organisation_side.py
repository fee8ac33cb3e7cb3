"""What is known of an organisation: its domains, its note, and its custom fields."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from deskbell.model.fields import FieldValue
from deskbell.model.organisations import OrganisationPanel, OrganisationRow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.ticket.fact import Fact
from deskbell.ui.ticket.field_box import FieldBox
from deskbell.ui.ticket.person_side import WIDTH
from deskbell.ui.ticket.vip_chip import VipChip
from deskbell.ui.time_left import number
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.label import Label, SectionHead
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.widgets.tab_order import tab_as_one_reads


class OrganisationSide(Pane):
    """272 pixels of it; a section without content isn't there. Fields are filled in here; all else is changed where organisations are (`may_change`).

    Signals:
        filled(int, CustomField, str): a custom field was filled in, or ("") emptied.
        change_wanted: it is to be changed.
    """

    filled = Signal(int, object, str)
    change_wanted = Signal()

    def __init__(self, theme: ThemeSource, *, may_change: bool, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        room = theme.px(WIDTH) - 32
        self._body = Pane("panel")
        self._name = Label("", TextRole.reading, wrap=True, parent=self._body)
        strong = self._name.font()
        strong.setWeight(Weight.strong.value)
        self._name.setFont(strong)
        self._vip = VipChip(theme, self._body)
        self._customers = Fact(self.tr("Customers"), room, self._body)
        self._domains = Fact(self.tr("Domains"), room, self._body)
        self._note_head = SectionHead(self.tr("Note"), self._body)
        self._note = Label("", wrap=True, parent=self._body)
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._fields = FieldBox(theme, room, self.tr("Fields"), (16, 0), self._body)
        self._fields.filled.connect(self.filled)
        self._fields.relaid.connect(partial(tab_as_one_reads, self))
        self.change_button = GhostButton(self.tr("Change…"), self._body)
        self.change_button.clicked.connect(self.change_wanted)
        self.change_button.setVisible(may_change)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(4)
        for one in (self._name, self._vip, self._customers, self._domains, self._fields):
            layout.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft if one is self._vip else Qt.AlignmentFlag(0))
        layout.addSpacing(12)
        layout.addWidget(self._note_head)
        layout.addWidget(self._note)
        layout.addSpacing(12)
        layout.addWidget(self.change_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("What is known of the organisation"))
        scroll.setWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.setMinimumWidth(theme.px(WIDTH))

    def show_panel(self, panel: OrganisationPanel) -> None:
        """Show this one."""
        self._show_known(panel.organisation)
        self._show_fields(panel.organisation.id, panel.fields)

    def _show_known(self, row: OrganisationRow) -> None:
        self._name.setText(row.name)
        self._vip.show_vip(row.vip, "")
        self._customers.say(number(row.customers))
        self._domains.say("\n".join(row.domains))
        self._note.setText(row.note)
        for one in (self._note_head, self._note):
            one.setVisible(bool(row.note))

    def _show_fields(self, organisation_id: int, values: tuple[FieldValue, ...]) -> None:
        self._fields.show_fields(organisation_id, values)
