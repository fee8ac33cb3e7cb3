"""When the desk answers by itself: never a machine, never ourselves, and never often."""

import pytest
from msgspec.structs import replace

from deskbell.model.mail import InboundMail, Mailbox
from deskbell.rules.loops import Caps, SentLately, Silent, silent

OWN = {"support@desk.example"}
CAPS = Caps(sender_day=3, mailbox_day=10)


def mail(sender: str = "li@mail.example", **found: object) -> InboundMail:
    return replace(InboundMail(subject="Printer", sender=Mailbox("", sender)), **found)


@pytest.mark.parametrize(
    ("arrived", "lately", "expected"),
    [
        (mail(), SentLately(), None),
        (mail(is_bounce=True), SentLately(), Silent.REPORT),
        (mail(is_delayed=True), SentLately(), Silent.REPORT),
        (mail(is_auto_reply=True), SentLately(), Silent.MACHINE),
        (mail(is_list=True), SentLately(), Silent.MACHINE),
        (mail(machine="bulk"), SentLately(), Silent.MACHINE),
        (mail(""), SentLately(), Silent.NOBODY),
        (mail("undisclosed"), SentLately(), Silent.NOBODY),
        (mail("Support@desk.example"), SentLately(), Silent.OURSELVES),
        (mail("support+7-abc@desk.example"), SentLately(), Silent.OURSELVES),
        (mail(), SentLately(sender_hour=1, sender_day=1), Silent.HOUR),
        (mail(), SentLately(sender_day=2), None),
        (mail(), SentLately(sender_day=3), Silent.SENDER_DAY),
        (mail(), SentLately(mailbox_day=10), Silent.MAILBOX_DAY),
        *((mail(f"{name}@shop.example"), SentLately(), Silent.MACHINE) for name in (
            "noreply", "no-reply", "No_Reply", "donotreply", "do-not-reply", "MAILER-DAEMON", "postmaster", "bounces+17", "talk-request", "owner-talk", "listserv",
        )),
        *((mail(f"{name}@shop.example"), SentLately(), None) for name in ("norah", "nora.reply", "owner", "request", "master")),
    ],
)  # fmt: skip
def test_who_gets_an_automatic_answer(arrived: InboundMail, lately: SentLately, expected: Silent | None) -> None:
    assert silent(arrived, OWN, lately, CAPS) is expected
