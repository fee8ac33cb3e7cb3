"""What an administrator's login reaches of others' rows while they erase a person or tickets: part of `functions`.

Each asks first whether this very transaction has noted the erasure in the deeds, in the administrator's own name: nobody takes that out again.
"""

from typing import Final

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
    # Remove the rows of a table whose `key` is one of these.
    "deskbell_erase(of text, key text, which bigint[])": """
        RETURNS void LANGUAGE plpgsql VOLATILE
        AS $$
        BEGIN
            PERFORM deskbell_erasing();
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
            PERFORM deskbell_erasing();
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
            PERFORM deskbell_erasing();
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
