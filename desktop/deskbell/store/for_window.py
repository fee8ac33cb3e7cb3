"""All of the store that the window's first screen needs, to be imported before Qt.

What comes after that screen is in `for_conversation`. PySide6 reads the source of every module that is imported after it, to see whether its own name stands there (shibokensupport.feature).
"""

import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401
import sqlcipher3.dbapi2  # noqa: F401

import deskbell.store.opening
import deskbell.store.queries.desk_state
import deskbell.store.queries.settings
import deskbell.store.queries.ticket_list
import deskbell.store.queries.views
import deskbell.store.watch  # noqa: F401
