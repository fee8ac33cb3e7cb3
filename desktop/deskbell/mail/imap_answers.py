"""Answers to FETCH, read: in the one form that nearly all servers use at a tenth of the cost of a whole parser, in any other by IMAPClient's."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from imapclient.datetime_util import parse_to_datetime
from imapclient.response_parser import parse_fetch_response

Answer = dict[bytes, Any]

# imaplib gives a literal as (the line up to it, its bytes), and then the line behind it.
_MAIL: Final = re.compile(
    rb'(\d+) \((?:UID (\d+) |INTERNALDATE "([^"\\]{1,40})" |FLAGS \([^()"]*\) |MODSEQ \(\d+\) |RFC822\.SIZE \d+ )*BODY\[\] \{\d+\}'
)
_SIZE: Final = re.compile(rb"(\d+) \((?:UID (\d+)|RFC822\.SIZE (\d+)|FLAGS \([^()\"]*\)|[ ])*\)")


def read_answers(data: Sequence[Any]) -> dict[int, Answer]:
    """The answers by UID, as IMAPClient's parser gives them; raises as that does for what is none."""
    found = _mails(data) if data and isinstance(data[0], tuple) else _sizes(data)
    if found is None:
        return dict(parse_fetch_response(data, normalise_times=False, uid_is_key=True))
    return found


def _mails(data: Sequence[Any]) -> dict[int, Answer] | None:
    """Whole mails; None where anything has another form."""
    found: dict[int, Answer] = {}
    for item, rest in zip(data[::2], data[1::2], strict=False):
        match = _MAIL.fullmatch(item[0]) if isinstance(item, tuple) and rest == b")" else None
        if match is None or match[2] is None or match[3] is None:
            return None
        found[int(match[2])] = {b"SEQ": int(match[1]), b"INTERNALDATE": _time(match[3]), b"BODY[]": item[1]}
    return found if len(data) % 2 == 0 else None


def _sizes(data: Sequence[Any]) -> dict[int, Answer] | None:
    """Sizes alone; None where anything has another form."""
    found: dict[int, Answer] = {}
    for item in data:
        match = _SIZE.fullmatch(item) if isinstance(item, bytes) else None
        if match is None or match[2] is None or match[3] is None:
            return None
        found[int(match[2])] = {b"SEQ": int(match[1]), b"RFC822.SIZE": int(match[3])}
    return found


def _time(text: bytes) -> datetime | None:
    try:
        when: datetime = parse_to_datetime(text, normalise=False)
    except ValueError:
        return None
    return when
