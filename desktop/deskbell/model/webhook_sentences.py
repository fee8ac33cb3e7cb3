"""What is wrong with webhooks, in English; see `model.sentences`, which these are part of."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.marking import QT_TRANSLATE_NOOP

ABOUT_WEBHOOKS: Final[Mapping[str, str]] = {
    "webhook.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed {name} in the meantime. Look at it and try again."
    ),
    "webhook.exists": QT_TRANSLATE_NOOP("sentences", "There is a webhook {name} already."),
    "webhook.missing": QT_TRANSLATE_NOOP("sentences", "This webhook does not exist any more."),
    "webhook.unknown": QT_TRANSLATE_NOOP("sentences", "There is no webhook {name}. There are: {known}."),
    "webhook.name_long": QT_TRANSLATE_NOOP("sentences", "A name may have {limit} characters at most."),
    "webhook.off": QT_TRANSLATE_NOOP("sentences", "{name} is switched off. Switch it on first."),
    "webhook.address": QT_TRANSLATE_NOOP(
        "sentences", "Enter an address that begins with https://, or http:// within your own network."
    ),
    "webhook.address_long": QT_TRANSLATE_NOOP("sentences", "An address may have {limit} characters at most."),
    "webhook.password": QT_TRANSLATE_NOOP(
        "sentences",
        "The address holds a user name. Leave it out: the receiver knows by the signature that a call is yours.",
    ),
    "webhook.plain": QT_TRANSLATE_NOOP(
        "sentences",
        "{host} is not in your own network: what is sent there without encryption everybody on the way can read. Use https://.",
    ),
    "webhook.secret": QT_TRANSLATE_NOOP(
        "sentences", "This is no secret of a webhook: it begins with whsec_, and 32 to 88 letters and digits follow."
    ),
    "webhook.no_secret": QT_TRANSLATE_NOOP(
        "sentences",
        "The computer that does the worker's work has no secret for {name}. Enter it there: in Settings, Webhooks, or with deskbell password --webhook.",
    ),
    "webhook.refused": QT_TRANSLATE_NOOP("sentences", "{host} does not take this call (HTTP {status})."),
    "webhook.away": QT_TRANSLATE_NOOP("sentences", "{host} takes no calls at the moment (HTTP {status})."),
    "webhook.denied": QT_TRANSLATE_NOOP(
        "sentences", "{host} does not let Deskbell in (HTTP {status}). Is the secret the same on both sides?"
    ),
    "webhook.nobody": QT_TRANSLATE_NOOP(
        "sentences", "There is nobody at this address of {host} (HTTP {status}). Is it written right?"
    ),
    "webhook.elsewhere": QT_TRANSLATE_NOOP(
        "sentences", "{host} sends Deskbell to another address (HTTP {status}), and is not followed. Enter that one."
    ),
    "webhook.gone": QT_TRANSLATE_NOOP(
        "sentences", "{host} says that there is nobody any more (HTTP {status}). The webhook was switched off."
    ),
    "health.webhook": QT_TRANSLATE_NOOP("sentences", "The webhook {name} is in trouble since {since}: {reason}"),
    "webhook.told_gone": QT_TRANSLATE_NOOP(
        "sentences", "The receiver says that there is nobody any more. It was switched off."
    ),
    "webhook.told_given_up": QT_TRANSLATE_NOOP(
        "sentences", "Calls were given up after three days. Look at them in Settings, Webhooks."
    ),
}
