"""Which words are looked up, in which languages, and what a person's own words are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.errors import Mistake
from deskbell.model.own_words import LONGEST, MOST
from deskbell.rules.spelling import changed_words, chosen, kept_words, known, plain, script_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello, dear Maria!", "Hello dear Maria"),
        ("“quoted” (and) so—on…", "quoted and so on"),
        ("don’t isn't o'clock", "don't isn't o'clock"),
        ("well-known какой-то", "well-known какой-то"),
        ("a I", ""),
        ("order A17 in 2nd room 12b", "order in room"),
        ("DHL sent a PostgreSQL and an iPhone by UPS", "sent and an by"),
        ("HEllo Gero-Žmogaus", "Gero-Žmogaus"),
        ("see https://shop.example/en/returns?x=1, please", "see please"),
        ("mail ona@example.com or www.example.com today", "mail or today"),
        ("open report_final.pdf in C:\\Users\\Ona or /usr/share/doc", "open in or"),
        ("tags #spam and (#urgent)", "tags and"),
        ("Dear {{customer.first_name|dear customer}}, thanks", "Dear thanks"),
        ("and/or e.g. this", "this"),
        ("退款 请 退款请求", "退款 退款请求"),
        ("šaltas žvirblis", "šaltas žvirblis"),
        ("שָׁלוֹם עולם", "שָׁלוֹם עולם"),
        ("co\u00adoperate", "cooperate"),
        ("e\u0301te\u0301", "été"),
        ("x" * (LONGEST + 1), ""),
        ("", ""),
    ],
)
def test_the_words_that_are_looked_up(text: str, words: str) -> None:
    assert [found.word for found in words_of(text)] == [plain(one) for one in words.split()]


@given(st.text(max_size=200))
def test_every_word_is_what_stands_in_its_place(text: str) -> None:
    last = 0
    for found in words_of(text):
        assert last <= found.start < found.end <= len(text)
        assert plain(text[found.start : found.end]) == found.word
        assert not any(letter.isspace() for letter in found.word)
        last = found.end


@pytest.mark.parametrize(
    "text", ["字" * 20_000, "a" * 20_000, "a." * 10_000, "{" * 20_000, "a-" * 10_000, "a@b " * 10_000]
)
def test_no_text_takes_long(text: str) -> None:
    """Squares would take minutes here: the time limit of tests would end it."""
    assert len(list(words_of(text))) < 2


@pytest.mark.parametrize(
    ("word", "script"),
    [("labas", "LATIN"), ("привет", "CYRILLIC"), ("’שלום", "HEBREW"), ("退款", "CJK"), ("12", ""), ("", "")],
)
def test_scripts(word: str, script: str) -> None:
    assert script_of(word) == script


@pytest.mark.parametrize(
    ("kept", "spoken", "languages"),
    [
        ("lt_LT en_GB", (), "lt_LT en_GB"),
        ("lt_LT de_DE", ("ru-RU",), "lt_LT"),
        ("de_DE", ("ru-RU",), ""),
        ("", ("lt-LT",), "lt_LT en_US"),
        ("", ("en-GB", "lt"), "en_GB lt_LT en_US"),
        ("", ("en",), "en_US"),
        ("", ("en-AU",), "en_US"),
        ("", ("zh-Hant-TW", "de-AT"), "en_US"),
        ("", ("ru-Cyrl-RU",), "ru_RU en_US"),
        ("", (), "en_US"),
    ],
)
def test_the_dictionaries_that_are_used(kept: str, spoken: tuple[str, ...], languages: str) -> None:
    assert chosen(kept, ("en_GB", "en_US", "lt_LT", "ru_RU"), spoken) == tuple(languages.split())


@pytest.mark.parametrize(
    ("word", "is_known"),
    [("Kazlauskas", True), ("kazlauskas", True), ("Kazlauskas's", True), ("Kazlauskas'", True), ("Kazlausk", False), ("Anne-Marie", True), ("Marie", False)],
)  # fmt: skip
def test_names_are_known(word: str, is_known: bool) -> None:
    assert known("Ona Kazlauskas", "Anne-Marie").has(word) is is_known


def test_words_are_added_and_taken_off() -> None:
    text = changed_words("", ("Amberline", " don’t ", "žvirblis"), known=True)
    assert kept_words(text) == ("Amberline", "don't", "žvirblis")
    assert changed_words(text, ("Amberline",), known=True) == text
    assert kept_words(changed_words(text, ("don't", "unknown"), known=False)) == ("Amberline", "žvirblis")


@pytest.mark.parametrize("word", ["", "two words", "!", "x" * (LONGEST + 1), "a\nb"])
def test_what_is_no_word_is_not_added(word: str) -> None:
    with pytest.raises(Mistake, match="is not one word"):
        changed_words("known", (word,), known=True)


def test_a_dictionary_has_an_end() -> None:
    full = "\n".join(f"word{number}" for number in range(MOST))
    with pytest.raises(Mistake, match=f"holds {MOST} words"):
        changed_words(full, ("another",), known=True)
    assert len(kept_words(changed_words(full, ("word1",), known=False))) == MOST - 1
