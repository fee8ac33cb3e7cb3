"""What an empty view says, and the next step it offers."""

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from deskbell.model.views import View, ViewKind
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.theme.icons import Icon


class EmptyWords(Struct, frozen=True):
    """Icon, title, sentence, and a button that goes to `next_view` ("" and None where there is none). `key_of` is the action that fills the view."""

    icon: Icon
    title: str
    sentence: str
    action: str = ""
    next_view: View | None = None
    key_of: str = ""

    def with_key(self, keys: MyKeys) -> str:
        """The sentence, and by which key it is done, where there is one."""
        key = keys.shown(self.key_of) if self.key_of else ""
        if not key:
            return self.sentence
        return f"{self.sentence} {QCoreApplication.translate('empty', 'The key for that is %1.').replace('%1', key)}"


def empty_words(view: View) -> EmptyWords:
    """What to say where a view has no tickets."""
    match view.kind:
        case ViewKind.MINE:
            return EmptyWords(
                Icon.SOLVED,
                QCoreApplication.translate("empty", "Nothing waits for you"),
                QCoreApplication.translate(
                    "empty", "Tickets that are assigned to you appear here. Take one from Unassigned."
                ),
                QCoreApplication.translate("empty", "Show unassigned tickets"),
                View(ViewKind.UNASSIGNED),
                key_of="assign_me",
            )
        case ViewKind.UNASSIGNED:
            return EmptyWords(
                Icon.SOLVED,
                QCoreApplication.translate("empty", "Everything is taken"),
                QCoreApplication.translate("empty", "New mail that nobody has taken yet appears here."),
                QCoreApplication.translate("empty", "Show my tickets"),
                View(ViewKind.MINE),
            )
        case ViewKind.FOLLOWING:
            return EmptyWords(
                Icon.EYE,
                QCoreApplication.translate("empty", "You follow no open ticket"),
                QCoreApplication.translate("empty", "Follow what a colleague has, and it appears here."),
                key_of="follow",
            )
        case ViewKind.MENTIONS:
            return EmptyWords(
                Icon.MENTION,
                QCoreApplication.translate("empty", "Nobody has mentioned you lately"),
                QCoreApplication.translate(
                    "empty", "Notes in which a colleague writes @ and your name appear here, and stay for a month."
                ),
            )
        case ViewKind.DRAFTS:
            return EmptyWords(
                Icon.DRAFT,
                QCoreApplication.translate("empty", "No drafts"),
                QCoreApplication.translate("empty", "Answers that you began and did not send wait here."),
            )
        case ViewKind.SNOOZED:
            return EmptyWords(
                Icon.SNOOZE,
                QCoreApplication.translate("empty", "Nothing snoozed"),
                QCoreApplication.translate("empty", "Put a ticket away until later; it comes back."),
                key_of="snooze",
            )
        case ViewKind.SOON:
            return EmptyWords(
                Icon.HOURGLASS,
                QCoreApplication.translate("empty", "Nothing is due"),
                QCoreApplication.translate("empty", "What is due within a day, or was due by now, appears here."),
            )
        case ViewKind.SEARCH:
            return EmptyWords(
                Icon.SEARCH,
                QCoreApplication.translate("empty", "Nothing found"),
                QCoreApplication.translate(
                    "empty", "Try fewer or other words, or a condition such as from:, tag: or status:solved."
                ),
            )
        case ViewKind.SAVED:
            return EmptyWords(
                Icon.SEARCH,
                QCoreApplication.translate("empty", "Nothing in this view"),
                QCoreApplication.translate("empty", "Tickets that its search finds appear here."),
            )
        case ViewKind.IMPORTED:
            return EmptyWords(
                Icon.INBOX,
                QCoreApplication.translate("empty", "Nothing left of this import"),
                QCoreApplication.translate(
                    "empty", "Its tickets were moved to other mailboxes, to Spam or to the trash."
                ),
            )
        case ViewKind.SPAM:
            return EmptyWords(
                Icon.SPAM,
                QCoreApplication.translate("empty", "No spam"),
                QCoreApplication.translate("empty", "Unwanted mail goes here."),
                key_of="away",
            )
        case ViewKind.TRASH:
            return EmptyWords(
                Icon.TRASH,
                QCoreApplication.translate("empty", "The trash is empty"),
                QCoreApplication.translate("empty", "Tickets that were thrown away lie here."),
            )
        case ViewKind.DONE:
            return EmptyWords(
                Icon.SOLVED,
                QCoreApplication.translate("empty", "Nothing solved yet"),
                QCoreApplication.translate("empty", "Solve a ticket, and it moves here."),
                key_of="solve",
            )
        case ViewKind.TEAM:
            return EmptyWords(
                Icon.TEAM,
                QCoreApplication.translate("empty", "This team has no open tickets"),
                QCoreApplication.translate(
                    "empty", "New mail to the team's mailboxes appears here, and what is given to it."
                ),
                key_of="team",
            )
        case ViewKind.COLLEAGUE:
            return EmptyWords(
                Icon.PERSON,
                QCoreApplication.translate("empty", "Nothing waits for this colleague"),
                QCoreApplication.translate(
                    "empty", "Tickets that are assigned to them appear here. Drag some onto their name to assign them."
                ),
                key_of="assign",
            )
        case ViewKind.TAG:
            return EmptyWords(
                Icon.TAG,
                QCoreApplication.translate("empty", "No open ticket has this tag"),
                QCoreApplication.translate("empty", "Tag a ticket, and it appears here."),
                key_of="tags",
            )
        case _:
            return EmptyWords(
                Icon.INBOX,
                QCoreApplication.translate("empty", "No open tickets"),
                QCoreApplication.translate("empty", "Customers' mail becomes tickets here within seconds."),
            )
