"""`deskbell ticket list|show` and `deskbell search`, with what people type."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.conftest import Command
from deskbell.actions.dispatch import perform
from deskbell.model.fields import FieldChoice, FieldKind, SaveField, SetField
from deskbell.model.places import Places
from deskbell.store.opening import open_desk


@pytest.mark.parametrize("view", ["open", "unassigned", "snoozed", "done", "spam", "trash"])
def test_every_view(deskbell: Command, sample: Path, view: str) -> None:
    said = deskbell("ticket", "list", "--view", view, "--limit", 1000)
    assert (said.code, said.err) == (0, "")
    assert len(said.out.splitlines()) == len(
        deskbell("ticket", "list", "--view", view, "--limit", 1000, "--json").objects()
    )


def test_the_limit(deskbell: Command, sample: Path) -> None:
    assert len(deskbell("ticket", "list", "--view", "done", "--limit", 2).out.splitlines()) == 2


def test_a_ticket_by_its_number(deskbell: Command, sample: Path) -> None:
    (row,) = deskbell("ticket", "list", "--limit", 1, "--json").objects()
    bare, shown = deskbell("ticket", "show", row["id"]), deskbell("ticket", "show", f"#{row['id']}")
    assert (bare.code, bare.err) == (0, "")
    assert bare.out == shown.out
    assert bare.out.startswith(f"#{row['id']} {row['subject']}\n")
    (detail,) = deskbell("ticket", "show", row["id"], "--json").objects()
    assert detail["row"]["id"] == row["id"]
    assert detail["messages"]


def test_a_ticket_tells_its_team(deskbell: Command, sample: Path) -> None:
    rows = deskbell("ticket", "list", "--limit", 1000, "--json").objects()
    assert {row["team"] for row in rows} == {"Customer care", "Orders", "Technicians"}
    row = rows[0]
    (detail,) = deskbell("ticket", "show", row["id"], "--json").objects()
    assert (detail["row"]["team"], detail["row"]["team_id"]) == (row["team"], row["team_id"])
    assert f"· {row['mailbox']} · {row['team']} ·" in deskbell("ticket", "show", row["id"]).out
    found = deskbell("search", "--limit", 1000, "--json", "is:open team:technicians").objects()
    live = [row["id"] for row in rows if row["team"] == "Technicians"]
    assert {row["id"] for row in found} >= set(live) != set()
    assert {row["team"] for row in found} == {"Technicians"}


def test_a_ticket_tells_what_is_filled_in(deskbell: Command, sample: Path) -> None:
    (row,) = deskbell("ticket", "list", "--limit", 1, "--json").objects()
    with closing(open_desk(Places.at(sample.parent).database)) as desk:
        for name, kind, value in (("Region", FieldKind.CHOICE, "2"), ("Weight", FieldKind.NUMBER, "12.5")):
            choices = (FieldChoice(0, "North"), FieldChoice(0, "Far south")) if kind is FieldKind.CHOICE else ()
            made = perform(desk, SaveField(agent_id=None, id=0, name=name, kind=kind, choices=choices)) or 0
            perform(desk, SetField(agent_id=None, tickets=(row["id"],), field_id=made, value=value))
    assert "\nRegion: Far south\nWeight: 12.5\n" in deskbell("ticket", "show", row["id"]).out
    (detail,) = deskbell("ticket", "show", row["id"], "--json").objects()
    assert [(one["field"]["name"], one["value"]) for one in detail["fields"]] == [("Region", "2"), ("Weight", "12.5")]
    assert [one["id"] for one in deskbell("search", "--json", 'field:Region="far south"').objects()] == [row["id"]]


@pytest.mark.parametrize("number", ["1", "999999", str(2**63 - 1)])
def test_a_ticket_that_is_not_there(deskbell: Command, sample: Path, number: str) -> None:
    for words in (["ticket", "show", number], ["ticket", "show", number, "--json"]):
        said = deskbell(*words)
        assert (said.code, said.out, said.sentence()) == (1, "", f"There is no ticket #{number}.")


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        '"',
        "'",
        "(",
        "*",
        "%",
        "_",
        "\\",
        "a OR b AND NOT (",
        "NEAR(a b)",
        "subject:",
        "status:",
        "status:nonsense",
        "before:yesterday",
        "before:0000-00-00",
        "after:9999-99-99",
        "tag:",
        "to: from:@",
        "has:nothing",
        "'; DROP TABLE ticket; --",
        "x" * 100_000,
        "x " * 3_000,
        "退",
        "🙂",
        "\u202e",
        "a\u0000b",
        "\ud800",
    ],
)
def test_odd_queries_find_or_do_not(deskbell: Command, sample: Path, query: str) -> None:
    said = deskbell("search", "--json", "--", query)
    assert said.err == ""
    assert said.code == (0 if said.out else 1)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40))
def test_any_query(deskbell: Command, sample: Path, query: str) -> None:
    said = deskbell("search", "--json", "--limit", "3", "--", query)
    assert said.err == ""
    for line in said.out.splitlines():
        json.loads(line)


def test_words_to_leave_out(deskbell: Command, sample: Path) -> None:
    everything = deskbell("search", "--limit", 1000, "--json", "printer").objects()
    less = deskbell("search", "--limit", 1000, "--json", "--", "printer", "-jam").objects()
    assert 0 < len(less) < len(everything)
