"""What a ticket is about: the order, the product, sums and dates that fill the blanks of its thread, each worked out when a text asks for it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from random import Random
from typing import Final

from msgspec import Struct

from deskbell.sample.clock import DAY
from deskbell.sample.content import SampleCustomer
from deskbell.sample.library import Language, Product

# The shop hands out an order number about every twenty minutes; the newest is a little below this.
_LAST_ORDER = 88_460
_SECONDS_AN_ORDER = 1_200
_CARRIERS = ("DHL", "DPD", "UPS", "Venipak", "SF Express")
_MINUTES = ("5", "10", "15", "20", "30")


class Case(Struct):
    """One ticket's subject matter. Times are seconds since 1970; `number` below 9,000 is drawn once and makes all other numbers.

    `told` is the time of the text that asks: what is promised lies after it.
    """

    language: Language
    customer: SampleCustomer
    product: Product
    model: int
    price: float
    number: int
    at: float
    ordered: float
    now: float
    told: float = 0.0

    @classmethod
    def draw(
        cls, language: Language, customer: SampleCustomer, product: Product, at: float, now: float, random: Random
    ) -> "Case":
        """A case for a ticket that began at `at`."""
        chance = random.random
        model = int(chance() * len(product.models))
        price = product.prices[model] + 0.9 * (chance() < 0.5)
        return cls(
            language, customer, product, model, price, int(chance() * 9_000), at, at - (6 + chance() * 14) * DAY, now
        )

    def blank(self, name: str, told: float) -> str:
        """The text for a blank in what is written at `told`; raises `KeyError` for one that nobody knows."""
        self.told = told
        return BLANKS[name](self)

    @property
    def model_name(self) -> str:
        """The model without the kind of thing it is."""
        return self.product.models[self.model]

    @property
    def sent(self) -> datetime:
        """When the ticket began."""
        return datetime.fromtimestamp(self.at, UTC)

    @property
    def order(self) -> int:
        """The order number; newer orders have larger ones."""
        return _LAST_ORDER - int((self.now - self.ordered) / _SECONDS_AN_ORDER) - self.number % 17

    def day(self, at: float) -> str:
        """A day as people write it in a mail."""
        when = datetime.fromtimestamp(at, UTC)
        form = self.language.date
        return form.format(day=when.day, month=self.language.months[when.month - 1], number=when.month, year=when.year)

    def money(self, euros: float) -> str:
        """A sum as people write it."""
        whole, cents = divmod(round(euros * 100), 100)
        return self.language.money.format(f"{whole}{self.language.comma}{cents:02d}" if cents else str(whole))

    def named(self, form: int) -> str:
        """The product's name: 0 nominative, 1 genitive, 2 accusative."""
        return self.product.names[self.language.code][form].replace("{model}", self.model_name)


BLANKS: Final[Mapping[str, Callable[[Case], str]]] = {
    "name": lambda case: case.customer.name,
    "first": lambda case: case.customer.call,
    "organisation": lambda case: case.customer.organisation or case.customer.name,
    "city": lambda case: case.customer.city,
    "email": lambda case: case.customer.email,
    "model": lambda case: case.model_name,
    "product": lambda case: case.named(0),
    "product_gen": lambda case: case.named(1),
    "product_acc": lambda case: case.named(2),
    "order": lambda case: str(case.order),
    "other_order": lambda case: str(case.order - 1 - case.number % 3),
    "invoice": lambda case: f"AL-{case.sent:%y%m}-{case.number:04d}",
    "rma": lambda case: f"R-{20_000 + case.number}",
    "serial": lambda case: f"{case.model_name[0]}{case.sent:%y}{case.number * 7_919 % 100_000_000:08d}",
    "tracking": lambda case: f"{case.number * 104_729 % 1_000_000_000:09d}",
    "carrier": lambda case: _CARRIERS[case.number % len(_CARRIERS)],
    "amount": lambda case: case.money(case.price),
    "double": lambda case: case.money(2 * case.price),
    "part": lambda case: case.money(round(case.price * 0.15, 2)),
    "seats": lambda case: str(2 + case.number % 9),
    "minutes": lambda case: _MINUTES[case.number % len(_MINUTES)],
    "days": lambda case: str(3 + case.number % 5),
    "floor": lambda case: str(2 + case.number % 5),
    "firmware": lambda case: f"{2 + case.number % 3}.{case.number % 9}.{case.number % 13}",
    "hour": lambda case: f"{9 + case.number % 8}:{case.number % 4 * 15:02d}",
    "date": lambda case: case.day(case.ordered),
    "paid": lambda case: case.day(case.ordered + DAY),
    "arrived": lambda case: case.day(case.at - DAY * (1 + case.number % 3)),
    "soon": lambda case: case.day(case.told + DAY * (4 + case.number % 3)),
    "later": lambda case: case.day(case.told + DAY * (9 + case.number % 8)),
    "month": lambda case: case.language.month_names[case.sent.month - 2],
    "year": lambda case: str(case.sent.year),
}
