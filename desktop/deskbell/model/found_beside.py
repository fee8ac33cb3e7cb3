"""What the words of a search find besides tickets."""

from msgspec import Struct

from deskbell.model.answering import ArticleChoice
from deskbell.model.customer_list import CustomerLine


class Beside(Struct, frozen=True):
    """Some customers and articles, and whether there are `more_customers` and `more_articles` than these."""

    customers: tuple[CustomerLine, ...] = ()
    articles: tuple[ArticleChoice, ...] = ()
    more_customers: bool = False
    more_articles: bool = False
