"""What a person should know about a message's people before answering: a sender without proof, one who never took part, copies nobody asked for."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from deskbell.model.rows import MessageRow
from deskbell.rules.warnings import JOINED, SEVERAL, UNPROVEN, copied_in

translate = QCoreApplication.translate


def warnings(message: MessageRow) -> Sequence[str]:
    """A sentence each, the gravest first. Addresses stand in them as they came, so they go to where no markup is read."""
    said = []
    if UNPROVEN in message.problems:
        said.append(
            translate(
                "card", "The sender claims to be {address}, one of the desk's own, and nothing proves it. Be careful."
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
    if SEVERAL in message.problems:
        said.append(translate("card", "The mail names several senders; the first one counts."))
    return said
