"""From a command to its verb: the one door through which screens and jobs change the desk."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from deskbell.actions.add_customer import add_customer
from deskbell.actions.add_note import add_note
from deskbell.actions.apply_macro import apply_macro
from deskbell.actions.archive_starter import archive_starter
from deskbell.actions.article_categories import remove_category, save_category
from deskbell.actions.article_drafts import drop_article_draft, keep_article_draft
from deskbell.actions.article_figures import note_readings, say_useful
from deskbell.actions.automation import order_rules, remove_rule, save_rule, switch_rule
from deskbell.actions.block_customer import block_customer
from deskbell.actions.calendars import remove_calendar, save_calendar
from deskbell.actions.canned import remove_canned, save_canned, use_canned
from deskbell.actions.checklist import set_item
from deskbell.actions.customer_tags import change_customer_tags
from deskbell.actions.customers import save_customer
from deskbell.actions.drafts import discard_draft, packed_ahead, save_draft
from deskbell.actions.erase_customer import erase_customer
from deskbell.actions.erase_tickets import erase_tickets
from deskbell.actions.escalate import escalate
from deskbell.actions.field_definitions import save_field
from deskbell.actions.fields import set_field
from deskbell.actions.following import follow
from deskbell.actions.gaps import add_synonym, note_unfound, settle_gap
from deskbell.actions.invite_agent import invite_agent
from deskbell.actions.linking import link_tickets
from deskbell.actions.mentions import see_mentions
from deskbell.actions.merge_customers import merge_customers, set_apart
from deskbell.actions.move_messages import merge_tickets, move_messages
from deskbell.actions.organisation_tags import change_organisation_tags
from deskbell.actions.organisations import (
    gather_customers,
    merge_organisations,
    remove_organisation,
    save_organisation,
)
from deskbell.actions.outbox_decisions import say_arrived, send_again, send_now
from deskbell.actions.own_words import change_words
from deskbell.actions.owned_fields import set_customer_field, set_organisation_field
from deskbell.actions.picture_senders import set_picture_senders
from deskbell.actions.policies import order_policies, remove_policy, save_policy
from deskbell.actions.presence import set_presence, tell_open
from deskbell.actions.properties import (
    assign,
    move_to_mailbox,
    set_due,
    set_priority,
    set_status,
    set_subject,
    set_team,
    set_type,
    snooze,
)
from deskbell.actions.read_again import read_again
from deskbell.actions.remind_to_verify import see_reminders
from deskbell.actions.reminders import set_reminders
from deskbell.actions.rights import before
from deskbell.actions.save_agent import save_agent
from deskbell.actions.save_layout import save_layout
from deskbell.actions.save_mailbox import save_mailbox
from deskbell.actions.save_settings import save_settings
from deskbell.actions.save_signatures import save_signatures
from deskbell.actions.saved_views import remove_view, save_view
from deskbell.actions.send_reply import composed_ahead, send_reply
from deskbell.actions.senders import block_sender, list_senders
from deskbell.actions.set_password import derived, set_password
from deskbell.actions.settle_article import move_articles, settle_article, verify_article
from deskbell.actions.sharing import ask_to_look, end_asking, hand_back, keep_version, take_draft
from deskbell.actions.steps.warned import see_warnings
from deskbell.actions.tag_list import merge_tag, remove_tag, save_tag
from deskbell.actions.tags import change_tags
from deskbell.actions.take_in_articles import take_in_articles
from deskbell.actions.take_in_customers import take_in_customers
from deskbell.actions.take_in_organisations import take_in_organisations
from deskbell.actions.teams import remove_team, save_team
from deskbell.actions.telling_apart import tell_apart
from deskbell.actions.undo import undo_deed
from deskbell.actions.undo_send import undo_send
from deskbell.actions.use_article import use_article
from deskbell.actions.viewing import tell_viewing
from deskbell.actions.webhook_settings import remove_webhook, save_webhook, settle_calls, try_webhook
from deskbell.actions.write_article import add_article_file, write_article
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
from deskbell.model.commands import Command
from deskbell.model.kinds import Entity
from deskbell.store.course import Course
from deskbell.store.desk import Desk
from deskbell.store.session import Session

VERBS: Final[Mapping[type[Command], Callable[[Session, Any], int | None]]] = {
    articles.AddArticleFile: add_article_file,
    gaps.AddSynonym: add_synonym,
    gaps.NoteUnfound: note_unfound,
    article_figures.NoteReadings: note_readings,
    article_figures.SayUseful: say_useful,
    commands.AddNote: add_note,
    canned.ApplyMacro: apply_macro,
    commands.Assign: assign,
    commands.BlockSender: block_sender,
    commands.ChangeTags: change_tags,
    own_words.ChangeWords: change_words,
    commands.DiscardDraft: discard_draft,
    customers.EraseCustomer: erase_customer,
    customers.EraseTickets: erase_tickets,
    escalating.Escalate: escalate,
    following.Follow: follow,
    commands.InviteAgent: invite_agent,
    linking.LinkTickets: link_tickets,
    commands.ListSenders: list_senders,
    commands.MergeTag: merge_tag,
    commands.MergeTickets: merge_tickets,
    articles.KeepArticleDraft: keep_article_draft,
    articles.DropArticleDraft: drop_article_draft,
    articles.MoveArticles: move_articles,
    articles.ArchiveStarter: archive_starter,
    commands.MoveMessages: move_messages,
    commands.MoveToMailbox: move_to_mailbox,
    sla.OrderPolicies: order_policies,
    automation.OrderRules: order_rules,
    commands.ReadAgain: read_again,
    calendars.RemoveCalendar: remove_calendar,
    articles.RemoveCategory: remove_category,
    articles.SaveCategory: save_category,
    articles.SeeArticleReminders: see_reminders,
    articles.SettleArticle: settle_article,
    gaps.SettleGap: settle_gap,
    article_files.TakeInArticles: take_in_articles,
    articles.UseArticle: use_article,
    articles.VerifyArticle: verify_article,
    articles.WriteArticle: write_article,
    canned.RemoveCannedReply: remove_canned,
    sla.RemovePolicy: remove_policy,
    webhooks.RemoveWebhook: remove_webhook,
    webhooks.SaveWebhook: save_webhook,
    webhooks.SettleCalls: settle_calls,
    webhooks.TryWebhook: try_webhook,
    automation.RemoveRule: remove_rule,
    commands.RemoveTag: remove_tag,
    teams.RemoveTeam: remove_team,
    saved_views.RemoveView: remove_view,
    commands.SaveAgent: save_agent,
    calendars.SaveCalendar: save_calendar,
    canned.SaveCannedReply: save_canned,
    customers.AddCustomer: add_customer,
    customers.BlockCustomer: block_customer,
    customers.ChangeCustomerTags: change_customer_tags,
    customers.ChangeOrganisationTags: change_organisation_tags,
    customers.MergeCustomers: merge_customers,
    customers.SaveCustomer: save_customer,
    customers.SetApart: set_apart,
    commands.SaveDraft: save_draft,
    fields.SaveField: save_field,
    mail_layout.SaveLayout: save_layout,
    commands.SaveMailbox: save_mailbox,
    sla.SavePolicy: save_policy,
    automation.SaveRule: save_rule,
    commands.SaveSettings: save_settings,
    signatures.SaveSignatures: save_signatures,
    commands.SaveTag: save_tag,
    teams.SaveTeam: save_team,
    saved_views.SaveView: save_view,
    commands.SayArrived: say_arrived,
    mentions.SeeMentions: see_mentions,
    customers.GatherCustomers: gather_customers,
    customers.MergeOrganisations: merge_organisations,
    customers.RemoveOrganisation: remove_organisation,
    customers.SaveOrganisation: save_organisation,
    commands.SendAgain: send_again,
    commands.SendNow: send_now,
    commands.SendReply: send_reply,
    commands.SetDue: set_due,
    fields.SetField: set_field,
    fields.SetCustomerField: set_customer_field,
    fields.SetOrganisationField: set_organisation_field,
    checklist.SetItem: set_item,
    commands.SetPassword: set_password,
    commands.SetPictureSenders: set_picture_senders,
    presence.SetPresence: set_presence,
    commands.SetPriority: set_priority,
    reminders.SetReminders: set_reminders,
    commands.SetStatus: set_status,
    commands.SetSubject: set_subject,
    commands.SetTeam: set_team,
    commands.SetType: set_type,
    commands.Snooze: snooze,
    sla_warnings.SeeWarnings: see_warnings,
    sharing.AskToLook: ask_to_look,
    sharing.EndAsking: end_asking,
    sharing.HandBack: hand_back,
    sharing.KeepVersion: keep_version,
    automation.SwitchRule: switch_rule,
    sharing.TakeDraft: take_draft,
    linking.TellApart: tell_apart,
    customers.TakeInCustomers: take_in_customers,
    customers.TakeInOrganisations: take_in_organisations,
    presence.TellOpen: tell_open,
    commands.TellViewing: tell_viewing,
    commands.UndoDeed: undo_deed,
    commands.UndoSend: undo_send,
    canned.UseCannedReply: use_canned,
}

# What takes long for these is done ahead of their transaction: on SQLite nobody else writes meanwhile. What comes back is the verb for this one command.
AHEAD: Final[Mapping[type[Command], Callable[[Desk, Any], Callable[[Session, Any], int | None]]]] = {
    commands.SaveDraft: packed_ahead,
    commands.SendReply: composed_ahead,
    commands.SetPassword: derived,
}


def perform(desk: Desk, command: Command, course: Course | None = None) -> int | None:
    """Carry a command out in one commit; what its verb answers (mostly an id). Raises as the verb does, and as `rights.before` where the agent may not.

    `course` tells how far it is with its tickets. Where that is stopped nothing of the command is kept, and `Mistake` deed.stopped raised.

    A command that was carried out before (the commit came through, its answer did not) changes nothing and gives the same answer: `before` knows it
    by its id. The verbs that leave no deed, of drafts, of who looks at what, of reminders and of uses, do no harm a second time. So where the answer to COMMIT is lost, it is
    done again here; raises `Trouble` db.in_doubt where there is no server to do so: the same command, with the same id, settles it later.
    """
    ahead = AHEAD.get(type(command))
    verb = VERBS[type(command)] if ahead is None else ahead(desk, command)

    def once(session: Session) -> int | None:
        answer = before(session, command)
        if answer is not None:
            return answer
        if course is not None:
            course.begin()
            session.course = course
        answer = verb(session, command)
        if customers_changed := session.changed_of(Entity.CUSTOMER):
            # Loaded here: a window begins without.
            from deskbell.store.listing import list_anew

            list_anew(session, customers_changed)
        return answer

    return desk.transact(once, settles=True)
