"""The page of the mails' layouts: what stands around the mails of each mailbox, seen as it leaves."""

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.mail_layout import KeptLayout, MailLayout, SaveLayout
from deskbell.model.rows import MailboxRow
from deskbell.store.queries import mail_layouts
from deskbell.store.session import Session
from deskbell.ui.canned.filling import Occasion
from deskbell.ui.canned.reading import Trial, trial
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.layout_form import LayoutForm
from deskbell.ui.settings.layout_preview import LayoutPreview
from deskbell.ui.settings.list_page import FormPage
from deskbell.ui.settings.logo_edit import image_of
from deskbell.ui.settings.page import Refused, Saved, Who
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.moments import utc_now
from deskbell.ui.widgets.field import Field


class LayoutsRead(Struct, frozen=True):
    """The layouts by mailbox, with the pixels of their logos."""

    kept: dict[int, KeptLayout]
    images: dict[int, QImage]


def read_layouts(session: Session) -> LayoutsRead:
    """All of them. A query for the runner."""
    kept = mail_layouts.layouts(session)
    images = {number: image_of(one.layout.logo) for number, one in kept.items() if one.layout.logo is not None}
    return LayoutsRead(kept, images)


class LayoutsPage(FormPage):
    """One entry a mailbox; its form with the preview below it."""

    form: LayoutForm

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
        self._read = LayoutsRead({}, {})
        self._trial = Trial(None, Occasion(desk.me, None).asker)
        self.set_title(self.tr("Layout of mails"))
        self.add_button.hide()
        self.form = LayoutForm(theme, runner, desk.keys, prompts, self)
        self.form.setEnabled(self._may)
        self.preview = LayoutPreview(theme, self)
        card = QWidget(self)
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.addWidget(self.preview)
        self._preview_field = Field(theme, self.tr("Preview"), card, parent=self)
        self.form_body.addWidget(self.form)
        self.form_body.addWidget(self._preview_field)
        self.form.edited.connect(self.changed)
        self.form.edited.connect(self._show_preview)
        self.form.failed.connect(self.show_error)
        self.form.left.connect(self.go_back)
        desk.changed.connect(self._read_again)
        self._read_again()
        runner.ask(trial, done=self._try_on, failed=self.show_error, owner=self)
        self.fill()

    def save(self, saved: Saved, refused: Refused) -> None:
        """One command; the list again when it is done."""
        mine, image = self.form.kept(), self.form.logo.image

        def kept(_: object) -> None:
            self._read.kept[mine.mailbox_id] = replace(mine, version=mine.version + 1)
            self._read.images[mine.mailbox_id] = image
            self._show(KeptLayout(0), None)
            self._read_again()
            self.close_form()
            saved()

        def failed(error: Exception) -> None:
            self._read_again()
            refused(error)

        command = SaveLayout(
            agent_id=self._desk.me.id, mailbox_id=mine.mailbox_id, layout=mine.layout, version=mine.version
        )
        self._runner.do(command, done=kept, failed=failed)

    def fill(self) -> None:
        nothing = self.tr("No mailbox yet. Add the address that your customers write to.")
        self.place_entries([box.id for box in self._desk.mailboxes], nothing)
        for box in self._desk.mailboxes:
            kept = self._read.kept.get(box.id, KeptLayout(box.id))
            self.entries[box.id].show_thing(box.name, box.address, self._line(kept.layout), Icon.MAIL)

    def show_one(self, row_id: int) -> None:
        box = self._desk.mailbox(row_id)
        self.set_form_title(box.name if box is not None else "")
        self._show(self._read.kept.get(row_id, KeptLayout(row_id)), self._read.images.get(row_id))

    def forget_form(self) -> None:
        self._show(KeptLayout(0), None)

    def _show(self, kept: KeptLayout, image: QImage | None) -> None:
        self.form.show_kept(kept, image)
        self._show_preview()

    def _show_preview(self) -> None:
        detail = self._trial.detail
        box = self._row(self.opened)
        # Without what a layout may not ask for.
        known = Occasion(self._desk.me, box, detail, self._trial.asker).facts()
        facts = replace(known, fields={}, today="", weekday="")
        last = detail.messages[-1] if detail is not None and detail.messages else None
        asked, at = (last.visible.strip().partition("\n\n")[0][:200], last.at) if last is not None else ("", utc_now())
        self.preview.show_layout(self.form.layout_now(), facts, self.form.logo.image, asked, at)

    def _try_on(self, found: Trial) -> None:
        if found.detail is not None:
            self._trial = found
            words = self.tr("As an answer on #%1, the newest ticket, would leave.")
            self._preview_field.set_hint(words.replace("%1", str(found.detail.row.id)))
            self._show_preview()

    def _read_again(self) -> None:
        topic = ("layouts", id(self))
        self._runner.ask(read_layouts, done=self._take, failed=self.show_error, topic=topic, owner=self)

    def _row(self, row_id: int | None) -> MailboxRow | None:
        return self._desk.mailbox(row_id) if row_id else None

    def _take(self, found: LayoutsRead) -> None:
        before, self._read = self._read, found
        self.fill()
        if self.opened and not self.form.dirty():
            if self._row(self.opened) is None:
                self.close_form()
            elif before.kept.get(self.opened) != found.kept.get(self.opened):
                self.show_one(self.opened)

    def _line(self, layout: MailLayout) -> str:
        parts = [
            self.tr("Logo") if layout.logo is not None else "",
            self.tr("Header") if layout.header_text else "",
            self.tr("Footer") if layout.footer_text else "",
            layout.accent.upper(),
        ]
        return " · ".join(part for part in parts if part) or self.tr("Nothing: mails leave as they are written")
