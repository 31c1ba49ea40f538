-- One role per exposure; `goodcatch-pso migrate` runs this file and may run it again at any time.
-- How each role logs in (peer, certificate, password) is the administrator's choice and stands in pg_hba.conf.

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['goodcatch_access', 'goodcatch_ingest', 'goodcatch_analysis', 'goodcatch_publication']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOBYPASSRLS', role_name);
        END IF;
    END LOOP;
EXCEPTION
    -- Two databases of one cluster may be migrated at once.
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

COMMENT ON ROLE goodcatch_access IS 'Checks credentials and enrols submitters; sees no work product.';
COMMENT ON ROLE goodcatch_ingest IS 'Stores and returns the reports of one practice at a time, under row-level security.';
COMMENT ON ROLE goodcatch_analysis IS 'Reads de-identified reports of all practices to count them; cannot read envelopes.';
COMMENT ON ROLE goodcatch_publication IS 'Freezes and reads publications; cannot read reports.';
