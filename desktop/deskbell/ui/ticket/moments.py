"""When a message was written, as a conversation says it: "4 min ago", "16:20", "Fri 16:20", "12 Nov 16:20"."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from deskbell.ui.widgets.ages import day


def utc_now() -> datetime:
    """The time of now, aware and in UTC; what screens show ages by."""
    return datetime.now(UTC)


def moment(then: datetime, now: datetime, locale: QLocale | None = None) -> str:
    """`then` as seen from `now`, both aware: how long ago within the hour, then the hour, the weekday, the date. In the local zone."""
    locale = locale or QLocale()
    seconds = (now - then).total_seconds()
    if 0 <= seconds < 60:
        return QCoreApplication.translate("moments", "now")
    if 0 <= seconds < 3600:
        return QCoreApplication.translate("moments", "%n min ago", None, int(seconds // 60))
    here, today = then.astimezone(), now.astimezone()
    clock = locale.toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)
    days = (today.date() - here.date()).days
    if days == 0:
        return clock
    date = QDate(here.year, here.month, here.day)
    if 0 < days < 7:
        return f"{locale.dayName(date.dayOfWeek(), QLocale.FormatType.ShortFormat)} {clock}"
    if here.year == today.year:
        return f"{locale.toString(date, QCoreApplication.translate('moments', 'd MMM'))} {clock}"
    return f"{day(date, locale)} {clock}"
