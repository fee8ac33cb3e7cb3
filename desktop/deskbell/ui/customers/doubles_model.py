"""The list of customers who may be one person, two by two: the stretches of the desk that were looked at, and how an entry looks."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QRectF, Signal
from PySide6.QtGui import QPainter

from deskbell.model.changes import Changes
from deskbell.model.customer_list import CustomerLine
from deskbell.model.customers import Like
from deskbell.model.doubles import Double, DoubleGroup, DoublesPage
from deskbell.model.kinds import Entity
from deskbell.store.queries import doubles
from deskbell.ui.customers.customer_lines import CardGround
from deskbell.ui.runner import Runner
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.avatar import avatar_pixmap
from deskbell.ui.widgets.listed_model import ListedModel


class DoublesModel(ListedModel):
    """Pairs who have the same in common, in its order. Where few are there twice the whole desk is looked through for a page, part by part.

    Signals:
        progressed(int, object): so many entries of the desk were looked at, of so many (None as long as nobody has counted); 0 of none at the end.
    """

    progressed = Signal(int, object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.why = Like.NAME
        self._groups: dict[str, DoubleGroup] = {}
        self._then = ""
        self._looked = 0
        self._total: int | None = None
        self._full_at = doubles.PAGE
        self._topic = ("doubles", id(self))

    def show_those(self, why: Like) -> None:
        """Show who has this in common, from the first on."""
        self.why = why
        self._total = None
        self.ask_anew()
        self.refresh()
        topic = (*self._topic, "count")
        self._runner.ask(doubles.count, why, done=self._count, failed=self.failed.emit, owner=self, topic=topic)

    def refresh(self) -> None:
        self._reading = True
        self._full_at = max(doubles.PAGE, len(self._entries))
        self._ask("", self._begin, self.give_up, self._full_at)

    def ask_page(self) -> None:
        self._full_at = len(self._entries) + doubles.PAGE
        self._go_on()

    @property
    def is_whole(self) -> bool:
        """Whether all of the desk was looked at, or could not be."""
        return self._whole

    def hear(self, changes: Changes) -> None:
        """Rows were written by somebody: read again what may be others now."""
        if changes.lost:
            self.refresh()
            return
        changed = changes.of(Entity.CUSTOMER)
        self._look_again([key for key, group in self._groups.items() if group.members & changed])

    def take_out(self, double: Double) -> None:
        """Somebody decided about these two: they are not offered until it is known what the desk says now."""
        group = self._groups.get(double.key)
        if group is not None:
            left = tuple(one for one in group.doubles if one.id != double.id)
            self._replace((DoubleGroup(group.key, group.members, left),))

    def put_back(self, double: Double) -> None:
        """What was decided about these two was refused."""
        self._look_again([double.key])

    def sentence(self, entry: Double) -> str:
        return ", ".join(
            part for line in (entry.one, entry.other) for part in (line.name, line.email, line.organisation) if part
        )

    def explained(self, entry: Double) -> str:
        return "\n".join(called(line) for line in (entry.one, entry.other))

    def _ask(
        self, begin: str, done: Callable[[DoublesPage], None], failed: Callable[[Exception], None], wanted: int
    ) -> None:
        question = (doubles.page, self.why, begin, wanted)
        self._runner.ask(*question, done=done, failed=failed, owner=self, topic=self._topic)

    def _go_on(self) -> None:
        self._ask(self._then, self._take, self.refuse, max(1, self._full_at - len(self._entries)))

    def _begin(self, page: DoublesPage) -> None:
        self._groups = {group.key: group for group in page.groups}
        self._looked = 0
        self.become(self._pairs(), whole=page.then is None)
        self._taken(page)
        self.read.emit()

    def _take(self, page: DoublesPage) -> None:
        self._groups |= {group.key: group for group in page.groups}
        found = self._pairs()
        self.take_page(found[len(self._entries) :], whole=page.then is None)
        self._taken(page)

    def _taken(self, page: DoublesPage) -> None:
        self._looked += page.looked
        self._then = page.then or ""
        if page.then is not None and len(self._entries) < self._full_at:
            self._reading = True
            self._go_on()
        elif page.then is None:
            self._looked, self._total = 0, 0
        self.progressed.emit(self._looked, self._total)

    def _count(self, total: int) -> None:
        if self._total is None:
            self._total = total
            self.progressed.emit(self._looked, total)

    def _pairs(self) -> list[Double]:
        """Each pair once, though they may have more in common."""
        found: dict[tuple[int, int], Double] = {}
        for group in self._groups.values():
            for one in group.doubles:
                found.setdefault(one.id, one)
        return list(found.values())

    def _look_again(self, keys: Sequence[str]) -> None:
        if keys:
            done = partial(self._replace_of, self.why)
            self._runner.ask(doubles.again, self.why, keys, done=done, failed=self.failed.emit, owner=self)

    def _replace_of(self, why: Like, groups: Sequence[DoubleGroup]) -> None:
        if why is self.why:
            self._replace(groups)

    def _replace(self, groups: Sequence[DoubleGroup]) -> None:
        for group in groups:
            before = self._groups.get(group.key)
            if before is not None:
                # Who was of it may be so again, as after an undo.
                members = group.members | before.members
                self._groups[group.key] = DoubleGroup(group.key, members, group.doubles)
        left = self._pairs()
        if left == self._entries:
            return
        self.settling.emit()
        self.beginResetModel()
        self._entries = left
        self.endResetModel()
        self.settled.emit()
        self.read.emit()


class DoublesDelegate(CardGround):
    """Both pictures; the names, or the one that both have; and the addresses."""

    row_height = 60

    def paint_entry(self, painter: QPainter, area: QRectF, entry: Double, *, selected: bool) -> None:
        del selected
        theme, colours, px = self.theme, self.theme.colours, self.theme.px
        side, ratio = px(26), painter.device().devicePixelRatio()
        left, top = round(area.left()) + px(12), round(area.top() + (area.height() - side - px(10)) / 2)
        for number, line in enumerate((entry.one, entry.other)):
            picture = avatar_pixmap(theme.now, line.name, line.email, side, ratio)
            painter.drawPixmap(left + number * px(14), top + number * px(10), picture)
        upper, lower = self.halves(area.adjusted(0, px(3), -px(2), -px(3)), px(66))
        names = " · ".join(dict.fromkeys(line.name or line.email for line in (entry.one, entry.other)))
        self.write(painter, upper, names, TextRole.body, colours.ink, weight=Weight.medium)
        told = " · ".join(_apart(line) for line in (entry.one, entry.other))
        self.write(painter, lower, told, TextRole.small, colours.muted)


def _apart(line: CustomerLine) -> str:
    """What tells one of them from the other."""
    return line.email or line.organisation or QCoreApplication.translate("customers", "no address")


def called(line: CustomerLine) -> str:
    """A customer in words: the name, the address, where they work."""
    return " · ".join(dict.fromkeys(part for part in (line.name, line.email, line.organisation) if part))


def why_word(why: Like) -> str:
    """What two customers have in common, as the head of a list."""
    words = {
        Like.NAME: QCoreApplication.translate("customers", "The same name"),
        Like.PHONE: QCoreApplication.translate("customers", "The same phone"),
        Like.ADDRESS: QCoreApplication.translate("customers", "A similar address"),
    }
    return words[why]
