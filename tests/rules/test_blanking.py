"""What is taken out of a ticket before it becomes an article, and what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.blanking import Blank, Blanking, drafted, marks_in

WORDS = {kind: kind.value for kind in Blank}
PEOPLE = ("Jonas Petrauskas", "Maria Hoffmann", "Анна Смирнова", "李娜", "王小明", "Ed")


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("Write to ona.k+1@mail.example.com.", "Write to ⟦email⟧."),
        ("Call +370 612 34567 or (0-612) 34567", "Call ⟦phone⟧ or ⟦phone⟧"),
        ("我的电话是 138 1234 5678。", "我的电话是 ⟦phone⟧。"),
        ("Order 88213, invoice AL-2611-6801, #12", "Order ⟦number⟧, invoice ⟦number⟧, ⟦number⟧"),
        ("Заказ № 88213", "Заказ ⟦number⟧"),
        ("IBAN LT12 1000 0111 0100 1000", "IBAN LT12 ⟦number⟧"),
        ("https://shop.example/reset?token=abc", "⟦link⟧"),
        ("see https://shop.example/t/9f8e7d6c5b4a3f2e1d", "see ⟦link⟧"),
        ("Dear Maria, thank you. Jonas Petrauskas", "Dear ⟦name⟧, thank you. ⟦name⟧"),
        ("Petrausko siunta, Jonui", "⟦name⟧ siunta, ⟦name⟧"),
        ("Здравствуйте, Анна! Для Смирновой", "Здравствуйте, ⟦name⟧! Для ⟦name⟧"),
        ("李女士您好，我是王小明，小明", "⟦name⟧您好，我是⟦name⟧，⟦name⟧"),
        ("I live at 12 Mill Road, SW1A 1AA.", "I live at ⟦address⟧, ⟦address⟧."),
        ("Lindenstraße 5, 10115 Berlin", "⟦address⟧, ⟦address⟧"),
        ("Gedimino pr. 9-12, LT-01103 Vilnius", "⟦address⟧, ⟦address⟧"),
        ("ул. Ленина, д. 5, кв. 12", "⟦address⟧"),
        ("上海市南京西路1266号", "⟦address⟧"),
    ],
)
def test_what_tells_of_a_person_is_taken_out(text: str, blanked: str) -> None:
    assert Blanking(PEOPLE, WORDS).text(text) == blanked
    assert marks_in(blanked) == blanked.count("⟦")


@pytest.mark.parametrize(
    "text",
    [
        "Aria 300 and Printa M210, firmware 5.2.1, 2.4 GHz",
        "since 2026-11-28, or 28.11.2026, in 2025",
        "Open 192.168.1.254 or https://shop.example/help",
        "It costs 1 299,00 EUR, that is 49.90 more",
        "The edge of the road, a marina and an annexe",
        "1. First\n2. Then hold + for 10 seconds",
    ],
)
def test_what_tells_of_nobody_stays(text: str) -> None:
    assert Blanking(PEOPLE, WORDS).text(text) == text


@given(st.text(), st.lists(st.text(min_size=1)))
def test_nothing_is_an_error(text: str, names: list[str]) -> None:
    blanking = Blanking(names, WORDS)
    assert "@example.com" not in blanking.text(f"{text} ona@example.com")
    assert isinstance(blanking.text(text), str)


def test_question_and_answer_are_words_and_no_marks_of_markdown() -> None:
    made = drafted("# What?\n*now* <b>", "1. Yes\n\nNo", ("Question", "Answer"))
    assert made == "## Question\n\n\\# What?\n\\*now\\* \\<b>\n\n## Answer\n\n1\\. Yes\n\nNo\n"
    assert drafted("What?", " ", ("Question", "Answer")) == "## Question\n\nWhat?\n"
    assert drafted("", "", ("Question", "Answer")) == ""
