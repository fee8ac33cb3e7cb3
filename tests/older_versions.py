"""The versions before this one that tests begin with."""

from collections.abc import Sequence

from deskbell.store import migrations

KNOWN = migrations.steps()[-1].number
"""The last step that there is."""
# Whoever begins earlier passes the later ones, too: not each has to be begun with.
_EVERY, _LAST = 18, 3


def some(oldest: int) -> Sequence[int]:
    """Steps from `oldest` on after which a desk is left as an older version did: the oldest, some on the way, and the last few before this version's."""
    return sorted({*range(oldest, KNOWN, _EVERY), *range(max(oldest, KNOWN - _LAST), KNOWN)})
