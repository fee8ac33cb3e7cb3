"""What the conditions of the rules ask: functions that run with the owner's rights, on the tables of this desk alone, whatever else a login has made."""

from typing import Final

from deskbell.store.rights.of_articles import ARTICLES
from deskbell.store.rights.of_erasing import ERASING

FUNCTIONS: Final = {
    # Whoever is logged in, as an agent; NULL for anybody else, and for those who do not work here any more.
    "deskbell_me()": """
        RETURNS bigint LANGUAGE sql STABLE
        AS $$ SELECT id FROM agent WHERE login = session_user AND active $$
    """,
    # Whether that agent sees every mailbox.
    "deskbell_sees_all()": """
        RETURNS boolean LANGUAGE sql STABLE
        AS $$
            SELECT deskbell_me() IS NOT NULL AND (
                pg_has_role(session_user, {manager}, 'MEMBER') OR NOT EXISTS (SELECT FROM mailbox WHERE restricted)
            )
        $$
    """,
    # The mailboxes that the agent sees: those for everybody, and those of their teams.
    "deskbell_mailboxes()": """
        RETURNS bigint[] LANGUAGE sql STABLE
        AS $$
            SELECT coalesce(array_agg(mailbox.id), '{{}}') FROM mailbox
            WHERE deskbell_sees_all() OR deskbell_me() IS NOT NULL AND (
                NOT restricted OR EXISTS (
                    SELECT FROM team_member
                    WHERE team_member.team_id = mailbox.team_id AND team_member.agent_id = deskbell_me()
                )
            )
        $$
    """,
    # Whether the agent is asked to look over a draft, on a ticket that they see.
    "deskbell_shown(number bigint)": """
        RETURNS boolean LANGUAGE sql STABLE
        AS $$
            SELECT EXISTS (
                SELECT FROM draft_reader JOIN draft ON draft.id = draft_reader.draft_id
                JOIN ticket ON ticket.id = draft.ticket_id
                WHERE draft_reader.draft_id = number AND draft_reader.agent_id = deskbell_me()
                AND ticket.mailbox_id = ANY (deskbell_mailboxes())
            )
        $$
    """,
    # Whether the agent writes a draft.
    "deskbell_writes(number bigint)": """
        RETURNS boolean LANGUAGE sql STABLE
        AS $$ SELECT EXISTS (SELECT FROM draft WHERE id = number AND agent_id = deskbell_me()) $$
    """,
    **ARTICLES,
    # Whether a content hangs on something that the agent sees.
    "deskbell_reads(content bigint)": """
        RETURNS boolean LANGUAGE sql STABLE
        AS $$
            SELECT EXISTS (
                SELECT FROM attachment JOIN message ON message.id = attachment.message_id
                JOIN ticket ON ticket.id = message.ticket_id
                WHERE attachment.blob_id = content AND ticket.mailbox_id = ANY (deskbell_mailboxes())
            ) OR EXISTS (
                SELECT FROM attachment JOIN draft ON draft.id = attachment.draft_id
                WHERE attachment.blob_id = content
                AND (deskbell_me() IN (draft.agent_id, draft.author_id) OR deskbell_shown(draft.id))
            ) OR EXISTS (
                SELECT FROM canned_file JOIN canned_reply ON canned_reply.id = canned_file.reply_id
                WHERE canned_file.blob_id = content AND deskbell_me() = coalesce(canned_reply.owner_id, deskbell_me())
            ) OR EXISTS (
                SELECT FROM raw_mail WHERE blob_id = content AND mailbox_id = ANY (deskbell_mailboxes())
            ) OR EXISTS (
                SELECT FROM outbox WHERE blob_id = content AND mailbox_id = ANY (deskbell_mailboxes())
            ) OR deskbell_reads_in_article(content)
        $$
    """,
    # Whether nothing has this content yet.
    "deskbell_hangs_on_nothing(content bigint)": """
        RETURNS boolean LANGUAGE sql STABLE
        AS $$
            SELECT NOT EXISTS (SELECT FROM attachment WHERE blob_id = content)
            AND NOT EXISTS (SELECT FROM canned_file WHERE blob_id = content)
            AND NOT EXISTS (SELECT FROM article_file WHERE blob_id = content)
            AND NOT EXISTS (SELECT FROM raw_mail WHERE blob_id = content)
            AND NOT EXISTS (SELECT FROM outbox WHERE blob_id = content)
        $$
    """,
    # As the schema has it. The row of a content that somebody has, but does not see, is written as it is: that makes it this transaction's.
    "blobs_known(digests bytea[])": """
        RETURNS TABLE (sha256 bytea, id bigint) LANGUAGE plpgsql VOLATILE
        AS $$
        BEGIN
            IF NOT deskbell_sees_all() AND NOT pg_has_role(session_user, {worker}, 'MEMBER') THEN
                UPDATE blob b SET size = b.size WHERE b.sha256 = ANY (digests) AND NOT deskbell_reads(b.id);
            END IF;
            RETURN QUERY SELECT b.sha256, b.id FROM blob b WHERE b.sha256 = ANY (digests);
        END $$
    """,
    # Whether a ticket was made by an agent and never got mail: begun by a mail that was taken back, or for messages that went back.
    "deskbell_never_was(number bigint)": """
        RETURNS boolean LANGUAGE sql STABLE
        AS $$
            SELECT NOT EXISTS (SELECT FROM message WHERE ticket_id = number)
            AND NOT EXISTS (SELECT FROM journal WHERE ticket_id = number AND kind = 'received')
        $$
    """,
    # As the schema has it, but for messages of mailboxes that the agent does not see: which words they hold is not told either.
    "messages_holding(query tsquery, below bigint, most bigint)": """
        RETURNS SETOF bigint LANGUAGE plpgsql STABLE SET enable_seqscan = off
        AS $$
        DECLARE
            seen bigint[];
            seeing text := '';
            upto bigint := least(below, (SELECT max(message_id) + 1 FROM message_search));
            stretch bigint := 10000;
            looked bigint := 0;
            found bigint := 0;
            more bigint;
            walking boolean := true;
            there tsquery := CASE querytree(query) WHEN 'T' THEN query ELSE querytree(query)::tsquery END;
        BEGIN
            IF NOT deskbell_sees_all() AND NOT pg_has_role(session_user, {worker}, 'MEMBER') THEN
                seen := deskbell_mailboxes();
                seeing := 'JOIN message m ON m.id = s.message_id JOIN ticket t ON t.id = m.ticket_id AND t.mailbox_id = ANY ($5)';
            END IF;
            LOOP
                IF walking THEN
                    RETURN QUERY EXECUTE
                        'SELECT s.message_id FROM (
                            SELECT message_id, words FROM message_search WHERE message_id >= $2 AND message_id < $3
                            ORDER BY message_id DESC OFFSET 0
                        ) s ' || seeing || ' WHERE s.words @@ $1 ORDER BY s.message_id DESC LIMIT $4'
                    USING query, upto - stretch, upto, most - found, seen;
                ELSE
                    RETURN QUERY EXECUTE
                        'SELECT s.message_id FROM message_search s ' || seeing || ' WHERE s.words @@ $6 AND (s.words @@ $1) IS TRUE AND '
                        || CASE WHEN stretch < upto / 2 THEN 's.message_id + 0 < $3 AND s.message_id + 0 >= $2' ELSE 's.message_id < $3' END
                        || ' ORDER BY s.message_id + 0 DESC LIMIT $4'
                    USING query, upto - stretch, upto, greatest(most - found, 20000), seen, there;
                END IF;
                GET DIAGNOSTICS more = ROW_COUNT;
                found := found + more;
                EXIT WHEN found >= most OR NOT walking AND stretch >= upto / 2;
                looked := looked + stretch;
                upto := upto - stretch;
                EXIT WHEN NOT EXISTS (SELECT FROM message_search WHERE message_id < upto);
                stretch := (most - found) * looked / greatest(found, 1) * 3 / 2;
                walking := walking AND stretch <= greatest(20000, found * upto / looked / 4 + 3 * (most - found));
                IF NOT walking THEN
                    stretch := greatest(CASE WHEN found < 100 THEN least(stretch, 20 * looked) ELSE stretch END, 2 * looked);
                END IF;
            END LOOP;
        END $$
    """,
    # The same for messages that are known by their numbers.
    "messages_held(query tsquery, ids bigint[])": """
        RETURNS SETOF bigint LANGUAGE sql STABLE
        AS $$
            SELECT s.message_id FROM message_search s WHERE s.words @@ query AND s.message_id = ANY (ids)
            AND ((SELECT deskbell_sees_all() OR pg_has_role(session_user, {worker}, 'MEMBER')) OR EXISTS (
                SELECT FROM message m JOIN ticket t ON t.id = m.ticket_id
                WHERE m.id = s.message_id AND t.mailbox_id = ANY ((SELECT deskbell_mailboxes())::bigint[])
            ))
        $$
    """,
    # Whether a customer has tickets that the agent does not see; which, and how many, is not told.
    "deskbell_hides_tickets(whose bigint)": """
        RETURNS boolean LANGUAGE sql STABLE
        AS $$
            SELECT NOT deskbell_sees_all() AND EXISTS (
                SELECT FROM ticket WHERE customer_id = whose AND mailbox_id <> ALL (deskbell_mailboxes())
            )
        $$
    """,
    # What became of a mail is the worker's to say: an agent neither forgets who has it, nor takes one for sent that may leave yet, nor puts another in
    # its place once it was tried.
    "deskbell_keep_outbox()": """
        RETURNS trigger LANGUAGE plpgsql
        AS $$
        BEGIN
            IF NOT pg_has_role(session_user, {worker}, 'MEMBER') AND NOT deskbell_erases() AND (
                NEW.state = 'waiting' AND NEW.taken <> OLD.taken
                OR NEW.state = 'sent' AND OLD.state NOT IN ('unknown', 'sent')
                OR NEW.blob_id <> OLD.blob_id AND (OLD.state <> 'waiting' OR OLD.attempts > 0)
            ) THEN
                RAISE insufficient_privilege USING MESSAGE = 'permission denied for this change of outbox';
            END IF;
            RETURN NEW;
        END $$
    """,
    # Give an agent a login, or who has one another password; for administrators.
    "deskbell_let_in(person bigint, new_login text, secret text)": """
        RETURNS text LANGUAGE plpgsql VOLATILE
        AS $$
        DECLARE known text;
        BEGIN
            IF deskbell_me() IS NULL OR NOT pg_has_role(session_user, {admin}, 'MEMBER') THEN
                RAISE insufficient_privilege USING MESSAGE = 'permission denied to let somebody in';
            END IF;
            SELECT login INTO STRICT known FROM agent WHERE id = person AND active FOR UPDATE;
            IF known IS NOT NULL THEN
                PERFORM deskbell_logins.set_password(known, secret);
                RETURN known;
            END IF;
            PERFORM deskbell_logins.make(new_login, secret, ARRAY[{agent}]);
            UPDATE agent SET login = new_login, version = version + 1 WHERE id = person;
            RETURN new_login;
        END $$
    """,
    # A login has the rights of its agent's role, and the worker's where it is to have them, as long as the agent works here.
    "deskbell_follow_agent()": """
        RETURNS trigger LANGUAGE plpgsql
        AS $$
        BEGIN
            PERFORM deskbell_logins.follow(NEW.login, NEW.role, NEW.active, NEW.runs_worker);
            RETURN NULL;
        END $$
    """,
    **ERASING,
}
"""By name and arguments: what follows CREATE FUNCTION. `{agent}`, `{manager}`, `{admin}` and `{worker}` are groups, as texts."""

TRIGGERS: Final = {
    "deskbell_keep_outbox": "BEFORE UPDATE ON {home}.outbox FOR EACH ROW EXECUTE FUNCTION {home}.deskbell_keep_outbox()",
    "deskbell_follow_agent": (
        "AFTER UPDATE OF role, active, login, runs_worker ON {home}.agent FOR EACH ROW WHEN (NEW.login IS NOT NULL)"
        " EXECUTE FUNCTION {home}.deskbell_follow_agent()"
    ),
}

# Indexes that the conditions are looked up along; only an office needs them.
INDEXES: Final = {
    "deskbell_attachment_blob": "attachment (blob_id)",
    "deskbell_outbox_blob": "outbox (blob_id)",
    "deskbell_canned_file_blob": "canned_file (blob_id)",
    "deskbell_article_file_blob": "article_file (blob_id)",
}
