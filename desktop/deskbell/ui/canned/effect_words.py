"""What a macro changes, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from deskbell.model.answering import ArticleChoice
from deskbell.model.canned import UNTIL_AN_ANSWER
from deskbell.model.kinds import Deed, Priority, Status, TicketType
from deskbell.rules.macros import Effect
from deskbell.ui.words import priority_word, status_word, type_word


class EffectWords(QObject):
    """Words the effects of a macro, with their names (`macros.with_names`), in the person's language."""

    def line(self, effects: Sequence[Effect]) -> str:
        """All of them in a line; "" where there are none."""
        return self.tr("When it is sent: %1").replace("%1", self.plain(effects)) if effects else ""

    def plain(self, effects: Sequence[Effect]) -> str:
        """All of them, without saying when."""
        return " · ".join(map(self._one, effects))

    def article(self, article_id: int | None, article: ArticleChoice | None) -> str:
        """Which article is put in, None where that cannot be seen; "" where none is to be."""
        if article_id is None:
            return ""
        if article is None:
            return self.tr("Its article is left out: it is gone, or you are not among those who see it.")
        words = (
            self.tr("With the article “%1”") if article.sendable else self.tr("With the article “%1”, in notes only")
        )
        return words.replace("%1", article.title)

    def _one(self, effect: Effect) -> str:
        match effect.kind, effect.value:
            case Deed.STATUS, Status() as status:
                return self.tr("status %1").replace("%1", status_word(status))
            case Deed.ASSIGNED, str() as name:
                return self.tr("assigned to %1").replace("%1", name)
            case Deed.ASSIGNED, mine:
                return self.tr("assigned to you") if mine else self.tr("assigned to nobody")
            case Deed.TAGGED, tuple() as names:
                words = self.tr("without tag %1") if effect.off else self.tr("tag %1")
                return words.replace("%1", ", ".join(names))
            case Deed.TYPE, TicketType() as kind:
                return self.tr("type %1").replace("%1", type_word(kind))
            case Deed.PRIORITY, Priority() as priority:
                return self.tr("priority %1").replace("%1", priority_word(priority))
            case Deed.TEAM, str() as name:
                return self.tr("given to the team %1").replace("%1", name)
            case Deed.FOLLOWED, bool():
                return self.tr("followed by you")
            case Deed.FOLLOWED, int() as many:
                return self.tr("one more follower") if many == 1 else self.tr("%n more followers", "", many)
            case Deed.CHECKLIST, int() as many:
                return (
                    self.tr("a step on the checklist") if many == 1 else self.tr("%n steps on the checklist", "", many)
                )
            case Deed.DUE, int() as days:
                return self._due(days)
            case Deed.SNOOZED, value if value == UNTIL_AN_ANSWER:
                return self.tr("snoozed until the customer answers")
            case Deed.SNOOZED, int() as days:
                return self.tr("snoozed until tomorrow") if days == 1 else self.tr("snoozed for %n days", "", days)
            case _:
                raise AssertionError(effect)

    def _due(self, days: int) -> str:
        match days:
            case 0:
                return self.tr("due today")
            case 1:
                return self.tr("due tomorrow")
            case _:
                return self.tr("due in %n days", "", days)
