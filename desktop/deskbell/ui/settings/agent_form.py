"""The form of an agent: for the person at the window, and for administrators."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.kinds import Presence, Role
from deskbell.model.rows import AgentRow, TagRow
from deskbell.ui.settings.agent_draft import AgentDraft, AgentPart, agent_faults
from deskbell.ui.settings.agent_work_edit import AgentWorkEdit
from deskbell.ui.settings.draft_form import DraftForm, fault_words
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.avatar import Avatar
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.widgets.text_area import TextArea
from deskbell.ui.words import presence_word, role_word


class AgentForm(DraftForm[AgentDraft]):
    """With `own` it shows presence, without it role and whether the agent still works here; in an `office` also whether an
    administrator's computer does the worker's work.
    """

    def __init__(self, theme: ThemeSource, *, own: bool, office: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(AgentDraft(), parent)
        self._asks_work = office and not own
        self._agents: tuple[AgentRow, ...] = ()
        self._tags: Sequence[TagRow] = ()
        self._typed: set[AgentPart] = set()
        self._touched: set[AgentPart] = set()
        self._picture = Avatar(theme, 56, parent=self)
        self._name = QLineEdit(self)
        self._email = QLineEdit(self)
        self._email.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self._signature = TextArea(theme, 104, self)
        self._presence = Segments(theme, [(one, presence_word(one)) for one in Presence], self)
        self._role = Segments(theme, [(one, role_word(one)) for one in Role], self)
        self._active = QCheckBox(self.tr("Works here: can be given tickets"), self)
        self.work = QCheckBox(self.tr("Their computer fetches and sends the mail"), self)
        self._work_hint = Label(
            self.tr(
                "While Deskbell runs there and no worker service does it. It needs the passwords of the mailboxes there too (Settings, Mailboxes), "
                "and its login can read all mail, past every rule of the desk."
            ),
            TextRole.small,
            ink="muted",
            wrap=True,
            parent=self,
        )
        email_hint = self.tr("Tells agents apart; customers never see it.")
        role_hint = self.tr("Managers change teams and lists of senders, administrators the whole desk.")
        signature_hint = self.tr(
            "Below answers. Without one, the signature of the mailbox is taken. Others for single mailboxes and languages: Signatures."
        )
        self._fields = {
            AgentPart.NAME: Field(theme, self.tr("Name"), self._name, parent=self),
            AgentPart.EMAIL: Field(theme, self.tr("Mail address"), self._email, hint=email_hint, parent=self),
            AgentPart.ROLE: Field(theme, self.tr("Role"), self._role, hint=role_hint, parent=self),
        }
        self._presence_field = Field(theme, self.tr("Presence"), self._presence, parent=self)
        self._signature_field = Field(theme, self.tr("Signature"), self._signature, hint=signature_hint, parent=self)
        self._presence_field.setVisible(own)
        self._fields[AgentPart.ROLE].setVisible(not own)
        self._active.setVisible(not own)
        # A person's own form does without: administrators say what can be given to whom.
        self.given: AgentWorkEdit | None = None if own else AgentWorkEdit(theme, self)
        if self.given is not None:
            self.given.edited.connect(self._edit)
        self._lay_out()
        for part, edit in ((AgentPart.NAME, self._name), (AgentPart.EMAIL, self._email)):
            edit.textEdited.connect(lambda _, part=part: self._type(part))
            edit.editingFinished.connect(lambda part=part: self._leave(part))
        self._signature.textChanged.connect(self._edit)
        self._presence.chosen.connect(lambda _: self._edit())
        self._role.chosen.connect(lambda: self._edit(AgentPart.ROLE))
        self._active.clicked.connect(lambda: self._edit(AgentPart.ROLE))
        self.work.clicked.connect(lambda _: self._edit())

    def show_draft(
        self, draft: AgentDraft, agents: tuple[AgentRow, ...], *, me: bool = False, tags: Sequence[TagRow] = ()
    ) -> None:
        """Show this one among `agents`, without telling. Nobody sends themselves away: `me` locks that. `tags` can be skills."""
        self._base, self._agents = draft, agents
        self._typed, self._touched = set(), set()
        self._name.setText(draft.name)
        self._email.setText(draft.email)
        self._signature.set_text(draft.signature)
        self._presence.set_value(draft.presence)
        self._role.set_value(draft.role)
        self._active.setChecked(draft.active)
        self.work.setChecked(draft.runs_worker)
        self._active.setEnabled(not me)
        if self.given is not None:
            self._tags = tags
            self.given.show_work(draft.work, tags)
        self._look()

    def draft(self) -> AgentDraft:
        """What the form holds."""
        presence, role = self._presence.value(), self._role.value()
        assert isinstance(presence, Presence)
        assert isinstance(role, Role)
        return replace(
            self._base,
            name=" ".join(self._name.text().split()),
            email=self._email.text().strip(),
            role=role,
            presence=presence,
            signature=self._signature.toPlainText().rstrip(),
            active=self._active.isChecked(),
            runs_worker=self.work.isChecked(),
            work=self.given.work() if self.given is not None else None,
        )

    def good(self) -> bool:
        """Whether it could be saved."""
        return not agent_faults(self.draft(), self._agents)

    def first_fault(self) -> QWidget | None:
        """Show all that is wrong; where to begin mending."""
        self._touched = set(AgentPart)
        self._look()
        return next((field.control for field in self._fields.values() if field.fault()), None)

    def begin(self) -> None:
        """Put the keyboard where one begins."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_again(self, draft: AgentDraft) -> None:
        self.show_draft(draft, self._agents, me=not self._active.isEnabled(), tags=self._tags)

    def _type(self, part: AgentPart) -> None:
        self._typed.add(part)
        self._edit()

    def _leave(self, part: AgentPart) -> None:
        # Who only passes through a field has not done anything wrong there yet.
        if part in self._typed:
            self._touched.add(part)
            self._look()

    def _edit(self, part: AgentPart | None = None) -> None:
        if part is not None:
            self._touched.add(part)
        self._look()
        self.edited.emit()

    def _look(self) -> None:
        draft = self.draft()
        faults = agent_faults(draft, self._agents)
        for part, field in self._fields.items():
            fault = faults.get(part) if part in self._touched else None
            field.set_fault(fault_words(fault))
        self._picture.set_person(draft.name, draft.email)
        asked = self._asks_work and draft.role is Role.ADMIN
        self.work.setVisible(asked)
        self._work_hint.setVisible(asked)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(16)
        names.addWidget(self._fields[AgentPart.NAME])
        names.addWidget(self._fields[AgentPart.EMAIL])
        head = QHBoxLayout()
        head.setSpacing(20)
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        work = QVBoxLayout()
        work.setSpacing(4)
        work.addWidget(self.work)
        work.addWidget(self._work_hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addWidget(self._presence_field)
        layout.addWidget(self._fields[AgentPart.ROLE])
        layout.addLayout(work)
        layout.addWidget(self._signature_field)
        if self.given is not None:
            layout.addWidget(self.given)
        layout.addWidget(self._active)
