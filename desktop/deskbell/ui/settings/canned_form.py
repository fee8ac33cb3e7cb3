"""The form of a canned reply: what it is called, whose it is, and what it says in each language."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.canned import NO_ACTIONS, NUMBERS, CannedText
from deskbell.model.fields import CustomField
from deskbell.model.kinds import ReplyKind
from deskbell.model.rows import MailboxRow
from deskbell.rules import canned
from deskbell.rules.placeholders import FIELDS, RATINGS, field_name, unknown
from deskbell.ui.canned.languages import CODES, language_name
from deskbell.ui.composer.attaching import Attaching
from deskbell.ui.composer.file_reading import FilesRead
from deskbell.ui.composer.file_row import FileRow
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.runner import Runner
from deskbell.ui.settings.canned_actions import ActionsForm
from deskbell.ui.settings.canned_draft import CannedDraft
from deskbell.ui.settings.draft_form import DraftForm
from deskbell.ui.settings.letter_edit import LetterEdit
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.fold import Fold
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.words import told

_KEY = (0, ReplyKind.NEW)


class CannedForm(DraftForm[CannedDraft]):
    """What a reply says and changes. `me` is whose a private one is.

    Signals:
        files_wanted: the paper clip was pressed.
        failed(Exception): a file could not be read.
        left: Escape in the text.
    """

    files_wanted = Signal()
    failed = Signal(object)
    left = Signal()

    def __init__(
        self, theme: ThemeSource, runner: Runner, keys: MyKeys, me: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(CannedDraft(), parent)
        self._theme = theme
        self._me = me
        self._now = self._base
        self._language = ""
        self._left = False
        self._name = QLineEdit(self)
        self._shortcut = QLineEdit(self)
        self.number = ChoiceBox(self)
        self._taken: Mapping[tuple[bool, int], str] = {}
        self._folder = ChoiceBox(self)
        self._folder.setEditable(True)
        self._folder.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.whose = Segments(theme, [(False, self.tr("Everybody")), (True, self.tr("Only me"))], self)
        self.language = ChoiceBox(self)
        self.subject = QLineEdit(self)
        self.mailbox = ChoiceBox(self)
        self._letter = LetterEdit(theme, keys, parent=self)
        self.editor = self._letter.editor
        self._files = FileRow(theme, self._letter)
        self._letter.hold_files(self._files)
        self._letter.bar.files_wanted.connect(self.files_wanted)
        self.macro = ActionsForm(theme, self)
        self.fold = Fold(theme, self.tr("What it changes about the ticket"), self.macro, self)
        self._runner = runner
        self._attaching = Attaching(runner, self.editor, self)
        self._lay()
        self._connect()

    def show_draft(self, draft: CannedDraft, folders: Sequence[str], *, may_share: bool, language: str = "") -> None:
        """Show this one, without telling. `may_share`: who looks at it may change shared ones."""
        self._base = self._now = draft
        self._left = False
        self._name.setText(draft.name)
        self._shortcut.setText(draft.shortcut)
        with QSignalBlocker(self._folder):
            self._folder.clear()
            self._folder.addItems(list(folders))
            self._folder.setEditText(draft.folder)
        self.whose.set_value(draft.owner_id is not None)
        self._whose_field.setVisible(may_share and not (draft.id and draft.owner_id is None))
        self.editor.pictures.allow(dict.fromkeys(draft.composed().pictures()))
        written = draft.languages()
        self._show_language(language if language in written or not written else written[0])
        self._files.show_files(draft.composed())
        self.macro.show_actions(draft.actions)
        self._show_numbers(draft.number)
        self.mailbox.setCurrentIndex(max(0, self.mailbox.findData(draft.mailbox_id)))
        self.fold.head.setChecked(draft.actions != NO_ACTIONS)
        self._say()

    def take(self, draft: CannedDraft) -> None:
        """Hold this as what a person has entered."""
        base = self._base
        self.show_draft(draft, self._folders(), may_share=self._whose_field.isVisibleTo(self))
        self._base = base
        self._say()

    def show_pictures(self, pictures: dict[str, QImage]) -> None:
        """The pictures of the texts, once they were read."""
        self.editor.pictures.give(pictures)

    def draft(self) -> CannedDraft:
        """What the form holds."""
        now = replace(
            self._now,
            name=canned.clean(self._name.text()),
            folder=canned.clean(self._folder.currentText()),
            shortcut=canned.clean_shortcut(self._shortcut.text()),
            owner_id=self._me if self.whose.value() else None,
            actions=self.macro.chosen(),
            mailbox_id=self.mailbox.currentData(),
            number=self.number.currentData() or 0,
        )
        text = self.text()
        return now.with_text(text) if text != now.text_in(self._language) else now

    def text(self) -> CannedText:
        """What it says in the language that is shown."""
        subject = canned.clean(self.subject.text())
        if not self._letter.modified():
            return replace(self._now.text_in(self._language), subject=subject)
        return CannedText(self._language, *self._letter.words(), subject)

    def remember(self, then: Callable[[], None]) -> Callable[[], None]:
        """What brings back what the form holds now, as a change of what it is given until then; calls `then`."""
        draft, language = self.draft(), self._language

        def back() -> None:
            now = self._base
            self._show_again(replace(draft, version=now.version), language)
            self._base = now
            then()

        return back

    def _show_again(self, draft: CannedDraft, language: str = "") -> None:
        self.show_draft(draft, self._folders(), may_share=True, language=language)

    def good(self) -> bool:
        """Whether it could be saved."""
        draft = self.draft()
        return bool(draft.name and draft.texts)

    def first_fault(self) -> QWidget | None:
        """Show what is wrong; where to begin mending."""
        self._left = True
        self._say()
        if self._name_field.fault():
            return self._name
        return self.editor if self._text_field.fault() else None

    def begin(self) -> None:
        """Put the keyboard where one begins."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def attach(self, paths: Sequence[Path]) -> None:
        """Let these files go along."""
        self._attaching.attach(_KEY, paths)

    def _connect(self) -> None:
        self._name.textEdited.connect(self._type)
        self._shortcut.textEdited.connect(self._type)
        self._folder.editTextChanged.connect(self._type)
        self.whose.chosen.connect(lambda _: self._show_numbers(self.number.currentData() or 0))
        self.whose.chosen.connect(self._type)
        self.number.activated.connect(lambda _: self._type())
        self.subject.textEdited.connect(self._type)
        self.mailbox.activated.connect(lambda _: self._type())
        self.macro.edited.connect(self._type)
        self.macro.article.sought.connect(self._find_articles)
        self.language.activated.connect(lambda _: self._turn_to(self.language.currentData()))
        self._letter.edited.connect(self._type)
        self.editor.left.connect(self.left)
        self.editor.files_given.connect(lambda paths: self._attaching.drop(_KEY, paths))
        self.editor.picture_given.connect(lambda image: self._attaching.paste(_KEY, image, self.tr("picture")))
        self._attaching.files_read.connect(self._take_files)
        self._attaching.failed.connect(self.failed)
        self._files.removed.connect(self._take_off)

    def _find_articles(self, words: str) -> None:
        # With the search over articles, which few replies need.
        from deskbell.store.queries.article_choices import choices

        field = self.macro.article
        asked, done = (words, self._me, my_language()), partial(field.show_found, words)
        topic = ("articles of macros", id(self))
        self._runner.ask(choices, *asked, done=done, failed=self.failed.emit, topic=topic, owner=field)

    def _turn_to(self, language: str) -> None:
        self._now = self.draft()
        self._show_language(language)
        self._say()

    def _show_language(self, language: str) -> None:
        self._language = language
        written = self._now.languages()
        with QSignalBlocker(self.language):
            self.language.clear()
            for code in dict.fromkeys(("", *written, *CODES)):
                words = language_name(code) if code else self.tr("Any language")
                said = self.tr("%1 · written").replace("%1", words) if code in written else words
                self.language.addItem(said, code)
            self.language.setCurrentIndex(self.language.findData(language))
        text = self._now.text_in(language)
        self._letter.show_words(text.html, text.text)
        self.subject.setText(text.subject)

    def _type(self) -> None:
        self._say()
        self.edited.emit()

    def _take_files(self, read: FilesRead) -> None:
        if read.error is not None:
            self.failed.emit(read.error)
        files = (*read.files, *(picture.file for picture in read.pictures))
        if files:
            self._now = replace(self._now, files=self._now.files + files)
            self.editor.pictures.allow(dict.fromkeys(self._now.composed().pictures()))
            self._show_files()

    def _take_off(self, place: int) -> None:
        self._now = self._now.without_file(place)
        self._show_files()

    def _show_files(self) -> None:
        self._files.show_files(self.draft().composed())
        self._type()

    def _folders(self) -> list[str]:
        return [self._folder.itemText(number) for number in range(self._folder.count())]

    def show_mailboxes(self, mailboxes: Sequence[MailboxRow]) -> None:
        """Offer these for tickets that are begun with it."""
        chosen = self.mailbox.currentData() if self.mailbox.count() else self._now.mailbox_id
        with QSignalBlocker(self.mailbox):
            self.mailbox.clear()
            self.mailbox.addItem(self.tr("Whichever is chosen"), None)
            for box in mailboxes:
                self.mailbox.addItem(box.name, box.id)
            self.mailbox.setCurrentIndex(max(0, self.mailbox.findData(chosen)))

    def show_numbers(self, taken: Mapping[tuple[bool, int], str]) -> None:
        """Who has which number: the names of other replies, by whether they are private and their number."""
        self._taken = taken

    def _show_numbers(self, chosen: int) -> None:
        with QSignalBlocker(self.number):
            self.number.clear()
            self.number.addItem(self.tr("None"), 0)
            for number in NUMBERS:
                name = self._taken.get((bool(self.whose.value()), number), "")
                self.number.addItem(f"{number} · {name}" if name else str(number), number)
            self.number.setCurrentIndex(max(0, self.number.findData(chosen)))

    def show_fields(self, fields: Sequence[CustomField]) -> None:
        """Offer these as placeholders, which are all that there are."""
        own = [f"{field.owner}.field.{field.name}" for field in fields]
        self._letter.offer(
            (*FIELDS, *RATINGS, *own), frozenset(field_name(field.owner, field.name) for field in fields)
        )
        self._say()

    def _say(self) -> None:
        draft = self.draft()
        self._name_field.set_fault(told("name.empty", {}) if self._left and not draft.name else "")
        empty = told("canned.empty", {}) if self._left and not draft.texts else ""
        strange = unknown(self.text().text, self._letter.marks.fields)
        if strange and not empty:
            names = ", ".join(f"{{{{{name}}}}}" for name in strange)
            empty = self.tr("%1 is no placeholder: it goes out as it stands here.").replace("%1", names)
        self._text_field.set_fault(empty)

    def _lay(self) -> None:
        theme = self._theme
        self._name_field = Field(theme, self.tr("Name"), self._name, parent=self)
        folder = Field(theme, self.tr("Folder"), self._folder, parent=self)
        hint = self.tr("Typed after / in an answer, it is offered first.")
        shortcut = Field(theme, self.tr("Shortcut"), self._shortcut, hint=hint, parent=self)
        hint = self.tr("On a ticket, its key puts the reply in. One reply has each number.")
        number = Field(theme, self.tr("Number"), self.number, hint=hint, parent=self)
        self._whose_field = Field(theme, self.tr("For"), self.whose, parent=self)
        said = self.tr(
            "An answer takes the text in the customer's language, else in the mailbox's, else the one for any."
        )
        language = Field(theme, self.tr("Language"), self.language, hint=said, parent=self)
        self._text_field = Field(theme, self.tr("Text"), self._letter, parent=self)
        self.editor.setAccessibleName(self.tr("Text"))
        hint = self.tr("With one it is a template for new tickets, too. Placeholders are filled in.")
        subject = Field(theme, self.tr("Subject"), self.subject, hint=hint, parent=self)
        mailbox = Field(theme, self.tr("New tickets leave from"), self.mailbox, parent=self)
        beginning = QHBoxLayout()
        beginning.setSpacing(16)
        beginning.addWidget(subject, 1, Qt.AlignmentFlag.AlignTop)
        beginning.addWidget(mailbox, 1, Qt.AlignmentFlag.AlignTop)
        pair = QHBoxLayout()
        pair.setSpacing(16)
        pair.addWidget(folder, 1, Qt.AlignmentFlag.AlignTop)
        pair.addWidget(shortcut, 1, Qt.AlignmentFlag.AlignTop)
        pair.addWidget(number, 1, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._name_field)
        layout.addWidget(self._whose_field)
        layout.addLayout(pair)
        layout.addWidget(language)
        layout.addLayout(beginning)
        layout.addWidget(self._text_field)
        layout.addWidget(self.fold)
