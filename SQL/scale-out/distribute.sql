-- Distributes work product over the workers of a Citus cluster, by practice; everything else stays on the coordinator.
--
-- On the coordinator, as the superuser who made the extension (CREATE EXTENSION citus), after `goodcatch-pso migrate`
-- and again after each later one:
--
--   psql -X -v ON_ERROR_STOP=1 -d goodcatch -f SQL/scale-out/distribute.sql
--
-- What is distributed already is passed over. Rows that are there move to the workers; submissions are best stopped.

-- A practice's rows lie together on one worker, so that keys, joins and transactions of one practice stay there. Practices
-- themselves stay on the coordinator with all that hangs on them; admit_work_product() looks there that a practice exists.
ALTER TABLE report DROP CONSTRAINT IF EXISTS report_practice_fkey;
ALTER TABLE report_withdrawal DROP CONSTRAINT IF EXISTS report_withdrawal_practice_fkey;
ALTER TABLE report_attachment DROP CONSTRAINT IF EXISTS report_attachment_practice_fkey;

SELECT create_distributed_table('report', 'practice_id')
WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'report'::regclass);
SELECT create_distributed_table('sealed_envelope', 'practice_id', colocate_with => 'report')
WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'sealed_envelope'::regclass);
SELECT create_distributed_table('report_withdrawal', 'practice_id', colocate_with => 'report')
WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'report_withdrawal'::regclass);
SELECT create_distributed_table('report_attachment', 'practice_id', colocate_with => 'report')
WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'report_attachment'::regclass);
SELECT create_distributed_table('attachment_content', 'practice_id', colocate_with => 'report')
WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'attachment_content'::regclass);

-- The specification's vocabulary is small and read everywhere.
SELECT create_reference_table('spec_element')
WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'spec_element'::regclass);
SELECT create_reference_table('spec_option')
WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'spec_option'::regclass);
SELECT create_reference_table('spec_section')
WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'spec_section'::regclass);

-- Row-level security reads app.practice where the rows are: the workers have to be told. Untold they show nothing.
DO $$
BEGIN
    EXECUTE format(
        'ALTER ROLE goodcatch_ingest IN DATABASE %I SET citus.propagate_set_commands = ''local''', current_database());
END
$$;

-- Tables under row-level security are work product, unless they stay on the coordinator on purpose.
DO $$
DECLARE
    forgotten text;
BEGIN
    SELECT string_agg(c.relname, ', ' ORDER BY c.relname) INTO forgotten
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity AND c.relname <> 'publication'
      AND NOT EXISTS (SELECT FROM pg_dist_partition d WHERE d.logicalrelid = c.oid);
    IF forgotten IS NOT NULL THEN
        RAISE EXCEPTION 'work product that is not distributed: %', forgotten
            USING HINT = 'This file is older than the schema: take both from one version.';
    END IF;
END
$$;
