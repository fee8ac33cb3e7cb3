"""What an address tells about its mailbox: the servers of its provider, and a name for it."""

import re

from msgspec.structs import replace

from deskbell.mail.autoconfig import Endpoint, Suggestion
from deskbell.ui.settings.mailbox_draft import MailboxDraft, ServerDraft


def suggested(draft: MailboxDraft, suggestion: Suggestion) -> MailboxDraft:
    """`draft` with the servers of `suggestion`; passwords stay."""
    return replace(
        draft,
        incoming=server_at(suggestion.imap, draft.incoming, _other_than(suggestion.imap_user, draft.address)),
        outgoing=server_at(suggestion.smtp, draft.outgoing, _other_than(suggestion.smtp_user, draft.address)),
    )


def server_at(endpoint: Endpoint, server: ServerDraft, user: str) -> ServerDraft:
    """`server`, elsewhere and under another name."""
    return replace(server, host=endpoint.host, port=endpoint.port, security=endpoint.security, user=user)


def name_of(address: str) -> str:
    """ "Support" for support@…: what most people would call it."""
    words = re.split(r"[._+-]+", address.partition("@")[0])
    return " ".join(word[:1].upper() + word[1:] for word in words if word)


def _other_than(user: str, address: str) -> str:
    """An empty user name stands for the address, and follows it."""
    return "" if user.casefold() == address.casefold() else user
