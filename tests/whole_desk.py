"""All that a database holds, to see that something changed nothing of it."""

from sqlalchemy import inspect, text

from deskbell.store.desk import Desk


def everything(desk: Desk) -> dict[str, list[str]]:
    """Each table's rows, and how far the numbers of each have been given away."""
    with desk.reading() as session:
        run = session.connection.execute
        names = [name for name in inspect(session.connection).get_table_names() if not name.startswith("search")]
        found = {name: sorted(map(repr, run(text(f'SELECT * FROM "{name}"')))) for name in names}
        if session.engine_name == "sqlite":
            numbers = "SELECT name, seq FROM sqlite_sequence"
        else:
            numbers = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()"
        found["its numbers"] = sorted(map(repr, run(text(numbers))))
        return found
