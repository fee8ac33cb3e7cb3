"""Asking for what stands under some numbers in one statement, whose words are the same for however many."""

from collections.abc import Collection

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Text, bindparam, func, select

from deskbell.store.session import Session


def among(engine_name: str, column: ColumnElement[int]) -> ColumnElement[bool]:
    """The column is one of some, `packed` and bound as one value: to write hundreds into a statement takes longer than to find them."""
    if engine_name == "sqlite":
        return column.in_(select(func.json_each(bindparam("among", type_=Text)).table_valued("value").c.value))
    return column == func.any(bindparam("among", type_=ARRAY(BigInteger)))


def packed(session: Session, ids: Collection[int]) -> dict[str, object]:
    """What `among` is given."""
    return {"among": f"[{','.join(map(str, ids))}]" if session.engine_name == "sqlite" else list(ids)}
