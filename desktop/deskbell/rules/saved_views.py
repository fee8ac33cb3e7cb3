"""What a saved view keeps: its name, and a search that says the same as a view that is built in."""

from typing import Final

from deskbell.model.views import View, ViewKind
from deskbell.rules.search_query import LONGEST, parse

# A view of live tickets has neither those that are put away until later nor those that are done.
_LIVE: Final = "is:open -is:snoozed"
_BUILT_IN: Final = {
    ViewKind.MINE: f"assignee:me {_LIVE}",
    ViewKind.UNASSIGNED: f"is:unassigned {_LIVE}",
    ViewKind.FOLLOWING: f"follower:me {_LIVE}",
    ViewKind.MENTIONS: "mentioned:me",
    ViewKind.DRAFTS: "has:draft",
    ViewKind.SNOOZED: "is:snoozed",
    ViewKind.OPEN: _LIVE,
    ViewKind.DONE: "is:closed",
    ViewKind.SPAM: "is:spam",
    ViewKind.TRASH: "is:trash",
}
_NAMED: Final = {
    ViewKind.MAILBOX: "mailbox",
    ViewKind.TEAM: "team",
    ViewKind.COLLEAGUE: "assignee",
    ViewKind.TAG: "tag",
}


def clean(words: str) -> str:
    """A name or a query as it is kept: one line, no spaces around it."""
    return " ".join(words.split())


def asks_something(query: str) -> bool:
    """Whether a query would find anything: it has a word or a condition, and not more letters than are read."""
    asked = parse(query)
    return len(query) <= LONGEST and bool(asked.words or asked.conditions)


def as_query(view: View, name: str) -> str:
    """What to search for to find the tickets of a view, to be narrowed. `name` is that of a mailbox, a team, a colleague or a tag; "" for what no search finds."""
    if view.kind is ViewKind.SEARCH:
        return view.query
    if view.kind in _NAMED:
        # No query can say a quote within quotes; a name is found by any part of it.
        longest = max(name.split('"'), key=len).strip()
        return f'{_NAMED[view.kind]}:"{longest}" {_LIVE}'
    return _BUILT_IN.get(view.kind, "")
