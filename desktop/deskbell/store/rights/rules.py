"""What each group of logins may do to each table: the one place that says so, with those of its neighbours `of_articles` to `of_webhooks`. docs/rights.md has the same for people, and a test asks the server.

A rule's conditions are SQL on the table's row. Groups take on what is granted to those before them: a manager has the rights of an agent, an
administrator those of a manager; the worker has its own alone.
"""

from collections.abc import Mapping
from typing import Final

from deskbell.model.linking import INVERSE
from deskbell.model.settings import SECRET_KEYS
from deskbell.store.rights.of_articles import SYNONYMS, of_articles
from deskbell.store.rights.of_customers import OF_CUSTOMERS
from deskbell.store.rights.of_drafts import OF_DRAFTS
from deskbell.store.rights.of_ones_own import OF_ONES_OWN
from deskbell.store.rights.of_rules import OF_RULES
from deskbell.store.rights.of_sla import OF_SLA
from deskbell.store.rights.of_teams import OF_TEAMS
from deskbell.store.rights.of_webhooks import OF_WEBHOOKS
from deskbell.store.rights.rule import GROUPS, Rule
from deskbell.store.rights.rule import HERE as _HERE
from deskbell.store.rights.rule import ME as _ME
from deskbell.store.rights.rule import SEES_ALL as _ALL
from deskbell.store.rights.rule import by_ticket as _by_ticket
from deskbell.store.rights.rule import mine as _mine

_agent, _manager, _admin, _worker = GROUPS


def _mailbox(column: str) -> str:
    """The mailbox is one that the agent sees."""
    return f"{column} = ANY ((SELECT deskbell_mailboxes())::bigint[])"


def _by_message(column: str) -> str:
    return f"({_ALL} OR EXISTS (SELECT FROM message m WHERE m.id = {column}))"


def _own_message(column: str) -> str:
    return f"EXISTS (SELECT FROM message m WHERE m.id = {column} AND m.agent_id = {_ME})"


def _own_draft(column: str) -> str:
    return f"EXISTS (SELECT FROM draft d WHERE d.id = {column} AND d.agent_id = {_ME})"


def _not_gone(column: str) -> str:
    """The message is a mail that nobody has got, and nobody is being sent."""
    return (
        f"EXISTS (SELECT FROM outbox o WHERE o.message_id = {column}"
        " AND o.state IN ('waiting', 'held', 'failed') AND o.taken = '[]')"
    )


def _fresh(column: str) -> str:
    """This very transaction wrote the content, or named it by its digest: whoever does so has it."""
    return f"EXISTS (SELECT FROM blob b WHERE b.id = {column} AND b.xmin = pg_current_xact_id()::xid)"


def _content(column: str) -> str:
    """The content is one that the agent may read, or has just written."""
    return f"(deskbell_reads({column}) OR {_fresh(column)})"


def _canned(column: str, whose: str = "true") -> str:
    """The canned reply is one that the agent sees; the rules of the replies hold within."""
    return f"EXISTS (SELECT FROM canned_reply r WHERE r.id = {column} AND {whose})"


_STALE = "seen_at < (extract(epoch FROM now()) * 1000)::bigint - 3600000"
# Of a mail that waits, or that a person decides about.
_DECIDABLE = "(state IN ('waiting', 'held', 'failed', 'unknown') OR state = 'sent' AND refused <> '[]')"
_PRESENCE = "presence away_since away_until leaving"
_TICKET = (
    "status snoozed_until shelf done_at assignee_id team_id priority mailbox_id subject activity_at messages attachments awaiting"
    " merged_into due_at checklist type customer_id version sla_due_at level"
)
_MAILBOX = (
    "name address imap_host imap_port imap_security imap_user smtp_host smtp_port smtp_security smtp_user smtp_limit sign_in folders"
    " sent_folder ca_file history_days signature signatures charset_hint language after after_folder active state state_since good_at reason"
    " reason_values warnings version plus_address authserv_id acknowledge acknowledgement team_id restricted"
)
# What the worker notes of itself, not what makes this desk this desk.
_NOTED = "key NOT IN ('desk_id', 'token_key', 'sample')"
# Why webhooks are in trouble says where they lead (`webhook_notes`).
_LEADS_AWAY = "key = 'webhooks'"
# Older desks kept these here; the worker takes them out.
_SECRET = "key IN (" + ", ".join(f"'{key}'" for key in SECRET_KEYS) + ")"
_BY_HAND = ", ".join(f"'{kind}'" for kind in INVERSE)
_VIEW = "owner_id team_id name query sort columns grouped version"
_OWN_VIEW = f"{_mine('owner_id')} AND team_id IS NULL"
_MY_TEAM = f"EXISTS (SELECT FROM team_member m WHERE m.team_id = saved_view.team_id AND m.agent_id = {_ME})"

_OWN_CANNED = f"r.owner_id = {_ME}"
_SHARED_CANNED = "r.owner_id IS NULL"


def _of_canned(table: str, also: str = "") -> tuple[Rule, ...]:
    """What a canned reply is made of: who may change the reply may change that. `also` holds of what is added."""
    own, shared = (_canned(f"{table}.reply_id", whose) for whose in (_OWN_CANNED, _SHARED_CANNED))
    return (
        _agent.see(_canned(f"{table}.reply_id")),
        _agent.add(own + also),
        _agent.remove(own),
        _manager.add(shared + also),
        _manager.remove(shared),
        _worker.see(),
    )


RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "schema_step": (_agent.see(), _worker.see()),
    "meta": (
        _agent.see(f"{_HERE} AND NOT {_LEADS_AWAY}"),
        _admin.see(_LEADS_AWAY),
        _worker.see(),
        _worker.add(_NOTED),
        _worker.change("value", _NOTED),
        _worker.remove(_NOTED),
    ),
    "setting": (
        _agent.see(f"{_HERE} AND (owner = 0 OR {_mine('owner')}) AND NOT {_SECRET}"),
        _agent.add(_mine("owner")),
        _agent.change("value", _mine("owner")),
        _agent.remove(_mine("owner")),
        _manager.add(SYNONYMS),
        _manager.change("value", SYNONYMS),
        _admin.add("owner = 0"),
        _admin.change("value", "owner = 0"),
        _admin.remove("owner = 0"),
        _worker.see(),
        _worker.remove(_SECRET),
    ),
    "lease": (
        _agent.see(_HERE),
        # While a token of a mailbox is renewed, where its sign-in is tried from the settings.
        _admin.add("name LIKE 'tokens/%'"),
        _admin.change("holder token expires_at", "name LIKE 'tokens/%'"),
        _worker.see(),
        _worker.add(),
        _worker.change(),
    ),
    "deed": (
        _agent.see(_HERE),
        _agent.add(_mine("agent_id")),
        _agent.change("undone_by answer", _HERE),
        _worker.see(),
        _worker.add(),
        _worker.change("undone_by answer"),
    ),
    "journal": (
        _agent.see(_by_ticket("journal.ticket_id")),
        _agent.add(_mine("agent_id")),
        _worker.see(),
        _worker.add(),
    ),
    "change": (_agent.see(_HERE), _agent.add(_HERE), _worker.see(), _worker.add(), _worker.remove()),
    "agent": (
        _agent.see(_HERE),
        _agent.change(f"name email {_PRESENCE} signature signatures version", _mine("id")),
        _admin.add("login IS NULL"),
        _admin.change(f"name email role {_PRESENCE} signature signatures active runs_worker version"),
        _worker.see(),
    ),
    **OF_CUSTOMERS,
    **OF_SLA,
    "listed_sender": (
        _agent.see(_HERE),
        _agent.add(f"listed = 'blocked' AND {_mine('agent_id')}"),
        _agent.change("listed", _HERE),
        _agent.remove(_HERE),
        _manager.add(_mine("agent_id")),
        _worker.see(),
    ),
    "bounce": (_agent.see(_by_message("bounce.message_id")), _worker.see(), _worker.add(), _worker.change("open")),
    "auto_reply": (_worker.see(), _worker.add(), _worker.remove()),
    **OF_TEAMS,
    "message_span": (_agent.see(_HERE), _worker.see()),
    "mailbox": (
        _agent.see(_mailbox("id")),
        # All of them, one that was added by the same statement too.
        _manager.see(_HERE),
        _manager.change("team_id version"),
        _admin.add(),
        _admin.change(_MAILBOX),
        _worker.see(),
        _worker.change("state state_since good_at reason reason_values warnings smtp_limit authserv_id version"),
    ),
    "mail_layout": (
        _agent.see(_mailbox("mailbox_id")),
        _admin.add(),
        _admin.change(
            "header_html header_text footer_html footer_text accent logo logo_type logo_width logo_height version"
        ),
        _worker.see(),
    ),
    "folder": (_agent.see(_mailbox("mailbox_id")), _worker.see(), _worker.add(), _worker.change()),
    "raw_mail": (
        _agent.see(_mailbox("mailbox_id")),
        # To be read again, and into its own message alone.
        _agent.change(
            "state message_id",
            _mailbox("mailbox_id"),
            "state = 'again' AND EXISTS (SELECT FROM message m WHERE m.id = raw_mail.message_id AND m.raw_id = raw_mail.id)",
        ),
        _worker.see(),
        _worker.add(),
        _worker.change(),
    ),
    "ticket": (
        _agent.see(_mailbox("mailbox_id")),
        _agent.add(_mailbox("mailbox_id")),
        _agent.change(_TICKET, _mailbox("mailbox_id")),
        _agent.remove(f"{_mailbox('mailbox_id')} AND deskbell_never_was(id)"),
        _worker.see(),
        _worker.add(),
        _worker.change(),
    ),
    "ticket_count": (_agent.see(_mailbox("mailbox_id")), _worker.see()),
    "tag_count": (_agent.see(_HERE), _worker.see()),
    "tag": (
        _agent.see(_HERE),
        _agent.add(f"{_HERE} AND merged_into IS NULL AND NOT retired"),
        # Changes nothing, as of a team: whoever puts a tag on locks its row.
        _agent.change("version", _HERE, becomes="false"),
        _manager.add(),
        _manager.change("name group colour retired version merged_into merged_by"),
        _manager.remove(),
        _worker.see(),
        _worker.add("merged_into IS NULL AND NOT retired"),
        _worker.change("version", becomes="false"),
    ),
    "ticket_tag": (
        _agent.see(_by_ticket("ticket_tag.ticket_id")),
        _agent.add(_by_ticket("ticket_tag.ticket_id")),
        _agent.remove(_by_ticket("ticket_tag.ticket_id")),
        _worker.see(),
        _worker.add(),
        _worker.remove(),
    ),
    "calendar": (
        _agent.see(_HERE),
        _manager.add(),
        _manager.change("name key zone week closed country region worked version"),
        _manager.remove(),
        _worker.see(),
    ),
    "custom_field": (
        _agent.see(_HERE),
        _manager.add(),
        _manager.change("name key choices mailboxes teams required position retired version"),
        _worker.see(),
    ),
    "field_value": (
        _agent.see(_by_ticket("field_value.ticket_id")),
        _agent.add(_by_ticket("field_value.ticket_id")),
        _agent.remove(_by_ticket("field_value.ticket_id")),
        _worker.see(),
        _worker.add(),
        _worker.remove(),
    ),
    "follower": (
        _agent.see(_by_ticket("follower.ticket_id")),
        _agent.add(_by_ticket("follower.ticket_id")),
        _agent.remove(_by_ticket("follower.ticket_id")),
        _worker.see(),
        _worker.add(),
        _worker.remove(),
    ),
    "participant": (
        _agent.see(_by_ticket("participant.ticket_id")),
        _agent.add(_by_ticket("participant.ticket_id")),
        _agent.change("standing", _by_ticket("participant.ticket_id")),
        _agent.remove(_by_ticket("participant.ticket_id")),
        _worker.see(),
        _worker.add(),
        _worker.change("standing"),
    ),
    "ticket_link": (
        _agent.see(_by_ticket("ticket_link.ticket_id")),
        _agent.add(_by_ticket("ticket_link.ticket_id")),
        _agent.remove(f"{_by_ticket('ticket_link.ticket_id')} AND kind IN ({_BY_HAND})"),
        _worker.see(),
        _worker.add(),
    ),
    "not_same": (
        _agent.see(_by_ticket("not_same.ticket_id")),
        _agent.add(_by_ticket("not_same.ticket_id")),
        _agent.remove(_by_ticket("not_same.ticket_id")),
        _worker.see(),
    ),
    "viewer": (
        _agent.see(_by_ticket("viewer.ticket_id")),
        _agent.add(_mine("agent_id")),
        _agent.change("ticket_id activity seen_at agent_id", _mine("agent_id")),
        _agent.remove(f"{_mine('agent_id')} OR {_HERE} AND {_STALE}"),
        _worker.see(),
    ),
    "message": (
        _agent.see(_by_ticket("message.ticket_id")),
        # An answer or a note, never what a customer is to have written.
        _agent.add(f"kind IN (1, 2) AND {_mine('agent_id')}"),
        _agent.change("ticket_id", _by_ticket("message.ticket_id")),
        _agent.remove(_not_gone("message.id")),
        _worker.see(),
        _worker.add(),
        _worker.change(),
    ),
    "mention": (
        _agent.see(_by_message("mention.message_id")),
        _agent.add(_own_message("mention.message_id")),
        _agent.change("seen_at", _mine("agent_id")),
        _worker.see(),
        _worker.add(),
    ),
    "message_search": (
        _agent.see(_by_message("message_search.message_id"), "message_id"),
        _agent.add(_own_message("message_search.message_id")),
        _agent.remove(_not_gone("message_search.message_id")),
        _worker.see(),
        _worker.add(),
        _worker.remove(),
    ),
    "attachment": (
        _agent.see(
            f"draft_id IS NULL AND {_by_message('attachment.message_id')} OR EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id)"
        ),
        _agent.add(
            f"({_own_message('attachment.message_id')} OR message_id IS NULL)"
            f" AND ({_own_draft('attachment.draft_id')} OR draft_id IS NULL)"
            f" AND {_content('attachment.blob_id')}"
        ),
        _agent.change("message_id draft_id", _not_gone("attachment.message_id"), _own_draft("attachment.draft_id")),
        _agent.remove(_own_draft("attachment.draft_id")),
        _worker.see(),
        _worker.add(),
        _worker.remove(),
    ),
    "blob": (_agent.see(_HERE, "id size coding xmin"), _agent.add(_HERE), _worker.see(), _worker.add()),
    "blob_chunk": (
        _agent.see("deskbell_reads(blob_id)"),
        _agent.add(f"{_fresh('blob_chunk.blob_id')} AND deskbell_hangs_on_nothing(blob_id)"),
        _worker.see(),
        _worker.add(),
    ),
    "outbox": (
        _agent.see(_mailbox("mailbox_id")),
        _agent.add(
            f"state IN ('waiting', 'held') AND {_own_message('outbox.message_id')} "
            f" AND {_content('outbox.blob_id')} AND {_mailbox('mailbox_id')}"
        ),
        _agent.change(
            "state not_before attempts reason reason_values changed_at taken refused settled copied blob_id",
            f"{_mailbox('mailbox_id')} AND {_DECIDABLE}",
            f"{_mailbox('mailbox_id')} AND state IN ('waiting', 'sent') AND {_content('outbox.blob_id')}",
        ),
        _worker.see(),
        _worker.add(),
        _worker.change(),
    ),
    "canned_reply": (
        _agent.see(f"{_mine('owner_id')} OR owner_id IS NULL AND {_HERE}"),
        _agent.add(_mine("owner_id")),
        _agent.change("owner_id folder name shortcut mailbox_id number version", _mine("owner_id")),
        _agent.remove(_mine("owner_id")),
        _manager.add(f"owner_id IS NULL AND {_HERE}"),
        _manager.change("owner_id folder name shortcut mailbox_id number version", f"owner_id IS NULL AND {_HERE}"),
        _manager.remove(f"owner_id IS NULL AND {_HERE}"),
        _worker.see(),
    ),
    "canned_text": _of_canned("canned_text"),
    "canned_action": _of_canned("canned_action"),
    "canned_file": _of_canned("canned_file", f" AND {_content('canned_file.blob_id')}"),
    "canned_use": (
        _agent.see(_canned("canned_use.reply_id")),
        _agent.add(f"{_mine('agent_id')} AND {_canned('canned_use.reply_id')}"),
        _agent.change("n used_at deed", _mine("agent_id")),
        _worker.see(),
        _worker.remove(),
    ),
    "saved_view": (
        _agent.see(f"{_mine('owner_id')} OR owner_id IS NULL AND {_HERE} AND (team_id IS NULL OR {_MY_TEAM})"),
        _agent.add(_OWN_VIEW),
        _agent.change(_VIEW, _OWN_VIEW),
        _agent.remove(_OWN_VIEW),
        _manager.see(f"owner_id IS NULL AND {_HERE}"),
        _manager.add(f"owner_id IS NULL AND {_HERE}"),
        _manager.change(_VIEW, f"owner_id IS NULL AND {_HERE}"),
        _manager.remove(f"owner_id IS NULL AND {_HERE}"),
        _worker.see(),
    ),
    **of_articles(_content("article_file.blob_id")),
    **OF_DRAFTS,
    **OF_ONES_OWN,
    **OF_RULES,
    **OF_WEBHOOKS,
}
"""The rules by table."""
