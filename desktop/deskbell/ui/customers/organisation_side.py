"""What is known of an organisation: its tags, its domains, its note, and its custom fields."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from deskbell.model.fields import FieldValue
from deskbell.model.organisations import OrganisationPanel, OrganisationRow
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.ticket.fact import Fact
from deskbell.ui.ticket.field_box import FieldBox
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.ticket.person_side import WIDTH
from deskbell.ui.ticket.tag_row import TagRowEditor
from deskbell.ui.ticket.vip_chip import VipChip
from deskbell.ui.time_left import number
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.label import Label, SectionHead
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.widgets.tab_order import tab_as_one_reads


class OrganisationSide(Pane):
    """272 pixels of it; a section without content isn't there. Tags are put on and fields filled in here; all else is changed where organisations are (`may_change`).

    Signals:
        filled(int, CustomField, str): a custom field was filled in, or ("") emptied.
        tagged(str, bool): this tag was put on, or (false) taken off.
        change_wanted: it is to be changed.
    """

    filled = Signal(int, object, str)
    tagged = Signal(str, bool)
    change_wanted = Signal()

    def __init__(self, theme: ThemeSource, desk: DeskNow, *, may_change: bool, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        room = theme.px(WIDTH) - 32
        self._body = Pane("panel")
        self._name = Label("", TextRole.reading, wrap=True, parent=self._body)
        strong = self._name.font()
        strong.setWeight(Weight.strong.value)
        self._name.setFont(strong)
        self._vip = VipChip(theme, self._body)
        self._tag_row = QWidget(self._body)
        flow = FlowLayout(4, 4, self._tag_row)
        flow.setContentsMargins(0, 6, 0, 8)
        self._tags = TagRowEditor(theme, desk, self._tag_row)
        self._tags.join(flow)
        self._tags.added.connect(lambda name: self.tagged.emit(name, True))
        self._tags.removed.connect(lambda name: self.tagged.emit(name, False))
        self._most_tags = 0
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
        for one in (self._name, self._vip, self._tag_row, self._customers, self._domains, self._fields):
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

    def begin_tag(self) -> None:
        """Offer the tags that it has not."""
        self._tags.open_list()

    def show_panel(self, panel: OrganisationPanel) -> None:
        """Show this one."""
        self._show_known(panel.organisation)
        self._show_fields(panel.organisation.id, panel.fields)

    def _show_known(self, row: OrganisationRow) -> None:
        self._name.setText(row.name)
        self._vip.show_vip(row.vip, "")
        self._tags.show_tags(row.tags)
        if len(row.tags) > self._most_tags:
            # There are more chips now.
            self._most_tags = len(row.tags)
            tab_as_one_reads(self)
        self._customers.say(number(row.customers))
        self._domains.say("\n".join(row.domains))
        self._note.setText(row.note)
        for one in (self._note_head, self._note):
            one.setVisible(bool(row.note))

    def _show_fields(self, organisation_id: int, values: tuple[FieldValue, ...]) -> None:
        self._fields.show_fields(organisation_id, values)
