"""What is promised to customers, in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.compliance import Compliance
from deskbell.model.kinds import Deed
from deskbell.model.sla import ClockRow, Metric
from deskbell.rules.durations import written
from deskbell.rules.sla_journal import Promised, from_text, warned_from
from deskbell.ui.sla_left import left_tone, left_words
from deskbell.ui.time_left import number
from deskbell.ui.widgets.ages import until
from deskbell.ui.widgets.chip import Tone

translate = QCoreApplication.translate

_INKS: Final = {Tone.DANGER: "danger", Tone.WARNING: "warning"}


def metric_word(metric: Metric) -> str:
    """What is waited for."""
    match metric:
        case Metric.FIRST_REPLY:
            return translate("sla", "First reply")
        case Metric.NEXT_REPLY:
            return translate("sla", "Next reply")
    return translate("sla", "Resolution")


def kept_words(kept: Mapping[Metric, Compliance]) -> str:
    """How well a policy was kept lately, in short; nothing where nothing is over."""
    whole = sum(kept.values(), Compliance())
    if not whole.over:
        return ""
    return translate("sla", "%1 % met in 30 days").replace("%1", str(whole.percent))


def each_kept_words(kept: Mapping[Metric, Compliance]) -> str:
    """The same of each thing that is promised: "In the last 30 days: First reply 96 % met (48 of 50) · Resolution 100 % met (12 of 12)"."""
    if not kept:
        return ""
    each = translate("sla", "{what} {percent} % met ({met} of {over})")
    words = [
        each.format(what=metric_word(metric), percent=one.percent, met=number(one.met), over=number(one.over))
        for metric, one in sorted(kept.items())
    ]
    return translate("sla", "In the last 30 days: {kept}").format(kept=" · ".join(words))


def clock_words(clock: ClockRow, now: datetime) -> str:
    """What a clock says: "42 min left", "12 min late", "paused, 1 h 20 min left", "in time", "too late"."""
    if clock.stopped_at is not None:
        return translate("sla", "too late") if clock.breached_at is not None else translate("sla", "in time")
    if clock.due_at is None:
        left = written(max(0, clock.target - clock.spent)) or translate("sla", "less than a minute")
        return translate("sla", "paused, %1 left").replace("%1", left)
    words = left_words(clock.due_at, now)
    return words if clock.due_at <= now else translate("sla", "%1 left").replace("%1", words)


def clock_ink(clock: ClockRow, now: datetime) -> str:
    """The colour of what a clock says that runs: as urgent as in the list. "" for the ordinary one."""
    if clock.stopped_at is not None or clock.due_at is None:
        return ""
    return _INKS.get(left_tone(clock.due_at, now), "")


def promise_step(kind: Deed, before: str, after: str, now: datetime) -> str:
    """A step of the journal in which something was promised otherwise, came too late, or was warned of (`after`: the names of those who were told)."""
    if kind is Deed.WARNED:
        return _warned(before, after)
    then, since = from_text(before), from_text(after)
    known = since or then
    if known is None:
        return translate("sla", "SLA changed")
    what = metric_word(known.metric)
    if kind is Deed.BREACHED:
        return translate("sla", "{what} not in time").format(what=what)
    if since is None:
        return translate("sla", "{what} no longer promised").format(what=what)
    if then is None:
        return translate("sla", "{what} promised: {after}").format(what=what, after=_due(since, now))
    words = translate("sla", "{what} due: {before} → {after}")
    return words.format(what=what, before=_due(then, now), after=_due(since, now))


def _due(promised: Promised, now: datetime) -> str:
    return translate("sla", "paused") if promised.due_at is None else until(promised.due_at, now)


def when_word(percent: int, late: int) -> str:
    """When a step of a policy comes: "75 % of its time is over", "it is due", "30 min late"."""
    if late:
        return translate("sla", "%1 late").replace("%1", written(late))
    return (
        translate("sla", "due")
        if percent == 100
        else translate("sla", "%1 % of the time used").replace("%1", str(percent))
    )


def _warned(before: str, names: str) -> str:
    known = warned_from(before)
    if known is None:
        return translate("sla", "SLA warning")
    what, when = metric_word(known.metric), when_word(known.percent, known.late)
    if not names:
        return translate("sla", "{what}: {when}").format(what=what, when=when)
    return translate("sla", "{what}: {when} (told: {names})").format(what=what, when=when, names=names)
