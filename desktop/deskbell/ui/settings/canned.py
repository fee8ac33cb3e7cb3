"""The page of the canned replies: by folders, with how often each is used; write one, copy it, remove it."""

from msgspec.structs import replace
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.canned import NO_ACTIONS, CannedReply, RemoveCannedReply, SaveCannedReply
from deskbell.rules import canned as rules
from deskbell.rules.rights import may
from deskbell.ui.canned.canned_now import CannedNow
from deskbell.ui.canned.filling import Occasion, names_by_id
from deskbell.ui.canned.languages import language_name
from deskbell.ui.canned.preview import CannedPreview
from deskbell.ui.canned.reading import PicturesOf, Trial, pictures_of, trial
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.canned_draft import CannedDraft
from deskbell.ui.settings.canned_form import CannedForm
from deskbell.ui.settings.list_page import NEW
from deskbell.ui.settings.page import Who
from deskbell.ui.settings.rows_page import RowsPage
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.moments import utc_now
from deskbell.ui.widgets.buttons import DangerButton, GhostButton
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.search_box import SearchBox


class CannedPage(RowsPage):
    """Shared replies and those of the person at this window; what may be changed of them is said by the role."""

    form: CannedForm
    now: CannedNow

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        who: Who,
        prompts: Prompts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, runner, desk, who, prompts, parent)
        self._occasion = Occasion(desk.me, None)
        self._pictures: PicturesOf = PicturesOf(0, {})
        self.set_title(self.tr("Canned replies"))
        self.set_add_word(self.tr("Write a reply"))
        self.search = SearchBox(theme, self.tr("Search names, shortcuts and texts"), self)
        self.list_body.insertWidget(0, self.search)
        self.form = CannedForm(theme, runner, desk.keys, desk.me.id, self)
        self._show_desk()
        desk.changed.connect(self._show_desk)
        self.preview = CannedPreview(theme, self)
        self._preview_field = Field(theme, self.tr("Preview"), self._framed(self.preview), parent=self)
        self.copy_button = GhostButton(self.tr("Duplicate"), self)
        self.remove_button = DangerButton(self.tr("Remove this reply"), self)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addWidget(self.copy_button)
        deeds.addStretch(1)
        deeds.addWidget(self.remove_button)
        self.form_body.addWidget(self.form)
        self.form_body.addWidget(self._preview_field)
        self.form_body.addLayout(deeds)
        self.now = CannedNow(runner, desk, self)
        self._connect()
        self._begin()
        runner.ask(trial, done=self._try_on, failed=self.show_error, owner=self)

    def _show_desk(self) -> None:
        """What can be chosen of the desk."""
        self.form.macro.show_agents(self._desk.agents)
        self.form.macro.show_teams(self._desk.teams)
        self.form.show_mailboxes(self._desk.mailboxes)

    def fill(self) -> None:
        typed = self.search.text().strip()
        found = rules.offered(typed, self.now.found, (), utc_now())
        if not typed:
            found.sort(
                key=lambda reply: (reply.owner_id is not None, rules.folded(reply.folder), rules.folded(reply.name))
            )
        heads: dict[int, str] = {}
        before = None
        for reply in found:
            head = (reply.owner_id is not None, reply.folder)
            if not typed and head != before:
                heads[reply.id] = self._head_words(reply)
            before = head
        nothing = self.tr("No reply answers to this.") if typed and self.now.found else ""
        if not nothing and self.now.known:
            nothing = self.tr(
                "No canned replies yet. Write one here, or save an answer as one; type / in an answer to use it."
            )
        self.search.setVisible(bool(self.now.found))
        self.place_entries([reply.id for reply in found], nothing, heads)
        for reply in found:
            icon = Icon.CANNED if reply.owner_id is None else Icon.LOCK
            icon = Icon.MACRO if reply.actions != NO_ACTIONS else icon
            self.entries[reply.id].show_thing(reply.name, self._beside(reply), self._line(reply), icon)

    def show_one(self, row_id: int) -> None:
        row = self._row(row_id)
        draft = CannedDraft.of(row) if row is not None else self._fresh()
        self.set_form_title(draft.name if row_id != NEW else self.tr("New reply"))
        self._show_draft(draft)
        if draft.composed().pictures():
            self._runner.ask(pictures_of, row_id, self._desk.me.id, done=self._take_pictures, owner=self)

    def forget_form(self) -> None:
        self._show_draft(CannedDraft())

    def _connect(self) -> None:
        self.search.searched.connect(lambda _: self.fill())
        self.form.edited.connect(self.changed)
        self.form.edited.connect(self._show_preview)
        self.form.language.activated.connect(lambda _: self._show_preview())
        self.form.files_wanted.connect(lambda: self.form.attach(self._prompts.files_to_attach()))
        self.form.failed.connect(self.show_error)
        self.form.left.connect(self.go_back)
        self.copy_button.clicked.connect(self._duplicate)
        self.remove_button.clicked.connect(self._remove)

    def _row(self, row_id: int | None) -> CannedReply | None:
        return self.now.row(row_id)

    def _may_share(self) -> bool:
        return may(self._desk.me.role, SaveCannedReply)

    def _fresh(self) -> CannedDraft:
        return CannedDraft(owner_id=None if self._may_share() else self._desk.me.id)

    def _show_draft(self, draft: CannedDraft) -> None:
        folders = sorted({reply.folder for reply in self.now.found if reply.folder}, key=rules.folded)
        may_change = draft.owner_id is not None or self._may_share()
        numbered = (one for one in self.now.found if one.number and one.id != draft.id)
        self.form.show_numbers({(one.owner_id is not None, one.number): one.name for one in numbered})
        self.form.macro.article.know(one.article for one in self.now.found if one.article is not None)
        self.form.show_draft(draft, folders, may_share=self._may_share())
        self.form.setEnabled(may_change)
        self.copy_button.setVisible(bool(draft.id))
        self.remove_button.setVisible(bool(draft.id) and may_change)
        self._show_preview()

    def _show_preview(self) -> None:
        draft = self.form.draft()
        pictures = self._pictures.images if self._pictures.reply_id == draft.id else {}
        files = draft.listed()
        text = self.form.text()
        agents, teams = names_by_id(self._desk.agents), names_by_id(self._desk.teams)
        occasion = replace(self._occasion, agents=agents, teams=teams)
        effects, fields = occasion.effects(draft.actions), occasion.field_names()
        self.preview.show_text(text, self._occasion.fill(text), files, pictures, effects, fields)
        self.preview.show_article(draft.actions.article_id, self.form.macro.article.choice())

    def _try_on(self, found: Trial) -> None:
        self._occasion = Occasion(self._desk.me, None, asker=found.asker)
        self.form.show_fields([one.field for one in found.asker.fields])
        if found.detail is not None:
            row = found.detail.row
            box = self._desk.mailbox(row.mailbox_id)
            self._occasion = Occasion(self._desk.me, box, found.detail, found.asker)
            words = self.tr("As it would read on #%1, the newest ticket.").replace("%1", str(row.id))
            self._preview_field.set_hint(words)
            self._show_preview()
            self.fill()

    def _take_pictures(self, found: PicturesOf) -> None:
        if found.reply_id == self.opened:
            self._pictures = found
            self.form.show_pictures(found.images)
            self._show_preview()

    def _duplicate(self) -> None:
        draft = self.form.draft()
        name = self.tr("%1 (copy)").replace("%1", draft.name)
        owner = draft.owner_id if self._may_share() else self._desk.me.id
        if self._may_leave():
            self.drop_error()
            self.opened = NEW
            self.set_form_title(self.tr("New reply"))
            # Against a form that holds nothing it is something new at once.
            self._show_draft(CannedDraft(owner_id=owner))
            self.form.take(draft.copy(name, owner))
            self.remove_button.setVisible(False)
            self.form.begin()
            self.see_top()
            self.changed.emit()

    def _remove(self) -> None:
        row = self._row(self.opened)
        if row is None:
            return
        question = self.tr("Remove the reply %1?").replace("%1", row.name)
        said = self.tr("Nobody can put it into an answer any more. Answers that were written with it stay.")
        if row.owner_id is not None:
            said = self.tr("You cannot put it into an answer any more. Answers that were written with it stay.")
        if self._prompts.sure(question, said, self.tr("Remove")):
            command = RemoveCannedReply(
                agent_id=self._desk.me.id, id=row.id, owner_id=row.owner_id, version=row.version
            )
            self._do_and_leave(command)

    def _head_words(self, reply: CannedReply) -> str:
        folder = reply.folder or self.tr("Without a folder")
        return (folder if reply.owner_id is None else self.tr("%1 · only you").replace("%1", folder)).upper()

    def _beside(self, reply: CannedReply) -> str:
        languages = ", ".join(language_name(text.language) for text in reply.texts if text.language)
        begins = self.tr("for new tickets") if reply.begins_tickets() else ""
        number = self.tr("number %1").replace("%1", str(reply.number)) if reply.number else ""
        shortcut = f"/{reply.shortcut}" if reply.shortcut else ""
        return " · ".join(part for part in (shortcut, number, languages, begins) if part)

    def _line(self, reply: CannedReply) -> str:
        if not reply.used_month:
            used = self.tr("Not used in 30 days")
        else:
            used = self.tr("Used %n times in 30 days", "", reply.used_month)
            used = self.tr("%1, %2 in 7").replace("%1", used).replace("%2", str(reply.used_week))
        return f"{used} · {' '.join(self._occasion.fill(reply.texts[0]).text.split())}"

    def _framed(self, content: QWidget) -> QWidget:
        card = QWidget(self)
        card.setObjectName("card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(content)
        return card
