-- Work product does without what tables distributed over several servers cannot have: triggers, and policies that read
-- another table. What they did is asked for by the transactions themselves, so that one server and many do the same.

ALTER POLICY report_own_practice ON report
    WITH CHECK (practice_id = current_setting('app.practice', true)::integer);
ALTER POLICY report_withdrawal_own_practice ON report_withdrawal
    WITH CHECK (practice_id = current_setting('app.practice', true)::integer);
ALTER POLICY report_attachment_own_practice ON report_attachment
    WITH CHECK (practice_id = current_setting('app.practice', true)::integer);
DROP FUNCTION takes_work_product(integer);

-- A request that was let in before a practice left may come to its end afterwards.
CREATE FUNCTION admit_work_product(practice integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Waits for an act on the practice that is under way, whose outcome the next statement sees.
    PERFORM FROM practice p WHERE p.practice_id = practice FOR KEY SHARE;
    IF NOT FOUND OR EXISTS (SELECT FROM practice_departure d WHERE d.practice_id = practice) THEN
        RAISE EXCEPTION 'nothing is taken from this practice' USING ERRCODE = 'insufficient_privilege';
    END IF;
END
$$;
COMMENT ON FUNCTION admit_work_product(integer) IS
    'Begins each transaction that stores work product: fails if the practice has left, and keeps it from leaving meanwhile.';
REVOKE EXECUTE ON FUNCTION admit_work_product(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION admit_work_product(integer) TO goodcatch_ingest;

DROP TRIGGER report_withdrawal_attachments ON report_withdrawal;
DROP FUNCTION drop_attachments();

-- No role may delete what was acknowledged: this alone does, for reports that were withdrawn, and waits for attachments
-- on their way.
CREATE FUNCTION drop_attachments(practice integer, reports uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF practice IS DISTINCT FROM current_setting('app.practice', true)::integer THEN
        RAISE EXCEPTION 'this transaction is for another practice' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- In one order, so that two withdrawals never wait for each other.
    PERFORM pg_advisory_xact_lock(lock)
    FROM (SELECT DISTINCT attachment_lock(report) AS lock FROM unnest(reports) AS report ORDER BY 1) AS locks;
    DELETE FROM attachment_content c
    USING report_attachment a, report_withdrawal w
    WHERE c.practice_id = practice AND a.practice_id = practice AND w.practice_id = practice
      AND a.attachment_id = c.attachment_id AND w.report_id = a.report_id AND a.report_id = ANY (reports);
END
$$;
COMMENT ON FUNCTION drop_attachments(integer, uuid[]) IS
    'Deletes the bytes of withdrawn reports'' attachments; their receipts stay.';
REVOKE EXECUTE ON FUNCTION drop_attachments(integer, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_attachments(integer, uuid[]) TO goodcatch_ingest;
