"""The form of signatures: the one for all, and those for single mailboxes and languages, each written by itself."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.rows import AgentRow, MailboxRow
from deskbell.model.signatures import SaveSignatures, Signature
from deskbell.rules.placeholders import unknown
from deskbell.rules.signatures import PLACEHOLDERS, chosen
from deskbell.ui.canned.languages import CODES, language_name
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.text_area import TextArea

Part = tuple[int, str]
"""A mailbox (0 for any) and a language ("" for any)."""
GENERAL: Part = (0, "")


class SignaturesDraft(Struct, frozen=True):
    """All signatures of an agent, or (`owner_id` None) of the mailbox `mailbox_id`, by what they are for."""

    owner_id: int | None = None
    mailbox_id: int = 0
    texts: Mapping[Part, str] = {}
    version: int = 0

    @classmethod
    def of(cls, row: AgentRow | MailboxRow) -> "SignaturesDraft":
        """The draft that changes nothing."""
        texts = {(one.mailbox_id, one.language): one.text for one in row.signatures}
        texts |= {GENERAL: row.signature} if row.signature.strip() else {}
        if isinstance(row, AgentRow):
            return cls(row.id, 0, texts, row.version)
        return cls(None, row.id, texts, row.version)

    def with_text(self, part: Part, text: str) -> "SignaturesDraft":
        """With this one; none where there are no words."""
        texts = {key: value for key, value in self.texts.items() if key != part}
        return replace(self, texts=texts | {part: text} if text.strip() else texts)

    def others(self) -> tuple[Signature, ...]:
        """Those that are not for all."""
        return tuple(Signature(*part, text) for part, text in sorted(self.texts.items()) if part != GENERAL)

    def command(self, agent_id: int) -> SaveSignatures:
        """What writes them."""
        return SaveSignatures(
            agent_id=agent_id,
            owner_id=self.owner_id,
            mailbox_id=self.mailbox_id,
            general=self.texts.get(GENERAL, ""),
            others=self.others(),
            version=self.version,
        )


class SignatureForm(QWidget):
    """Holds one `SignaturesDraft`.

    Signals:
        edited: a person changed something.
        turned: another of them is shown.
    """

    edited = Signal()
    turned = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = self._now = SignaturesDraft()
        self._mailboxes: Sequence[MailboxRow] = ()
        self.mailbox = ChoiceBox(self)
        self.language = ChoiceBox(self)
        self.text = TextArea(theme, 132, self)
        self._mailbox_field = Field(theme, self.tr("Mailbox"), self.mailbox, parent=self)
        language = Field(theme, self.tr("Language"), self.language, parent=self)
        names = " ".join(f"{{{{{name}}}}}" for name in PLACEHOLDERS)
        said = self.tr(
            "An answer takes the one in the customer's language, else the one for its mailbox, else the one for all."
        )
        filled = self.tr("Filled in: %1").replace("%1", names)
        self._text_field = Field(theme, self.tr("Signature"), self.text, hint=f"{said} {filled}", parent=self)
        pair = QHBoxLayout()
        pair.setSpacing(16)
        pair.addWidget(self._mailbox_field, 1, Qt.AlignmentFlag.AlignTop)
        pair.addWidget(language, 1, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(pair)
        layout.addWidget(self._text_field)
        self.mailbox.activated.connect(self._turn)
        self.language.activated.connect(self._turn)
        self.text.textChanged.connect(self._type)

    def show_draft(self, draft: SignaturesDraft, mailboxes: Sequence[MailboxRow], part: Part = GENERAL) -> None:
        """Show these, without telling, `part` of them first."""
        self._base = self._now = draft
        self._mailboxes = mailboxes
        self._mailbox_field.setVisible(draft.owner_id is not None)
        self._offer(part)
        self._show_text()

    def part(self) -> Part:
        """Which of them is shown."""
        return self.mailbox.currentData() or 0, self.language.currentData() or ""

    def draft(self) -> SignaturesDraft:
        """What the form holds."""
        return self._now

    def remember(self, then: Callable[[], None]) -> Callable[[], None]:
        """What brings back what the form holds now, as a change of what it is given until then; calls `then`."""
        draft, part = self._now, self.part()

        def back() -> None:
            now = self._base
            self.show_draft(replace(draft, version=now.version), self._mailboxes, part)
            self._base = now
            then()

        return back

    def dirty(self) -> bool:
        """Whether it holds something else than it was given."""
        return self._now != self._base

    def good(self) -> bool:
        """Whether it could be saved."""
        return True

    def first_fault(self) -> QWidget | None:
        """Nothing can be wrong."""
        return None

    def taken(self, mailbox_id: int, language: str) -> str:
        """The signature that a mail from this mailbox in this language takes."""
        return chosen(self._now.texts.get(GENERAL, ""), self._now.others(), mailbox_id, language)

    def begin(self) -> None:
        """Put the keyboard where one begins."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        self._offer(self.part())
        self._show_text()
        self.turned.emit()

    def _type(self) -> None:
        part = self.part()
        self._now = self._now.with_text(part, self.text.toPlainText().rstrip())
        self._offer(part)
        self._say()
        self.edited.emit()

    def _show_text(self) -> None:
        self.text.set_text(self._now.texts.get(self.part(), ""))
        self._say()

    def _say(self) -> None:
        names = ", ".join(f"{{{{{name}}}}}" for name in unknown(self.text.toPlainText(), frozenset()))
        said = self.tr("%1 is no placeholder: it goes out as it stands here.").replace("%1", names)
        self._text_field.set_fault(said if names else "")

    def _offer(self, part: Part) -> None:
        """The mailboxes and languages, with what is written marked."""
        box_id, language = part
        with QSignalBlocker(self.mailbox), QSignalBlocker(self.language):
            self.mailbox.clear()
            self.mailbox.addItem(self._marked(self.tr("Any mailbox"), any_in(self._now.texts, mailbox_id=0)), 0)
            for box in self._mailboxes:
                self.mailbox.addItem(self._marked(box.name, any_in(self._now.texts, mailbox_id=box.id)), box.id)
            self.mailbox.setCurrentIndex(max(0, self.mailbox.findData(box_id)))
            self.language.clear()
            for code in dict.fromkeys(("", *CODES, *(code for _, code in self._now.texts))):
                words = language_name(code) if code else self.tr("Any language")
                self.language.addItem(self._marked(words, (box_id, code) in self._now.texts), code)
            self.language.setCurrentIndex(max(0, self.language.findData(language)))

    def _marked(self, words: str, written: bool) -> str:
        return self.tr("%1 · written").replace("%1", words) if written else words


def any_in(texts: Mapping[Part, str], *, mailbox_id: int) -> bool:
    """Whether there is a signature for this mailbox, in whichever language."""
    return any(box == mailbox_id for box, _ in texts)
