"""Trying what would become of a ticket or a mail, in its dialog; nothing of the desk is another by that."""

import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from actions.conftest import SmallDesk, mail
from deskbell.actions.try_out.outcome import MOST_BEFORE, Handed, TriedOut, TriedRule
from deskbell.model.automation import Check, Condition, Event, Group, Rule, RuleActions, SaveRule, What
from deskbell.model.commands import SetTeam
from deskbell.model.kinds import Priority, Role
from deskbell.model.routing import AgentWork, Candidate, HandingOut, Judged, Need, Verdict
from deskbell.model.routing import Way as RoutingWay
from deskbell.model.sla import SavePolicy, Targets
from deskbell.model.teams import SaveTeam
from deskbell.rules.automation import Verdict as Judgement
from deskbell.rules.rights import may, sees_all
from deskbell.store.queries.rule_book import RuleBook
from deskbell.ui.own_program import own_program
from deskbell.ui.pseudo_language import PseudoLanguage
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.rules.page import RulesPage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.policies import PoliciesPage
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.try_out.dialog import TryOutDialog, Way
from ui.settings.office import Office
from ui.walk import clipped, forgotten
from whole_desk import everything

MAIL = b"From: Li Na <li.na@mail.example>\r\nTo: support@example.com\r\nSubject: A refund\r\nMessage-ID: <1@mail.example>\r\n\r\nMoney back, please.\r\n"


@pytest.fixture
def number(office: Office) -> int:
    """A ticket of a desk with a rule and a policy."""
    about = Group(parts=(Condition(What.TEXT, Check.CONTAINS, ("money",)),))
    office.do(
        SaveRule(
            agent_id=office.me, id=0, name="Refunds", conditions=about, actions=RuleActions(priority=Priority.HIGH)
        )
    )
    targets = tuple(Targets(4 * 3600) for _ in Priority)
    office.do(SavePolicy(agent_id=office.me, id=0, name="All", targets=targets))
    small = SmallDesk(office.database, office.me, office.me, office.mailboxes()["support@example.com"].id, 0)
    return small.arrive(mail("0@mail.example", "Money back"))[0].ticket_id


@pytest.fixture
def trial(office: Office, theme: ThemeSource, number: int, qtbot: QtBot) -> Iterator[TryOutDialog]:
    before, files = everything(office.database), names(office)
    dialog = TryOutDialog(theme, office.runner, office.desk, partial(own_program, office.places))
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    yield dialog
    assert everything(office.database) == before
    assert names(office) == files


def names(office: Office) -> set[str]:
    """The files that belong to the desk, but for those that a test made."""
    return {str(path) for path in office.places.data.rglob("*") if path.suffix != ".eml"}


def said(trial: TryOutDialog, qtbot: QtBot) -> list[str]:
    """What stands there once it was found out."""
    qtbot.waitUntil(trial.try_button.isEnabled, timeout=60_000)
    return trial.outcome.lines


def test_a_ticket(trial: TryOutDialog, number: int, qtbot: QtBot) -> None:
    """By its number; what is none is said, and one that is not there."""
    trial.ticket.number.setText("no number")
    trial.try_button.click()
    assert trial.try_button.isEnabled()
    trial.ticket.number.setText(f"#{number}")
    trial.ticket.number.returnPressed.emit()
    assert said(trial, qtbot)[:1] == [f"#{number} The printer is offline"]
    lines = trial.outcome.lines
    assert "Refunds: Would set the priority to “High”." in lines
    assert "All: this one. It is the first that fits." in lines
    assert any(line.startswith("First reply: within 4 h, by ") for line in lines)
    assert "Nobody would have it: no rule gives it to anybody who is there." in lines
    trial.ticket.happens.setCurrentIndex(trial.ticket.happens.findData(Event.NOTED))
    trial.look()
    assert "Refunds: Is not looked at when this happens." in said(trial, qtbot)
    trial.ticket.number.setText("99999")
    trial.look()
    assert said(trial, qtbot) == ["There is no ticket of this number."]


def test_whom_a_team_hands_it_to(office: Office, theme: ThemeSource, number: int, qtbot: QtBot) -> None:
    """By itself, where no rule gave it to anybody: why not to whom."""
    members = frozenset({office.me})
    team = office.do(SaveTeam(agent_id=office.me, id=0, name="Care", members=members, handing=HandingOut.TURN.value))
    office.do(SetTeam(agent_id=office.me, tickets=(number,), team_id=team))
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.team(team) is not None)
    trial = TryOutDialog(theme, office.runner, office.desk, None)
    qtbot.addWidget(trial)
    trial.show()
    trial.ticket.number.setText(str(number))
    trial.look()
    lines = said(trial, qtbot)
    assert "The team “Care” has it, without any rule." in lines
    assert "Nobody of it can take it now: it would wait in the team’s queue." in lines
    assert "Not Ona K.: Deskbell is closed there." in lines


def test_whom_a_rule_chose(trial: TryOutDialog, office: Office) -> None:
    """With why, as where the team does so by itself."""
    me = Candidate(office.me, AgentWork(capacity=4), load=2)
    routed = Verdict(office.me, Need(), RoutingWay(HandingOut.TURN), (Judged(me, ()),))
    handed = Handed(assignee_id=office.me, assignee_by="Turn", routed=routed)
    trial.show_outcome(TriedOut(1, "A refund", handed=handed), RuleNames(office.desk, RuleBook()))
    assert "Ona K. would have it, by the rule “Turn”: next in turn, 3 of 4 open." in trial.outcome.lines


@pytest.mark.parametrize(
    ("before", "words"),
    [(0, ""), (1, "One ticket waits"), (7, "7 tickets wait "), (MOST_BEFORE, "100 tickets or more wait")],
)
def test_the_queue_before_it_is_told(trial: TryOutDialog, office: Office, before: int, words: str) -> None:
    judged = (Judged(Candidate(office.me), ()),)
    routed = Verdict(office.me, Need(), RoutingWay(HandingOut.TURN), judged)
    trial.show_outcome(
        TriedOut(1, "A refund", handed=Handed(assignee_id=office.me, routed=routed, before=before)),
        RuleNames(office.desk, RuleBook()),
    )
    told = [line for line in trial.outcome.lines if "queue" in line]
    assert len(told) == bool(words)
    assert "".join(told).startswith(words)


def test_what_is_not_counted_of_answers_is_said(trial: TryOutDialog, office: Office) -> None:
    names = RuleNames(office.desk, RuleBook())
    for does, said_so in ((RuleActions(reply_id=1), True), (RuleActions(note="Look."), False)):
        trial.show_outcome(TriedOut(1, "A refund", rules=(TriedRule(Judgement(Rule(1, "A")), does),)), names)
        assert any("not counted here" in line for line in trial.outcome.lines) is said_so


def test_a_mail_that_is_typed(trial: TryOutDialog, number: int, qtbot: QtBot) -> None:
    """It goes through the reader like any other, head and all."""
    trial.turn(Way.MAIL)
    trial.try_button.click()
    assert trial.try_button.isEnabled(), "nobody is said to have written it"
    trial.mail.writer.setText("Jo <jo@other.example>")
    trial.mail.subject.setText("A refund")
    trial.mail.text.setPlainText("Money back, please.")
    trial.look()
    lines = said(trial, qtbot)
    assert lines[0] == "It would begin a new ticket."
    assert "Jo would be a new customer." in lines
    assert "Refunds: Would set the priority to “High”." in lines
    trial.mail.writer.setText("li.na@mail.example")
    trial.mail.headers.setPlainText("In-Reply-To: <0@mail.example>")
    trial.look()
    assert said(trial, qtbot)[0] == f"It would be put on #{number} “The printer is offline”."
    trial.mail.headers.setPlainText("Auto-Submitted: auto-replied")
    trial.look()
    assert any("A machine wrote it" in line for line in said(trial, qtbot))
    for wrong in ("no field", "From: somebody@else.example"):
        trial.mail.headers.setPlainText(wrong)
        trial.look()
        assert said(trial, qtbot)[0].startswith(f"“{wrong}” cannot stand in the head of a mail")
    trial.mail.writer.setText("nobody")
    trial.mail.headers.setPlainText("")
    trial.look()
    assert said(trial, qtbot) == ["“nobody” is not a mail address."]


def test_a_mail_in_a_file(trial: TryOutDialog, tmp_path: Path, qtbot: QtBot) -> None:
    """Dropped or chosen; what is not there is told."""
    file = tmp_path / "one.eml"
    file.write_bytes(MAIL)
    trial.take_file(file)
    lines = said(trial, qtbot)
    assert (lines[0], trial.way.value()) == ("It would begin a new ticket.", Way.FILE)
    assert "Refunds: Would set the priority to “High”." in lines
    trial.take_file(tmp_path / "none.eml")
    assert "none.eml" in said(trial, qtbot)[0]
    assert file.read_bytes() == MAIL


@pytest.mark.parametrize("kind", ["folder", "pipe", "large"])
def test_a_file_that_is_no_mail_or_too_large(trial: TryOutDialog, tmp_path: Path, kind: str, qtbot: QtBot) -> None:
    """It is told; nothing waits for the end of a pipe, and no more is read than a mail may have."""
    file = tmp_path / "one.eml"
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe" and sys.platform != "win32":
        os.mkfifo(file)
    else:
        with file.open("wb") as made:
            made.truncate(101 << 20)
    trial.take_file(file)
    words = said(trial, qtbot)[0]
    if kind == "large":
        assert "larger" in words, words
    else:
        assert words.startswith(f"{file} could not be read")


def test_no_file_is_said(trial: TryOutDialog) -> None:
    trial.turn(Way.FILE)
    trial.look()
    assert trial._file_field.fault() == "Say in which file it is."


def test_only_what_was_asked_last_is_shown(trial: TryOutDialog, number: int, tmp_path: Path, qtbot: QtBot) -> None:
    """A mail that is still being read comes in no other's place."""
    file = tmp_path / "one.eml"
    file.write_bytes(MAIL)
    trial.take_file(file)
    reader = trial._reader
    assert reader is not None
    heard: list[object] = []
    reader.said.connect(heard.append)
    trial.turn(Way.TICKET)
    trial.ticket.number.setText(str(number))
    trial.look()
    assert reader.pid == 0, "it does not run any more"
    assert said(trial, qtbot)[:1] == [f"#{number} The printer is offline"]
    assert heard == []


def test_a_reader_that_dies_is_told(
    office: Office, theme: ThemeSource, number: int, tmp_path: Path, qtbot: QtBot
) -> None:
    """Whatever a mail does to it, the window lives on."""
    dies = lambda words: (sys.executable, ["-c", "import sys; sys.exit(3)"])  # noqa: E731
    trial = TryOutDialog(theme, office.runner, office.desk, dies)
    qtbot.addWidget(trial)
    trial.show()
    trial.take_file(tmp_path / "one.eml")
    assert "could not be read" in said(trial, qtbot)[0] or "reader" in said(trial, qtbot)[0]


def test_it_is_asked_for_from_both_pages(dialog: SettingsDialog, qtbot: QtBot) -> None:
    """By whoever makes rules; the command in the palette is theirs, too."""
    for name, kind in (("rules", RulesPage), ("sla", PoliciesPage)):
        page = dialog.open_page(name)
        assert isinstance(page, kind)
        page.try_button.click()
        (made,) = dialog.findChildren(TryOutDialog)
        made.close()
        qtbot.waitUntil(lambda: not dialog.findChildren(TryOutDialog))
    assert all(may(role, SaveRule) is sees_all(role) for role in Role)


def test_nothing_is_forgotten_or_clipped_in_other_languages(
    office: Office, theme: ThemeSource, number: int, qapp: object, qtbot: QtBot
) -> None:
    """With an outcome in it."""
    from PySide6.QtWidgets import QApplication

    assert isinstance(qapp, QApplication)
    language = PseudoLanguage()
    qapp.installTranslator(language)
    trial = TryOutDialog(theme, office.runner, office.desk, partial(own_program, office.places))
    qtbot.addWidget(trial)
    trial.show()
    trial.ticket.number.setText(str(number))
    trial.look()
    said(trial, qtbot)
    qapp.processEvents()
    data = " #1 the printer is offline refunds all 1042 4 h mon tue wed thu fri sat sun"
    found = forgotten(trial, str(office.state()).lower() + data), clipped(trial)
    qapp.removeTranslator(language)
    assert found == ([], [])
