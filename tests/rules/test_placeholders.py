"""Placeholders: what is put in, what stays, and that nothing put in is read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from deskbell.rules.placeholders import FIELDS, Facts, field_name, fill, fill_html, first_name, slots, unknown

FACTS = Facts(
    customer="Jonas Petraitis",
    customer_email="jonas@example.org",
    number=1042,
    subject="Box & <lid>",
    agent="Ona Kazlauskaitė",
    mailbox="Support",
    today="26 November 2026",
)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Dear {{customer.first_name|customer}},", "Dear Jonas,"),
        ("Dear {{ customer.first_name | customer }},", "Dear Jonas,"),
        ("{{Customer.First_Name}}", "Jonas"),
        ("{{customer.name}} <{{customer.email}}>", "Jonas Petraitis <jonas@example.org>"),
        ("at {{customer.organisation|your office}}", "at your office"),
        ("at {{customer.organisation}}.", "at ."),
        ("#{{ticket.number}}: {{ticket.subject}}", "#1042: Box & <lid>"),
        ("{{agent.first_name}} of {{team.name|the team}}, {{date.today}}", "Ona of the team, 26 November 2026"),
        ("{{customer.shoe_size|43}}", "{{customer.shoe_size|43}}"),
        ("{{}} {{ }} {{|x}} {{customer", "{{}} {{ }} {{|x}} {{customer"),
        ("{{{customer.first_name}}}", "{Jonas}"),
        ("{{customer.first_name\n}}", "Jonas"),
    ],
)
def test_a_text_is_filled_in(text: str, filled: str) -> None:
    assert fill(text, FACTS) == filled


@pytest.mark.parametrize(
    ("html", "filled"),
    [
        ("<div>{{ticket.subject}}</div>", "<div>Box &amp; &lt;lid&gt;</div>"),
        ("<div>{{customer.organisation|Smith &amp; Co}}</div>", "<div>Smith &amp; Co</div>"),
        ("<b>{{&nbsp;customer.first_name&nbsp;}}</b>", "<b>Jonas</b>"),
        ("{{customer.<b>first</b>_name|there}}!", "Jonas!"),
        ('<a href="https://x.example/{{ticket.number}}">it</a>', '<a href="https://x.example/1042">it</a>'),
        ("<div>{{nobody.<i>knows</i>}}</div>", "<div>{{nobody.knows}}</div>"),
    ],
)
def test_html_is_filled_in_and_what_is_put_in_is_no_markup(html: str, filled: str) -> None:
    assert fill_html(html, FACTS) == filled


def test_lines_of_a_value_stay_lines() -> None:
    assert fill_html("{{ticket.subject}}", Facts(subject="a\nb")) == "a<br>b"


def test_what_is_put_in_is_not_read_again() -> None:
    sly = Facts(customer="{{agent.email}}", subject="{{customer.{{ticket.number}}|x}}", agent_email="ona@desk.example")
    assert fill("{{customer.name}} {{ticket.subject}}", sly) == f"{sly.customer} {sly.subject}"
    assert fill_html("{{customer.name}}", sly) == "{{agent.email}}"


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Jonas Petraitis", "Jonas"),
        ("Petraitis, Jonas", "Jonas"),
        ("Dr. Anna Berg", "Anna"),
        ("王小明", "王小明"),
        ("王 小明", "王 小明"),
        ("Анна", "Анна"),
        ("jonas@example.org", ""),
        ("", ""),
        (",", ""),
        ("Dr.", "Dr."),
    ],
)
def test_the_first_name(name: str, first: str) -> None:
    assert first_name(name) == first


def test_unknown_names_are_told_once_and_in_order() -> None:
    assert unknown("{{shoe}} {{customer.name}} {{ hat |x}} {{shoe}}") == ("shoe", "hat")
    assert [(slot.start, slot.end, slot.known) for slot in slots("a {{agent.name}}")] == [(2, 16, True)]


VALUES = st.text(st.sampled_from("{}|<>&\"' ab.\n") | st.characters(), max_size=30)


@given(VALUES, st.sampled_from(sorted(FIELDS)))
def test_any_value_stands_in_html_as_text(value: str, name: str) -> None:
    facts = Facts(**{field: value if known == "" else known for field, known in asdict(Facts()).items()})
    made = fill_html(f"<div>{{{{{name}}}}}</div>", facts)
    inside = made.removeprefix("<div>").removesuffix("</div>").replace("<br>", "")
    assert "<" not in inside
    assert ">" not in inside
    assert '"' not in inside


@given(st.text(st.sampled_from("{}|<b>/ customer.name") | st.characters(), max_size=60))
def test_any_text_can_be_filled_in(text: str) -> None:
    fill_html(text, FACTS)
    for slot in slots(text):
        assert text[slot.start : slot.end].startswith("{{")
    if "{{" not in text:
        assert fill(text, FACTS) == text == fill_html(text, FACTS)


OF_FIELDS = Facts(
    fields={
        field_name("customer", "Contract No"): "A-17 & <b>",
        field_name("ticket", "Žemės vardas"): "",
        field_name("organisation", "R&D"): "12,5",
    }
)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{customer.field.Contract No}}", "A-17 & <b>"),
        ("{{ Customer.Field.CONTRACT  no | none yet }}", "A-17 & <b>"),
        ("{{ticket.field.žemės vardas|none yet}}", "none yet"),
        ("{{ticket.field.Contract No|none yet}}", "{{ticket.field.Contract No|none yet}}"),
        ("{{organisation.field.R&D}}", "12,5"),
        ("{{customer.field.}}", "{{customer.field.}}"),
    ],
)
def test_what_custom_fields_hold_is_put_in(text: str, filled: str) -> None:
    assert fill(text, OF_FIELDS) == filled
    html = text.replace("&", "&amp;")
    assert fill_html(html, OF_FIELDS) == (filled.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def test_a_custom_field_is_one_that_there_is() -> None:
    text = "{{customer.field.Contract no}} {{customer.field.nosuch}} {{customer.field.}} {{team.field.x}}"
    assert unknown(text, OF_FIELDS.fields) == ("customer.field.nosuch", "customer.field.", "team.field.x")
    assert unknown(text) == ("customer.field.", "team.field.x"), "as long as nobody knows"
