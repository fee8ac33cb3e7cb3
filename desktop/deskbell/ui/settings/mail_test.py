"""The test of a mailbox: logs in for mail in and for mail out, and tells after each how it went."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deskbell.mail.autoconfig import Suggestion
from deskbell.model.errors import DeskError, Trouble
from deskbell.model.kinds import SignIn
from deskbell.model.mail import Server
from deskbell.store.secrets import Secrets
from deskbell.ui.errand import Tell
from deskbell.ui.settings.mailbox_draft import MailboxDraft, ServerDraft, Side
from deskbell.ui.settings.mailbox_passwords import kept_passwords
from deskbell.ui.settings.mailbox_suggested import server_at

# Of a guessed server these say no more than that the guess was wrong.
_NOT_THERE = frozenset({"mail.host", "mail.refused", "mail.timeout"})


class SideBegun(Struct, frozen=True):
    """A login is being tried."""

    side: Side
    server: ServerDraft


class SideResult(Struct, frozen=True):
    """How one side went. `server` is the one that let us in, or the one that was asked for; `mails` lie in the folders that are watched.

    `folders` are all that it has and that can be watched (IN only).
    """

    side: Side
    server: ServerDraft
    error: DeskError | None = None
    mails: int = 0
    folders: tuple[str, ...] = ()


TokenOf = Callable[[str], str]
"""Gives a token for the mailbox on trial, another than the one named ("" for any); takes as long as a provider takes."""


def log_in_on_trial(
    draft: MailboxDraft, guesses: Sequence[Suggestion], secrets: Secrets, token_of: TokenOf, tell: Tell
) -> tuple[SideResult, ...]:
    """Log in on each side that has a server; tells `SideBegun` and `SideResult`. Takes as long as servers take: not for the window's thread.

    A mailbox that is signed in shows the token of its draft, or the one that `token_of` gives.
    `guesses` are tried one after the other where the draft's server is not there; none for servers that a person gave. A password goes to none of
    them before it has proved its name. Raises as `Secrets.get` does.
    """
    kept = kept_passwords(secrets, draft.id)
    results = []
    for side in Side:
        if not draft.side(side).host:
            continue
        first: SideResult | None = None
        for candidate in _candidates(draft, side, guesses):
            tell(SideBegun(side, candidate.side(side)))
            result = _try(candidate, side, kept, token_of)
            first = first or result
            if result.error is None or result.error.code not in _NOT_THERE:
                first = result
                break
        assert first is not None
        tell(first)
        results.append(first)
    return tuple(results)


def _try(draft: MailboxDraft, side: Side, kept: Mapping[Side, str], token_of: TokenOf) -> SideResult:
    try:
        return _entered(draft, side, kept, token_of)
    except DeskError as error:
        return SideResult(side, draft.side(side), error)


def _entered(draft: MailboxDraft, side: Side, kept: Mapping[Side, str], token_of: TokenOf) -> SideResult:
    """What there is once we are in; raises what keeps us out."""
    if draft.sign_in is SignIn.PASSWORD:
        return _enter(draft, side, draft.server(side, kept))
    if draft.tokens is not None:
        return _enter(draft, side, draft.server(side, kept, draft.tokens.access))
    token = token_of("")
    try:
        return _enter(draft, side, draft.server(side, kept, token))
    except DeskError as error:
        if error.code != "mail.token":
            raise
    return _enter(draft, side, draft.server(side, kept, token_of(token)))


def _enter(draft: MailboxDraft, side: Side, server: Server) -> SideResult:
    from deskbell.mail.check import check_imap, check_smtp

    if side is Side.OUT:
        check_smtp(server)
        return SideResult(side, draft.side(side))
    report = check_imap(server, draft.folders)
    names = tuple(folder.name for folder in report.folders if folder.selectable)
    missing = Trouble("mail.folder", folder=report.missing[0]) if report.missing else None
    return SideResult(side, draft.side(side), missing, report.mails, names)


def _candidates(draft: MailboxDraft, side: Side, guesses: Sequence[Suggestion]) -> list[MailboxDraft]:
    found = [draft]
    for guess in guesses:
        endpoint = guess.imap if side is Side.IN else guess.smtp
        server = server_at(endpoint, draft.side(side), draft.side(side).user)
        other = replace(draft, incoming=server) if side is Side.IN else replace(draft, outgoing=server)
        if other not in found:
            found.append(other)
    return found
