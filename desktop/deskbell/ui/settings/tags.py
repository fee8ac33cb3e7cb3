"""The page of the tags: by groups, with how many tickets have each; name, group, colour, merge, retire and remove them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from deskbell.model.commands import Command, RemoveTag
from deskbell.model.rows import TagRow
from deskbell.model.tag_use import TagUse
from deskbell.store.queries import tags
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.list_page import NEW, FormPage
from deskbell.ui.settings.page import Refused, Saved, Who
from deskbell.ui.settings.tag_deeds import TagDeeds
from deskbell.ui.settings.tag_draft import TagDraft
from deskbell.ui.settings.tag_form import TagForm
from deskbell.ui.settings.tag_merging import TagMerging
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.chip import TAG_TONES, Tone
from deskbell.ui.widgets.search_box import SearchBox
from deskbell.ui.words import count_word

LONG: Final = 200
"""Where more tickets have a tag it is said how far a merging is, and it can be cancelled."""

_DONE = "done"


class TagsPage(FormPage):
    """All tags of the desk. What is done here is told above the list, and can be undone there.

    `uses` says by id how much each is used, as soon as that is known; `merging` is what is under way.
    """

    form: TagForm

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
        self.uses: Mapping[int, TagUse] = {}
        self.merging: TagMerging | None = None
        self._pair = "", ""
        self.set_title(self.tr("Tags"))
        self.set_add_word(self.tr("Make a tag"))
        self.search = SearchBox(theme, self.tr("Search names and groups"), self)
        self.list_body.insertWidget(0, self.search)
        self.form = TagForm(theme, self)
        self.form.setEnabled(self._may)
        self.deeds = TagDeeds(theme, desk, prompts, self)
        self.form_body.addWidget(self.form)
        self.form_body.addWidget(self.deeds)
        self.search.searched.connect(lambda _: self.fill())
        self.form.edited.connect(self.changed)
        self.deeds.merge_wanted.connect(self._merge)
        self.deeds.retirement_wanted.connect(self._retire)
        self.deeds.removal_wanted.connect(self._remove)
        self.deeds.stop_wanted.connect(self._stop)
        desk.changed.connect(self._follow)
        self._look()
        self.fill()

    def save(self, saved: Saved, refused: Refused) -> None:
        """One command; the list again when it is done."""
        draft = self.form.draft()
        before = self._row(draft.id)

        def kept(tag_id: int) -> None:
            self._show_draft(replace(draft, version=draft.version + 1))
            self._come_back()
            if before is None:
                removal = RemoveTag(agent_id=self._desk.me.id, id=tag_id, version=1)
                self._tell(self.tr("The tag %1 is made.").replace("%1", draft.name), partial(self._do, removal))
            else:
                undo = replace(TagDraft.of(before), version=draft.version + 1).command(self._desk.me.id)
                self._tell(self.tr("The tag %1 is changed.").replace("%1", draft.name), partial(self._do, undo))
            saved()

        self._runner.do(draft.command(self._desk.me.id), done=kept, failed=refused)

    def fill(self) -> None:
        wanted = self.search.text().casefold().split()
        found = [tag for tag in self._desk.tags if all(word in f"{tag.name} {tag.group}".casefold() for word in wanted)]
        found.sort(key=lambda tag: (tag.retired, not tag.group, tag.group.casefold(), tag.name))
        grouped = any(tag.group or tag.retired for tag in self._desk.tags)
        heads: dict[int, str] = {}
        before = None
        for tag in found:
            head = self.tr("Retired") if tag.retired else tag.group or self.tr("Without a group")
            if grouped and head != before:
                heads[tag.id] = head.upper()
            before = head
        nothing = self.tr(
            "No tags yet. Make one here, or press T at a ticket and type a word: it is a tag from then on."
        )
        if self._desk.tags:
            nothing = self.tr("No tag answers to this.")
        self.search.setVisible(bool(self._desk.tags))
        self.place_entries([tag.id for tag in found], nothing, heads)
        for tag in found:
            beside = tag.group if tag.retired else ""
            self.entries[tag.id].show_state(tag.name, beside, self._line(tag), dot=TAG_TONES[tag.colour].ink)

    def show_one(self, row_id: int) -> None:
        self._banners.drop(_DONE)
        row = self._row(row_id)
        draft = TagDraft.of(row) if row is not None else TagDraft()
        self.set_form_title(draft.name if row_id != NEW else self.tr("New tag"))
        self._show_draft(draft)
        self.deeds.show_tag(row if self._may else None, self.uses.get(row_id))

    def forget_form(self) -> None:
        self._show_draft(TagDraft())

    def _row(self, tag_id: int | None) -> TagRow | None:
        return next((tag for tag in self._desk.tags if tag.id == tag_id), None)

    def _show_draft(self, draft: TagDraft) -> None:
        self.form.show_draft(draft, self._desk.tags)

    def _line(self, tag: TagRow) -> str:
        use = self.uses.get(tag.id)
        if use is None:
            return ""
        if not use.kept:
            return self.tr("On no ticket") if not use.everywhere else self.tr("Only in spam and trash")
        recent = self.tr("%1 active in 30 days").replace("%1", count_word(use.recent, more=use.more))
        return " · ".join((self.tr("%n open", "", use.open), self.tr("%n in all", "", use.kept), recent))

    def _look(self) -> None:
        self._runner.ask(
            tags.uses, done=self._take_uses, failed=self.show_error, topic=("tag uses", id(self)), owner=self
        )

    def _take_uses(self, uses: Mapping[int, TagUse]) -> None:
        self.uses = uses
        self.fill()
        if self.opened:
            self.deeds.show_tag(self._row(self.opened) if self._may else None, uses.get(self.opened))

    def _retire(self, retired: bool) -> None:
        row = self._row(self.opened)
        if row is not None:
            words = self.tr("The tag %1 is retired.") if retired else self.tr("The tag %1 is offered again.")
            before = TagDraft.of(row)
            undo = replace(before, version=row.version + 1).command(self._desk.me.id)
            command = replace(before, retired=retired).command(self._desk.me.id)
            self._do(command, lambda: self._tell(words.replace("%1", row.name), partial(self._do, undo)))

    def _remove(self) -> None:
        row = self._row(self.opened)
        if row is not None:
            words = self.tr("The tag %1 is removed.").replace("%1", row.name)
            undo = replace(TagDraft.of(row), id=NEW, version=0).command(self._desk.me.id)
            command = RemoveTag(agent_id=self._desk.me.id, id=row.id, version=row.version)
            self._do(command, lambda: self._tell(words, partial(self._do, undo)))

    def _do(self, command: Command, then: Callable[[], None] | None = None) -> None:
        """Carry it out, go back to the list, and say so."""

        def done(_: object) -> None:
            self._come_back()
            if then is not None:
                then()

        self._runner.do(command, done=done, failed=self.show_refusal, owner=self)

    def _merge(self, other: TagRow) -> None:
        row = self._row(self.opened)
        if row is not None and self.merging is None:
            many = self.uses.get(row.id, TagUse()).everywhere
            self._pair = row.name, other.name
            self._begin(self._merged, long=many > LONG).merge(row, other, many)

    def _merged(self, whole: bool) -> None:
        deeds = self._end()
        if deeds:
            self._come_back()
            self.tell_merged(*self._pair, deeds, whole=whole)

    def tell_merged(self, one: str, other: str, deeds: list[str], *, whole: bool = True) -> None:
        """Say that a tag is merged into another one, or a part of its tickets; these deeds can be undone."""
        words = self.tr("%1 is merged into %2.") if whole else self.tr("Some tickets of %1 have %2 instead.")
        self._tell(words.replace("%1", one).replace("%2", other), partial(self._part, deeds))

    def _part(self, deeds: list[str]) -> None:
        if self.merging is None:
            self._begin(self._end, long=False).undo(deeds)

    def _begin(self, ended: Callable[..., object], *, long: bool) -> TagMerging:
        """Goes on although the settings are closed: what is half done is of use to nobody."""
        self._banners.drop(_DONE)
        self.drop_error()
        merging = self.merging = TagMerging(self._runner, self._desk.me.id, self._desk)
        self.deeds.setEnabled(long)
        if long:
            merging.progressed.connect(self.deeds.show_course)
        merging.failed.connect(self.show_refusal)
        merging.ended.connect(ended)
        return merging

    def _end(self, _: bool = True) -> list[str]:
        """Nothing is under way any more; the deeds that were done."""
        assert self.merging is not None
        deeds = self.merging.deeds
        self.merging = None
        self.deeds.setEnabled(True)
        self.deeds.show_buttons()
        self._desk.read_again()
        self._look()
        return deeds

    def _stop(self) -> None:
        if self.merging is not None:
            self.merging.stop()

    def _come_back(self) -> None:
        self._banners.drop(_DONE)
        self._desk.read_again()
        self._look()
        if self.opened is not None:
            self.close_form()

    def _tell(self, sentence: str, undo: Callable[[], None]) -> None:
        self._banners.tell(_DONE, sentence, Tone.GOOD, action=(self.tr("Undo"), undo))
        self.relaid.emit()

    def _follow(self) -> None:
        self._look()
        if self.merging is None:
            super()._follow()
        else:
            self.fill()
