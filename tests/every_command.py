"""A desk and every command there is, each made when those before it have been carried out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import insert, update

from article_commands import ARTICLES
from building import Builder
from deskbell.model import (
    automation,
    calendars,
    canned,
    checklist,
    commands,
    customers,
    escalating,
    fields,
    following,
    linking,
    mail_layout,
    mentions,
    own_words,
    presence,
    reminders,
    routing,
    saved_views,
    sharing,
    signatures,
    sla,
    sla_warnings,
    teams,
    webhooks,
)
from deskbell.model.canned import CannedText
from deskbell.model.commands import Command
from deskbell.model.kinds import LinkKind, Presence, Priority, ReplyKind, Role, Status, TicketType
from deskbell.model.mail import Mailbox, OutboundAttachment
from deskbell.store import blobs
from deskbell.store.desk import Desk
from deskbell.store.queries.identity import establish
from deskbell.store.tables import draft_reader, mailbox, outbox, raw_mail

LATER = datetime(2030, 1, 1, 8, 0, tzinfo=UTC)
PROMISED = (sla.Targets(3600, 3600, 86400),) * 4
ANNA = Mailbox("Anna", "anna@customer.example")
LAYOUT = mail_layout.MailLayout(
    "<div>{{mailbox.name}}</div>", "{{mailbox.name}}", "<div>Vilnius</div>", "Vilnius", "#1f5fd6"
)


@dataclass
class Scene:
    """A desk with a ticket, and what a command was answered with before, by name. `role` is what `build.me`, who gives them, is."""

    desk: Desk
    build: Builder
    ticket: int
    asked: int
    other: int
    gone: int
    role: Role = Role.ADMIN
    answers: dict[str, int | None] = field(default_factory=dict)
    deeds: dict[str, str] = field(default_factory=dict)

    def command(self, name: str) -> Command:
        """The command of this name, made now."""
        made = STEPS[name](self, self.build)
        self.deeds[name] = made.deed
        return made

    def mail(self, name: str, state: str) -> int:
        """A mail that was sent by the command of this name; it is in the outbox with this state by now."""
        made = self.answers[name]
        assert made is not None
        with self.desk.writing() as session:
            session.connection.execute(update(outbox).where(outbox.c.message_id == made).values(state=state))
        return made

    @cached_property
    def rasa(self) -> int:
        """A colleague."""
        return self.build.agent("Rasa", "rasa@desk.example")

    def draft_of_rasa(self, holder: int = 0) -> int:
        """A draft of the colleague's that `build.me` may look over, written by `holder` (0: still by the colleague)."""
        number = self.build.ticket()
        made = self.build.draft(number, agent_id=holder or self.rasa, author_id=self.rasa, text="Dear")
        with self.desk.writing() as session:
            row = {"draft_id": made, "agent_id": self.build.me, "author_id": self.rasa}
            session.connection.execute(insert(draft_reader), row)
        return made


def scene(desk: Desk) -> Scene:
    desk.transact(establish)
    build = Builder(desk)
    ticket = build.ticket(customer_id=build.customer("Anna", ANNA.email))
    build.participant(ticket, "Anna", ANNA.email)
    for number in range(3):
        build.message(ticket, f"And {number}?", sender=("Anna", ANNA.email))
    with desk.writing() as session:
        (original,) = blobs.keep(session, [b"From: Anna"])
        session.connection.execute(update(mailbox).values(smtp_host="smtp.desk.example"))
    raw = build.insert(
        raw_mail,
        mailbox_id=build.support,
        folder="INBOX",
        uidvalidity=1,
        uid=1,
        sha256=b"0" * 32,
        blob_id=original,
        received_at=build.at(),
        kept_at=build.at(),
        state="filed",
    )
    asked = build.message(ticket, "Where is it?", sender=("Anna", ANNA.email), raw_id=raw)
    build.draft(ticket, kind="forward", text="begun")
    return Scene(desk, build, ticket, asked, build.ticket(), build.customer("Gone", "gone@customer.example"))


def _reply(text: str, ticket: int, build: Builder, **more: Any) -> Command:
    kind = ReplyKind.REPLY if ticket else ReplyKind.NEW
    values = {"agent_id": build.me, "ticket_id": ticket, "mailbox_id": build.support, "to": (ANNA,), "text": text}
    return commands.SendReply(**values, kind=kind, subject="Your order", **more)


# In this order: some need what another has made.
STEPS: Mapping[str, Callable[[Scene, Builder], Command]] = {
    # First, so that whatever is done afterwards moves clocks.
    "policy": lambda at, by: sla.SavePolicy(agent_id=by.me, id=0, name="Everybody", targets=PROMISED),
    "note": lambda at, by: commands.AddNote(agent_id=by.me, ticket_id=at.ticket, text="Ask the warehouse."),
    "mentions": lambda at, by: mentions.SeeMentions(agent_id=by.me, ticket_id=at.ticket),
    "warnings": lambda at, by: sla_warnings.SeeWarnings(agent_id=by.me, tickets=(at.ticket,)),
    "reply": lambda at, by: _reply(
        "It is on its way.", at.ticket, by, attachments=(OutboundAttachment("slip.txt", "text/plain", b"slip"),)
    ),
    # Sent now later on, it gets another date and with it other bytes, whatever second it is.
    "new ticket": lambda at, by: _reply("Good morning!", 0, by, send_at=LATER),
    "to a stranger": lambda at, by: _reply("Hello!", at.ticket, by, cc=(Mailbox("Bo", "bo@else.example"),)),
    "undo send": lambda at, by: commands.UndoSend(agent_id=by.me, message_id=at.mail("to a stranger", "waiting")),
    "send now": lambda at, by: commands.SendNow(agent_id=by.me, message_id=at.mail("new ticket", "waiting")),
    "send again": lambda at, by: commands.SendAgain(agent_id=by.me, message_id=at.mail("reply", "failed")),
    "arrived": lambda at, by: commands.SayArrived(agent_id=by.me, message_id=at.mail("reply", "unknown")),
    "draft": lambda at, by: commands.SaveDraft(
        agent_id=by.me,
        ticket_id=at.ticket,
        kind=ReplyKind.REPLY,
        mailbox_id=by.support,
        text="I am",
        attachments=(OutboundAttachment("a.txt", "text/plain", b"a"), OutboundAttachment("b.txt", "text/plain", b"b")),
    ),
    "look": lambda at, by: commands.TellViewing(agent_id=by.me, window="w", ticket_id=at.ticket),
    "ask to look": lambda at, by: sharing.AskToLook(
        agent_id=by.me, ticket_id=at.ticket, kind=ReplyKind.REPLY, agents=(at.rasa,), text="Look, please."
    ),
    "take draft": lambda at, by: sharing.TakeDraft(agent_id=by.me, draft_id=at.draft_of_rasa()),
    "keep version": lambda at, by: sharing.KeepVersion(agent_id=by.me, draft_id=at.draft_of_rasa(by.me)),
    "hand back": lambda at, by: sharing.HandBack(agent_id=by.me, draft_id=at.draft_of_rasa(by.me), text="Changed."),
    "end asking": lambda at, by: sharing.EndAsking(agent_id=by.me, draft_id=at.answers["draft"] or 0),
    "discard": lambda at, by: commands.DiscardDraft(agent_id=by.me, ticket_id=at.ticket, kind=ReplyKind.FORWARD),
    "status": lambda at, by: commands.SetStatus(agent_id=by.me, tickets=(at.ticket,), status=Status.PENDING),
    "assign": lambda at, by: commands.Assign(agent_id=by.me, tickets=(at.ticket,), assignee_id=by.me),
    "priority": lambda at, by: commands.SetPriority(agent_id=by.me, tickets=(at.ticket,), priority=Priority.HIGH),
    "subject": lambda at, by: commands.SetSubject(agent_id=by.me, ticket_id=at.ticket, subject="Where is order 7?"),
    "snooze": lambda at, by: commands.Snooze(agent_id=by.me, tickets=(at.ticket,), until=LATER),
    "remind": lambda at, by: reminders.SetReminders(agent_id=by.me, times=((at.ticket, LATER), (at.other, None))),
    "due": lambda at, by: commands.SetDue(agent_id=by.me, tickets=(at.ticket,), due_at=LATER),
    "follow": lambda at, by: following.Follow(agent_id=by.me, tickets=(at.ticket,), add=(by.me,)),
    "unfollow": lambda at, by: following.Follow(agent_id=by.me, tickets=(at.ticket,), remove=(by.me,)),
    "type": lambda at, by: commands.SetType(agent_id=by.me, tickets=(at.ticket,), type=TicketType.TASK),
    "item": lambda at, by: checklist.SetItem(
        agent_id=by.me, ticket_id=at.ticket, item=checklist.ChecklistItem("1", "Call the depot"), fresh=True
    ),
    "link": lambda at, by: linking.LinkTickets(
        agent_id=by.me, ticket_id=at.ticket, other_id=at.other, kind=LinkKind.CHILD
    ),
    "unlink": lambda at, by: linking.LinkTickets(agent_id=by.me, ticket_id=at.ticket, other_id=at.other, kind=None),
    "tell apart": lambda at, by: linking.TellApart(agent_id=by.me, ticket_id=at.ticket, other_id=at.other),
    "macro": lambda at, by: canned.ApplyMacro(
        agent_id=by.me,
        tickets=(at.ticket,),
        status=Status.OPEN,
        assigns=True,
        add_tags=("seen",),
        until=LATER,
        due_at=LATER,
        type=TicketType.INCIDENT,
        followers=(by.me,),
        checklist=(checklist.ChecklistItem("2", "Call again"),),
    ),
    "tags": lambda at, by: commands.ChangeTags(agent_id=by.me, tickets=(at.ticket,), add=("parcel", "late")),
    "agent": lambda at, by: commands.SaveAgent(
        agent_id=by.me, id=0, name="Tomas", email="tomas@desk.example", work=routing.AgentWork(capacity=3)
    ),
    "invite": lambda at, by: commands.InviteAgent(
        agent_id=by.me, id=at.answers["agent"] or 0, password="open sesame", login=f"tomas.{at.desk.url.database}"
    ),
    "presence": lambda at, by: commands.SaveAgent(
        agent_id=by.me,
        id=by.me,
        name="Ona",
        email="ona@desk.example",
        role=at.role,
        presence=Presence.AWAY,
        version=1,
    ),
    "own signatures": lambda at, by: signatures.SaveSignatures(
        agent_id=by.me,
        owner_id=by.me,
        general="Ona",
        others=(signatures.Signature(0, "lt", "Pagarbiai, Ona"),),
        version=2,
    ),
    "mailbox": lambda at, by: commands.SaveMailbox(agent_id=by.me, id=0, name="Billing", address="bill@desk.example"),
    "layout": lambda at, by: mail_layout.SaveLayout(
        agent_id=by.me, mailbox_id=at.answers["mailbox"] or 0, layout=LAYOUT
    ),
    "layout again": lambda at, by: mail_layout.SaveLayout(
        agent_id=by.me, mailbox_id=at.answers["mailbox"] or 0, layout=LAYOUT, version=1
    ),
    "signatures of a mailbox": lambda at, by: signatures.SaveSignatures(
        agent_id=by.me, mailbox_id=at.answers["mailbox"] or 0, general="Billing", others=(), version=1
    ),
    "move": lambda at, by: commands.MoveToMailbox(
        agent_id=by.me, tickets=(at.ticket,), mailbox_id=at.answers["mailbox"] or 0
    ),
    "team": lambda at, by: teams.SaveTeam(
        agent_id=by.me, id=0, name="Parcels", members=frozenset({by.me, at.rasa}), levels=((at.rasa, 2),)
    ),
    "give to team": lambda at, by: commands.SetTeam(
        agent_id=by.me, tickets=(at.ticket,), team_id=at.answers["team"] or 0
    ),
    "escalate": lambda at, by: escalating.Escalate(agent_id=by.me, ticket_id=at.ticket, text="It is broken, too."),
    "no team": lambda at, by: teams.RemoveTeam(
        agent_id=by.me, id=at.answers["team"] or 0, successor_id=None, version=1
    ),
    "canned reply": lambda at, by: canned.SaveCannedReply(
        agent_id=by.me,
        id=0,
        owner_id=None,
        name="On its way",
        texts=(CannedText("", "<div>It is on its way.</div>", "It is on its way."),),
        files=(OutboundAttachment("way.txt", "text/plain", b"on its way"),),
    ),
    "own canned reply": lambda at, by: canned.SaveCannedReply(
        agent_id=by.me,
        id=0,
        owner_id=by.me,
        name="Thanks",
        texts=(CannedText("", "<div>Thanks!</div>", "Thanks!"),),
        files=(OutboundAttachment("thanks.txt", "text/plain", b"thanks"),),
    ),
    "use canned reply": lambda at, by: canned.UseCannedReply(agent_id=by.me, id=at.answers["canned reply"] or 0),
    "no canned reply": lambda at, by: canned.RemoveCannedReply(
        agent_id=by.me, id=at.answers["canned reply"] or 0, owner_id=None, version=1
    ),
    "no own canned reply": lambda at, by: canned.RemoveCannedReply(
        agent_id=by.me, id=at.answers["own canned reply"] or 0, owner_id=by.me, version=1
    ),
    **ARTICLES,
    "tag": lambda at, by: commands.SaveTag(agent_id=by.me, id=0, name="lost", group="Parcels"),
    "other tag": lambda at, by: commands.SaveTag(agent_id=by.me, id=0, name="gone"),
    "other name": lambda at, by: commands.SaveTag(agent_id=by.me, id=at.answers["tag"] or 0, name="found", version=1),
    "put on": lambda at, by: commands.ChangeTags(agent_id=by.me, tickets=(at.ticket,), add=("gone",)),
    "merge tag": lambda at, by: commands.MergeTag(
        agent_id=by.me, id=at.answers["other tag"] or 0, into_id=at.answers["tag"] or 0, version=1
    ),
    "take off": lambda at, by: commands.ChangeTags(agent_id=by.me, tickets=(at.ticket,), remove=("gone",)),
    "no tag": lambda at, by: commands.RemoveTag(agent_id=by.me, id=at.answers["tag"] or 0, version=2),
    "view": lambda at, by: saved_views.SaveView(agent_id=by.me, id=0, owner_id=None, name="Late", query="tag:late"),
    "own view": lambda at, by: saved_views.SaveView(
        agent_id=by.me, id=0, owner_id=by.me, name="My late ones", query="tag:late is:mine"
    ),
    "no view": lambda at, by: saved_views.RemoveView(
        agent_id=by.me, id=at.answers["view"] or 0, owner_id=None, version=1
    ),
    "no own view": lambda at, by: saved_views.RemoveView(
        agent_id=by.me, id=at.answers["own view"] or 0, owner_id=by.me, version=1
    ),
    "calendar": lambda at, by: calendars.SaveCalendar(
        agent_id=by.me, id=0, name="Office", zone="Europe/Vilnius", week=calendars.OFFICE_WEEK
    ),
    "rule": lambda at, by: automation.SaveRule(
        agent_id=by.me, id=0, name="Refunds", actions=automation.RuleActions(add_tags=("refund",))
    ),
    "rules in order": lambda at, by: automation.OrderRules(agent_id=by.me, rules=(at.answers["rule"] or 0,)),
    "rule off": lambda at, by: automation.SwitchRule(agent_id=by.me, id=at.answers["rule"] or 0, active=False),
    "no rule": lambda at, by: automation.RemoveRule(agent_id=by.me, id=at.answers["rule"] or 0, version=2),
    "webhook": lambda at, by: webhooks.SaveWebhook(agent_id=by.me, id=0, name="Chat", address="https://chat.example/"),
    "webhook tried": lambda at, by: webhooks.TryWebhook(agent_id=by.me, id=at.answers["webhook"] or 0),
    "calls let be": lambda at, by: webhooks.SettleCalls(agent_id=by.me, id=at.answers["webhook"] or 0, again=False),
    "no webhook": lambda at, by: webhooks.RemoveWebhook(agent_id=by.me, id=at.answers["webhook"] or 0, version=1),
    "no calendar": lambda at, by: calendars.RemoveCalendar(agent_id=by.me, id=at.answers["calendar"] or 0, version=1),
    "order": lambda at, by: sla.OrderPolicies(agent_id=by.me, policies=(at.answers["policy"] or 0,)),
    "no policy": lambda at, by: sla.RemovePolicy(agent_id=by.me, id=at.answers["policy"] or 0, version=1),
    "field": lambda at, by: fields.SaveField(agent_id=by.me, id=0, name="Order number", kind=fields.FieldKind.TEXT),
    "fill in": lambda at, by: fields.SetField(
        agent_id=by.me, tickets=(at.ticket,), field_id=at.answers["field"] or 0, value="A-1042"
    ),
    "customer": lambda at, by: customers.SaveCustomer(
        agent_id=by.me,
        id=1,
        name="Anna B.",
        organisation="B.",
        language="lt",
        time_zone="Europe/Vilnius",
        note="",
        vip=True,
        phones=("+370 612 34567",),
        emails=("anna@b.example", ANNA.email),
        version=1,
    ),
    "customer tags": lambda at, by: customers.ChangeCustomerTags(agent_id=by.me, customers=(1,), add=("gold",)),
    "customer field": lambda at, by: fields.SaveField(
        agent_id=by.me, id=0, name="Contract", kind=fields.FieldKind.TEXT, owner=fields.FieldOwner.CUSTOMER
    ),
    "fill in of customer": lambda at, by: fields.SetCustomerField(
        agent_id=by.me, customers=(1,), field_id=at.answers["customer field"] or 0, value="A-17"
    ),
    "block customer": lambda at, by: customers.BlockCustomer(agent_id=by.me, customer_id=2),
    "apart": lambda at, by: customers.SetApart(agent_id=by.me, customer_id=2, other_id=1),
    "merge customers": lambda at, by: customers.MergeCustomers(agent_id=by.me, customer_id=2, into_id=1),
    "organisation": lambda at, by: customers.SaveOrganisation(
        agent_id=by.me, id=0, name="Parcels & Sons", domains=("parcels.example",), note="calls on Fridays"
    ),
    "other organisation": lambda at, by: customers.SaveOrganisation(agent_id=by.me, id=0, name="Parcels"),
    "organisation field": lambda at, by: fields.SaveField(
        agent_id=by.me, id=0, name="Region", kind=fields.FieldKind.TEXT, owner=fields.FieldOwner.ORGANISATION
    ),
    "fill in of organisation": lambda at, by: fields.SetOrganisationField(
        agent_id=by.me,
        id=at.answers["organisation"] or 0,
        field_id=at.answers["organisation field"] or 0,
        value="North",
    ),
    "organisation tags": lambda at, by: customers.ChangeOrganisationTags(
        agent_id=by.me, id=at.answers["organisation"] or 0, add=("gold",)
    ),
    "gather": lambda at, by: customers.GatherCustomers(agent_id=by.me, id=at.answers["organisation"] or 0),
    "merge organisations": lambda at, by: customers.MergeOrganisations(
        agent_id=by.me, id=at.answers["other organisation"] or 0, into_id=at.answers["organisation"] or 0, version=1
    ),
    "no organisation": lambda at, by: customers.RemoveOrganisation(
        agent_id=by.me, id=at.answers["organisation"] or 0, version=2
    ),
    "pictures": lambda at, by: commands.SetPictureSenders(agent_id=by.me, addresses=(ANNA.email,), shown=True),
    "words": lambda at, by: own_words.ChangeWords(agent_id=by.me, words=("Amberline",), known=True),
    "settings": lambda at, by: commands.SaveSettings(agent_id=by.me, owner=by.me, values=(("reply.undo_seconds", 2),)),
    "password": lambda at, by: commands.SetPassword(agent_id=by.me, id=by.me, password="s3same"),
    "no password": lambda at, by: commands.SetPassword(agent_id=by.me, id=at.answers["agent"] or 0, password=""),
    "desk settings": lambda at, by: commands.SaveSettings(agent_id=by.me, values=(("ticket.reopen_days", 14),)),
    "senders": lambda at, by: commands.ListSenders(agent_id=by.me, block=("spam.example",), allow=(ANNA.email,)),
    "split": lambda at, by: commands.MoveMessages(agent_id=by.me, ticket_id=at.ticket, messages=(at.asked,)),
    "merge": lambda at, by: commands.MergeTickets(
        agent_id=by.me, tickets=(at.ticket, at.answers["split"] or 0), into=at.ticket
    ),
    "read again": lambda at, by: commands.ReadAgain(agent_id=by.me, message_id=at.asked),
    "block": lambda at, by: commands.BlockSender(agent_id=by.me, ticket_id=at.ticket, pattern="else.example"),
    "undo": lambda at, by: commands.UndoDeed(agent_id=by.me, undo=at.deeds["block"]),
    "add customer": lambda at, by: customers.AddCustomer(agent_id=by.me, name="Mia Berg", email="mia@else.example"),
    "take in": lambda at, by: customers.TakeInCustomers(
        agent_id=by.me, people=(customers.Written(2, "Li Na", ("li@else.example",), organisation="Else Ltd"),)
    ),
    "take in organisations": lambda at, by: customers.TakeInOrganisations(
        agent_id=by.me,
        organisations=(customers.WrittenOrganisation(2, "Fourth Ltd", ("fourth.example",), tags=("gold",)),),
    ),
    "trash": lambda at, by: commands.SetStatus(
        agent_id=by.me, tickets=(at.answers["split"] or 0,), status=Status.TRASH
    ),
    "erase tickets": lambda at, by: customers.EraseTickets(agent_id=by.me, tickets=(at.answers["split"] or 0,)),
    "erase": lambda at, by: customers.EraseCustomer(agent_id=by.me, customer_id=at.gone),
    "away": lambda at, by: presence.SetPresence(agent_id=by.me, presence=Presence.AWAY, until=LATER),
    "open": lambda at, by: presence.TellOpen(agent_id=by.me),
    # Last: from now on not everybody sees it.
    "restrict": lambda at, by: commands.SaveMailbox(
        agent_id=by.me,
        id=at.answers["mailbox"] or 0,
        name="Billing",
        address="bill@desk.example",
        restricted=True,
        version=2,
    ),
}
