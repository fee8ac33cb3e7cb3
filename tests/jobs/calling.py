"""A desk with a webhook, and the part of a worker that calls it."""

from collections.abc import Iterable
from datetime import timedelta

from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.actions.webhooks import queue_call
from deskbell.jobs.call_webhooks import Post, WebhookCaller
from deskbell.jobs.office import Office
from deskbell.mail.web_post import Posted, post
from deskbell.model.errors import Trouble
from deskbell.model.webhooks import Call, CallState, SaveWebhook, Webhook
from deskbell.rules.webhooks import secret_of
from deskbell.store.desk import Desk
from deskbell.store.queries import webhooks
from deskbell.store.queries.identity import establish
from deskbell.store.webhook_secrets import secret_name

SECRET = secret_of(b"0123456789abcdef0123456789abcdef")


class Calling:
    """A desk with a webhook, and a worker's part that calls it."""

    def __init__(self, desk: Desk, office: Office, url: str) -> None:
        desk.transact(establish)
        self.desk, self.office = desk, office
        self.build = Builder(desk)
        self.me = self.build.me
        self.caller = WebhookCaller(office)
        self.chat = self.made("Chat", url)
        self.number = self.build.ticket(subject="It does not print")

    def made(self, name: str, url: str) -> int:
        number = perform(self.desk, SaveWebhook(agent_id=self.me, id=0, name=name, address=url)) or 0
        self.office.secrets.put(secret_name(number), SECRET)
        return number

    def tell(self, number: int = 0, of: int = 0, **happened: object) -> None:
        work = lambda session: queue_call(session, of or self.chat, number or self.number, "ticket.created", happened)  # noqa: E731
        assert self.desk.transact(work) is not None

    def run(self) -> None:
        self.caller.run()
        self.caller.wait()

    def calls(self, of: int = 0) -> tuple[Call, ...]:
        """The oldest first."""
        return self.desk.read(webhooks.log, of or self.chat)[::-1]

    def states(self) -> list[CallState]:
        return [call.state for call in self.calls()]

    def row(self) -> Webhook:
        return next(one for one in self.desk.read(webhooks.rows) if one.id == self.chat)

    def pass_by(self, by: timedelta) -> None:
        """All that was written is so much older."""
        with self.desk.writing() as session:
            ms = by // timedelta(milliseconds=1)
            for column in ("queued_at", "due", "until", "tried_at"):
                session.connection.exec_driver_sql(f"UPDATE webhook_call SET {column} = {column} - {ms}")
            for column in ("failing_since", "rests_until", "called_at"):
                session.connection.exec_driver_sql(f"UPDATE webhook SET {column} = {column} - {ms}")


def answered_late(which: Iterable[bool]) -> Post:
    """Calls for real; the answers to these of the calls, in their order, come after the time for it is over. No test waits for that."""
    late = iter(which)

    def call(url: str, content: bytes, headers: dict[str, str]) -> Posted:
        posted = post(url, content, headers)
        if next(late, False):
            raise Trouble("web.timeout", host="localhost", seconds="20")
        return posted

    return call
