"""Who a mail is really from: a customer, an agent who proved it, or somebody who only writes one of our addresses into From."""

from msgspec import Struct
from msgspec.structs import replace

from deskbell.actions.intake.memory import Memory
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.rules import warnings
from deskbell.rules.own import is_own
from deskbell.rules.proven import is_failed, is_proven, is_sent_copy


class Origin(Struct, frozen=True):
    """The mail as it is to be filed, and its sender. `asking` is whose ticket it would be. `forwarded_by` names the agent who forwarded it, "" where
    nobody did; `claims_us`: From is one of ours without proof; `from_us`: From is one of ours, and proven; `agent_id`: whose it is where that is an
    agent; `failed`: the mailbox's own server says that somebody else's From did not send it.
    """

    mail: InboundMail
    asking: Mailbox
    forwarded_by: str = ""
    claims_us: bool = False
    from_us: bool = False
    agent_id: int | None = None
    failed: bool = False


def origin_of(memory: Memory, mail: InboundMail, mailbox_id: int, special: str = "") -> Origin:
    """What From is worth. An agent's forward is the mail of who wrote the forwarded one; nobody else's forward is. `special` is what the server says that
    the mail's folder is for.
    """
    email = mail.sender.email.casefold()
    agent_id = memory.agents.get(email)
    box = memory.boxes.get(mailbox_id)
    server = box.authserv_id if box is not None else ""
    if agent_id is None and not is_own(email, memory.own_addresses):
        return Origin(mail, _asking(memory, mail), failed=is_failed(email, mail.authentication, server))
    several = any(problem in {warnings.SEVERAL, "from:doubled"} for problem in mail.problems)
    proven = not several and (
        is_proven(email, mail.authentication, server) or is_sent_copy(special, mail.authentication, mail.delivered_to)
    )
    forwarded = mail.forwarded_from
    if proven and agent_id is not None and forwarded is not None and _is_outside(memory, forwarded):
        return Origin(as_forwarded(mail, forwarded), forwarded, memory.agent_names[agent_id])
    if agent_id is not None:
        return Origin(mail, mail.sender, claims_us=not proven, from_us=proven, agent_id=agent_id if proven else None)
    # A form on a website often writes the desk's own address into From, and the visitor's into Reply-To.
    asking = _asking(memory, mail)
    return Origin(mail, asking, claims_us=not proven, from_us=proven and asking is mail.sender)


def answer_to(memory: Memory, mail: InboundMail) -> Mailbox | None:
    """Where the sender wants answers to go besides From; None where that is nowhere else, a list, or ourselves."""
    if mail.is_list or mail.is_auto_reply or len(mail.reply_to) != 1:
        return None
    (wanted,) = mail.reply_to
    same = wanted.email.casefold() == mail.sender.email.casefold()
    return wanted if not same and _is_outside(memory, wanted) else None


def _asking(memory: Memory, mail: InboundMail) -> Mailbox:
    ours = is_own(mail.sender.email, memory.own_addresses)
    return (answer_to(memory, mail) if ours else None) or mail.sender


def _is_outside(memory: Memory, one: Mailbox) -> bool:
    return (
        "@" in one.email and one.email.casefold() not in memory.agents and not is_own(one.email, memory.own_addresses)
    )


def as_forwarded(mail: InboundMail, writer: Mailbox) -> InboundMail:
    """The mail as if who wrote the forwarded one had sent it; all of its text is shown, the agent's own words too."""
    return replace(
        mail,
        sender=writer,
        subject=mail.forwarded_subject or mail.subject,
        visible_reply=mail.text,
        html_visible=mail.html,
        to=(),
        cc=(),
        reply_to=(),
        is_auto_reply=False,
        is_bounce=False,
        is_delayed=False,
    )
