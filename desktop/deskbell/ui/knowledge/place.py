"""Where the articles of the list lie."""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What the list shows."""

    CATEGORY = "category"
    TO_VERIFY = "to_verify"


class Place(Struct, frozen=True):
    """The articles of a category (None: of none), or those of another kind; the category is then the one that was shown before."""

    kind: Kind
    category_id: int | None = None
