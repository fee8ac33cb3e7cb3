"""Which public holidays a calendar has: of which country and region, and which of them people work on all the same."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.rules import public_holidays
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.ages import day as written_day
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.property_button import PropertyButton
from deskbell.ui.widgets.tick_list import TickList


class Offered(Struct, frozen=True):
    """What there is to choose for a country and region: the regions, and each holiday with its days."""

    country: str
    region: str
    countries: tuple[str, ...]
    regions: tuple[tuple[str, str], ...]
    holidays: tuple[tuple[str, tuple[date, ...]], ...]


def offered(country: str, region: str, year: int) -> Offered:
    """What there is to choose, with the holidays of this year and the next in the order of the first."""
    days: dict[str, list[date]] = defaultdict(list)
    for of_year in (year, year + 1):
        for day, names in public_holidays.days(country, region, of_year).items():
            for name in names:
                days[name].append(day)
    holidays = tuple((name, tuple(of_it)) for name, of_it in days.items())
    return Offered(country, region, public_holidays.countries(), public_holidays.regions(country), holidays)


class HolidaysEdit(QWidget):
    """Two buttons with lists, and the days, ticked where they are closed. What is known of a country is loaded off the window's thread.

    Signals:
        edited: a person changed something.
        relaid: it takes more or less room.
    """

    edited = Signal()
    relaid = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._country = self._region = ""
        self._worked: frozenset[str] = frozenset()
        self._offered: Offered | None = None
        self.country = PropertyButton(theme, self.tr("Country"), parent=self)
        self.country.set_choices(self._countries)
        self.country.chosen.connect(lambda code: self._choose(code, ""))
        self.region = PropertyButton(theme, self.tr("Region"), parent=self)
        self.region.set_choices(self._regions)
        self.region.chosen.connect(lambda code: self._choose(self._country, code))
        self.days = TickList(theme, self, most=8)
        self.days.setAccessibleName(self.tr("Public holidays that are closed"))
        self.days.edited.connect(self._tick)
        words = self.tr("Ticked days are closed, each year.")
        self._words = Label(words, TextRole.small, ink="muted", wrap=True, parent=self)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.country)
        line.addWidget(self.region)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(line)
        layout.addWidget(self.days)
        layout.addWidget(self._words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy: Tab would come back to that from whatever stands behind it.
        self.country.setFocus(event.reason())

    def show_holidays(self, country: str, region: str, worked: frozenset[str]) -> None:
        """Show these, without telling."""
        self._country, self._region, self._worked = country, region, worked
        self._look()

    def country_code(self) -> str:
        """The country that is chosen, "" for none."""
        return self._country

    def region_code(self) -> str:
        """Its part that is chosen, "" for none."""
        return self._region

    def worked(self) -> frozenset[str]:
        """The holidays on which people work all the same."""
        return self._worked

    def _choose(self, country: str, region: str) -> None:
        if country != self._country:
            self._worked = frozenset()
        self._country, self._region = country, region
        self._look()
        self.edited.emit()

    def _tick(self) -> None:
        self._worked = frozenset(self.days.values()) - frozenset(self.days.ticked())
        self.edited.emit()

    def _look(self) -> None:
        asked = (self._country, self._region)
        self._show()
        if self._offered is None or (self._offered.country, self._offered.region) != asked:
            year = date.today().year  # noqa: DTZ011  the year that the calendar on the wall shows
            self._runner.aside(partial(offered, *asked, year), done=self._take)

    def _take(self, found: Offered) -> None:
        if (found.country, found.region) == (self._country, self._region):
            self._offered = found
            self._show()
            self.relaid.emit()

    def _show(self) -> None:
        known = self._offered if self._offered is not None and self._offered.country == self._country else None
        regions = known.regions if known is not None else ()
        self.country.set_value(
            country_name(self._country) if self._country else self.tr("No public holidays"),
            ink="ink" if self._country else "muted",
        )
        self.region.set_value(dict(regions).get(self._region, self._region) or self.tr("The whole country"))
        self.region.setVisible(bool(regions or self._region))
        days = known.holidays if known is not None and known.region == self._region else ()
        self.days.setVisible(bool(days))
        self._words.setVisible(bool(self._country) and (known is None or bool(days)))
        self.days.show_values(
            [(name, f"{name} · {_dates(of_it)}") for name, of_it in days],
            [name for name, _ in days if name not in self._worked],
        )

    def _countries(self) -> Sequence[Choice]:
        codes = self._offered.countries if self._offered is not None else ()
        named = sorted((country_name(code), code) for code in codes)
        first = Choice("", self.tr("No public holidays"), checked=not self._country)
        return [first, *(Choice(code, name, checked=code == self._country) for name, code in named)]

    def _regions(self) -> Sequence[Choice]:
        regions = self._offered.regions if self._offered is not None else ()
        first = Choice("", self.tr("The whole country"), checked=not self._region)
        return [first, *(Choice(code, name, checked=code == self._region) for code, name in regions)]


def country_name(code: str) -> str:
    """What a country is called, its code where that is not known."""
    territory = QLocale.codeToTerritory(code)
    return QLocale.territoryToString(territory) if territory is not QLocale.Country.AnyTerritory else code


def _dates(days: Sequence[date]) -> str:
    locale = QLocale()
    return ", ".join(written_day(QDate(day.year, day.month, day.day), locale) for day in days)
