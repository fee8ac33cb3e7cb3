"""When a meeting is again, in words: "every week on Tuesday and Thursday until 3 May 2027"."""

from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from deskbell.model.mail import Every, Repeats
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.ui.widgets.ages import day

translate = QCoreApplication.translate
_T = QT_TRANSLATE_NOOP

_EACH: Final = {
    Every.DAY: _T("repeats", "every day"),
    Every.WEEK: _T("repeats", "every week"),
    Every.MONTH: _T("repeats", "every month"),
    Every.YEAR: _T("repeats", "every year"),
}
_EACH_OF_SEVERAL: Final = {
    Every.DAY: _T("repeats", "every %n days"),
    Every.WEEK: _T("repeats", "every %n weeks"),
    Every.MONTH: _T("repeats", "every %n months"),
    Every.YEAR: _T("repeats", "every %n years"),
}
_NTH: Final = {
    1: _T("repeats", "on the first {weekday}"),
    2: _T("repeats", "on the second {weekday}"),
    3: _T("repeats", "on the third {weekday}"),
    4: _T("repeats", "on the fourth {weekday}"),
    5: _T("repeats", "on the fifth {weekday}"),
    -1: _T("repeats", "on the last {weekday}"),
}
_WORKDAYS: Final = (1, 2, 3, 4, 5)
_WEEK: Final = 7


def again(rule: Repeats, shown: date, locale: QLocale) -> str:
    """The rule as the reader sees it, for whom the first time is on the day `shown`; "" where the reader's days are not the writer's and no plain
    sentence tells them: "the first Monday" of one is no certain day of the other.
    """
    apart = (shown - rule.day).days
    if apart and rule.every in (Every.MONTH, Every.YEAR):
        return ""
    words = _every(rule, apart, locale)
    if rule.until is not None:
        last = _day_after(rule.until, apart)
        words = translate("repeats", "{every} until {day}").format(every=words, day=day(last, locale))
    elif rule.count:
        words = translate("repeats", "{every}, %n times in all", None, rule.count).format(every=words)
    return translate("repeats", "{every}, with exceptions").format(every=words) if rule.excepted else words


def _every(rule: Repeats, apart: int, locale: QLocale) -> str:
    weekdays = sorted((weekday - 1 + apart) % _WEEK + 1 for weekday in rule.weekdays)
    if rule.every is Every.WEEK and rule.interval == 1:
        if len(weekdays) == _WEEK:
            return translate("repeats", _EACH[Every.DAY])
        if tuple(weekdays) == _WORKDAYS:
            names = {"first": _weekday(weekdays[0], locale), "last": _weekday(weekdays[-1], locale)}
            return translate("repeats", "every day from {first} to {last}").format(**names)
    if rule.interval == 1:
        each = translate("repeats", _EACH[rule.every])
    else:
        each = translate("repeats", _EACH_OF_SEVERAL[rule.every], None, rule.interval)
    on = _on(rule, weekdays, locale)
    return translate("repeats", "{every} {on}").format(every=each, on=on) if on else each


def _on(rule: Repeats, weekdays: list[int], locale: QLocale) -> str:
    """Which days of the period."""
    if rule.every is Every.DAY:
        return ""
    if rule.every is Every.WEEK:
        names = locale.createSeparatedList([_weekday(weekday, locale) for weekday in weekdays])
        return translate("repeats", "on {weekdays}").format(weekdays=names)
    month = locale.standaloneMonthName(rule.month) if rule.month else ""
    if rule.nth:
        on = translate("repeats", _NTH[rule.nth]).format(weekday=_weekday(weekdays[0], locale))
    elif rule.month_day < 0:
        on = translate("repeats", "on the last day")
    elif month:
        # Of a leap year, for there is a 29th of February.
        date = locale.toString(QDate(2000, rule.month, rule.month_day), translate("ages", "d MMM"))
        return translate("repeats", "on {day}").format(day=date)
    else:
        return translate("repeats", "on day {number}").format(number=rule.month_day)
    return translate("repeats", "{on} of {month}").format(on=on, month=month) if month else on


def _weekday(number: int, locale: QLocale) -> str:
    return locale.dayName(number, QLocale.FormatType.LongFormat)


def _day_after(day: date, days: int) -> QDate:
    return QDate(day.year, day.month, day.day).addDays(days)
