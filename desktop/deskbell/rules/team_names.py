"""How a team's name is kept, and when two names are one."""

import unicodedata


def clean(name: str) -> str:
    """A name as it is kept: one line, no spaces around it."""
    return " ".join(name.split())


def key(name: str) -> str:
    """What is the same for names that nobody would tell apart: BILLING and Billing, ＶＩＰ and vip."""
    return clean(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()))
