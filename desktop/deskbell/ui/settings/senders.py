"""The page of blocked and trusted senders: two lists, a line for each address or domain."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from deskbell.model.commands import ListSenders
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Listed
from deskbell.rules.spam import read_pattern
from deskbell.store.queries import senders
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.settings.page import Page, Refused, Saved, Who
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.text_area import TextArea
from deskbell.ui.words import told_error

_HEIGHT = 176

_Lists = Mapping[Listed, tuple[str, ...]]


class SendersPage(Page):
    """What is written is a change of what was shown: what somebody else puts on a list meanwhile stays there."""

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, who: Who, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, who, parent)
        self._runner = runner
        self._desk = desk
        self.set_title(self.tr("Senders"))
        self._kept: _Lists = dict.fromkeys(Listed, ())
        self.areas = {one: TextArea(theme, _HEIGHT, self) for one in Listed}
        titles = {
            Listed.BLOCKED: (
                self.tr("Blocked"),
                self.tr("Their mail begins its tickets in Spam, and joins no other one."),
            ),
            Listed.ALLOWED: (
                self.tr("Trusted"),
                self.tr("Their mail is never taken for spam, whatever the provider says."),
            ),
        }
        self.fields: dict[Listed, Field] = {}
        for one, area in self.areas.items():
            title, hint = titles[one]
            hint = self.tr("{what} One address or domain a line; a domain holds for those below it.").replace(
                "{what}", hint
            )
            self.fields[one] = Field(theme, title, area, hint=hint, parent=self)
            area.setReadOnly(not who.may)
            area.textChanged.connect(self._edited)
            self.body.addWidget(self.fields[one])
        self.body.addStretch(1)
        desk.settings_changed.connect(self._follow)
        self.revert()

    def dirty(self) -> bool:
        return any(set(self._lines(one)) != set(self._kept[one]) for one in Listed)

    def good(self) -> bool:
        return not any(self._fault(one) for one in Listed)

    def first_fault(self) -> QWidget | None:
        return next((self.areas[one] for one in Listed if self._fault(one)), None)

    def save(self, saved: Saved, refused: Refused) -> None:
        now = {one: {read_pattern(line) for line in self._lines(one)} for one in Listed}
        before = {one: set(self._kept[one]) for one in Listed}
        command = ListSenders(
            agent_id=self._desk.me.id,
            block=tuple(sorted(now[Listed.BLOCKED] - before[Listed.BLOCKED])),
            allow=tuple(sorted(now[Listed.ALLOWED] - before[Listed.ALLOWED])),
            forget=tuple(
                sorted((before[Listed.BLOCKED] | before[Listed.ALLOWED]) - now[Listed.BLOCKED] - now[Listed.ALLOWED])
            ),
        )

        def kept(_: object) -> None:
            self._show({one: tuple(sorted(now[one])) for one in Listed})
            saved()

        self._runner.do(command, done=kept, failed=refused, owner=self)

    def revert(self) -> None:
        self._runner.ask(senders.listed, done=self._show, failed=self.show_error, topic=("senders", id(self)))

    def _follow(self) -> None:
        """Somebody changed a list elsewhere: show it, unless something is being changed here."""
        if not self.dirty():
            self.revert()

    def _show(self, lists: _Lists) -> None:
        self._kept = lists
        for one, area in self.areas.items():
            area.set_text("\n".join(lists[one]))
        self._edited()

    def _edited(self) -> None:
        for one, field in self.fields.items():
            field.set_fault(self._fault(one))
        self.changed.emit()

    def _lines(self, one: Listed) -> list[str]:
        return [line.strip() for line in self.areas[one].toPlainText().splitlines() if line.strip()]

    def _fault(self, one: Listed) -> str:
        """What is wrong with the first bad line of a list, "" where nothing is."""
        other = set(self._lines(next(another for another in Listed if another is not one)))
        try:
            for line in self._lines(one):
                if read_pattern(line) in other and one is Listed.ALLOWED:
                    raise Mistake("pattern.twice", pattern=line)
        except Mistake as error:
            return told_error(error)
        return ""
