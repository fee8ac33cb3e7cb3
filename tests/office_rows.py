"""Rows of every table of an office: some of each agent's own, some that nobody sees who is not of a mailbox's team, some of neither."""

from typing import Any

from sqlalchemy import insert, update

from building import Builder
from deskbell.model.kinds import MessageKind, Role
from deskbell.store import blobs
from deskbell.store.desk import Desk
from deskbell.store.search import articles as article_index
from deskbell.store.tables import (
    agent_seen,
    agent_turn,
    agent_work,
    article,
    article_category,
    article_draft,
    article_file,
    article_gap,
    article_journal,
    article_link,
    article_opinion,
    article_read,
    article_reader,
    article_reminder,
    article_revision,
    article_text,
    article_use,
    attachment,
    auto_reply,
    automation,
    automation_run,
    automation_timer,
    bounce,
    calendar,
    canned_action,
    canned_file,
    canned_reply,
    canned_text,
    canned_use,
    change,
    clock,
    custom_field,
    customer_apart,
    customer_journal,
    customer_listed,
    customer_recount,
    customer_tag,
    customer_value,
    customer_word,
    deed,
    draft_reader,
    erasure,
    field_value,
    folder,
    follower,
    journal,
    lease,
    listed_sender,
    mail_layout,
    mention,
    meta,
    not_same,
    organisation,
    organisation_domain,
    organisation_journal,
    organisation_tag,
    organisation_value,
    outbox,
    phone,
    picture_sender,
    policy,
    profile_password,
    rating,
    raw_mail,
    reminder,
    saved_view,
    setting,
    sla_state,
    step_done,
    tag,
    team_waiting,
    ticket_link,
    viewer,
    warning,
    warning_mail,
    webhook,
    webhook_call,
)


class OfficeRows:
    """Fills an office. `agents` are by role, each with the login `of_<role>`; `hidden` is the mailbox that only a team sees, in which is none of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.build = Builder(desk)
        self._field = self.build.insert(
            custom_field, name="Order number", key="order number", kind="text", created_at=self.build.at()
        )
        address = "https://chat.example/desk"
        self._chat = self.build.insert(webhook, name="Chat", key="chat", address=address, created_at=self.build.at())
        self.agents = {role: self._agent(role) for role in Role}
        self.board = self.build.team("Board")
        self._parcels = self.build.team("Parcels", *self.agents.values())
        self.hidden = self.build.mailbox("Board", "board@desk.example", restricted=True, team_id=self.board)
        self.tickets = {box: self._correspondence(box) for box in (self.build.support, self.hidden)}
        for agent_id in self.agents.values():
            self._work(agent_id, self.tickets[self.build.support])
        self._desk_rows()

    def add(self, table: Any, **values: Any) -> None:
        """One row."""
        with self._desk.writing() as session:
            session.connection.execute(insert(table), values)

    def content(self, words: str) -> int:
        """A content that nothing hangs on yet."""
        with self._desk.writing() as session:
            (made,) = blobs.keep(session, [words.encode()])
        return made

    def _agent(self, role: Role) -> int:
        return self.build.agent(role.value, f"{role.value}@desk.example", role=role.value, login=f"of_{role.value}")

    def _correspondence(self, box: int) -> int:
        """A customer's mail in a mailbox, with all that hangs on it."""
        build, at = self.build, self.build.at()
        number = build.ticket(mailbox_id=box, team_id=self._parcels, tags=["parcel"])
        raw = build.insert(
            raw_mail,
            mailbox_id=box,
            folder="INBOX",
            uidvalidity=1,
            uid=1,
            sha256=bytes([box]) * 32,
            blob_id=self.content(f"raw {box}"),
            received_at=at,
            kept_at=at,
            state="filed",
        )
        asked = build.message(number, "Where is it?", raw_id=raw)
        with self._desk.writing() as session:
            session.connection.execute(update(raw_mail).where(raw_mail.c.id == raw).values(message_id=asked))
        self._file(f"picture {box}", message_id=asked)
        self.add(rating, ticket_id=number, message_id=asked, rating="good", at=at)
        build.participant(number, "Jonas", "jonas@example.org")
        self.add(mail_layout, mailbox_id=box, footer_text="Vilnius")
        self.add(folder, mailbox_id=box, name="INBOX", uidvalidity=1, last_uid=1)
        self.add(bounce, email="x@example.org", message_id=asked, report_id=asked, reason="", at=at, open=True)
        self.add(auto_reply, mailbox_id=box, email="x@example.org", at=at)
        self.add(automation_run, rule_id=1, ticket_id=number, deed_id="x", chain="x", at=at)
        self.add(automation_timer, rule_id=1, ticket_id=number, since=at)
        self._call(f"msg_{box}", "ticket.created", number)
        self.add(follower, ticket_id=number, agent_id=build.me, shelf=0)
        self.add(clock, ticket_id=number, metric=1, policy_id=1, target=60, started_at=build.at(), spent=0)
        step = {"step_id": 1, "policy_id": 1, "percent": 75, "late": 0, "at": at}
        self.add(step_done, ticket_id=number, metric=1, started_at=at, **step)
        self.add(field_value, ticket_id=number, field_id=self._field, value=f"A-{box}", sought=f"a-{box}")
        came_of = build.ticket(mailbox_id=box)
        self.add(ticket_link, ticket_id=number, other_id=came_of, kind="split", at=at)
        self.add(ticket_link, ticket_id=came_of, other_id=number, kind="related", at=at)
        self.add(not_same, ticket_id=number, other_id=came_of, at=at)
        self.add(deed, id=f"received {box}", kind="received", agent_id=None, at=at)
        self.add(journal, deed_id=f"received {box}", ticket_id=number, kind="received", agent_id=None, at=at)
        self._answer(build.me, number, box)
        self.add(viewer, window=f"w{box}", agent_id=build.me, ticket_id=number, activity="looking", seen_at=self._now())
        return number

    def _work(self, agent_id: int, number: int) -> None:
        """What an agent has written, and what is theirs alone."""
        at = self.build.at()
        self._answer(agent_id, number, self.build.support)
        written = self.build.draft(number, agent_id=agent_id)
        self._file(f"draft {agent_id}", draft_id=written)
        self.add(draft_reader, draft_id=written, agent_id=self.build.me, author_id=agent_id)
        values = {"agent_id": agent_id, "ticket_id": number, "activity": "looking", "seen_at": self._now()}
        self.add(viewer, window=f"of {agent_id}", **values)
        self.add(picture_sender, agent_id=agent_id, address="a@example.org", since=at)
        self.add(reminder, agent_id=agent_id, ticket_id=number, at=at)
        warned = {"metric": 1, "due_at": at, "at": at, "notify": True, "mail": False}
        self.add(warning, agent_id=agent_id, ticket_id=number, **warned)
        mailed = {"tickets": [number], "message_id": "", "at": at, "sending": False, "not_before": at, "attempts": 0}
        self.add(warning_mail, agent_id=agent_id, mailbox_id=self.build.support, **mailed)
        self.add(agent_seen, agent_id=agent_id, at=at)
        self.add(agent_turn, agent_id=agent_id, n=1)
        self.add(agent_work, agent_id=agent_id, capacity=3)
        self.add(profile_password, agent_id=agent_id, sealed="of a desk in a file")
        self.add(setting, key="reply.quote", owner=agent_id, value=False)
        asked = {"words": f"of {agent_id}", "written": "Of", "times": 1, "hits": 0, "asked_at": at, "deed": "x"}
        self.build.insert(article_gap, asked_by=agent_id, **asked)
        self.add(listed_sender, pattern=f"{agent_id}.example", listed="blocked", agent_id=agent_id, at=at)
        self._canned(agent_id, agent_id)
        self._article(agent_id, audience="managers")
        self._view(owner_id=agent_id)
        self.add(deed, id=f"of {agent_id}", kind="status", agent_id=agent_id, at=at)
        self.add(journal, deed_id=f"of {agent_id}", ticket_id=number, kind="status", agent_id=agent_id, at=at)
        self.add(erasure, deed_id=f"of {agent_id}", agent_id=agent_id, at=at, counts={})
        # By the desk itself.
        self.add(erasure, deed_id=f"of {agent_id}", at=at, counts={})
        anna = self.build.customer()
        self.add(customer_apart, customer_id=anna, other_id=self.build.customer())
        self.add(customer_tag, customer_id=anna, tag_id=self.build.insert(tag, name=f"of {agent_id}"))
        self.add(customer_listed, customer_id=anna, sought="anna")
        self.add(customer_recount, customer_id=anna)
        self.add(customer_word, customer_id=anna, word="anna")
        self.add(phone, customer_id=anna, position=0, number="+370 612 34567", sought="61234567")
        name = f"Parts {agent_id}"
        parts = self.build.insert(organisation, name=name, key=name.lower(), sought=name.lower())
        self.add(organisation_domain, domain=f"parts{agent_id}.example", organisation_id=parts)
        whose = {"organisation_id": parts, "agent_id": agent_id}
        held = {"field_id": self._field, "value": "A-17", "sought": "a-17"}
        self.add(customer_value, customer_id=anna, **held)
        self.add(organisation_tag, organisation_id=parts, tag_id=self.build.insert(tag, name=f"at {agent_id}"))
        self.add(organisation_value, organisation_id=parts, **held)
        self.add(organisation_journal, deed_id=f"of {agent_id}", kind="there", after="1", at=at, **whose)
        self.add(customer_journal, deed_id=f"of {agent_id}", customer_id=anna, kind="note", agent_id=agent_id, at=at)

    def _canned(self, owner_id: int | None, agent_id: int) -> None:
        """A canned reply with all that hangs on it, used once by an agent."""
        at = self.build.at()
        made = self.build.insert(canned_reply, owner_id=owner_id, name="On its way", created_at=at)
        self.add(canned_text, reply_id=made, language="", html="", text="It is on its way.")
        self.add(canned_action, reply_id=made, status=4)
        values = {"name": "a.txt", "content_type": "text/plain", "size": 1, "blob_id": self.content(f"canned {made}")}
        self.build.insert(canned_file, reply_id=made, **values)
        self.add(canned_use, reply_id=made, agent_id=agent_id, day=20_000, n=1, used_at=at, deed="x")

    def _article(self, owner_id: int, **seen: Any) -> int:
        """An article in one language with all that hangs on it."""
        at, owned = self.build.at(), {"owner_id": owner_id, "language": "en"}
        made = self.build.insert(article, **owned, created_at=at, state="published", **seen)
        text = {"language": "en", "title": "Parcels", "revision": 1, "changed_at": at, "changed_by": owner_id}
        words = self.build.insert(article_text, article_id=made, **text)
        self.add(article_revision, text_id=words, number=1, title="Parcels", body="Wait.", agent_id=owner_id, at=at)
        self.add(article_link, text_id=words, target_id=made)
        values = {"name": "a.png", "content_type": "image/png", "size": 1, "blob_id": self.content(f"article {made}")}
        self.build.insert(article_file, article_id=made, **values)
        self.add(deed, id=f"article {made}", kind="article", agent_id=owner_id, at=at)
        self.add(article_journal, deed_id=f"article {made}", article_id=made, kind="state", agent_id=owner_id, at=at)
        self.add(
            article_draft,
            agent_id=owner_id,
            article_id=made,
            language="en",
            title="Parcels",
            body="Wait",
            base=1,
            updated_at=at,
        )
        self.add(article_reminder, agent_id=owner_id, article_id=made, due_at=at, at=at)
        for number in self.tickets.values():
            self.add(article_use, article_id=made, ticket_id=number, at=at)
        self.add(article_read, article_id=made, day=20_000, n=1, deed="x")
        for agent_id in {owner_id, self.build.me}:
            self.add(article_reader, article_id=made, day=20_000, agent_id=agent_id)
            self.add(article_opinion, article_id=made, agent_id=agent_id, useful=False, why="Old", at=at)
        with self._desk.writing() as session:
            article_index.add(session, [article_index.TextEntry(words, "Parcels", "Wait.")])
        return made

    def _view(self, **whose: int) -> None:
        self.add(saved_view, name="Late", query="tag:late", sort="latest", created_at=self.build.at(), **whose)

    def _answer(self, agent_id: int, number: int, box: int) -> None:
        """A mail that waits to leave, and one that has left."""
        for state in ("waiting", "sent"):
            made = self.build.message(number, f"{state} {agent_id}", kind=MessageKind.OUT, agent_id=agent_id)
            self._file(f"{state} {made}", message_id=made)
            self.add(mention, message_id=made, agent_id=agent_id)
            values = {"recipients": [], "not_before": self.build.at(), "changed_at": self.build.at()}
            content = self.content(f"mail {made}")
            self.add(outbox, message_id=made, mailbox_id=box, blob_id=content, sender="x", state=state, **values)

    def _file(self, words: str, **on: int) -> None:
        values = {"name": "a.txt", "content_type": "text/plain", "size": 1, "blob_id": self.content(words)}
        self.build.insert(attachment, **values, **on)

    def _call(self, key: str, type_: str, number: int | None = None) -> None:
        """A call of the one webhook that there is."""
        at = self.build.at()
        values = {"ticket_id": number, "body": "{}", "queued_at": at, "due": at, "until": at}
        self.add(webhook_call, webhook_id=self._chat, key=key, type=type_, **values)

    def _desk_rows(self) -> None:
        at = self.build.at()
        self.build.draft(self.tickets[self.hidden])
        self._canned(None, self.build.me)
        self._canned(self.build.me, self.build.me)
        self.add(article_category, name="Parcels")
        self._article(self.build.me)
        self._article(self.build.me, audience="team", team_id=self.board)
        self._article(self.build.me, audience="team", team_id=self._parcels)
        self._view()
        self._view(owner_id=self.build.me)
        self._view(team_id=self.board)
        self._view(team_id=self._parcels)
        self.add(calendar, name="Office", key="office", zone="Europe/Vilnius", week=[[]] * 7, created_at=at)
        self.add(policy, name="Everybody", key="everybody", position=1, created_at=at)
        self.add(sla_state, id=1, version=1, changed_at=at)
        self.add(team_waiting, team_id=1, since=at)
        rule = {"name": "Refunds", "key": "refunds", "position": 1, "events": [], "conditions": {}, "actions": {}}
        self.add(automation, **rule, created_at=at)
        self._call("msg_try", "webhook.test")
        self.add(tag, name="letter", retired=True)
        self.add(picture_sender, agent_id=self.build.me, address="a@example.org", since=at)
        self.add(setting, key="mail.poll_seconds", owner=0, value=30)
        self.add(listed_sender, pattern="good.example", listed="allowed", agent_id=self.build.me, at=at)
        self.add(change, entity="ticket", row_id=1, ticket_id=1, at=at)
        self.add(lease, name="worker", holder="x", token=1, expires_at=at)
        self.add(meta, key="backup", value="yesterday")
        self.add(meta, key="webhooks", value="[]")

    def _now(self) -> Any:
        return self._desk.read(lambda session: session.now)
