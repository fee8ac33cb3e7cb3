"""The page of keys: what can be done without the mouse, from the one table, and by which keys this person does it."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbell.rules.key_choices import Choices, kept_choices
from deskbell.ui.key_rules import Refusal, refusal
from deskbell.ui.key_table import BY_ID, KeyAction, native
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.settings.declared import Write
from deskbell.ui.settings.key_draft import KeyDraft
from deskbell.ui.settings.key_recorder import KeyRecorder
from deskbell.ui.settings.key_row import KeyRow, Say
from deskbell.ui.settings.page import Page, Refused, Saved, Who
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label, SectionHead
from deskbell.ui.widgets.search_box import SearchBox


class KeysPage(Page):
    """`entries` are what this window can do, in the order of the table, `mine` the keys that the person has, `write` keeps others."""

    def __init__(
        self,
        theme: ThemeSource,
        entries: Sequence[KeyAction],
        mine: MyKeys,
        write: Write,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, Who.YOU, parent)
        self.set_title(self.tr("Keys"))
        self._mine = mine
        self._write = write
        self._kept: Choices = mine.choices
        self.draft = KeyDraft(self._kept)
        # What was pressed though others have it, and may be taken from them.
        self._wanted = ""
        hint = self.tr("Single letters work while the caret is in no text field. Click a line to give it other keys.")
        self.body.addWidget(Label(hint, ink="muted", wrap=True, parent=self))
        self.body.addLayout(self._lay_search())
        self.none = Label(self.tr("Nothing is called so, or has these keys."), ink="muted", parent=self)
        self.none.hide()
        self.body.addWidget(self.none)
        self.rows: dict[str, KeyRow] = {}
        self._cards: list[tuple[QWidget, QWidget, list[KeyRow]]] = []
        for _, group in groupby(entries, key=lambda entry: entry.group):
            found = list(group)
            head = SectionHead(found[0].head, self)
            self.body.addWidget(head)
            self.body.addWidget(self._card(head, found))
        self.body.addStretch(1)
        mine.changed.connect(self.follow)
        self._filter(list(self.rows.values()))
        self._show()

    def dirty(self) -> bool:
        return self.draft.choices != self._kept

    def save(self, saved: Saved, refused: Refused) -> None:
        choices = dict(self.draft.choices)

        def done() -> None:
            self._kept = choices
            self.changed.emit()
            saved()

        self._write({"keys.chosen": kept_choices(choices)}, done, refused)

    def revert(self) -> None:
        self._kept = self._mine.choices
        self.draft = KeyDraft(self._kept)
        self._show()

    def follow(self) -> None:
        """They were changed elsewhere: show those, unless some are being changed here."""
        if not self.dirty():
            self.revert()

    def search(self, words: str) -> None:
        """Show the actions alone that are called so or have keys written so."""
        asked = words.casefold().split()

        def answers(row: KeyRow) -> bool:
            keys = self.draft.keys_of(row.entry.id)
            said = " ".join((row.entry.words, row.entry.head, *keys, *map(native, keys))).casefold()
            return all(word in said for word in asked)

        self._filter([row for row in self.rows.values() if answers(row)])

    def search_keys(self, words: str) -> None:
        """Show the actions alone whose keys begin with these strokes, in Qt's portable words; "" for all."""
        pressed = QKeySequence(words)
        apart = QKeySequence.SequenceMatch.NoMatch

        def answers(row: KeyRow) -> bool:
            return any(pressed.matches(QKeySequence(one)) != apart for one in self.draft.keys_of(row.entry.id))

        self._filter([row for row in self.rows.values() if not words or answers(row)])

    def open(self, action_id: str) -> None:
        """Let an action's keys be changed."""
        for row in self.rows.values():
            if row.entry.id != action_id:
                row.close_again()
        row = self.rows[action_id]
        row.open()
        self._show_row(row)
        self.relaid.emit()
        self.see(row)

    def _lay_search(self) -> QHBoxLayout:
        self.box = SearchBox(self._theme, self.tr("Search by words"), self)
        self.box.searched.connect(self.search)
        self.box.left.connect(self._go_to_first)
        self.by_keys = KeyRecorder(self)
        self.by_keys.setPlaceholderText(self.tr("Press the keys"))
        self.by_keys.setAccessibleName(self.tr("Search by pressing keys"))
        self.by_keys.pressed.connect(self.search_keys)
        fields = QStackedWidget(self)
        fields.addWidget(self.box)
        fields.addWidget(self.by_keys)
        fields.setMaximumHeight(self.box.sizeHint().height())
        self.switch = IconButton(self._theme, Icon.KEYBOARD, self.tr("Search by pressing keys"), side=32, parent=self)
        self.switch.setCheckable(True)

        def turn(pressing: bool) -> None:
            fields.setCurrentIndex(int(pressing))
            self.by_keys.forget()
            self.box.clear_search()
            self._filter(list(self.rows.values()))
            field = self.by_keys if pressing else self.box
            field.setFocus(Qt.FocusReason.OtherFocusReason)

        self.switch.toggled.connect(turn)
        self.by_keys.left.connect(self.switch.click)
        self.all_back = LinkButton(self.tr("Reset all"), self)
        self.all_back.clicked.connect(self._reset_all)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(fields, 1)
        line.addWidget(self.switch)
        line.addWidget(self.all_back)
        return line

    def _card(self, head: QWidget, entries: Sequence[KeyAction]) -> QWidget:
        card = QFrame(self)
        card.setObjectName("card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        rows: list[KeyRow] = []
        for entry in entries:
            row = KeyRow(self._theme, entry, card)
            row.opened.connect(partial(self.open, entry.id))
            row.left.connect(partial(self._leave, row))
            row.pressed.connect(partial(self._judge, row))
            row.recorded.connect(partial(self._record, row))
            row.taken.connect(partial(self._take, row))
            row.removed.connect(partial(self._remove, row))
            row.reset.connect(partial(self._reset, row))
            layout.addWidget(row)
            rows.append(row)
            self.rows[entry.id] = row
        self._cards.append((head, card, rows))
        return card

    def _leave(self, row: KeyRow) -> None:
        row.close_again()
        self.relaid.emit()

    def _go_to_first(self) -> None:
        first = next((row for row in self.rows.values() if row.isVisibleTo(self) and row.head.isEnabled()), None)
        if first is not None:
            first.head.setFocus(Qt.FocusReason.TabFocusReason)

    def _filter(self, shown: Sequence[KeyRow]) -> None:
        for head, card, rows in self._cards:
            there = [row for row in rows if row in shown]
            for row in rows:
                row.setVisible(row in there)
                row.line.setVisible(row is not there[0] if there else False)
            head.setVisible(bool(there))
            card.setVisible(bool(there))
        self.none.setVisible(not shown)

    def _judge(self, row: KeyRow, words: str) -> bool:
        """Say at once what speaks against these strokes; whether nothing does."""
        self._wanted = ""
        say = Say()
        if words and (why := refusal(words, row.entry)) is not None:
            say = Say(self._refused_words(why).replace("%1", native(words)))
        elif words and self.draft.has_like(row.entry.id, words, row.at):
            say = Say(self.tr("It has %1, or keys that begin so, already.").replace("%1", native(words)))
        elif words and (holders := self.draft.holders(row.entry.id, words)):
            say = self._held_words(words, holders)
        row.say(say)
        return not say.sentence

    def _record(self, row: KeyRow, words: str) -> None:
        if self._judge(row, words):
            self._put(row, words)
        elif not refusal(words, row.entry) and not self.draft.has_like(row.entry.id, words, row.at):
            self._wanted = words

    def _put(self, row: KeyRow, words: str) -> None:
        self.draft.put(row.entry.id, words, row.at)
        self._show()

    def _take(self, row: KeyRow) -> None:
        if row.editor is not None:
            row.editor.recorder.finish()
        if self._wanted:
            words, self._wanted = self._wanted, ""
            self._put(row, words)
            row.change(row.at)

    def _remove(self, row: KeyRow, at: int) -> None:
        self.draft.remove(row.entry.id, at)
        self._show()
        row.change(min(at, len(self.draft.keys_of(row.entry.id))))

    def _reset(self, row: KeyRow) -> None:
        self.draft.reset(row.entry.id)
        self._show()
        row.change(0)

    def _reset_all(self) -> None:
        self.draft.reset_all()
        self._show()

    def _show(self) -> None:
        for row in self.rows.values():
            self._show_row(row)
        self.all_back.setEnabled(self.draft.any_chosen())
        self.changed.emit()

    def _show_row(self, row: KeyRow) -> None:
        action_id = row.entry.id
        row.show_keys(self.draft.keys_of(action_id), chosen=self.draft.is_chosen(action_id))

    def _held_words(self, words: str, holders: Sequence[str]) -> Say:
        names = self.tr("”, “").join(BY_ID[one].words for one in holders)
        fixed = any(BY_ID[one].fixed for one in holders)
        same = any(words in self.draft.keys_of(one) for one in holders)
        sentence = self.tr("%1 is what “%2” has.") if same else self.tr("%1 cannot be told from the keys of “%2”.")
        if fixed:
            sentence += " " + self.tr("It always has them.")
        told = sentence.replace("%1", native(words)).replace("%2", names)
        return Say(told, "" if fixed else self.tr("Take it from there"))

    def _refused_words(self, why: Refusal) -> str:
        match why:
            case Refusal.MOVING:
                return self.tr("%1 is for going about and editing wherever one is; take another.")
            case Refusal.COPYING:
                return self.tr("%1 copies, cuts or pastes everywhere; take another.")
            case Refusal.SYSTEM:
                return self.tr("%1 is for the system, which would not hand it on; take another.")
            case Refusal.TYPED:
                return self.tr("%1 would be typed where one writes; take one with Ctrl or Alt, or an F key.")
            case Refusal.UNKNOWN:
                return self.tr("This key cannot be taken.")
