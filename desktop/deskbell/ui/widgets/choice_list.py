"""A searchable list that drops down from a button: agents, statuses, mailboxes, tags."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.floating import Floating

_SEARCH_FROM = 7
_SHOWN_AT_MOST = 9
_BESIDE_WORDS = 56
_WIDEST = 440
_VALUE = Qt.ItemDataRole.UserRole
_TICKED = Qt.ItemDataRole.UserRole + 1


class ChoiceList(Floating):
    """Opens below a widget; type to narrow it down, Up and Down and Enter to choose, Escape to leave. `prompt` says what can be
    typed. With `several` choosing ticks and unticks, and the list is left by Escape or a click beside it.

    With `new` something else can be typed: it gives the words of an entry for that, "" for what it cannot be; no entry stands for what is called exactly
    so already. Enter takes what is highlighted: the first entry that holds what was typed, or with `new_first` what was typed.

    Signals:
        chosen(object): the value of the choice.
        picked(object): with `several`, the values that are ticked, in order; once the list is left, where they are others.
        typed(str): what was typed was chosen, where `new` allows it.
    """

    chosen = Signal(object)
    picked = Signal(object)
    typed = Signal(str)

    def __init__(
        self,
        theme: ThemeSource,
        choices: Sequence[Choice],
        *,
        new: Callable[[str], str] | None = None,
        new_first: bool = False,
        several: bool = False,
        prompt: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words_for_new = new
        self._new_first = new_first
        self._new: QListWidgetItem | None = None
        self._several = several
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(prompt or self.tr("Search"))
        self._search.setAccessibleName(prompt or self.tr("Search"))
        self._search.setVisible(new is not None or len(choices) >= _SEARCH_FROM)
        self._search.textChanged.connect(self._narrow)
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Choices"))
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setIconSize(QSize(theme.px(14), theme.px(14)))
        self._list.itemClicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        self._fill(choices)
        self._at_first = self._ticked()
        self._search.installEventFilter(self)
        self._list.installEventFilter(self)
        self.setFocusProxy(self._search if self._search.isVisibleTo(self) else self._list)

    def fit(self, anchor: QWidget | None) -> None:
        self._fit_rows()
        # As wide as its button; what opens by a key hangs on something as wide as the pane.
        button = anchor.width() if anchor is not None and anchor.width() <= self._theme.px(_WIDEST) else 0
        self._list.setMinimumWidth(max(button, self._wide()))
        # Not `adjustSize`: it makes no window lower than a hundred pixels, and two choices are.
        self.resize(self.sizeHint())

    def _fit_rows(self) -> None:
        """As high as what is left of the choices."""
        rows = sum(not self._list.item(row).isHidden() for row in range(self._list.count()))
        self._list.setFixedHeight(min(_SHOWN_AT_MOST, max(1, rows)) * self._theme.px(30) + 2)

    def _wide(self) -> int:
        """Room for the longest choice with its icon and the scroll bar; what is longer than a sentence ends in dots."""
        self._list.ensurePolished()
        metrics = self._list.fontMetrics()
        longest = max(
            (metrics.horizontalAdvance(self._list.item(row).text()) for row in range(self._list.count())), default=0
        )
        return min(longest + self._theme.px(_BESIDE_WORDS), self._theme.px(_WIDEST))

    def choose_text(self, text: str) -> None:
        """As if this were typed and Enter pressed."""
        self._search.setText(text)
        self._enter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._enter()
                return True
            if watched is self._search and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
                self._step(-1 if key == Qt.Key.Key_Up else 1)
                return True
        return super().eventFilter(watched, event)

    def _fill(self, choices: Sequence[Choice]) -> None:
        first = -1
        group = ""
        for choice in choices:
            if choice.group != group:
                group = choice.group
                self._add_head(group)
            item = QListWidgetItem(choice.text)
            item.setData(_VALUE, choice.value)
            item.setSizeHint(QSize(0, self._theme.px(30)))
            item.setData(_TICKED, choice.checked)
            if choice.checked:
                item.setIcon(self._theme.icon(Icon.CHECK, "accent", 14))
                first = self._list.count() if first < 0 else first
            elif choice.icon is not None:
                item.setIcon(self._theme.icon(choice.icon, choice.ink, 14))
            self._list.addItem(item)
        self._list.setCurrentRow(first if first >= 0 else 1 if choices and choices[0].group else 0)
        if self._words_for_new is not None:
            self._new = QListWidgetItem(self._theme.icon(Icon.PLUS, "muted", 14), "")
            self._new.setSizeHint(QSize(0, self._theme.px(30)))
            self._list.addItem(self._new)
            self._new.setHidden(True)

    def _add_head(self, group: str) -> None:
        head = QListWidgetItem(group.upper())
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        head.setFont(self._theme.now.font(TextRole.section, Weight.strong))
        head.setForeground(QColor(self._theme.colours.faint))
        head.setTextAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        head.setSizeHint(QSize(0, self._theme.px(30)))
        self._list.addItem(head)

    def _is_choice(self, number: int) -> bool:
        return bool(self._list.item(number).flags() & Qt.ItemFlag.ItemIsEnabled)

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        first = head = None
        for item in self._items():
            if not item.flags() & Qt.ItemFlag.ItemIsEnabled:
                head = item
                head.setHidden(True)
                continue
            words = item.text().casefold()
            hidden = not all(word in words for word in wanted)
            item.setHidden(hidden)
            if head is not None and not hidden:
                head.setHidden(False)
            if first is None and not hidden:
                first = item
        exact = self._called(text.strip())
        new = self._offer_new(text.strip() if exact is None else "")
        highlighted = exact or (new if self._new_first else first) or first or new
        if highlighted is not None:
            self._list.setCurrentItem(highlighted)
        else:
            self._list.clearSelection()
            self._list.setCurrentRow(-1)
        if self.isVisible():
            self._fit_rows()
            self.refit()

    def _items(self) -> Iterator[QListWidgetItem]:
        """All of them, heads too, but for what is typed."""
        items = (self._list.item(number) for number in range(self._list.count()))
        return (item for item in items if item is not self._new)

    def _offer_new(self, text: str) -> QListWidgetItem | None:
        """The entry of what is typed, where there is to be one."""
        if self._new is None or self._words_for_new is None:
            return None
        words = self._words_for_new(text) if text else ""
        self._new.setText(words)
        self._new.setHidden(not words)
        return self._new if words else None

    def _step(self, by: int) -> None:
        number = self._list.currentRow() + by
        while 0 <= number < self._list.count():
            if self._is_choice(number) and not self._list.item(number).isHidden():
                self._list.setCurrentRow(number)
                return
            number += by

    def _enter(self) -> None:
        item: QListWidgetItem | None = self._list.currentItem()
        if item is not None and not item.isHidden():
            self._choose(item)

    def _called(self, text: str) -> QListWidgetItem | None:
        """The entry of exactly these words."""
        folded = text.casefold()
        choices = (item for item in self._items() if item.flags() & Qt.ItemFlag.ItemIsEnabled)
        return next((item for item in choices if item.text().casefold() == folded), None)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        ticked = self._ticked()
        if self._several and ticked != self._at_first:
            self._at_first = ticked
            self.picked.emit(ticked)

    def _ticked(self) -> tuple[object, ...]:
        return tuple(item.data(_VALUE) for item in self._items() if item.data(_TICKED))

    def _choose(self, item: QListWidgetItem) -> None:
        if item is self._new:
            self.close()
            self.typed.emit(self._search.text().strip())
            return
        if self._several:
            ticked = not item.data(_TICKED)
            item.setData(_TICKED, ticked)
            item.setIcon(self._theme.icon(Icon.CHECK, "accent", 14) if ticked else QIcon())
            return
        value = item.data(_VALUE)
        self.close()
        self.chosen.emit(value)
