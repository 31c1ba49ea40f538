-- One role per exposure; `goodcatch-pso migrate` runs this file and may run it again at any time.
-- How each role logs in (peer, certificate, password) is the administrator's choice and stands in pg_hba.conf.

-- A role that is there is left alone: even a comment set anew would lock a row that all databases of the cluster share.
DO $$
DECLARE
    entry record;
BEGIN
    FOR entry IN
        SELECT *
        FROM (VALUES
            ('goodcatch_access', 'Checks credentials and enrols submitters; sees no work product.'),
            ('goodcatch_ingest', 'Stores and returns the reports of one practice at a time, under row-level security.'),
            ('goodcatch_analysis', 'Reads de-identified reports of all practices to count them; cannot read envelopes.'),
            ('goodcatch_publication', 'Freezes and reads publications; cannot read reports.'),
            ('goodcatch_enrolment', 'Records how practices enrol, as a person asks over the API; sees no work product.')
        ) AS role (name, exposure)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = entry.name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOBYPASSRLS', entry.name);
            EXECUTE format('COMMENT ON ROLE %I IS %L', entry.name, entry.exposure);
        END IF;
    END LOOP;
EXCEPTION
    -- Two databases of one cluster may be migrated at once.
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
