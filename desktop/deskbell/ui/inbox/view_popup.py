"""Asks what a saved view shall be called, what it searches for, in which order, and who has it."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.grouping import Group
from deskbell.model.saved_views import SavedView, ViewCount
from deskbell.model.teams import TeamRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules import saved_views as rules
from deskbell.store.queries import saved_views
from deskbell.ui.inbox.group_head import group_word
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import PrimaryButton
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.widgets.tab_order import tab_as_one_reads
from deskbell.ui.words import sort_word, tickets_word, told

_WIDTH = 340
_REST_MS = 300


class Whose(Struct, frozen=True):
    """Who has a view: one agent, one team, or with neither everybody."""

    owner_id: int | None = None
    team_id: int | None = None


class ViewPopup(Floating):
    """A name, a search with how many tickets it finds, an order, groups, and for whom; Enter saves, Escape leaves.

    `saved` is what stands in the fields at first. `may_share`: the agent `me` may give views to others. `columns` are those that the table has now, "" where
    there is none: the view can take them.

    Signals:
        given(SavedView): what was filled in, for `saved`'s id and version. The popup stays until `close`, for what is refused.
    """

    given = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        saved: SavedView,
        teams: Sequence[TeamRow],
        *,
        me: int,
        may_share: bool,
        columns: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.px(_WIDTH))
        self._runner = runner
        self._saved = saved
        self._me = me
        self._columns = columns
        self.name = QLineEdit(saved.name, self)
        self.query = QLineEdit(saved.query, self)
        self.query.setCursorPosition(0)
        self.query.setPlaceholderText(self.tr("Words, or conditions such as tag:refund is:open"))
        self.sort = ChoiceBox(self)
        for sort in Sort:
            self.sort.addItem(sort_word(sort), sort)
        self.sort.setCurrentIndex(list(Sort).index(saved.sort))
        self.groups = ChoiceBox(self)
        self.groups.addItem(self.tr("No groups"), "")
        for by in Group:
            self.groups.addItem(group_word(by), by.value)
        self.groups.setCurrentIndex(max(0, self.groups.findData(saved.grouping)))
        self.whose = ChoiceBox(self)
        self._offer_whose(teams)
        self._name = Field(theme, self.tr("Name"), self.name, parent=self)
        self._query = Field(theme, self.tr("Search"), self.query, parent=self)
        whose = Field(theme, self.tr("For"), self.whose, parent=self)
        whose.setVisible(may_share)
        self.with_columns = QCheckBox(self.tr("With the columns of the table"), self)
        self.with_columns.setChecked(not saved.id)
        self.with_columns.setVisible(columns not in ("", saved.columns))
        self.button = PrimaryButton(self.tr("Save the view"), self)
        self.button.clicked.connect(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 16)
        layout.setSpacing(12)
        order = Field(theme, self.tr("Order"), self.sort, parent=self)
        groups = Field(theme, self.tr("Groups"), self.groups, parent=self)
        for field in (self._name, self._query, order, groups, whose):
            layout.addWidget(field)
        layout.addWidget(self.with_columns)
        layout.addWidget(self.button)
        self.setFocusProxy(self.name)
        tab_as_one_reads(self)
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._count)
        for edit in (self.name, self.query):
            edit.returnPressed.connect(self._save)
            edit.textChanged.connect(self._typed)
        self.query.textChanged.connect(self._rest.start)
        self._typed()
        self._count()

    def open_at(self, at: QPoint, host: QWidget) -> None:
        super().open_at(at, host)
        self.name.selectAll()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            # Lines come and go.
            self.resize(self.width(), self.heightForWidth(self.width()))
        return done

    def refuse(self, sentence: str, *, version: int | None = None) -> None:
        """It could not be saved; what was written stays. `version` is the one that is changed by the next attempt."""
        self._name.set_fault(sentence)
        if version is not None:
            self._saved = replace(self._saved, version=version)
        self._typed()

    def value(self) -> SavedView:
        """What is filled in."""
        whose = self.whose.currentData()
        assert isinstance(whose, Whose)
        return SavedView(
            self._saved.id,
            whose.owner_id,
            whose.team_id,
            rules.clean(self.name.text()),
            rules.clean(self.query.text()),
            Sort(self.sort.currentData()),
            self._saved.version,
            self._columns if self._columns and self.with_columns.isChecked() else self._saved.columns,
            self.groups.currentData(),
        )

    def _offer_whose(self, teams: Sequence[TeamRow]) -> None:
        self.whose.addItem(self.tr("Only me"), Whose(owner_id=self._me))
        for team in teams:
            self.whose.addItem(self.tr("Team %1").replace("%1", team.name), Whose(team_id=team.id))
        self.whose.addItem(self.tr("Everybody"), Whose())
        now = Whose(self._saved.owner_id, self._saved.team_id)
        values = [self.whose.itemData(number) for number in range(self.whose.count())]
        # What is of a team that is no more is everybody's.
        self.whose.setCurrentIndex(values.index(now if now in values else Whose()))

    def _typed(self) -> None:
        asks = rules.asks_something(self.query.text())
        self.button.setEnabled(bool(rules.clean(self.name.text())) and asks)
        fault = told("view.empty", {}) if self.query.text().strip() and not asks else ""
        if fault != self._query.fault():
            self._query.set_fault(fault)

    def _count(self) -> None:
        query, topic = rules.clean(self.query.text()), ("view count", id(self))
        if rules.asks_something(query):
            view = View(ViewKind.SEARCH, query=query)
            self._runner.ask(
                saved_views.count, view, self._me, done=self._say_count, failed=self._say_none, topic=topic
            )
        else:
            self._runner.forget(topic)
            self._query.set_hint("")

    def _say_count(self, count: ViewCount) -> None:
        self._query.set_hint(tickets_word(count.n, more=count.more))

    def _say_none(self, error: Exception) -> None:
        """Without a number it can be saved all the same."""
        del error
        self._query.set_hint("")

    def _save(self) -> None:
        if self.button.isEnabled():
            self.button.setEnabled(False)
            self._name.set_fault("")
            self.given.emit(self.value())
