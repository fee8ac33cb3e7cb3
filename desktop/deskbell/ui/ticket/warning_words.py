"""What a person should know about a message's people before answering: a sender without proof, one who never took part, copies nobody asked for."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from deskbell.model.rows import BounceRow, MessageRow
from deskbell.rules.warnings import FAILED, JOINED, NOT_SENT, SEVERAL, UNPROVEN, copied_in

translate = QCoreApplication.translate


def came_back(bounce: BounceRow) -> str:
    """Whom mail did not reach, and why."""
    if not bounce.reason:
        return translate("card", "This did not reach {address}.").replace("{address}", bounce.email)
    said = translate("card", "This did not reach {address}: {reason}")
    return said.replace("{reason}", bounce.reason).replace("{address}", bounce.email)


def came_back_before(bounces: Sequence[BounceRow]) -> str:
    """The same of addresses that are being written to again, in one sentence each."""
    said = translate("card", "The last mail to {address} came back: {reason}")
    short = translate("card", "The last mail to {address} came back.")
    return "\n".join(
        (said if one.reason else short).replace("{reason}", one.reason).replace("{address}", one.email)
        for one in bounces
    )


def warnings(message: MessageRow) -> Sequence[str]:
    """A sentence each, the gravest first. Addresses stand in them as they came, so they go to where no markup is read."""
    said = [came_back(bounce) for bounce in message.bounces]
    if UNPROVEN in message.problems:
        said.append(
            translate(
                "card", "The sender claims to be {address}, one of the desk's own, and nothing proves it. Be careful."
            ).replace("{address}", message.author_email)
        )
    if FAILED in message.problems:
        said.append(
            translate(
                "card", "The mail server says that this did not come from {address}, though it claims so. Be careful."
            ).replace("{address}", message.author_email)
        )
    if JOINED in message.problems:
        said.append(
            translate(
                "card", "{address} took no part here before. Answers go there only when you add the address yourself."
            ).replace("{address}", message.author_email)
        )
    copies = translate("card", "The sender put {addresses} in copy. Answers go there only when you add them yourself.")
    said.extend(copies.replace("{addresses}", named) for named in map(copied_in, message.problems) if named)
    if NOT_SENT in message.problems:
        said.append(
            translate(
                "card",
                "{name} wrote this in a mail program and not to the customer. Nobody outside gets it from here; answer here if they should.",
            ).replace("{name}", message.author or message.author_email)
        )
    if SEVERAL in message.problems:
        said.append(translate("card", "The mail names several senders; the first one counts."))
    return said
