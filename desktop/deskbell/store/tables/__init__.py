"""The tables of the desk, as SQLAlchemy Core sees them; the migrations make them, and a test holds the two together.

Those that no window begins with are made when they are first asked for: SQLAlchemy takes a millisecond for three of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from deskbell.store.tables import base
from deskbell.store.tables.desk import change, lease, meta, schema_step, setting
from deskbell.store.tables.mailboxes import folder, is_refused, is_waiting, mailbox, raw_mail
from deskbell.store.tables.mentions import mention
from deskbell.store.tables.messages import draft, message, message_span, outbox
from deskbell.store.tables.people import address, agent, customer, picture_sender, profile_password
from deskbell.store.tables.teams import team, team_count, team_member
from deskbell.store.tables.tickets import (
    participant,
    tag,
    tag_count,
    ticket,
    ticket_count,
    ticket_link,
    ticket_tag,
    waits_for_us,
)
from deskbell.store.tables.views import saved_view

if TYPE_CHECKING:
    from deskbell.store.tables.alike import not_same
    from deskbell.store.tables.article_figures import article_opinion, article_read, article_reader
    from deskbell.store.tables.article_gaps import article_gap
    from deskbell.store.tables.articles import (
        article,
        article_category,
        article_draft,
        article_file,
        article_journal,
        article_link,
        article_reminder,
        article_revision,
        article_text,
        article_use,
    )
    from deskbell.store.tables.attachments import attachment, blob, blob_chunk
    from deskbell.store.tables.base import metadata
    from deskbell.store.tables.calendars import calendar
    from deskbell.store.tables.canned import canned_action, canned_file, canned_reply, canned_text, canned_use
    from deskbell.store.tables.customers import customer_apart, customer_journal, customer_tag, phone
    from deskbell.store.tables.deeds import deed, journal
    from deskbell.store.tables.erasures import erasure
    from deskbell.store.tables.fields import custom_field, customer_value, field_value, organisation_value
    from deskbell.store.tables.followers import follower
    from deskbell.store.tables.layouts import mail_layout
    from deskbell.store.tables.listing import customer_listed, customer_unlisted, customer_word
    from deskbell.store.tables.organisations import (
        organisation,
        organisation_domain,
        organisation_journal,
        organisation_tag,
    )
    from deskbell.store.tables.ratings import rating
    from deskbell.store.tables.reminders import reminder
    from deskbell.store.tables.routing import agent_seen, agent_turn, agent_work, team_waiting
    from deskbell.store.tables.rules import automation, automation_run, automation_timer
    from deskbell.store.tables.senders import auto_reply, bounce, listed_sender
    from deskbell.store.tables.shared import draft_reader
    from deskbell.store.tables.sla import clock, customer_recount, policy, sla_state
    from deskbell.store.tables.viewers import viewer
    from deskbell.store.tables.warnings import step_done, warning, warning_mail
    from deskbell.store.tables.webhooks import webhook, webhook_call

_LATER: Final = {
    "article_figures": ("article_opinion", "article_read", "article_reader"),
    "article_gaps": ("article_gap",),
    "articles": (
        "article",
        "article_category",
        "article_draft",
        "article_file",
        "article_journal",
        "article_link",
        "article_reminder",
        "article_revision",
        "article_text",
        "article_use",
    ),
    "attachments": ("attachment", "blob", "blob_chunk"),
    "routing": ("agent_seen", "agent_turn", "agent_work", "team_waiting"),
    "rules": ("automation", "automation_run", "automation_timer"),
    "calendars": ("calendar",),
    "canned": ("canned_action", "canned_file", "canned_reply", "canned_text", "canned_use"),
    "customers": ("customer_apart", "customer_journal", "customer_tag", "phone"),
    "fields": ("custom_field", "customer_value", "field_value", "organisation_value"),
    "followers": ("follower",),
    "layouts": ("mail_layout",),
    "listing": ("customer_listed", "customer_unlisted", "customer_word"),
    "organisations": ("organisation", "organisation_domain", "organisation_journal", "organisation_tag"),
    "deeds": ("deed", "journal"),
    "erasures": ("erasure",),
    "alike": ("not_same",),
    "ratings": ("rating",),
    "reminders": ("reminder",),
    "senders": ("auto_reply", "bounce", "listed_sender"),
    "shared": ("draft_reader",),
    "sla": ("clock", "customer_recount", "policy", "sla_state"),
    "viewers": ("viewer",),
    "warnings": ("step_done", "warning", "warning_mail"),
    "webhooks": ("webhook", "webhook_call"),
}


def __getattr__(name: str) -> Any:
    """The tables of `_LATER`, and `metadata`, which has all of them."""
    if name == "metadata":
        for part in _LATER:
            import_module(f"{__name__}.{part}")
        return base.metadata
    for part, tables in _LATER.items():
        if name in tables:
            return getattr(import_module(f"{__name__}.{part}"), name)
    raise AttributeError(name)


__all__ = [
    "address",
    "agent",
    "agent_seen",
    "agent_turn",
    "agent_work",
    "article",
    "article_category",
    "article_draft",
    "article_file",
    "article_gap",
    "article_journal",
    "article_link",
    "article_opinion",
    "article_read",
    "article_reader",
    "article_reminder",
    "article_revision",
    "article_text",
    "article_use",
    "attachment",
    "auto_reply",
    "automation",
    "automation_run",
    "automation_timer",
    "blob",
    "blob_chunk",
    "bounce",
    "calendar",
    "canned_action",
    "canned_file",
    "canned_reply",
    "canned_text",
    "canned_use",
    "change",
    "clock",
    "custom_field",
    "customer",
    "customer_apart",
    "customer_journal",
    "customer_listed",
    "customer_recount",
    "customer_tag",
    "customer_unlisted",
    "customer_value",
    "customer_word",
    "deed",
    "draft",
    "draft_reader",
    "erasure",
    "field_value",
    "folder",
    "follower",
    "is_refused",
    "is_waiting",
    "journal",
    "lease",
    "listed_sender",
    "mail_layout",
    "mailbox",
    "mention",
    "message",
    "message_span",
    "meta",
    "metadata",
    "not_same",
    "organisation",
    "organisation_domain",
    "organisation_journal",
    "organisation_tag",
    "organisation_value",
    "outbox",
    "participant",
    "phone",
    "picture_sender",
    "policy",
    "profile_password",
    "rating",
    "raw_mail",
    "reminder",
    "saved_view",
    "schema_step",
    "setting",
    "sla_state",
    "step_done",
    "tag",
    "tag_count",
    "team",
    "team_count",
    "team_member",
    "team_waiting",
    "ticket",
    "ticket_count",
    "ticket_link",
    "ticket_tag",
    "viewer",
    "waits_for_us",
    "warning",
    "warning_mail",
    "webhook",
    "webhook_call",
]
