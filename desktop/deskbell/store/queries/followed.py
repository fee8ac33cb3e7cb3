"""Who follows which tickets, for statements that each start of a window asks: the table itself is made where somebody begins to follow one."""

from typing import Final

from sqlalchemy import BigInteger, SmallInteger, column, table

followed: Final = table(
    "follower", column("ticket_id", BigInteger), column("agent_id", BigInteger), column("shelf", SmallInteger)
)
