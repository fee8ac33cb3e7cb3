"""All of the store that the window's first screen needs, in one place. What comes after that screen is in `for_conversation`.

Imported before Qt: PySide6 puts hooks into `import`, of which `ui.plain_import` takes out the dearer one only.
"""

import deskbell.store.plain_sqlalchemy

# isort: split
import sqlcipher3.dbapi2  # noqa: F401

import deskbell.store.opening
import deskbell.store.queries.desk_state
import deskbell.store.queries.settings
import deskbell.store.queries.ticket_list
import deskbell.store.queries.views
import deskbell.store.watch  # noqa: F401
