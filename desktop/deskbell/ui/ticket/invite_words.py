"""A meeting in words: what is asked, when in the reader's own time, where, and by whom."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from deskbell.model.mail import Invite
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.rules.quoting import spoken
from deskbell.ui.ticket.repeat_words import again
from deskbell.ui.widgets.ages import day

translate = QCoreApplication.translate
_T = QT_TRANSLATE_NOOP

_METHODS: Final = {
    "request": _T("invite", "Invitation"),
    "cancel": _T("invite", "Called off"),
    "counter": _T("invite", "Another time is proposed"),
}
_ANSWERS: Final = {
    "accepted": _T("invite", "Accepted"),
    "declined": _T("invite", "Declined"),
    "tentative": _T("invite", "Perhaps"),
    "delegated": _T("invite", "Somebody else comes"),
}


def what(invite: Invite) -> str:
    """What the mail wants: "Invitation", "Called off", "Accepted", "Meeting"."""
    if invite.method == "reply" and invite.answer in _ANSWERS:
        return translate("invite", _ANSWERS[invite.answer])
    return translate("invite", _METHODS[invite.method]) if invite.method in _METHODS else translate("invite", "Meeting")


def when(invite: Invite, zone: tzinfo | None = None, locale: QLocale | None = None) -> str:
    """From when to when, in `zone` (None: where this computer is); "" where the mail does not say."""
    if invite.start is None:
        return ""
    locale = locale or QLocale()
    if invite.all_day:
        shown, end = invite.start.date(), invite.end or invite.start
        first = _date(invite.start)
        last = _date(max(end - timedelta(days=1), invite.start))
        said = _day(first, locale) if first == last else f"{_day(first, locale)} – {_day(last, locale)}"
    else:
        # Without a zone the hours are meant wherever one is: they stand there as written.
        there = UTC if not invite.zone else zone
        start = invite.start.astimezone(there)
        shown = start.date()
        said = f"{_day(_date(start), locale)}, {_clock(start, locale)}"
        if invite.end is not None and invite.end > invite.start:
            end = invite.end.astimezone(there)
            same = end.date() == start.date()
            said += f" – {_clock(end, locale)}" if same else f" – {_day(_date(end), locale)}, {_clock(end, locale)}"
    return _and_again(invite, said, shown, locale) if invite.recurs else said


def _and_again(invite: Invite, said: str, shown: date, locale: QLocale) -> str:
    """`shown` is the day of the first time as the reader sees it."""
    words = again(invite.repeats, shown, locale) if invite.repeats is not None else ""
    if words:
        return translate("invite", "{time}, {again}").format(time=said, again=words)
    return translate("invite", "{time}, and again after that").format(time=said)


def lines(invite: Invite, zone: tzinfo | None = None) -> list[str]:
    """Time, place and who asks, a line each; what is not known is left out."""
    found = [when(invite, zone), invite.location.strip()]
    if invite.organizer.email or invite.organizer.name:
        found.append(translate("invite", "Asked by {name}").format(name=spoken(invite.organizer)))
    return [" ".join(line.split()) for line in found if line]


def _day(date: QDate, locale: QLocale) -> str:
    return f"{locale.dayName(date.dayOfWeek(), QLocale.FormatType.ShortFormat)} {day(date, locale)}"


def _date(moment: datetime) -> QDate:
    return QDate(moment.year, moment.month, moment.day)


def _clock(moment: datetime, locale: QLocale) -> str:
    return locale.toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)
