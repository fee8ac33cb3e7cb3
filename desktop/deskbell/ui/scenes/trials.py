"""The scenes of trying what would become of a ticket or a mail: before, a mail, a ticket, and what cannot be read."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from deskbell.actions.try_out.outcome import Due, Filed, Handed, TriedOut, TriedPolicy, TriedRule
from deskbell.model import routing
from deskbell.model.automation import Check, Condition, Event, Hand, Rule, RuleActions, What
from deskbell.model.kinds import Priority
from deskbell.model.mail import Mailbox
from deskbell.model.places import Places
from deskbell.model.reading import MailUnread
from deskbell.model.routing import Candidate, HandingOut, Hindrance, Judged, Need
from deskbell.model.routing import Verdict as Routed
from deskbell.model.sla import Metric, Policy
from deskbell.rules.automation import Unmet, Verdict
from deskbell.rules.sla import Lacks
from deskbell.store.queries.rule_book import RuleBook
from deskbell.ui.own_program import own_program
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.ticket.moments import utc_now
from deskbell.ui.try_out.dialog import TryOutDialog, Way

_SIZE = (900, 640)
_BY_RULES = Handed(1, "Refunds", 2, "Refunds")
_DOES = RuleActions(priority=Priority.HIGH, team_id=1, assign=Hand.TURN, add_tags=("refund",))


def trials() -> Iterator[Scene]:
    """All of them."""
    yield Scene("try-out", _SIZE, _dialog)
    yield Scene("try-out-mail", _SIZE, _dialog, (_mail,))
    yield Scene("try-out-ticket", (720, 520), _dialog, (_ticket,))
    yield Scene("try-out-unread", _SIZE, _dialog, (_unread,))
    yield Scene("try-out-text-150", (1100, 760), _dialog, (_mail,), text_size=150)


def _dialog(stage: Stage) -> QWidget:
    return TryOutDialog(
        stage.theme, stage.runner, stage.desk, partial(own_program, Places.at(Path(tempfile.gettempdir())))
    )


def _mail(window: QWidget) -> None:
    dialog = _at(window, Way.MAIL)
    dialog.mail.writer.setText("Li Na <li.na@acme.example>")
    dialog.mail.subject.setText("Refund for order A-1017")
    dialog.mail.text.setPlainText("The order came twice. A refund, please.")
    dialog.mail.more.open()
    filed = Filed(
        ticket_id=0,
        why="new",
        sender=Mailbox("Li Na", "li.na@acme.example"),
        asking_id=0,
        asking="Li Na",
        organisation="Acme Ltd",
        acknowledged=True,
    )
    _show(dialog, TriedOut(0, "Refund for order A-1017", frozenset({Event.CREATED}), filed=filed))


def _ticket(window: QWidget) -> None:
    dialog = _at(window, Way.TICKET)
    dialog.ticket.number.setText("1042")
    _show(dialog, TriedOut(1042, "The printer is offline", frozenset({Event.CREATED})), _routed())


def _unread(window: QWidget) -> None:
    dialog = _at(window, Way.FILE)
    dialog.file.setText("/home/ona/Downloads/strange.msg")
    dialog.take_mail(MailUnread("parse.died"))


def _routed() -> Handed:
    """Handed out by its team."""
    first, second, third = (Candidate(number, load=load) for number, load in ((2, 3), (1, 8), (3, 0)))
    judged = (Judged(first, ()), Judged(second, (Hindrance.BEHIND,)), Judged(third, (Hindrance.AWAY,)))
    return Handed(1, "Refunds", 2, routed=Routed(2, Need(), routing.Way(HandingOut.LEAST), judged))


def _show(dialog: TryOutDialog, tried: TriedOut, handed: Handed = _BY_RULES) -> None:
    from msgspec.structs import replace

    failed = Condition(What.VIP, Check.IS, ("1",))
    rules = (
        TriedRule(Verdict(Rule(1, "Refunds")), _DOES),
        TriedRule(Verdict(Rule(2, "VIPs"), Unmet.CONDITION, failed)),
        TriedRule(Verdict(Rule(3, "Out of hours"), Unmet.OFF)),
        TriedRule(Verdict(Rule(4, "Refunds are looked at")), RuleActions(note="Look."), because="Refunds"),
    )
    policies = (
        TriedPolicy(Policy(1, "Gold"), Lacks.VIP),
        TriedPolicy(Policy(2, "Everybody"), None),
    )
    now = utc_now()
    dues = (
        Due(Metric.FIRST_REPLY, 4 * 3600, now + timedelta(hours=4)),
        Due(Metric.RESOLUTION, 40 * 3600, now + timedelta(hours=70)),
    )
    dialog.show_outcome(
        replace(tried, rules=rules, policies=policies, dues=dues, handed=handed), RuleNames(dialog.desk, RuleBook())
    )


def _at(window: QWidget, way: Way) -> TryOutDialog:
    assert isinstance(window, TryOutDialog)
    window.turn(way)
    return window
