"""How mails go to a child of the parser pool and come back: bytes of any size beside the pickle and not in it, so that nobody holds them twice."""

from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any, Final

from msgspec.structs import replace

from deskbell.model.mail import InboundMail

# A smaller attachment travels with its mail: it costs less to copy than to send apart.
_APART_BYTES: Final = 256 * 1024


def send_mails(pipe: Connection, raws: Sequence[bytes], charset_hint: str) -> None:
    """To the child: some mails, and their mailbox's charset."""
    pipe.send(([len(raw) for raw in raws], charset_hint))
    # A single one, as every large one is, is not copied.
    pipe.send_bytes(raws[0] if len(raws) == 1 else b"".join(raws))


def receive_mails(pipe: Connection) -> tuple[list[bytes], str]:
    """In the child: what `send_mails` sent."""
    lengths, charset_hint = pipe.recv()
    together = pipe.recv_bytes()
    if len(lengths) == 1:
        return [together], charset_hint
    raws, start = [], 0
    for length in lengths:
        raws.append(together[start : start + length])
        start += length
    return raws, charset_hint


def send_outcome(pipe: Connection, outcome: object) -> None:
    """To the parent: what became of one mail."""
    apart: list[tuple[int, bytes]] = []
    if isinstance(outcome, InboundMail):
        apart = [(at, file.content) for at, file in enumerate(outcome.attachments) if file.size > _APART_BYTES]
        if apart:
            outcome = _with_contents(outcome, dict.fromkeys((at for at, _ in apart), b""))
    pipe.send((outcome, [at for at, _ in apart]))
    for _, content in apart:
        pipe.send_bytes(content)


def receive_outcome(pipe: Connection) -> Any:
    """In the parent: what `send_outcome` sent."""
    outcome, apart = pipe.recv()
    return _with_contents(outcome, {at: pipe.recv_bytes() for at in apart}) if apart else outcome


def _with_contents(mail: InboundMail, contents: dict[int, bytes]) -> InboundMail:
    files = (
        replace(file, content=contents[at]) if at in contents else file for at, file in enumerate(mail.attachments)
    )
    return replace(mail, attachments=tuple(files))
