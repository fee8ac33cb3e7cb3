"""What is wrong with what is written of customers, in English; see `model.sentences`, which these are part of."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.marking import QT_TRANSLATE_NOOP

ABOUT_CUSTOMERS: Final[Mapping[str, str]] = {
    "customer.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed {name} in the meantime. Look at it and try again."
    ),
    "customer.too_long": QT_TRANSLATE_NOOP("sentences", "This may have {limit} characters at most."),
    "customer.too_many": QT_TRANSLATE_NOOP(
        "sentences", "A customer has {limit} addresses and as many phone numbers at most."
    ),
    "customer.time_zone": QT_TRANSLATE_NOOP("sentences", "There is no time zone “{name}”."),
    "customer.no_address": QT_TRANSLATE_NOOP(
        "sentences", "{name} needs an address. Add another one before you take the last one off."
    ),
    "customer.missing": QT_TRANSLATE_NOOP("sentences", "This customer does not exist any more."),
    "customer.itself": QT_TRANSLATE_NOOP("sentences", "A customer cannot be merged with themselves."),
    "customer.merged": QT_TRANSLATE_NOOP("sentences", "{name} was merged into another customer already."),
    "customer.unseen": QT_TRANSLATE_NOOP(
        "sentences", "{name} has tickets in a mailbox that you do not see. Ask a manager to do this."
    ),
    "address.taken": QT_TRANSLATE_NOOP("sentences", "{address} is {name}’s. An address is one customer’s alone."),
    "address.own": QT_TRANSLATE_NOOP("sentences", "{address} is a mailbox of this desk, and no customer’s address."),
    "undo.customer": QT_TRANSLATE_NOOP("sentences", "{name} was changed again since; undo that first."),
}
