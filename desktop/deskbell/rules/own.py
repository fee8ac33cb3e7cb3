"""Which addresses are the desk's own, also with a tag behind a plus (RFC 5233)."""

from collections.abc import Collection


def untagged(email: str) -> str:
    """The address in lower case, without its tag: support+7-abc@desk.example is support@desk.example."""
    local, at, domain = email.casefold().rpartition("@")
    bare = local.partition("+")[0]
    return f"{bare or local}{at}{domain}"


def is_own(email: str, own: Collection[str]) -> bool:
    """Whether an address is one of `own` (in lower case), with or without a tag."""
    return bool(email) and (email.casefold() in own or untagged(email) in own)
