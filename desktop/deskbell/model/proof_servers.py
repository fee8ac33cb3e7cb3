"""Which servers say who mails are from."""

from msgspec import Struct


class ProofServers(Struct, frozen=True):
    """Which servers said of how many of a mailbox's latest mails who those are from, the most frequent first; `looked_at` is how many mails these are of."""

    looked_at: int = 0
    servers: tuple[tuple[str, int], ...] = ()
