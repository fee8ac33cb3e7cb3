"""Which words of a ticket tell what it is about, and which texts are taken for an answer."""

import pytest

from deskbell.rules.suggesting import Text, likeliest, rough, shown_words, stem, telling

EN = ("en",)


@pytest.mark.parametrize(
    ("author", "written", "told"),
    [
        ("Petrauskas, Jonas", "Invoice. Jonas Petrauskas", ["invoi"]),
        ('"Sean O\'Brien" (Acme)', "Invoice, Sean O'Brien, Acme", ["invoi"]),
        ("王小明", "退款 王小明", ["退款"]),
        ("jonas@acme.example", "Invoice. Jonas", ["invoi", "jona"]),
    ],
)
def test_a_name_tells_nothing_however_it_is_written(author: str, written: str, told: list[str]) -> None:
    assert {word.stem for word in telling("", [written], author)} == set(told)


@pytest.mark.parametrize(
    ("subject", "written", "told"),
    [
        ("Refund?", "Where is my refund for the parcel", ["refu", "parc"]),
        ("", "Order 10553, see https://shop.example/a?refund=1 or me@refund.example", ["orde", "see"]),
        ("退款到账", "", ["退款", "款到", "到账"]),
        ("Grąžinimas", "GRAZINIMAS", ["grazinim"]),
        ("12 a I", "", []),
        ("Please", "Thank you, and there are MANY new doors", ["new", "door"]),
        ("Ačiū", "Мой ещё счёт, kodėl, пожалуйста", ["счет"]),
        ("Bitte", "Wann kommt die Rechnung über", ["komm", "die", "rechnu"]),
        ("谢谢", "退款", ["退款"]),
        ("Invoice", "Not yet. Jonas Petrauskas", ["invoi"]),
    ],
)  # fmt: skip
def test_words_tell_and_numbers_addresses_names_and_empty_words_do_not(
    subject: str, written: str, told: list[str]
) -> None:
    assert {word.stem for word in telling(subject, [written], "Jonas Petrauskas")} == set(told)


@pytest.mark.parametrize(
    ("written", "in_articles"),
    [
        ("invoice", ("invoice", "invoices", "invoiced")),
        ("saskaita", ("saskaita", "saskaitos", "saskaitu")),
        ("посылка", ("посылка", "посылку", "посылки")),
        ("paid", ("paid",)),
        ("tv", ("tv",)),
    ],
)
def test_a_word_is_found_however_it_is_declined(written: str, in_articles: tuple[str, ...]) -> None:
    assert all(word.startswith(stem(written)) for word in in_articles)
    assert not any("zebra".startswith(stem(word)) for word in in_articles)


def test_what_the_customer_says_again_and_in_the_subject_weighs_more() -> None:
    weights = {word.stem: word.weight for word in telling("echo", ["hum hum", "noise"])}
    assert weights["echo"] > weights["hum"] > weights["nois"]


def test_rare_words_tell_more_than_common_ones_and_a_title_more_than_a_text() -> None:
    words = telling("", ["invoice order printer"])
    by_stem = {word.stem: place for place, word in enumerate(words)}
    holding: list[list[int]] = [[], [], []]
    holding[by_stem["invoi"]] = [1, 2]
    holding[by_stem["orde"]] = [*range(1, 20)]
    holding[by_stem["print"]] = [3]
    assert set(rough(words, holding, 20)[:3]) == {1, 2, 3}
    texts = [Text(1, 10, "en", "Send an invoice"), Text(2, 20, "en", "Reminder"), Text(3, 30, "lt", "Printers")]
    found = likeliest(words, holding, 20, texts, EN)
    assert found[0].text.article_id == 10, "both words, and one of them in its title, in the customer's language"
    assert shown_words(found[0].words) == ("invoice", "order")


@pytest.mark.parametrize(("title", "held", "told"), [("Refunds", 1, True), ("Parcels", 3, False), ("Parcels", 4, True)])
def test_a_few_words_tell_only_in_a_title(title: str, held: int, told: bool) -> None:
    words = telling("refund money card bank", [])[:held]
    found = likeliest(words, [[1] for _ in words], 40, [Text(1, 10, "en", title)], EN)
    assert bool(found) is told


def test_an_article_is_suggested_once_and_in_the_language_of_the_ticket() -> None:
    words = telling("connect echo meeting", [])
    texts = [Text(1, 10, "en", "Echo in meetings"), Text(2, 10, "lt", "Echo in meetings")]
    for language, text_id in (("en", 1), ("lt", 2), ("en-GB", 1)):
        (found,) = likeliest(words, [[1, 2]] * 3, 40, texts, (language,))
        assert found.text.text_id == text_id


def test_no_two_pairs_of_one_run_are_shown() -> None:
    assert shown_words(telling("退款到账", [])) == ("退款", "到账")
