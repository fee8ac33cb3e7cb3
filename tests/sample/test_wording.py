"""Choices, blanks, forms, and the two bodies that come of a text."""

from random import Random

import pytest

from deskbell.sample.wording import Blanks, Wording, as_html, as_text


def blanks(*, feminine: bool = False) -> Blanks:
    known = {"order": "88213", "name": "Анна"}
    return Blanks(lambda name, _: known[name], feminine=feminine)


def fillings(source: str, **form: bool) -> set[str]:
    random = Random(3)
    return {Wording(source).fill(blanks(**form), random) for _ in range(200)}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Order {order}.", {"Order 88213."}),
        ("[Yes|No], {name}.", {"Yes, Анна.", "No, Анна."}),
        ("[|Well, ]fine", {"fine", "Well, fine"}),
        ("a [b|c] d [e|f]", {"a b d e", "a b d f", "a c d e", "a c d f"}),
        ("[1] is no choice", {"[1] is no choice"}),
        ("заказал{|а}", {"заказал"}),
        ("[связал{ся|ась}|заказал{|а}]", {"связался", "заказал"}),
    ],
)
def test_wordings(source: str, said: set[str]) -> None:
    assert fillings(source) == said


def test_a_woman_writes_in_her_forms() -> None:
    assert fillings("[связал{ся|ась}|заказал{|а}]", feminine=True) == {"связалась", "заказала"}


def test_a_blank_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        Wording("{colour}").fill(blanks(), Random(1))


def test_choices_with_a_number_fall_alike() -> None:
    random, subject, text = Random(3), Wording("[1: silent|crackling]"), Wording("[1: No sound.|Noise.] [A|B]")
    said = set()
    for _ in range(100):
        ticket = blanks()
        said.add((subject.fill(ticket, random), text.fill(ticket, random)))
    assert said == {
        (one, f"{other} {letter}")
        for one, other in (("silent", "No sound."), ("crackling", "Noise."))
        for letter in "AB"
    }


def test_a_blank_keeps_what_it_said_first() -> None:
    ticket = Blanks(lambda name, at: f"{name} at {at:.0f}")
    said = []
    for ticket.at in (1.0, 2.0):
        said.append(Wording("{soon}").fill(ticket, Random(1)))
    assert said == ["soon at 1", "soon at 1"]


@pytest.mark.parametrize(
    ("marked", "text", "html"),
    [
        ("One\ntwo\n\nthree", "One\ntwo\n\nthree", "<p>One<br>two</p><p>three</p>"),
        ("a **b** & <c>", "a b & <c>", "<p>a <b>b</b> &amp; &lt;c&gt;</p>"),
        ("See:\n\n- one\n- two", "See:\n\n- one\n- two", "<p>See:</p><ul><li>one</li><li>two</li></ul>"),
        (
            "x\n\n| a | b |\n| c | d |",
            "x\n\na   b\nc   d",
            '<p>x</p><table cellpadding="4"><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>',
        ),
        ("so:\n\n!(box.png)\n\nend", "so:\n\nend", '<p>so:</p><p><img src="cid:box.png"></p><p>end</p>'),
    ],
)
def test_bodies(marked: str, text: str, html: str) -> None:
    assert as_text(marked) == text
    assert as_html(marked) == html
