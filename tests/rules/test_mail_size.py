"""How large files become by mail."""

from datetime import UTC, datetime

import pytest

from deskbell.mail.compose import compose
from deskbell.model.mail import Mailbox, OutboundAttachment, OutboundMail
from deskbell.rules.mail_size import as_mail, is_beyond, megabytes, room_within


@pytest.mark.parametrize("sizes", [(3_000_000,), (57 * 20_000, 1_234_567), (0,)])
def test_what_is_told_is_what_goes_out(sizes: tuple[int, ...]) -> None:
    files = tuple(
        OutboundAttachment(f"{number}.bin", "application/octet-stream", b"\xff" * size)
        for number, size in enumerate(sizes)
    )
    mail = OutboundMail(
        sender=Mailbox("Ona", "support@desk.example"),
        to=(Mailbox("Li Na", "li.na@mail.example"),),
        cc=(),
        subject="Files",
        text="Here they are.",
        html="",
        message_id="1@desk.example",
        date=datetime(2026, 3, 2, tzinfo=UTC),
        attachments=files,
    )
    real = len(compose(mail))
    assert real <= as_mail(sum(sizes)) < real * 1.01 + 31_000


@pytest.mark.parametrize("limit", [100_000, 10_485_760, 35_000_000])
def test_what_fits_fits_and_a_little_more_does_not(limit: int) -> None:
    room = room_within(limit)
    assert not is_beyond(as_mail(room), limit)
    assert is_beyond(as_mail(room + 2 * 57), limit)


@pytest.mark.parametrize(
    ("size", "limit", "beyond"), [(10, 0, False), (10, 10, False), (11, 10, True), (1 << 40, 0, False)]
)
def test_a_limit_that_nobody_knows_is_none(size: int, limit: int, beyond: bool) -> None:
    assert is_beyond(size, limit) is beyond


def test_no_room_is_none() -> None:
    assert room_within(1_000) == 0
    assert megabytes(8_040_000) == "8.0 MB"
