"""The keys of an open ticket that its pane does something for, in whichever window that stands."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import ReplyKind
from deskbell.ui.keys import Keys

if TYPE_CHECKING:
    from deskbell.ui.ticket.pane import TicketPane

_WRITING: Final = {
    "reply": ReplyKind.REPLY,
    "reply_all": ReplyKind.REPLY_ALL,
    "forward": ReplyKind.FORWARD,
    "note": ReplyKind.NOTE,
}


def bind_pane_keys(
    keys: Keys,
    pane: "Callable[[], TicketPane]",
    targets: Callable[[], tuple[int, ...]],
    anchor: Callable[[], QWidget],
    write: Callable[[ReplyKind], None],
) -> None:
    """`pane` gives the pane, `targets` the tickets (ids) that a key means, `anchor` where a list drops down, `write` begins an answer or a note."""
    keys.bind("print", lambda: pane().print_ticket())
    keys.bind("history", lambda: pane().history.toggle())  # noqa: PLW0108
    keys.bind("look", lambda: pane().errands.look_at_files(pane().conversation.cards()))
    keys.bind("checklist", lambda: pane().filling.begin_checklist())  # noqa: PLW0108
    keys.bind("link", lambda: pane().errands.ask_link(pane().header))
    keys.bind("merge", lambda: pane().errands.ask_merge(targets(), anchor()))
    keys.bind("make_article", lambda: _make_article(pane()))
    keys.bind("copy_link", lambda: pane().errands.copy_links(targets()))
    keys.bind("customer_messages", lambda: pane().customers.show_messages())  # noqa: PLW0108
    keys.bind("canned", lambda: pane().offer_canned())
    keys.bind("article", lambda: pane().writing.offer_articles())  # noqa: PLW0108
    keys.bind("save_canned", lambda: pane().save_as_canned())
    for action, kind in _WRITING.items():
        keys.bind(action, partial(write, kind))
    keys.list_only("send", "send_solve", "send_wait", "find_written", "replace_written", "next_wrong")
    keys.list_only("bold", "italic", "list", "numbers", "quote", "code", "text_link")
    keys.bind("look_over", lambda: pane().composer.look_over_wanted.emit())  # noqa: PLW0108
    keys.bind("plain_text", lambda: pane().writing.switch_plain())  # noqa: PLW0108
    keys.bind("send_as", lambda: pane().writing.ask_how_to_send())  # noqa: PLW0108


def _make_article(pane: "TicketPane") -> None:
    if pane.row is not None:
        pane.errands.article_wanted.emit(pane.row.id)
