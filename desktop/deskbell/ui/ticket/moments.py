"""When a message was written, as a conversation says it: "4 min ago", "16:20", "Fri 16:20", "12 Nov 16:20"."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QLocale

from deskbell.ui.widgets.ages import until


def utc_now() -> datetime:
    """The time of now, aware and in UTC; what screens show ages by."""
    return datetime.now(UTC)


def moment(then: datetime, now: datetime, locale: QLocale | None = None) -> str:
    """`then` as seen from `now`, both aware: how long ago within the hour, then the hour, the weekday, the date. In the local zone."""
    seconds = (now - then).total_seconds()
    if 0 <= seconds < 60:
        return QCoreApplication.translate("moments", "now")
    if 0 <= seconds < 3600:
        return QCoreApplication.translate("moments", "%n min ago", None, int(seconds // 60))
    return until(then, now, locale)
