"""A customer who is made by hand, before they write."""

from sqlalchemy import func, select

from deskbell.actions.customer_journal import add_lines
from deskbell.actions.deeds import record
from deskbell.actions.people import customer_for
from deskbell.mail.address import ascii_domain
from deskbell.model.customers import LONGEST, AddCustomer, Fact
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed
from deskbell.model.mail import Mailbox
from deskbell.rules.fields import one_line
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, mailbox


def add_customer(session: Session, command: AddCustomer) -> int:
    """Make them, of the organisation that has their address's domain; their id.

    Raises `Mistake` customer.too_long, address.bad, address.own for one of the desk's mailboxes, and address.taken for one that another customer has.
    """
    name, email = one_line(command.name), command.email.strip().casefold()
    if len(name) > LONGEST:
        raise Mistake("customer.too_long", limit=LONGEST)
    ascii_domain(email)
    own = select(mailbox.c.id).where(func.lower(mailbox.c.address) == email)
    if session.connection.execute(own).first() is not None:
        raise Mistake("address.own", address=email)
    holder = select(customer.c.id, customer.c.name).join(address, address.c.customer_id == customer.c.id)
    for number, called in session.connection.execute(holder.where(address.c.email == email)):
        raise Mistake("address.taken", address=email, name=called, customer=number)
    made = customer_for(session, Mailbox(name, email))
    record(session, command, Deed.CUSTOMER_ADDED, [], made)
    add_lines(session, command, [(made, Fact.NAME, "", name or email)])
    return made
