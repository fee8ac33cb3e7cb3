"""A mail in its mailbox's layout: what stands where, in text and HTML, and that nobody's words become markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.mail_layout import NO_LAYOUT, Logo, MailLayout
from deskbell.rules.mail_layout import asks_for, dressed, logo_id, without_logo
from deskbell.rules.placeholders import Facts
from deskbell.rules.quoting import Written, quote

FACTS = Facts(customer="Li Na", number=42, agent="Ona", mailbox="Amber & Co")
LOGO = Logo(b"picture", "image/png", 120, 40)
WHOLE = MailLayout(
    "<div><b>{{mailbox.name}}</b></div>",
    "{{mailbox.name}}",
    "<div>#{{ticket.number}} · {{agent.name|our team}}</div>",
    "#{{ticket.number}} · {{agent.name|our team}}",
    "#1f5fd6",
    LOGO,
)
WORDS = Written("It is on its way.", "<div>It is on its <b>way</b>.</div>")
QUOTED = quote("On Friday Li Na wrote:", Written("Where is it?"))


def test_header_and_footer_stand_around_the_words_and_the_quote_below() -> None:
    made = dressed(WORDS, WHOLE, FACTS, quoted=QUOTED)
    assert made.text == "Amber & Co\n\nIt is on its way.\n\n#42 · Ona\n\nOn Friday Li Na wrote:\n> Where is it?"
    order = ["cid:logo-", "<b>Amber &amp; Co</b>", "It is on its", "#42 · Ona", "On Friday Li Na wrote", "Where is it?"]
    places = [made.html.index(words) for words in order]
    assert places == sorted(places)
    assert "border-bottom:2px solid #1f5fd6" in made.html
    assert 'alt="Amber &amp; Co"' in made.html


def test_a_quote_above_stands_between_the_header_and_the_words() -> None:
    made = dressed(WORDS, WHOLE, FACTS, quoted=QUOTED, quote_above=True)
    order = ["Amber & Co", "Where is it?", "It is on its way.", "#42"]
    places = [made.text.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("layout", "text", "lacks"),
    [
        (
            MailLayout(header_text="Amber", header_html="<div>Amber</div>"),
            "Amber\n\nIt is on its way.",
            "deskbell-foot",
        ),
        (MailLayout(footer_text="Vilnius", footer_html="<div>Vilnius</div>"), "It is on its way.\n\nVilnius", "-head"),
        (MailLayout(accent="#1f5fd6"), "It is on its way.", "deskbell-foot"),
        (NO_LAYOUT, "It is on its way.", "deskbell-"),
    ],
)
def test_what_is_not_there_takes_no_room(layout: MailLayout, text: str, lacks: str) -> None:
    made = dressed(WORDS, layout, FACTS)
    assert made.text == text
    assert lacks not in made.html


@pytest.mark.parametrize("accent", ["#1f", "red", "#1f5fd6;background:url(//evil.example)", '#1f5fd6"><img>'])
def test_what_is_no_colour_gets_into_no_style(accent: str) -> None:
    made = dressed(WORDS, MailLayout(footer_text="x", footer_html="<div>x</div>", accent=accent), FACTS)
    assert accent not in made.html


def test_a_text_without_html_gets_one() -> None:
    made = dressed(Written("<b>1 < 2</b>\nYes"), WHOLE, FACTS)
    assert "<div>&lt;b&gt;1 &lt; 2&lt;/b&gt;</div><div>Yes</div>" in made.html


def test_the_logo_can_be_taken_out_and_is_called_the_same_as_long_as_it_is() -> None:
    made = dressed(WORDS, WHOLE, FACTS).html
    assert logo_id(WHOLE) in made
    assert "<img" not in without_logo(made)
    assert without_logo(made).startswith('<table class="deskbell-head"')
    assert logo_id(WHOLE) != logo_id(MailLayout(logo=Logo(b"other", "image/png", 1, 1)))
    assert logo_id(NO_LAYOUT) == ""


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_filled_in_is_never_markup_nor_a_placeholder(customer: str, agent: str) -> None:
    layout = MailLayout("<div>{{customer.name}}|{{agent.name}}</div>", "{{customer.name}}|{{agent.name}}")
    plain = dressed(WORDS, layout, Facts(customer="x", agent="x")).html
    made = dressed(WORDS, layout, Facts(customer=f"<img>{customer}{{{{agent.name}}}}", agent=agent)).html
    assert made.replace("<br>", "").count("<") == plain.replace("<br>", "").count("<")
    assert "{{agent.name}}" in made or "@" in customer


@pytest.mark.parametrize(("names", "asks"), [(("customer.",), False), (("ticket.", "team."), True), ((), False)])
def test_what_a_layout_asks_for(names: tuple[str, ...], asks: bool) -> None:
    assert asks_for(WHOLE, names) is asks
