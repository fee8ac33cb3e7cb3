"""What customers stand under in the list, and what they are found by."""

import pytest
from sqlalchemy import delete, select, text, update

from building import Builder
from deskbell.store.desk import Desk
from deskbell.store.listing import list_anew, sorted_as, words_asked, words_of
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, customer_listed, customer_unlisted, customer_word, phone


@pytest.mark.parametrize(
    ("name", "emails", "sought"),
    [
        ("Ąžuolas Bė", (), "azuolas be"),
        ('"Ann" Lee', (), 'ann" lee'),
        ("", ("zoe@mail.example", "a@mail.example"), "zoe@mail.example"),
        ("李娜", (), "李娜"),
        ("***", (), "***"),
        ("", (), ""),
        ("x" * 300, (), "x" * 100),
    ],
)
def test_what_one_stands_under(name: str, emails: tuple[str, ...], sought: str) -> None:
    assert sorted_as(name, emails) == sought


def test_what_one_is_found_by() -> None:
    words = words_of("Łukasz O'Neil", ["l.oneil@post.example"], ["+48 (61) 23"])
    assert words == {"lukasz", "o", "neil", "l", "oneil", "post", "example", "486123", "86123", "6123", "123"}
    assert words_of("李小娜", [], []) == {"李小", "小娜", "娜"}
    assert len(words_of(" ".join(map(str, range(1000))), [], [])) == 200


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  Ąž  be ", ("az", "be")),
        ("ann@post", ("ann", "post")),
        ("+370 612", ("370612",)),
        ("(0-612) 34", ("61234",)),
        ("0048 61", ("4861",)),
        ("12", ("12",)),
        ("007", ("007",)),
        ("李小娜", ("李小", "小娜", "娜")),
        ("an an", ("an",)),
        ("%_'", ()),
        ("", ()),
    ],
)
def test_what_is_asked_for(typed: str, words: tuple[str, ...]) -> None:
    assert words_asked(typed) == words


class Listing:
    """The tables of the list, as they are."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def noted(self) -> set[int]:
        return set(self._ask(select(customer_unlisted.c.customer_id)))

    def listed(self) -> set[str]:
        return set(self._ask(select(customer_listed.c.sought)))

    def words(self) -> set[str]:
        return set(self._ask(select(customer_word.c.word)))

    def anew(self, *ids: int) -> int:
        return self.desk.transact(lambda session: list_anew(session, ids or None))

    def do(self, statement: object) -> None:
        def work(session: Session) -> None:
            session.connection.execute(statement)  # type: ignore[call-overload]

        self.desk.transact(work)

    def _ask(self, statement: object) -> list[object]:
        with self.desk.reading() as session:
            return list(session.connection.execute(statement).scalars())  # type: ignore[call-overload]


@pytest.fixture
def listing(desk: Desk) -> Listing:
    return Listing(desk)


def test_whatever_changes_a_customer_is_noted_and_listed(listing: Listing, build: Builder) -> None:
    ann = build.customer("Ann", "ann@mail.example")
    bob = build.customer("Bob", "bob@mail.example")
    assert listing.noted() == {ann, bob}
    assert listing.anew() == 2
    assert listing.noted() == set()
    assert listing.listed() == {"ann", "bob"}
    assert listing.words() == {"ann", "bob", "mail", "example"}
    assert listing.anew() == 0
    here = {"customer_id": bob, "position": 0, "number": "+370 61", "sought": ""}
    steps = [
        (update(customer).where(customer.c.id == ann).values(name="Anna"), {ann}),
        (update(customer).where(customer.c.id == ann).values(note="x", version=9), set()),
        (update(customer).where(customer.c.id == ann).values(name="Anna"), set()),
        (update(address).where(address.c.email == "ann@mail.example").values(customer_id=bob), {ann, bob}),
        (phone.insert().values(here), {bob}),
        (delete(phone).where(phone.c.customer_id == bob), {bob}),
        (delete(address).where(address.c.email == "bob@mail.example"), {bob}),
        (update(customer).where(customer.c.id == ann).values(merged_into=bob), {ann}),
    ]
    for statement, noted in steps:
        listing.do(statement)
        assert listing.noted() == noted
        listing.anew()
    assert listing.listed() == {"bob"}
    assert listing.words() == {"bob", "ann", "mail", "example"}
    listing.do(delete(customer).where(customer.c.id.in_([ann, bob])))
    listing.anew()
    assert (listing.listed(), listing.words(), listing.noted()) == (set(), set(), set())


def test_only_those_who_are_asked_for(listing: Listing, build: Builder) -> None:
    ann, bob = build.customer("Ann"), build.customer("Bob")
    assert listing.anew(bob, 999) == 1
    assert (listing.noted(), listing.listed()) == ({ann}, {"bob"})
    assert listing.desk.transact(lambda session: list_anew(session, [])) == 0


def test_some_at_a_time(listing: Listing, build: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    with build.together():
        for _ in range(5):
            build.customer()
    monkeypatch.setattr("deskbell.store.listing.AT_ONCE", 3)
    assert [listing.anew() for _ in range(3)] == [3, 2, 0]


def test_a_text_is_no_statement(listing: Listing, build: Builder) -> None:
    build.customer("'; DROP TABLE customer; --", "o'neil%_@mail.example")
    listing.anew()
    with listing.desk.reading() as session:
        assert session.connection.execute(text("SELECT count(*) FROM customer")).scalar_one() == 1
