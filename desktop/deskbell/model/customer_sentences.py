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
    "customer.addressless": QT_TRANSLATE_NOOP("sentences", "{name} has no address that could be blocked."),
    "customer.itself": QT_TRANSLATE_NOOP("sentences", "A customer cannot be merged with themselves."),
    "customer.merged": QT_TRANSLATE_NOOP("sentences", "{name} was merged into another customer already."),
    "customer.unseen": QT_TRANSLATE_NOOP(
        "sentences", "{name} has tickets in a mailbox that you do not see. Ask a manager to do this."
    ),
    "address.taken": QT_TRANSLATE_NOOP("sentences", "{address} is {name}’s. An address is one customer’s alone."),
    "address.own": QT_TRANSLATE_NOOP("sentences", "{address} is a mailbox of this desk, and no customer’s address."),
    "organisation.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed this organisation in the meantime. Look at it and try again."
    ),
    "organisation.missing": QT_TRANSLATE_NOOP("sentences", "This organisation does not exist any more."),
    "organisation.itself": QT_TRANSLATE_NOOP("sentences", "An organisation cannot be merged with itself."),
    "organisation.exists": QT_TRANSLATE_NOOP("sentences", "There is an organisation “{name}” already."),
    "organisation.many_domains": QT_TRANSLATE_NOOP("sentences", "An organisation has {limit} domains at most."),
    "organisation.domain": QT_TRANSLATE_NOOP(
        "sentences", "“{domain}” is no domain. Write what stands behind the @ of their addresses, such as example.org."
    ),
    "organisation.free_mail": QT_TRANSLATE_NOOP(
        "sentences", "Anybody can have an address at {domain}: it does not tell where somebody works."
    ),
    "organisation.has_domain": QT_TRANSLATE_NOOP(
        "sentences", "{domain} is {name}’s. A domain is one organisation’s alone."
    ),
    "undo.organisation": QT_TRANSLATE_NOOP("sentences", "{name} was changed again since; undo that first."),
    "export.nothing": QT_TRANSLATE_NOOP("sentences", "Nothing is chosen: choose at least one column to export."),
    "import.no_people": QT_TRANSLATE_NOOP("sentences", "{path} holds no table of customers (CSV) and no vCards."),
    "import.no_organisations": QT_TRANSLATE_NOOP("sentences", "{path} holds no table of organisations (CSV)."),
    "import.no_name": QT_TRANSLATE_NOOP("sentences", "There is no name."),
    "import.no_address": QT_TRANSLATE_NOOP("sentences", "There is no mail address."),
    "import.language": QT_TRANSLATE_NOOP("sentences", "“{language}” is no code of a language, such as en or zh-Hant."),
    "import.several": QT_TRANSLATE_NOOP(
        "sentences", "The addresses are of several customers: {names}. Merge these, or take an address out."
    ),
    "import.charset": QT_TRANSLATE_NOOP("sentences", "There are characters that cannot be read."),
    "import.cell_long": QT_TRANSLATE_NOOP("sentences", "A cell of this line is longer than {limit} letters."),
    "import.quote": QT_TRANSLATE_NOOP("sentences", "A quotation mark is opened here and never closed."),
    "import.no_end": QT_TRANSLATE_NOOP("sentences", "This card has no end."),
    "erase.sending": QT_TRANSLATE_NOOP(
        "sentences", "A mail to them in ticket #{number} has not left yet. Send it or take it back, then erase them."
    ),
    "erase.unsent": QT_TRANSLATE_NOOP(
        "sentences", "A mail in ticket #{number} has not left yet. Send it or take it back first."
    ),
    "erase.not_away": QT_TRANSLATE_NOOP(
        "sentences", "Only what lies in Spam or Trash is erased for good: move it there first."
    ),
    "erase.nothing": QT_TRANSLATE_NOOP("sentences", "There is nothing to erase."),
    "undo.customer": QT_TRANSLATE_NOOP("sentences", "{name} was changed again since; undo that first."),
    "tag.of_customers": QT_TRANSLATE_NOOP(
        "sentences", "{name} is on customers. Retire it, or merge it into another tag."
    ),
    "tag.of_organisations": QT_TRANSLATE_NOOP(
        "sentences", "{name} is on organisations. Retire it, or merge it into another tag."
    ),
}
