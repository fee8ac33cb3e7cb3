"""The tables of the desk, as SQLAlchemy Core sees them; the migrations make them, and a test holds the two together."""

from deskbell.store.tables.base import metadata
from deskbell.store.tables.canned import canned_action, canned_file, canned_reply, canned_text, canned_use
from deskbell.store.tables.desk import lease, meta, schema_step, setting
from deskbell.store.tables.fields import custom_field, field_value
from deskbell.store.tables.journal import change, deed, journal
from deskbell.store.tables.mailboxes import folder, is_refused, is_waiting, mailbox, raw_mail
from deskbell.store.tables.messages import attachment, blob, blob_chunk, draft, message, outbox
from deskbell.store.tables.people import address, agent, customer, picture_sender, profile_password
from deskbell.store.tables.senders import auto_reply, bounce, listed_sender
from deskbell.store.tables.teams import team, team_count, team_member
from deskbell.store.tables.tickets import participant, tag, tag_count, ticket, ticket_count, ticket_link, ticket_tag
from deskbell.store.tables.viewers import viewer
from deskbell.store.tables.views import saved_view

__all__ = [
    "address",
    "agent",
    "attachment",
    "auto_reply",
    "blob",
    "blob_chunk",
    "bounce",
    "canned_action",
    "canned_file",
    "canned_reply",
    "canned_text",
    "canned_use",
    "change",
    "custom_field",
    "customer",
    "deed",
    "draft",
    "field_value",
    "folder",
    "is_refused",
    "is_waiting",
    "journal",
    "lease",
    "listed_sender",
    "mailbox",
    "message",
    "meta",
    "metadata",
    "outbox",
    "participant",
    "picture_sender",
    "profile_password",
    "raw_mail",
    "saved_view",
    "schema_step",
    "setting",
    "tag",
    "tag_count",
    "team",
    "team_count",
    "team_member",
    "ticket",
    "ticket_count",
    "ticket_link",
    "ticket_tag",
    "viewer",
]
