"""The servers of a mail address, filled in: for the providers that most people have, from a table; for the rest, the usual names. Nothing is asked of the
network, and no password comes here."""

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from deskbell.mail.providers import PROVIDERS, Endpoint, Login, Provider, Secret, Suggestion
from deskbell.model.kinds import Security

__all__ = ["Endpoint", "Login", "Provider", "Secret", "Suggestion", "guesses", "suggest"]

_BY_DOMAIN: Final[Mapping[str, Provider]] = {domain: provider for provider in PROVIDERS for domain in provider.domains}


def suggest(address: str) -> Suggestion:
    """What to try first for `address`. Without a domain in it the hosts are empty; a provider that is not known is a guess (`known` is false)."""
    local, domain = _parts(address)
    provider = _BY_DOMAIN.get(domain)
    if provider is None:
        return guesses(address)[0]
    return Suggestion(
        provider=provider.name,
        imap=provider.imap,
        smtp=provider.smtp,
        imap_user=local if provider.imap_login is Login.LOCAL_PART else f"{local}@{domain}",
        smtp_user=local if provider.smtp_login is Login.LOCAL_PART else f"{local}@{domain}",
        secret=provider.secret,
        help_url=provider.help_url,
        known=True,
        sign_in=provider.sign_in,
    )


def suggest_as(address: str, domain: str) -> Suggestion:
    """What to try for `address` where the provider of `domain`, one of our table, has its mail."""
    local, own = _parts(address)
    found = suggest(f"{local}@{domain}")
    return replace(
        found,
        imap_user=found.imap_user if found.imap_user == local else f"{local}@{own}",
        smtp_user=found.smtp_user if found.smtp_user == local else f"{local}@{own}",
    )


def guesses(address: str) -> tuple[Suggestion, ...]:
    """What is usual for a domain of its own, the most usual first: imap. and smtp., then mail. for both."""
    local, domain = _parts(address)
    user = f"{local}@{domain}" if domain else ""
    hosts = ((f"imap.{domain}", f"smtp.{domain}"), (f"mail.{domain}", f"mail.{domain}")) if domain else (("", ""),)
    return tuple(
        Suggestion(
            provider="",
            imap=Endpoint(incoming, 993, Security.TLS),
            smtp=Endpoint(outgoing, 465, Security.TLS),
            imap_user=user,
            smtp_user=user,
            secret=Secret.ACCOUNT,
            help_url="",
            known=False,
        )
        for incoming, outgoing in hosts
    )


def _parts(address: str) -> tuple[str, str]:
    """What stands before the last @, and the domain in lower case; a word without an @ is no domain."""
    local, _, domain = address.strip().rpartition("@")
    return (local, domain.lower().rstrip(".")) if local else ("", "")
