"""Searching for words, in every script: the same on both engines, and what a plain scan finds."""

from random import Random

import pytest

from building import Builder
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules.folding import fold
from deskbell.rules.search_query import Words
from deskbell.store.desk import Desk
from deskbell.store.queries import ticket_list
from deskbell.store.search import hit, index
from deskbell.store.search.asked import Phrase, asked
from deskbell.store.search.matches import matches
from deskbell.store.session import Session

TEXTS = {
    "chinese": ("退款", "订单的退款还没有到账，请尽快处理。"),
    "japanese": ("返金について", "先週の注文の返金をお願いします。データを送りました。"),
    "korean": ("환불 요청", "주문을 취소하고 싶습니다."),
    "russian": ("Возврат", "Здравствуйте! Ёлка пришла без подставки, ещё и сломана. Верните деньги."),
    "lithuanian": ("Sąskaita", "Laba diena, ąčiū už greitą atsakymą. Prašau pakeisti sąskaitą faktūrą."),
    "german": ("Rückerstattung", "Die Straße stimmt nicht: Königstraße 5, nicht Konigsallee."),
    "numbers": ("Order A-1042/7", "My order 20261122 has 3.5 kg, phone +370 612 34567, key ＡＢＣ１２３."),
    "operators": ("AND OR NOT", 'He wrote NEAR("a" * b) AND c:d -- "quoted" ^caret {brace} title:x'),
    "address": ("Hello", "Please write to anna.berg+desk@mail.example, see https://shop.example/a?b=c_d"),
    "english": ("Refund", "I want a refund for the out-of-order item, thanks. The refunded sum was wrong."),
}

# What is typed, and the tickets of TEXTS that it finds.
FOUND = [
    ("退款", "chinese"),
    ("订单", "chinese"),
    ("款", "chinese"),
    ("账", "chinese"),
    ("退款还没有到账", "chinese"),
    ("退订", ""),
    ("单款", ""),
    ("退款 订单", "chinese"),
    ("返金", "japanese"),
    ("ﾃﾞｰﾀ", "japanese"),
    ("返", "japanese"),
    ("환불", "korean"),
    ("취소", "korean"),
    ("елка", "russian"),
    ("Ёлка", "russian"),
    ("еще", "russian"),
    ("ЕЩЁ", "russian"),
    ("возвр", "russian"),
    ("saskaita", "lithuanian"),
    ("SĄSKAITĄ", "lithuanian"),
    ("aciu", "lithuanian"),
    ("ąčiū", "lithuanian"),
    ("asciu", ""),
    ("strasse", "german"),
    ("STRASSE 5", "german"),
    ('"STRASSE 5"', ""),
    ("Königstrasse", "german"),
    ("konig", "german"),
    ('"konig"', ""),
    ("ruckerstattung", "german"),
    ("A-1042/7", "numbers"),
    ("1042", "numbers"),
    ("2026112", "numbers"),
    ('"2026112"', ""),
    ("3.5", "numbers"),
    ("+370 612", "numbers"),
    ("abc123", "numbers"),
    ("ａｂｃ１２３", "numbers"),
    ("AND", "operators"),
    ("or not", "operators"),
    ('NEAR("a" * b)', "operators"),
    ('"quoted', "operators"),
    ("c:d", "address operators"),
    ("title:x", "operators"),
    ("{brace} ^caret", "operators"),
    ('"""', ""),
    ("'; DROP TABLE ticket; --", ""),
    ("* ( ) % _ \\", ""),
    ("\\'a", "operators numbers english address"),
    ("anna.berg+desk@mail.example", "address"),
    ("anna.berg", "address"),
    ("mail.exam", "address"),
    ("shop.example/a?b", "address"),
    ("refund", "english"),
    ('"refund"', "english"),
    ("refunde", "english"),
    ("refunde sum", ""),
    ("refund -thanks", ""),
    ("refund -退款", "english"),
    ('"want a refund"', "english"),
    ('"a want refund"', ""),
    ("out-of-order", "english"),
    ("outof", ""),
    ("subject:refund", "english"),
    ("subject:want", ""),
    ("subject:退款 -subject:订单", "chinese"),
    ('"refund I want"', ""),
    ("from:writer", " ".join(TEXTS)),
    ("from:english@example.org", "english"),
    ("to:english", ""),
    ("to:support 退款", "chinese"),
    ("-from:english", " ".join(set(TEXTS) - {"english"})),
    ("-refund -退款", " ".join(set(TEXTS) - {"english", "chinese"})),
    ("invoice.pdf", "german"),
    ("invoice", "german"),
]  # fmt: skip


@pytest.fixture
def tickets(build: Builder) -> dict[str, int]:
    """One ticket for each of TEXTS, each from a writer of its own."""
    found = {}
    with build.together():
        for name, (subject, text) in TEXTS.items():
            found[name] = build.ticket(subject)
            sender = ("The writer", f"{name}@example.org")
            files = "invoice.pdf" if name == "german" else ""
            build.message(found[name], text, subject=subject, sender=sender, files=files)
    return found


def search(desk: Desk, build: Builder, query: str) -> list[int]:
    view = View(ViewKind.SEARCH, query=query)
    page = desk.read(ticket_list.page, view, Sort.LATEST, build.me, limit=500)
    assert desk.read(ticket_list.count, view, build.me) == len(page.rows)
    return [row.id for row in page.rows]


def test_words_are_found_in_every_language(desk: Desk, build: Builder, tickets: dict[str, int]) -> None:
    names = {number: name for name, number in tickets.items()}
    found = {query: sorted(names[number] for number in search(desk, build, query)) for query, _ in FOUND}
    assert found == {query: sorted(wanted.split()) for query, wanted in FOUND}


ALPHABET = "ab AB 12-_.,'\"*:()\\%&|!<>@ąčęžЁёейßŁİıΩ退款订单返金データﾃﾞｰ환불요청㎒ﬁ\u3000\u202e𠀀\U0003134bᧈ"


def test_nothing_is_missed_and_nothing_made_up(desk: Desk, build: Builder) -> None:
    """Random texts and queries cut out of them, against two scans in plain Python: of the terms, and of the text."""
    random = Random(20261122)
    of = build.ticket()
    texts = {}
    with build.together():
        for _ in range(150):
            text = "".join(random.choices(ALPHABET, k=random.randrange(60)))
            texts[build.message(of, text, sender=("", ""), to=())] = text
    for _ in range(300):
        text = random.choice(list(texts.values()))
        start = random.randrange(len(text) + 1)
        words = Words(text[start : start + random.randrange(1, 9)], prefix=random.random() < 0.5)
        wanted = asked(words)
        if wanted:
            found = desk.read(message_ids, wanted)
            by_terms = [number for number in texts if all(phrase.stands_in(texts[number]) for phrase in wanted)]
            by_text = [
                number
                for number in texts
                if all(hit.pattern([phrase]).search(fold(texts[number])) for phrase in wanted)
            ]
            assert found == by_terms[::-1] == by_text[::-1], words


def message_ids(session: Session, wanted: list[Phrase]) -> list[int]:
    return [match.message_id for match in matches(session, wanted, ())]


def test_a_message_leaves_the_index_and_comes_back(desk: Desk, build: Builder) -> None:
    of = build.ticket()
    made = build.message(of, "before")
    assert search(desk, build, "before") == [of]
    with desk.writing() as session:
        index.replace(session, index.Entry(made, "", "later", ""))
    assert (search(desk, build, "before"), search(desk, build, "later")) == ([], [of])
    with desk.writing() as session:
        index.remove(session, made)
    assert search(desk, build, "later") == []


@pytest.mark.parametrize("character", ["a ", "退款", "𠀀𠀁", "ab"])
def test_a_book_in_a_mail_can_be_indexed(desk: Desk, build: Builder, character: str) -> None:
    random = Random(1)
    text = "".join(chr(0x4E00 + random.randrange(20_000)) for _ in range(50_000)) + character * 200_000
    of = build.ticket()
    build.message(of, text, subject="The book")
    assert search(desk, build, "subject:book") == search(desk, build, text[:7]) == [of]
