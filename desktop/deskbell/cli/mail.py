"""`deskbell mail inspect FILE… | -`: how Deskbell reads a mail, one JSON object a line."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from deskbell.model.errors import DeskError, Trouble

_STANDARD_INPUT = "-"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    del shared  # reading a mail needs no desk
    mail = commands.add_parser("mail", help="look at mail as Deskbell reads it")
    inspect = mail.add_subparsers(title="commands", metavar="COMMAND", required=True).add_parser(
        "inspect",
        help="print what is in a mail, one JSON object a line",
        description="Reads .eml files, mbox files (a line for each mail) or standard input. No desk is opened, nothing is stored.",
    )
    inspect.add_argument("files", nargs="+", metavar="FILE", help="a mail, an mbox file, or - for standard input")
    inspect.add_argument(
        "--charset",
        default="",
        metavar="NAME",
        help="the charset of mails that do not say theirs, such as windows-1257",
    )
    inspect.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each mail; exit code 1 where a file or a mail could not be read, after all the others."""
    code = 0
    for name in arguments.files:
        try:
            for raw in _mails(name):
                code = max(code, _print(raw, name, arguments.charset))
        except DeskError as error:
            _complain(name, error)
            code = 1
    return code


def _mails(name: str) -> Iterator[bytes]:
    from deskbell.mail.mbox import is_mbox, split_mbox

    if name == _STANDARD_INPUT:
        if sys.stdin is None:
            raise Trouble("file.missing", path=name)
        raw = sys.stdin.buffer.read()
    else:
        try:
            raw = Path(name).read_bytes()
        except FileNotFoundError as error:
            raise Trouble("file.missing", path=name) from error
        except OSError as error:
            raise Trouble("file.unreadable", path=name, reason=error.strerror or type(error).__name__) from error
    if is_mbox(raw):
        yield from split_mbox(raw)
    else:
        yield raw


def _print(raw: bytes, name: str, charset: str) -> int:
    """Print one mail. One beyond the limits of the reader is a line too: empty, with the limit among its problems."""
    from deskbell.mail.inspect import describe
    from deskbell.mail.parse import parse
    from deskbell.model.mail import InboundMail, Mailbox

    code = 0
    try:
        mail = parse(raw, charset_hint=charset)
    except Trouble as error:
        _complain(name, error)
        mail, code = InboundMail("", Mailbox("", ""), problems=(error.code,)), 1
    # A line separator of Unicode is legal inside JSON, but some readers of lines would split there.
    line = json.dumps(describe(mail), ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    print(line, flush=True)
    return code


def _complain(name: str, error: DeskError) -> None:
    where = "standard input" if name == _STANDARD_INPUT else name
    print(f"deskbell: {where}: {error}" if "path" not in error.values else f"deskbell: {error}", file=sys.stderr)
