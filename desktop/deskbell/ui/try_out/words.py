"""What would become of a ticket or a mail, in sentences."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.actions.try_out.outcome import BY_TEAM, MOST_BEFORE, Due, Filed, Handed, TriedOut, TriedPolicy, TriedRule
from deskbell.model.kinds import LinkKind, MessageKind, Why
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.rules.durations import written
from deskbell.rules.loops import Silent
from deskbell.rules.sla import Lacks
from deskbell.rules.warnings import FAILED, UNPROVEN
from deskbell.rules.why import read
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.rules.words import verdict_words, would_words
from deskbell.ui.sla_words import metric_word
from deskbell.ui.ticket.why_words import why_sentence
from deskbell.ui.widgets.ages import until

translate = QCoreApplication.translate

_NOT_YET: Final = {
    Why.NEW: QT_TRANSLATE_NOOP("try", "It is no reply to anything that this desk has."),
    Why.STRANGER: QT_TRANSLATE_NOOP("try", "It names a mail of another ticket, but its sender never took part there."),
    Why.NOTHING_KNOWN: QT_TRANSLATE_NOOP("try", "It answers a mail that this desk does not know."),
    Why.CLOSED: QT_TRANSLATE_NOOP("try", "It answers a ticket that was closed too long ago."),
    Why.SUBJECT: QT_TRANSLATE_NOOP("try", "Its subject names another ticket. Anybody can write a number there."),
}
_LACKS: Final = {
    Lacks.OFF: QT_TRANSLATE_NOOP("try", "is switched off"),
    Lacks.MAILBOX: QT_TRANSLATE_NOOP("try", "is for other mailboxes"),
    Lacks.TEAM: QT_TRANSLATE_NOOP("try", "is for other teams"),
    Lacks.PRIORITY: QT_TRANSLATE_NOOP("try", "is for other priorities"),
    Lacks.TYPE: QT_TRANSLATE_NOOP("try", "is for other types"),
    Lacks.TAG: QT_TRANSLATE_NOOP("try", "is for tickets with other tags"),
    Lacks.ORGANISATION: QT_TRANSLATE_NOOP("try", "is for other organisations"),
    Lacks.VIP: QT_TRANSLATE_NOOP("try", "is for VIPs alone"),
    Lacks.LANGUAGE: QT_TRANSLATE_NOOP("try", "is for customers of other languages"),
}
_SILENT: Final = {
    Silent.MACHINE: QT_TRANSLATE_NOOP("try", "a machine wrote it"),
    Silent.REPORT: QT_TRANSLATE_NOOP("try", "it is a report of a mail server"),
    Silent.NOBODY: QT_TRANSLATE_NOOP("try", "its sender has no address"),
    Silent.OURSELVES: QT_TRANSLATE_NOOP("try", "it is from one of our own addresses"),
    Silent.HOUR: QT_TRANSLATE_NOOP("try", "its sender had one within the hour"),
    Silent.SENDER_DAY: QT_TRANSLATE_NOOP("try", "its sender had enough of them today"),
    Silent.MAILBOX_DAY: QT_TRANSLATE_NOOP("try", "the mailbox has sent enough of them today"),
}


def headline(tried: TriedOut) -> str:
    """What becomes of it, in a line."""
    filed = tried.filed
    if filed is None:
        return f"#{tried.number} {tried.subject}"
    if filed.again:
        words = translate("try", "The desk has this mail already, on #{number}: nothing would become of it.")
    elif filed.spam:
        words = translate("try", "It would begin a new ticket in Spam.")
    elif not filed.ticket_id:
        words = translate("try", "It would begin a new ticket.")
    elif filed.kind is MessageKind.NOTE:
        words = translate("try", "It would be put on #{number} as a note.")
    elif filed.by_us:
        words = translate("try", "It would be put on #{number} as our answer.")
    else:
        words = translate("try", "It would be put on #{number} “{subject}”.")
    return words.format(number=filed.ticket_id, subject=tried.subject)


def mail_lines(filed: Filed) -> list[str]:
    """Why it goes there, who wrote it, and what goes back by itself."""
    said = [] if filed.again else [_why(filed.why)]
    for number, kind in filed.links:
        words = (
            translate("try", "It would point to #{number}, which it goes on with.")
            if kind is LinkKind.FOLLOW_UP
            else translate("try", "It would point to #{number}, which it names.")
        )
        said.append(words.format(number=number))
    said.append(_who(filed))
    if UNPROVEN in filed.warnings:
        said.append(translate("try", "It says that it is from one of ours, and nothing proves that."))
    if FAILED in filed.warnings:
        said.append(translate("try", "The mailbox’s server says that its sender is somebody else."))
    if filed.automatic or filed.machine:
        said.append(
            translate("try", "A machine wrote it: where it answers, no rule hears of that, and no clock starts.")
        )
    if filed.acknowledged:
        said.append(
            translate(
                "try", "The mailbox would answer that it has arrived, unless too many such answers went out lately."
            )
        )
    elif filed.silent is not None:
        words = translate("try", "The mailbox would not answer that it has arrived: {why}.")
        said.append(words.format(why=translate("try", _SILENT[filed.silent])))
    return said


def _why(why: str) -> str:
    """As a mail's own ticket says it; what is said there of a ticket that was begun, as of one that would be."""
    reason = read(why)[0]
    words = _NOT_YET.get(reason) if reason is not None else None
    return translate("try", words) if words is not None else why_sentence(why)


def _who(filed: Filed) -> str:
    name = filed.asking or filed.sender.email
    if not filed.asking_id:
        words = (
            translate("try", "{name} would be a new customer of {organisation}, by the address.")
            if filed.organisation
            else translate("try", "{name} would be a new customer.")
        )
    elif filed.organisation:
        words = translate("try", "The ticket is {name}’s, of {organisation}, whom the desk knows.")
    else:
        words = translate("try", "The ticket is {name}’s, whom the desk knows.")
    said = words.format(name=name, organisation=filed.organisation)
    return f"{said} {translate('try', 'They are a VIP.')}" if filed.vip else said


def rule_words(tried: TriedRule, names: RuleNames) -> str:
    """A rule in its turn."""
    if tried.acts:
        words = would_words(tried.does, names)
    elif tried.verdict.fires:
        words = translate("try", "Fits, and would do nothing: it is all like that already, or cannot be done.")
    else:
        words = verdict_words(tried.verdict, names)
    if tried.because == BY_TEAM:
        because = translate("try", "(because it was handed out)")
        return f"{tried.verdict.rule.name} {because}: {words}"
    if tried.because:
        because = translate("try", "(because of what “{name}” did)").format(name=tried.because)
        return f"{tried.verdict.rule.name} {because}: {words}"
    return f"{tried.verdict.rule.name}: {words}"


def policy_words(tried: TriedPolicy) -> str:
    """A policy in its turn."""
    if tried.lacks is None:
        return translate("try", "{name}: this one. It is the first that fits.").format(name=tried.policy.name)
    return f"{tried.policy.name}: {translate('try', _LACKS[tried.lacks])}."


def due_words(due: Due, now: datetime) -> str:
    """What is promised, and until when."""
    if due.due_at is None:
        words = translate("try", "within {target}; paused")
    else:
        words = translate("try", "within {target}, by {when}")
    when = until(due.due_at, now) if due.due_at is not None else ""
    return f"{metric_word(due.metric)}: {words.format(target=written(due.target), when=when)}"


def handed_lines(handed: Handed, desk: DeskNow) -> list[str]:
    """Which team and who would have it, and why."""
    team, agent = desk.team(handed.team_id or 0), desk.agent(handed.assignee_id)
    if team is None:
        first = translate("try", "No team would have it.")
    elif handed.team_by:
        first = translate("try", "The team “{name}” would have it, by the rule “{rule}”.")
    else:
        first = translate("try", "The team “{name}” has it, without any rule.")
    if handed.routed is not None:
        return [first.format(name=team.name if team is not None else "", rule=handed.team_by), *_routed(handed, desk)]
    if agent is None:
        second = (
            translate("try", "Nobody would have it, by the rule “{rule}”.")
            if handed.assignee_by
            else translate("try", "Nobody would have it: no rule gives it to anybody who is there.")
        )
    elif handed.assignee_by:
        second = translate("try", "{name} would have it, by the rule “{rule}”.")
    else:
        second = translate("try", "{name} has it, without any rule.")
    return [
        first.format(name=team.name if team is not None else "", rule=handed.team_by),
        second.format(name=agent.name if agent is not None else "", rule=handed.assignee_by),
    ]


def _routed(handed: Handed, desk: DeskNow) -> list[str]:
    """Whom the team's own handing out takes, or a rule's, why, and why not the others."""
    from deskbell.ui.routing_words import judged_words

    verdict = handed.routed
    assert verdict is not None
    found = (
        []
        if verdict.chosen is not None
        else [translate("try", "Nobody of it can take it now: it would wait in the team’s queue.")]
    )
    chosen = (
        translate("try", "{name} would have it, by the rule “{rule}”: {why}.")
        if handed.assignee_by
        else translate("try", "{name} would have it, for the team hands out by itself: {why}.")
    )
    for judged in verdict.judged:
        agent = desk.agent(judged.candidate.agent_id)
        name = agent.name if agent is not None else ""
        why = judged_words(judged, verdict, handed.skills)
        words = chosen if judged is verdict.chosen else translate("try", "Not {name}: {why}.")
        found.append(words.format(name=name, why=why, rule=handed.assignee_by))
    return [*found, *_queue(handed.before)]


def _queue(before: int) -> list[str]:
    """What the choice does not reckon with."""
    if not before:
        return []
    if before == 1:
        words = translate(
            "try",
            "One ticket waits in the team’s queue before it and is handed out first, if anybody can take it: that is not reckoned with.",
        )
    elif before < MOST_BEFORE:
        words = translate(
            "try",
            "{number} tickets wait in the team’s queue before it and are handed out first, to whoever can take them: that is not reckoned with.",
        )
    else:
        words = translate(
            "try",
            "{number} tickets or more wait in the team’s queue before it and are handed out first, to whoever can take them: that is not reckoned with.",
        )
    return [words.format(number=before)]
