"""What the desk found doubtful about who a mail is from and who it names, as its message keeps it among the problems."""

from typing import Final

UNPROVEN: Final = "sender:unproven"
"""From is one of our agents or addresses, and nothing proves it."""
FAILED: Final = "sender:failed"
"""The mailbox's own server says that From did not send it."""
JOINED: Final = "sender:joined"
"""The sender never took part in the ticket before."""
SEVERAL: Final = "from:several"
"""From names several people, of whom the first counts."""
NOT_SENT: Final = "agent:not_sent"
"""An agent wrote it in a mail program of their own, and to nobody outside who takes part."""
_COPIED: Final = "copied:"


def copied(emails: list[str]) -> str:
    """The mail names these in its copies, who took no part before."""
    return _COPIED + ", ".join(emails)


def copied_in(problem: str) -> str:
    """The addresses of such a problem, "" for any other one."""
    return problem.removeprefix(_COPIED) if problem.startswith(_COPIED) else ""


def is_warning(problem: str) -> bool:
    """Whether a problem is about people, not about bytes."""
    return problem in {UNPROVEN, FAILED, JOINED, SEVERAL, NOT_SENT} or problem.startswith(_COPIED)
