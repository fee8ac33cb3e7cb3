"""`deskbell knowledge export|site|import FOLDER`: the articles of the knowledge base out into a folder, also as web pages, and in from one."""

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.cli.places import places_of
from deskbell.cli.typed import something
from deskbell.model.errors import Mistake

if TYPE_CHECKING:
    from deskbell.model.article_files import LeftOut, TakenIn
    from deskbell.store.desk import Desk


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the commands."""
    command = commands.add_parser("knowledge", help="articles out into a folder, and in from one", parents=[shared])
    verbs = command.add_subparsers(metavar="VERB", required=True)
    out = verbs.add_parser(
        "export",
        help="write all articles into a folder",
        description="Writes a Markdown file for each article and language, in folders as the categories are, with pictures and attachments "
        "beside them. Nothing is written over: the folder is empty, or made.",
        parents=[shared],
    )
    _say_what_goes_out(out)
    out.set_defaults(run=run_export)
    site = verbs.add_parser(
        "site",
        help="write the articles as web pages that open from a disk",
        description="Writes a page for each article and language, with a list of all and a search, that needs no server and loads nothing from the "
        "network. Nothing is written over: the folder is empty, or made; it is there once all is written.",
        parents=[shared],
    )
    _say_what_goes_out(site)
    site.set_defaults(run=run_site)
    within = verbs.add_parser(
        "import",
        help="take in a folder of Markdown, HTML and Word files",
        description="Takes in what “export” wrote, or any folder of Markdown (.md), HTML (.html, .htm) and Word files (.docx) with their pictures. "
        "What was taken in before is changed to what the files say; what it said stays among its revisions. What of a file cannot be taken along is "
        "told. One that was cut off, also with Ctrl+C, is begun again with the same words. Exit code 1 where "
        "something was left out.",
        parents=[shared],
    )
    within.add_argument("folder", type=Path, metavar="FOLDER")
    within.add_argument("--as", dest="agent", metavar="ADDRESS", help="in the name of this agent, by mail address")
    within.add_argument(
        "--language", type=something, default="en", metavar="CODE", help="of files that do not say theirs (en)"
    )
    within.add_argument("--dry-run", action="store_true", help="say what would come of it, and change nothing")
    within.add_argument("--json", action="store_true", help="one JSON object at the end")
    within.set_defaults(run=run_import)
    starter = verbs.add_parser(
        "starter",
        help="take in the articles on running a desk that come with Deskbell, in five languages",
        parents=[shared],
    )
    starter.add_argument("--as", dest="agent", metavar="ADDRESS", help="in the name of this agent, by mail address")
    starter.set_defaults(run=run_starter)


def _say_what_goes_out(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, metavar="FOLDER")
    command.add_argument("--as", dest="agent", metavar="ADDRESS", help="only what this agent sees, by mail address")
    command.add_argument(
        "--customers",
        action="store_true",
        help="only what customers may see: published, for everybody, and may be sent",
    )


def run_export(arguments: argparse.Namespace) -> int:
    """Write them, and say how many they were."""
    from deskbell.actions.article_files.writing import export_folder
    from deskbell.store.opening import open_desk

    with closing(open_desk(places_of(arguments).database, make=False)) as desk:
        me = _agent(desk, arguments.agent)
        count = export_folder(desk, me, arguments.folder, for_customers=arguments.customers, progress=_progress())
    _clear()
    print(f"{count} articles written to {arguments.folder}.")
    return 0


def run_site(arguments: argparse.Namespace) -> int:
    """Write the pages, and say of how many articles they are."""
    from deskbell.actions.article_files.site import write_site
    from deskbell.store.opening import open_desk

    with closing(open_desk(places_of(arguments).database, make=False)) as desk:
        me = _agent(desk, arguments.agent)
        count = write_site(desk, me, arguments.folder, for_customers=arguments.customers, progress=_progress())
    _clear()
    print(f"{count} articles written to {arguments.folder}: open index.html.")
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Take them in, and say what became of them."""
    from deskbell.actions.article_files.taking import take_in_folder
    from deskbell.store.opening import open_desk

    if not arguments.folder.is_dir():
        # Before a desk is made.
        raise Mistake("folder.not_one", path=arguments.folder)
    with closing(open_desk(places_of(arguments).database)) as desk:
        me = _agent(desk, arguments.agent)
        came = take_in_folder(
            desk,
            me,
            arguments.folder,
            arguments.language,
            only_look=arguments.dry_run,
            progress=_progress(),
        )
    _clear()
    _tell(came, dry=arguments.dry_run, as_json=arguments.json)
    return 1 if came.left_out else 0


def run_starter(arguments: argparse.Namespace) -> int:
    """Take them in, and say what became of them."""
    from deskbell.actions.article_files.taking import take_in_starter_set
    from deskbell.store.opening import open_desk

    with closing(open_desk(places_of(arguments).database)) as desk:
        came = take_in_starter_set(desk, _agent(desk, arguments.agent), progress=_progress())
    _clear()
    _tell(came, dry=False, as_json=False)
    return 1 if came.left_out else 0


def _agent(desk: "Desk", address: str | None) -> int | None:
    from deskbell.store.queries import agents

    if address is None:
        return None
    found = desk.read(agents.with_email, address)
    if found is None:
        raise Mistake("article.nobody")
    return found.id


def _progress() -> Callable[[int, int], None]:
    def say(done: int, whole: int) -> None:
        if sys.stderr is not None and sys.stderr.isatty():
            print(f"\r\x1b[K{done} of {whole} articles", end="", file=sys.stderr, flush=True)

    return say


def _clear() -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)


def _tell(came: "TakenIn", *, dry: bool, as_json: bool) -> None:
    if as_json:
        left_out = [{"path": one.path, "line": one.line, "reason": _reason(one)} for one in came.left_out]
        counts = {"new": came.new, "changed": came.changed, "same": came.same}
        print(json.dumps({**counts, "left_out": left_out}, ensure_ascii=False))
        return
    for one in came.left_out:
        print(f"{one.path}: {_reason(one)}", file=sys.stderr)
    if dry:
        for coming in came.comes:
            print(f"{'new' if coming.is_new else 'changed'}\t{coming.path}\t{coming.title}")
    begins = "Would come in" if dry else "Taken in"
    print(f"{begins}: {came.new} new, {came.changed} changed, {came.same} as they are; {len(came.left_out)} remarks.")


def _reason(one: "LeftOut") -> str:
    from deskbell.model.sentences import sentence

    return sentence(one.code, one.values)
