"""Addresses of articles on a site that last, whatever an article is called and wherever it lies: what was put into a mail leads there years later."""

from html import escape
from posixpath import relpath
from typing import Final
from urllib.parse import quote

FOLDER: Final = "go"
"""What no category's folder is called at the top of a site."""


def lasting_path(article_id: int, language: str) -> str:
    """The path of the page that leads to an article in a language."""
    return f"{FOLDER}/{article_id}.{language}.html"


def lasting_address(site: str, article_id: int, language: str) -> str:
    """The address of that where the site is published; "" where it is not."""
    return f"{site.rstrip('/')}/{quote(lasting_path(article_id, language))}" if site else ""


def leading_page(language: str, title: str, path: str) -> str:
    """A page that leads on to another of the site, by itself and by a link."""
    there = escape(quote(relpath(path, FOLDER)))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        f'<meta name="robots" content="noindex">\n<meta http-equiv="refresh" content="0; url={there}">\n'
        f'<title>{escape(title)}</title>\n</head>\n<body>\n<p><a href="{there}">{escape(title)}</a></p>\n</body>\n</html>\n'
    )
