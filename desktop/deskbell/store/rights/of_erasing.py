"""What an administrator's login reaches of others' rows while they erase a person or tickets, and the worker's while the desk erases old tickets by itself: part of
`functions`.

Each asks first whether this very transaction has noted the erasure in the deeds, in the administrator's own name: nobody takes that out again.
"""

from typing import Final

from deskbell.model.kinds import Shelf

ERASING: Final = {
    "deskbell_erases()": """
        RETURNS boolean LANGUAGE sql STABLE
        AS $$
            SELECT pg_has_role(session_user, {admin}, 'MEMBER') AND EXISTS (
                SELECT FROM deed WHERE kind IN ('customer_erased', 'tickets_erased') AND agent_id = deskbell_me()
                AND xmin = pg_current_xact_id()::xid
            )
        $$
    """,
    "deskbell_erasing()": """
        RETURNS void LANGUAGE plpgsql STABLE
        AS $$
        BEGIN
            IF NOT deskbell_erases() THEN
                RAISE insufficient_privilege USING MESSAGE = 'permission denied to erase';
            END IF;
        END $$
    """,
    # Whether the worker has noted in this transaction that the desk erases tickets by itself.
    "deskbell_tidies()": """
        RETURNS boolean LANGUAGE sql STABLE
        AS $$
            SELECT pg_has_role(session_user, {worker}, 'MEMBER') AND EXISTS (
                SELECT FROM deed WHERE kind = 'tickets_erased' AND agent_id IS NULL AND xmin = pg_current_xact_id()::xid
            )
        $$
    """,
    # Whether a ticket has lain in Spam or Trash for as long as the settings say, with nothing that happened to it since.
    "deskbell_overdue(number bigint)": f"""
        RETURNS boolean LANGUAGE sql STABLE
        AS $$
            SELECT pg_has_role(session_user, {{worker}}, 'MEMBER') AND EXISTS (
                SELECT FROM ticket t JOIN setting s ON s.owner = 0
                    AND s.key = CASE t.shelf WHEN {int(Shelf.SPAM)} THEN 'erase.spam_days' WHEN {int(Shelf.TRASH)} THEN 'erase.trash_days' END
                CROSS JOIN LATERAL (
                    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint - s.value::bigint * 86400000 AS before
                ) c
                WHERE t.id = number AND s.value::bigint > 0 AND t.activity_at <= c.before
                AND NOT EXISTS (SELECT FROM journal j WHERE j.ticket_id = t.id AND j.at > c.before)
            )
        $$
    """,  # noqa: S608  numbers of our own
    # Raise unless the worker may remove these rows while it does so: of such tickets, and of those that were merged into one of them and have nothing.
    "deskbell_tidying(of text, key text, which bigint[])": """
        RETURNS void LANGUAGE plpgsql STABLE
        AS $$
        DECLARE allowed boolean := false;
        BEGIN
            IF deskbell_tidies() THEN
                IF (of, key) IN (('ticket', 'id'), ('draft', 'ticket_id'), ('viewer', 'ticket_id')) THEN
                    allowed := NOT EXISTS (
                        SELECT FROM ticket t WHERE t.id = ANY (which) AND NOT deskbell_overdue(t.id)
                        AND NOT coalesce(t.messages = 0 AND t.merged_into = ANY (which), false)
                    );
                ELSIF (of, key) = ('message_search', 'message_id') THEN
                    allowed := NOT EXISTS (
                        SELECT FROM message m WHERE m.id = ANY (which) AND NOT deskbell_overdue(m.ticket_id)
                    );
                ELSIF (of, key) = ('blob', 'id') THEN
                    allowed := NOT EXISTS (SELECT FROM unnest(which) AS id WHERE NOT deskbell_hangs_on_nothing(id));
                END IF;
            END IF;
            IF NOT allowed THEN
                RAISE insufficient_privilege USING MESSAGE = 'permission denied to erase';
            END IF;
        END $$
    """,
    # Remove the rows of a table whose `key` is one of these.
    "deskbell_erase(of text, key text, which bigint[])": """
        RETURNS void LANGUAGE plpgsql VOLATILE
        AS $$
        BEGIN
            IF NOT deskbell_erases() THEN
                PERFORM deskbell_tidying(of, key, which);
            END IF;
            IF (of, key) NOT IN (
                ('ticket', 'id'), ('message', 'id'), ('message_search', 'message_id'), ('attachment', 'id'), ('draft', 'id'),
                ('draft', 'ticket_id'), ('viewer', 'ticket_id'), ('field_value', 'ticket_id'), ('journal', 'id'),
                ('customer_journal', 'id'), ('organisation_journal', 'id'), ('customer', 'id'), ('blob', 'id'), ('bounce', 'report_id')
            ) THEN
                RAISE insufficient_privilege USING MESSAGE = 'permission denied to erase rows of ' || of;
            END IF;
            EXECUTE format('DELETE FROM %I WHERE %I = ANY ($1)', of, key) USING which;
        END $$
    """,
    # Give one row these texts.
    "deskbell_black_out(of text, which bigint, texts jsonb)": """
        RETURNS void LANGUAGE plpgsql VOLATILE
        AS $$
        DECLARE columns text;
        BEGIN
            IF NOT (of = 'raw_mail' AND deskbell_tidies()) THEN
                PERFORM deskbell_erasing();
            END IF;
            IF of NOT IN ('message', 'message_search', 'outbox', 'raw_mail', 'draft', 'saved_view') THEN
                RAISE insufficient_privilege USING MESSAGE = 'permission denied to black out rows of ' || of;
            END IF;
            SELECT string_agg(quote_ident(name), ', ') INTO columns FROM jsonb_object_keys(texts) AS name;
            EXECUTE format('UPDATE %I SET (%s) = (SELECT %s FROM jsonb_populate_record(NULL::%I, $1)) WHERE %s = $2',
                of, columns, columns, of, CASE of WHEN 'message_search' THEN 'message_id' ELSE 'id' END) USING texts, which;
        END $$
    """,
    # Forget what is kept under these addresses, and who wrote what as these customers.
    "deskbell_forget(emails text[], customers bigint[])": """
        RETURNS void LANGUAGE plpgsql VOLATILE
        AS $$
        BEGIN
            PERFORM deskbell_erasing();
            DELETE FROM participant WHERE email = ANY (emails);
            DELETE FROM bounce WHERE email = ANY (emails);
            DELETE FROM auto_reply WHERE email = ANY (emails);
            DELETE FROM listed_sender WHERE pattern = ANY (emails);
            DELETE FROM picture_sender WHERE address = ANY (emails);
            UPDATE message SET customer_id = NULL WHERE customer_id = ANY (customers);
        END $$
    """,
    # The contents of the files of these drafts, and of the drafts on these tickets.
    "deskbell_draft_contents(drafts bigint[], tickets bigint[])": """
        RETURNS SETOF bigint LANGUAGE plpgsql STABLE
        AS $$
        BEGIN
            IF NOT deskbell_tidies() THEN
                PERFORM deskbell_erasing();
            END IF;
            RETURN QUERY SELECT attachment.blob_id FROM attachment JOIN draft ON draft.id = attachment.draft_id
                WHERE draft.id = ANY (drafts) OR draft.ticket_id = ANY (tickets);
        END $$
    """,
    # The drafts and saved views of everybody that hold one of these texts (in lower case, as LIKE takes them).
    "deskbell_holding(of text, texts text[])": """
        RETURNS SETOF jsonb LANGUAGE plpgsql STABLE
        AS $$
        BEGIN
            PERFORM deskbell_erasing();
            IF of NOT IN ('draft', 'saved_view') THEN
                RAISE insufficient_privilege USING MESSAGE = 'permission denied to read ' || of;
            END IF;
            RETURN QUERY EXECUTE format('SELECT to_jsonb(t) FROM %I t WHERE lower(t::text) LIKE ANY ($1)', of) USING texts;
        END $$
    """,
}
"""As `functions.FUNCTIONS` has them."""
