"""`deskbell worker --health`: one line for whatever watches the office's computers, and the exit code of a monitoring plugin."""

import json
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from deskbell.model.errors import DeskError
from deskbell.model.places import Places
from deskbell.model.sentences import sentence
from deskbell.rules.worker_health import Facts, Finding, Level, findings


def tell_health(places: Places, *, as_json: bool) -> int:
    """Print how the desk's mail is doing; 0 for ok, 1 for warn, 2 for fail. A desk that cannot be read is a failure with its reason."""
    from deskbell.store.opening import open_desk
    from deskbell.store.queries import worker_health

    try:
        with closing(open_desk(places.database, make=False, small=True)) as desk:
            facts = desk.read(worker_health.facts)
    except DeskError as error:
        return _say(Level.FAIL, [str(error)], {}, as_json=as_json)
    found = findings(facts)
    return _say(found[0].level, [_words(one) for one in found], _figures(facts), as_json=as_json)


def _say(level: Level, reasons: list[str], figures: Mapping[str, Any], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"state": level.name.lower(), "reasons": reasons, **figures}, ensure_ascii=False))
        return int(level)
    numbers = " ".join(f"{name}={value:d}" for name, value in figures.items() if isinstance(value, int))
    # The bar parts the words from the figures, and a line is a line.
    words = " ".join(" ".join(reasons).replace("|", "/").split())
    print(f"{level.name.lower()}: {words}" + (f" | {numbers}" if numbers else ""))
    return int(level)


def _figures(facts: Facts) -> dict[str, Any]:
    """What a monitor draws; ages are in seconds."""
    age = 0 if facts.due_since is None else max(0, int((facts.now - facts.due_since).total_seconds()))
    return {
        "outbox": facts.due,
        "outbox_age": age,
        "unfiled": facts.unfiled,
        "undecided": facts.undecided,
        "holder": facts.worker.holder if facts.worker is not None and facts.worker.alive else "",
        "service": facts.service.holder if facts.service is not None and facts.service.alive else "",
    }


def _words(finding: Finding) -> str:
    values = {name: _word(value) for name, value in finding.values.items()}
    code, about = finding.reason
    return sentence(finding.code, values | {"reason": sentence(code, about)} if code else values)


def _word(value: object) -> object:
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if isinstance(value, datetime) else value
