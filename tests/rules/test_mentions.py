"""Who is meant by an @ in a note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.folding import fold
from deskbell.rules.mentions import at_query, may_begin, mentioned, offered

ONA, ONA_P, TOMAS, LI, ANNA, SR, OTHER_TOMAS = range(1, 8)
PEOPLE = [
    (ONA, "Ona"),
    (ONA_P, "Ona Petraitė"),
    (TOMAS, "Tomas Žukas"),
    (LI, "李娜"),
    (ANNA, "Anna-Maria O'Neill"),
    (SR, "J. Smith Jr."),
    (OTHER_TOMAS, "tomas žukas"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Ona please look", (ONA,)),
        ("@Ona Petraitė please look", (ONA_P,)),
        ("@Ona Petrauskas", (ONA,)),
        ("@ONA PETRAITE", (ONA_P,)),
        ("@ona\u00a0 petraitė", (ONA_P,)),
        ("@Ona\nPetraitė", (ONA,)),
        ("(@Ona)", (ONA,)),
        ("“@Ona”, he said", (ONA,)),
        ("> @Ona", (ONA,)),
        ("@Ona's ticket", (ONA,)),
        ("@Ona.", (ONA,)),
        ("＠Ona", (ONA,)),
        ("@Ona, @李娜: and @ona again", (ONA, LI)),
        ("@李娜 @Ona", (LI, ONA)),
        ("请@李娜看看", (LI,)),
        ("@Tomas Žukas", (TOMAS, OTHER_TOMAS)),
        ("@anna-maria o'neill!", (ANNA,)),
        ("@Anna-Maria", (ANNA,)),
        ("@Anna-Maria O’Brien", (ANNA,)),
        ("@J. Smith Jr.: hello", (SR,)),
        # Nobody.
        ("", ()),
        ("Ona", ()),
        ("@", ()),
        ("@ Ona", ()),
        ("@Onaa", ()),
        ("@Ona_x", ()),
        ("@Ona-Maria", ()),
        ("@Ona@desk.example", ()),
        ("info@ona", ()),
        ("info.@ona", ()),
        ("x/@ona", ()),
        ("@@Ona", ()),
        ("@Tomas", ()),
        ("@J.", ()),
        ("@Maria", ()),
        ("@Anna", ()),
        ("@everybody", ()),
    ],
)
def test_a_name_behind_an_at_is_somebody(text: str, found: tuple[int, ...]) -> None:
    assert mentioned(text, PEOPLE) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Parcels: who has it?", (ONA, TOMAS)),
        ("@parcels @Ona", (ONA, TOMAS)),
        ("@Customer Care", (LI,)),
        ("@Customer", ()),
        ("@Nobody", ()),
        ("@李娜", (LI, TOMAS)),
    ],
)
def test_a_team_is_who_is_in_it_and_can_be_mentioned(text: str, found: tuple[int, ...]) -> None:
    teams = [("Parcels", {TOMAS, ONA, 99}), ("Customer Care", {LI}), ("Nobody", set()), (" ", {ONA}), ("李娜", {TOMAS})]
    assert mentioned(text, [(ONA, "Ona"), (TOMAS, "Tomas Žukas"), (LI, "李娜")], teams) == found


def test_nobody_is_called_nothing() -> None:
    assert mentioned("@ and @\u0301", [(1, ""), (2, " "), (3, "\u0301")]) == ()


@given(st.text(), st.lists(st.text(), max_size=5))
def test_whatever_is_written_mentions_only_who_is_there(text: str, names: list[str]) -> None:
    people = list(enumerate(names, 1))
    found = mentioned(text, people)
    assert set(found) <= dict(people).keys()
    assert len(set(found)) == len(found)


# A name begins with a letter, and has no sign that folding takes apart into one with a space.
NAMES = st.from_regex(r"\w[\w .'-]*", fullmatch=True).filter(lambda name: fold(name)[:1].isalnum())


@given(NAMES, st.text())
def test_a_name_on_a_line_of_its_own_is_always_found(name: str, around: str) -> None:
    """However it is written, and whatever stands on the lines around it."""
    for written in (name, name.upper(), name.lower(), fold(name)):
        if " ".join(fold(written).split()) == " ".join(fold(name).split()):
            assert 1 in mentioned(f"{around}\n@{written.strip()}\n{around}", [(1, name)])


@pytest.mark.parametrize(
    ("before", "may"),
    [
        ("", True),
        (" ", True),
        ("Hello ", True),
        ("(", True),
        ("请", True),
        ("\u00a0", True),
        ("info", False),
        ("info.", False),
        ("7", False),
        ("ė", False),
        ("a_", False),
        ("@", False),
        ("x-", False),
    ],
)
def test_an_at_within_a_word_or_an_address_asks_for_nobody(before: str, may: bool) -> None:
    assert may_begin(before) is may


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("@", ""),
        ("@O", "O"),
        ("@Ona Pet", "Ona Pet"),
        ("@Ona ", "Ona "),
        ("＠娜", "娜"),
        ("", None),
        ("O", None),
        ("@ ", None),
        ("@ Ona", None),
        ("@Ona  ", None),
        ("@ona@", None),
        ("@a b c d e", None),
        ("@" + "a" * 41, None),
    ],
)
def test_what_is_typed_behind_an_at_is_looked_for(typed: str, query: str | None) -> None:
    assert at_query(typed) == query


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", (1, 2, 3)),
        ("o", (2, 1, 3)),
        ("pet", (2,)),
        ("zuk", (3,)),
        ("ona p", (2,)),
        ("petriate", (2,)),
        ("ina", (1,)),
        ("xyzzy", ()),
    ],
)
def test_colleagues_are_offered_by_what_was_typed(query: str, found: tuple[int, ...]) -> None:
    people = [(1, "Lina Ozola"), (2, "Ona Petraitė"), (3, "Tomas Žukas")]
    assert offered(query, people) == found
