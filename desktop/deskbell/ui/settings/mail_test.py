"""The test of a mailbox: logs in for mail in and for mail out, and tells after each how it went."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deskbell.mail.autoconfig import Suggestion
from deskbell.model.errors import DeskError, Trouble
from deskbell.model.mail import Server
from deskbell.store.secrets import Secrets
from deskbell.ui.errand import Tell
from deskbell.ui.settings.mailbox_draft import MailboxDraft, ServerDraft, Side
from deskbell.ui.settings.mailbox_passwords import kept_passwords
from deskbell.ui.settings.mailbox_suggested import server_at

# Of a guessed server these say no more than that the guess was wrong.
_NOT_THERE = frozenset({"mail.host", "mail.refused", "mail.timeout"})


@dataclass(frozen=True, slots=True)
class SideBegun:
    """A login is being tried."""

    side: Side
    server: ServerDraft


@dataclass(frozen=True, slots=True)
class SideResult:
    """How one side went. `server` is the one that let us in, or the one that was asked for; `mails` lie in the folders that are watched.

    `folders` are all that it has and that can be watched (IN only).
    """

    side: Side
    server: ServerDraft
    error: DeskError | None = None
    mails: int = 0
    folders: tuple[str, ...] = ()


def log_in_on_trial(
    draft: MailboxDraft, guesses: Sequence[Suggestion], secrets: Secrets, tell: Tell
) -> tuple[SideResult, ...]:
    """Log in on each side that has a server; tells `SideBegun` and `SideResult`. Takes as long as servers take: not for the window's thread.

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
            result = _try(candidate, side, candidate.server(side, kept))
            first = first or result
            if result.error is None or result.error.code not in _NOT_THERE:
                first = result
                break
        assert first is not None
        tell(first)
        results.append(first)
    return tuple(results)


def _try(draft: MailboxDraft, side: Side, server: Server) -> SideResult:
    from deskbell.mail.check import check_imap, check_smtp

    try:
        if side is Side.OUT:
            check_smtp(server)
            return SideResult(side, draft.side(side))
        report = check_imap(server, draft.folders)
        names = tuple(folder.name for folder in report.folders if folder.selectable)
        missing = Trouble("mail.folder", folder=report.missing[0]) if report.missing else None
        return SideResult(side, draft.side(side), missing, report.mails, names)
    except DeskError as error:
        return SideResult(side, draft.side(side), error)


def _candidates(draft: MailboxDraft, side: Side, guesses: Sequence[Suggestion]) -> list[MailboxDraft]:
    found = [draft]
    for guess in guesses:
        endpoint = guess.imap if side is Side.IN else guess.smtp
        server = server_at(endpoint, draft.side(side), draft.side(side).user)
        other = replace(draft, incoming=server) if side is Side.IN else replace(draft, outgoing=server)
        if other not in found:
            found.append(other)
    return found
