"""What an agent's mail from a mail program of their own counts as, by whom it was sent to."""

import pytest

from deskbell.model.kinds import MessageKind, Standing
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.rules.agent_answers import is_written, kind_of, outsiders, written_to

OWN = frozenset({"support@desk.example"})
AGENTS = frozenset({"ona@desk.example", "tomas@desk.example"})
PEOPLE = {
    "li.na@mail.example": Standing.IN,
    "boss@mail.example": Standing.WROTE,
    "named@mail.example": Standing.SHOWN,
    "tomas@desk.example": Standing.IN,
}


def mail(to: tuple[str, ...] = (), cc: tuple[str, ...] = (), **values: bool) -> InboundMail:
    made = tuple(tuple(Mailbox("", one) for one in line) for line in (to, cc))
    return InboundMail(
        subject="Re: Printer", sender=Mailbox("Ona", "ona@desk.example"), to=made[0], cc=made[1], **values
    )


@pytest.mark.parametrize(
    ("to", "cc", "kind"),
    [
        (("li.na@mail.example",), ("support@desk.example",), MessageKind.OUT),
        (("support@desk.example",), ("LI.NA@mail.example",), MessageKind.OUT),
        (("boss@mail.example",), ("support@desk.example",), MessageKind.OUT),
        (("named@mail.example",), ("support@desk.example",), MessageKind.NOTE),
        (("supplier@parts.example",), ("support@desk.example",), MessageKind.NOTE),
        (("tomas@desk.example",), ("support+7-abc@desk.example",), MessageKind.NOTE),
        (("support@desk.example",), (), MessageKind.NOTE),
        ((), (), MessageKind.NOTE),
    ],
)
def test_an_answer_is_what_somebody_of_the_ticket_got(
    to: tuple[str, ...], cc: tuple[str, ...], kind: MessageKind
) -> None:
    assert kind_of(outsiders(mail(to, cc), OWN, AGENTS), PEOPLE) is kind


@pytest.mark.parametrize(
    ("to", "cc", "first"),
    [
        (("li.na@mail.example", "boss@mail.example"), ("support@desk.example",), "li.na@mail.example"),
        (("support+7-abc@desk.example", "TOMAS@desk.example", "boss@mail.example"), (), "boss@mail.example"),
        (("undisclosed-recipients", "boss@mail.example"), (), "boss@mail.example"),
        (("support@desk.example",), ("li.na@mail.example",), None),
        ((), ("li.na@mail.example",), None),
        ((), (), None),
    ],
)
def test_what_we_began_belongs_to_the_first_outside_it_went_to(
    to: tuple[str, ...], cc: tuple[str, ...], first: str | None
) -> None:
    found = written_to(mail(to, cc), OWN, AGENTS)
    assert (found and found.email) == first


@pytest.mark.parametrize("machine", ["is_auto_reply", "is_bounce", "is_delayed"])
def test_what_a_machine_wrote_is_nobodys_answer(machine: str) -> None:
    assert is_written(mail())
    assert not is_written(mail(**{machine: True}))
