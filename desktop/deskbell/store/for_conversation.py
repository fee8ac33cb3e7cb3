"""All of the store that a conversation and a search need, to be imported when the first screen stands: nobody waits for it then."""

import deskbell.store.queries.customer
import deskbell.store.queries.drafts
import deskbell.store.queries.ticket
import deskbell.store.search.find  # noqa: F401
