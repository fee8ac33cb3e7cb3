"""The hand-written part: complete, with no blank that nobody fills, and no address that somebody could have."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from deskbell.model.resources import resource
from deskbell.sample.facts import BLANKS
from deskbell.sample.library import LANGUAGES, Library, Thread, load

RESERVED = re.compile(r"(?:^|\.)(?:example|invalid|test|localhost)$|(?:^|\.)example\.(?:com|net|org)$")
ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
BLANK = re.compile(r"\{([^{}]*)\}")
FORMS_OF_LETTERS = {"agent", "mailbox", "owner"}


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


def threads(library: Library) -> Iterator[Thread]:
    for of_language in library.threads.values():
        yield from of_language
    yield from library.unwanted
    yield from library.shown


def test_there_is_enough_of_everything(library: Library) -> None:
    assert {code: len(library.languages[code].people) >= 16 for code in LANGUAGES} == dict.fromkeys(LANGUAGES, True)
    assert sum(len(library.languages[code].people) for code in LANGUAGES) >= 120
    assert {code: len(library.threads[code]) >= 10 for code in LANGUAGES} == dict.fromkeys(LANGUAGES, True)
    assert sum(len(of_language) for of_language in library.threads.values()) >= 60


def test_every_blank_can_be_filled(library: Library) -> None:
    for thread in threads(library):
        known = BLANKS.keys() | thread.blanks.keys() | FORMS_OF_LETTERS
        for words in (thread.subject, *(step.words for step in thread.steps)):
            unknown = {blank for blank in BLANK.findall(words.source) if "|" not in blank and blank not in known}
            assert not unknown, (thread.name, words.source)


def test_names_in_threads_exist(library: Library) -> None:
    boxes = {box.name for box in library.mailboxes}
    kinds = {product.kind for product in library.products}
    people = {person.name for language in library.languages.values() for person in language.people}
    for thread in threads(library):
        assert thread.mailbox in boxes, thread.name
        assert set(thread.products) <= kinds, thread.name
        assert not thread.customer or thread.customer in people, thread.name
        for step in thread.steps:
            assert not step.writer or any(agent.name.startswith(step.writer) for agent in library.agents), thread.name
            for file in step.files:
                assert library.file(file.source), (thread.name, file.source)


def test_threads_begin_with_the_customer_and_answer_what_was_asked(library: Library) -> None:
    for thread in threads(library):
        speakers = [step.who for step in thread.steps]
        assert speakers[0] == "customer", thread.name
        outside = [who for who in speakers if who in ("customer", "agent")]
        asked_twice = ("customer", "customer") in pairwise(outside)
        assert not asked_twice or thread.customer, thread.name


def test_pictures_in_the_words_are_among_the_files(library: Library) -> None:
    for thread in threads(library):
        for step in thread.steps:
            shown = set(re.findall(r"!\(([^)]*)\)", step.words.source))
            assert shown == {file.content_id for file in step.files if file.content_id}, thread.name


def test_choices_with_the_same_number_have_as_many_wordings(library: Library) -> None:
    for thread in threads(library):
        ways: dict[str, int] = {}
        for words in (thread.subject, *(step.words for step in thread.steps)):
            for number, count in words.numbered().items():
                assert ways.setdefault(number, count) == count, (thread.name, number)


def test_a_verb_has_two_forms(library: Library) -> None:
    for thread in threads(library):
        for step in thread.steps:
            assert all(forms.count("|") <= 1 for forms in BLANK.findall(step.words.source)), thread.name


def text_files() -> list[Path]:
    return sorted(path for path in resource("sample").rglob("*") if path.suffix in (".toml", ".md", ".csv", ".txt"))


@pytest.mark.parametrize("path", text_files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_addresses_lie_under_reserved_names(path: Path) -> None:
    for domain in ADDRESS.findall(path.read_text("utf-8")):
        assert RESERVED.search(domain.lower()), domain


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('[[thread]]\nsubject = "x"\nmailbox = "Support"\n[[thread.step]]\nshout = "x"', "thread 1 (x)"),
        (
            '[[thread]]\nsubject = "x"\nmailbox = "Support"\n[[thread.step]]\ncustomer = "x"\nafterwards = "2d"',
            "afterwards",
        ),
        ('[[thread]]\nsubject = "x"\n[[thread.step]]\ncustomer = "x"', "mailbox"),
        ("[[thread]", "threads.toml"),
    ],
)
def test_what_is_written_wrongly_is_named(tmp_path: Path, toml: str, told: str) -> None:
    import shutil

    folder = tmp_path / "sample"
    shutil.copytree(resource("sample"), folder)
    (folder / "lt" / "threads.toml").write_text(toml, "utf-8")
    with pytest.raises(ValueError, match=re.escape(told)):
        load(folder)
