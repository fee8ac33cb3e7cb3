"""An organisation as it is being edited: plain values, what is wrong with them, and what they become."""

from msgspec.structs import replace

from deskbell.model.customers import SaveOrganisation
from deskbell.model.errors import Mistake
from deskbell.model.organisations import OrganisationRow
from deskbell.rules.organisations import facts_of
from deskbell.ui.settings.draft import Draft, Fault

_OF_NAME = frozenset({"name.empty", "customer.too_long"})


class OrganisationDraft(Draft, frozen=True):
    """Everything that the form of an organisation holds; `domains` as they are written, one a line, `had` the tags that it has in the desk."""

    name: str = ""
    domains: str = ""
    note: str = ""
    vip: bool = False
    tags: tuple[str, ...] = ()
    had: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: OrganisationRow) -> "OrganisationDraft":
        """The draft that changes nothing about `row`."""
        return cls(
            row.name, "\n".join(row.domains), row.note, row.vip, row.tags, row.tags, id=row.id, version=row.version
        )

    def command(self, agent_id: int | None) -> SaveOrganisation:
        """What writes it."""
        return SaveOrganisation(
            agent_id=agent_id,
            id=self.id,
            name=self.name,
            domains=tuple(self.domains.split()),
            note=self.note,
            vip=self.vip,
            version=self.version,
            add_tags=tuple(name for name in self.tags if name not in self.had),
            remove_tags=tuple(name for name in self.had if name not in self.tags),
        )

    def saved(self) -> "OrganisationDraft":
        """The draft once it is in the desk."""
        return replace(self, version=self.version + 1, had=self.tags)

    def upon(self, now: "OrganisationDraft") -> "OrganisationDraft":
        """The draft as a change of what the desk has `now`: whatever a colleague did to other tags stays."""
        put, taken = {*now.had} - {*self.had}, {*self.had} - {*now.had}
        return replace(self, version=now.version, tags=tuple(sorted({*self.tags} - taken | put)), had=now.had)


def organisation_faults(draft: OrganisationDraft) -> tuple[Fault | None, Fault | None]:
    """What must be mended about the name, and about the domains, before `draft` can be saved."""
    try:
        facts_of(draft.command(None))
    except Mistake as mistake:
        fault = Fault(mistake.code, mistake.values)
        if fault.code not in _OF_NAME:
            return None, fault
        # The domains are looked at behind the name.
        return fault, organisation_faults(OrganisationDraft("x", draft.domains))[1]
    return None, None
