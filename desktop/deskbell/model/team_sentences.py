"""What is wrong with teams and with working hours, in English; see `model.sentences`, which these are part of."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.marking import QT_TRANSLATE_NOOP

ABOUT_TEAMS: Final[Mapping[str, str]] = {
    "team.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed {name} in the meantime. Look at it and try again."
    ),
    "team.exists": QT_TRANSLATE_NOOP("sentences", "There is a team {name} already."),
    "team.missing": QT_TRANSLATE_NOOP("sentences", "This team does not exist any more."),
    "escalate.no_team": QT_TRANSLATE_NOOP(
        "sentences", "#{number} has no team. Give it to one, then it can be escalated there."
    ),
    "escalate.highest": QT_TRANSLATE_NOOP(
        "sentences", "Nobody in its team stands higher than those whom #{number} is for."
    ),
    "capacity.bad": QT_TRANSLATE_NOOP("sentences", "Give an agent one ticket at a time at least, or any number."),
    "calendar.missing": QT_TRANSLATE_NOOP("sentences", "These working hours do not exist any more."),
    "calendar.changed": QT_TRANSLATE_NOOP(
        "sentences", "Somebody changed {name} in the meantime. Look at it and try again."
    ),
    "calendar.exists": QT_TRANSLATE_NOOP("sentences", "There are working hours {name} already."),
    "calendar.name_long": QT_TRANSLATE_NOOP("sentences", "A name may have {limit} characters at most."),
    "calendar.zone": QT_TRANSLATE_NOOP("sentences", "There is no time zone {zone}. Choose one from the list."),
    "calendar.week": QT_TRANSLATE_NOOP("sentences", "A week has seven days."),
    "calendar.never_open": QT_TRANSLATE_NOOP("sentences", "It would never be open: write hours for at least one day."),
    "calendar.too_far": QT_TRANSLATE_NOOP("sentences", "That is too far in the future to count."),
    "calendar.too_many_closed": QT_TRANSLATE_NOOP("sentences", "There can be {limit} entries of closed days at most."),
    "calendar.backwards": QT_TRANSLATE_NOOP("sentences", "{last} comes before {first}."),
    "calendar.country": QT_TRANSLATE_NOOP("sentences", "Of this country or region no holidays are known."),
    "span.unreadable": QT_TRANSLATE_NOOP("sentences", "“{text}” are no hours. Write them as 9-12, 13-17:30."),
    "span.backwards": QT_TRANSLATE_NOOP("sentences", "{span} ends where it begins, or before."),
    "span.late": QT_TRANSLATE_NOOP("sentences", "A day goes from 0:00 to 24:00."),
    "span.overlap": QT_TRANSLATE_NOOP("sentences", "{one} and {other} overlap."),
    "span.over_midnight": QT_TRANSLATE_NOOP(
        "sentences", "Hours end on the day they begin: write {begin} here, and {end} on the next day."
    ),
}
