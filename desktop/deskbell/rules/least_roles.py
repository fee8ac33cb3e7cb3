"""The table of which command takes which role. docs/rights.md has the same for people; on an office's PostgreSQL the database itself keeps what follows from it."""

from collections.abc import Mapping
from typing import Final

from deskbell.model import (
    article_figures,
    article_files,
    articles,
    automation,
    calendars,
    canned,
    checklist,
    commands,
    customers,
    escalating,
    fields,
    following,
    gaps,
    linking,
    mail_layout,
    mentions,
    own_words,
    presence,
    reminders,
    saved_views,
    sharing,
    signatures,
    sla,
    sla_warnings,
    teams,
    webhooks,
)
from deskbell.model.canned import RemoveCannedReply, SaveCannedReply
from deskbell.model.commands import Command, SaveAgent, SaveSettings, SetPassword
from deskbell.model.kinds import Role
from deskbell.model.saved_views import RemoveView, SaveView
from deskbell.model.signatures import SaveSignatures
from deskbell.rules.rights import may

LEAST: Final[Mapping[type[Command], Role]] = {
    articles.AddArticleFile: Role.AGENT,
    gaps.AddSynonym: Role.MANAGER,
    gaps.NoteUnfound: Role.AGENT,
    article_figures.NoteReadings: Role.AGENT,
    article_figures.SayUseful: Role.AGENT,
    commands.AddNote: Role.AGENT,
    canned.ApplyMacro: Role.AGENT,
    commands.Assign: Role.AGENT,
    commands.BlockSender: Role.AGENT,
    commands.ChangeTags: Role.AGENT,
    own_words.ChangeWords: Role.AGENT,
    commands.DiscardDraft: Role.AGENT,
    customers.EraseCustomer: Role.ADMIN,
    customers.EraseTickets: Role.ADMIN,
    escalating.Escalate: Role.AGENT,
    following.Follow: Role.AGENT,
    commands.InviteAgent: Role.ADMIN,
    linking.LinkTickets: Role.AGENT,
    commands.ListSenders: Role.MANAGER,
    commands.MergeTag: Role.MANAGER,
    commands.MergeTickets: Role.AGENT,
    commands.MoveMessages: Role.AGENT,
    commands.MoveToMailbox: Role.AGENT,
    sla.OrderPolicies: Role.MANAGER,
    automation.OrderRules: Role.MANAGER,
    commands.ReadAgain: Role.AGENT,
    calendars.RemoveCalendar: Role.MANAGER,
    articles.RemoveCategory: Role.MANAGER,
    articles.SaveCategory: Role.MANAGER,
    articles.KeepArticleDraft: Role.AGENT,
    articles.DropArticleDraft: Role.AGENT,
    articles.MoveArticles: Role.MANAGER,
    articles.ArchiveStarter: Role.MANAGER,
    articles.SeeArticleReminders: Role.AGENT,
    articles.SettleArticle: Role.AGENT,
    gaps.SettleGap: Role.AGENT,
    article_files.TakeInArticles: Role.AGENT,
    articles.UseArticle: Role.AGENT,
    articles.VerifyArticle: Role.AGENT,
    articles.WriteArticle: Role.AGENT,
    canned.RemoveCannedReply: Role.MANAGER,
    sla.RemovePolicy: Role.MANAGER,
    webhooks.RemoveWebhook: Role.ADMIN,
    webhooks.SaveWebhook: Role.ADMIN,
    webhooks.SettleCalls: Role.ADMIN,
    webhooks.TryWebhook: Role.ADMIN,
    automation.RemoveRule: Role.MANAGER,
    commands.RemoveTag: Role.MANAGER,
    teams.RemoveTeam: Role.MANAGER,
    saved_views.RemoveView: Role.MANAGER,
    commands.SaveAgent: Role.ADMIN,
    calendars.SaveCalendar: Role.MANAGER,
    canned.SaveCannedReply: Role.MANAGER,
    customers.AddCustomer: Role.AGENT,
    customers.BlockCustomer: Role.AGENT,
    customers.ChangeCustomerTags: Role.AGENT,
    customers.ChangeOrganisationTags: Role.AGENT,
    customers.MergeCustomers: Role.AGENT,
    customers.SaveCustomer: Role.AGENT,
    customers.SetApart: Role.AGENT,
    commands.SaveDraft: Role.AGENT,
    fields.SaveField: Role.MANAGER,
    mail_layout.SaveLayout: Role.ADMIN,
    commands.SaveMailbox: Role.ADMIN,
    sla.SavePolicy: Role.MANAGER,
    automation.SaveRule: Role.MANAGER,
    commands.SaveSettings: Role.ADMIN,
    signatures.SaveSignatures: Role.ADMIN,
    commands.SaveTag: Role.MANAGER,
    teams.SaveTeam: Role.MANAGER,
    saved_views.SaveView: Role.MANAGER,
    commands.SayArrived: Role.AGENT,
    mentions.SeeMentions: Role.AGENT,
    sla_warnings.SeeWarnings: Role.AGENT,
    customers.GatherCustomers: Role.AGENT,
    customers.MergeOrganisations: Role.AGENT,
    customers.RemoveOrganisation: Role.AGENT,
    customers.SaveOrganisation: Role.AGENT,
    commands.SendAgain: Role.AGENT,
    commands.SendNow: Role.AGENT,
    commands.SendReply: Role.AGENT,
    commands.SetDue: Role.AGENT,
    fields.SetField: Role.AGENT,
    fields.SetCustomerField: Role.AGENT,
    fields.SetOrganisationField: Role.AGENT,
    checklist.SetItem: Role.AGENT,
    commands.SetPassword: Role.ADMIN,
    commands.SetPictureSenders: Role.AGENT,
    presence.SetPresence: Role.AGENT,
    commands.SetPriority: Role.AGENT,
    reminders.SetReminders: Role.AGENT,
    commands.SetStatus: Role.AGENT,
    commands.SetSubject: Role.AGENT,
    commands.SetTeam: Role.AGENT,
    commands.SetType: Role.AGENT,
    commands.Snooze: Role.AGENT,
    sharing.AskToLook: Role.AGENT,
    sharing.EndAsking: Role.AGENT,
    sharing.HandBack: Role.AGENT,
    sharing.KeepVersion: Role.AGENT,
    automation.SwitchRule: Role.MANAGER,
    sharing.TakeDraft: Role.AGENT,
    linking.TellApart: Role.AGENT,
    customers.TakeInCustomers: Role.MANAGER,
    customers.TakeInOrganisations: Role.MANAGER,
    presence.TellOpen: Role.AGENT,
    commands.TellViewing: Role.AGENT,
    commands.UndoDeed: Role.AGENT,
    commands.UndoSend: Role.AGENT,
    canned.UseCannedReply: Role.AGENT,
}
"""The least role for a command on what is not one's own."""


def allows(role: Role, command: Command) -> bool:
    """Whether somebody of this role, who is the command's `agent_id`, may carry it out: by the role, or because it is about themselves."""
    return may(role, type(command)) or _is_own(role, command)


def _is_own(role: Role, command: Command) -> bool:
    """Whether a command is about whoever gives it. Nobody gives themselves a role, or says what they can be given, or sends themselves away."""
    match command:
        case SaveAgent():
            return command.id == command.agent_id and command.role is role and command.active and command.work is None
        case SaveSettings():
            return command.owner == command.agent_id
        case SaveCannedReply() | RemoveCannedReply() | SaveView() | RemoveView():
            return command.owner_id is not None and command.owner_id == command.agent_id
        case SaveSignatures():
            return command.owner_id == command.agent_id
        case SetPassword():
            return command.id == command.agent_id
    return False
