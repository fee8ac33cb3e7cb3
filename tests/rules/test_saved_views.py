"""What a saved view keeps, and built-in views in the words of the search."""

import pytest

from deskbell.model.views import View, ViewKind
from deskbell.rules import saved_views
from deskbell.rules.search_query import LONGEST, parse


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        ("refund", True),
        ("is:open", True),
        ("-parcel", True),
        ("", False),
        (" \n", False),
        ("tag:", False),
        ('""', False),
        ("x" * LONGEST, True),
        ("x" * (LONGEST + 1), False),
    ],
)
def test_a_view_asks_for_something(query: str, asks: bool) -> None:
    assert saved_views.asks_something(query) is asks


def test_every_view_that_stands_in_the_list_has_its_words() -> None:
    words = {kind: saved_views.as_query(View(kind, 3, "late"), "Parcels") for kind in ViewKind}
    assert {kind for kind, query in words.items() if not query} == {ViewKind.IMPORTED, ViewKind.SAVED, ViewKind.SOON}
    for kind, query in words.items():
        asked = parse(query)
        assert (asked.words == ()) is (kind is not ViewKind.SEARCH or not query), (
            f"{query} has no word that is no condition"
        )


@pytest.mark.parametrize(
    ("name", "said"), [("Late, but paid", "Late, but paid"), ('The "big" parcels', "parcels"), ("退款", "退款")]
)
def test_a_name_stands_in_quotes(name: str, said: str) -> None:
    assert saved_views.as_query(View(ViewKind.TAG, 1), name).startswith(f'tag:"{said}" ')
