import AggregatorStore
import Foundation
import IncidentReports
import IncidentSpec
import Postgres
import TestSupport
import Testing

/// The schema against what a Citus cluster takes, without one: stand-ins for its functions refuse what it refuses.
@Suite struct ScaleOutTests {
    /// The catalogue of distributed tables, and what makes one, as far as `distribute.sql` uses them.
    private static let cluster = """
        CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY, partmethod "char" NOT NULL);
        CREATE FUNCTION refuse_unfit(target regclass, is_distributed boolean) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            why text;
        BEGIN
            SELECT string_agg(reason, '; ') INTO why
            FROM (
                SELECT 'trigger ' || tgname FROM pg_trigger WHERE tgrelid = target AND NOT tgisinternal
                UNION ALL
                SELECT 'policy ' || polname || ' reads a table or calls a function that does' FROM pg_policy
                WHERE polrelid = target
                  AND concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) ~* 'select'
                UNION ALL
                SELECT 'identity column ' || attname FROM pg_attribute WHERE attrelid = target AND attidentity <> ''
                UNION ALL
                SELECT 'grant on column ' || attname FROM pg_attribute WHERE attrelid = target AND attacl IS NOT NULL
                UNION ALL
                SELECT 'parent ' || inhparent::regclass FROM pg_inherits WHERE inhrelid = target
                UNION ALL
                SELECT 'unique index without the practice: ' || indexrelid::regclass
                FROM pg_index i
                WHERE is_distributed AND indrelid = target AND indisunique AND NOT EXISTS (
                    SELECT FROM pg_attribute a
                    WHERE a.attrelid = target AND a.attname = 'practice_id' AND a.attnum = ANY (i.indkey))
                UNION ALL
                SELECT 'foreign key ' || conname
                FROM pg_constraint c
                WHERE contype = 'f' AND conrelid = target AND NOT EXISTS (
                    SELECT FROM pg_dist_partition d
                    WHERE d.logicalrelid = c.confrelid AND (
                        d.partmethod = 'n' OR is_distributed AND EXISTS (
                            SELECT FROM unnest(c.conkey, c.confkey) AS k (near, far)
                            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.near
                            JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.far
                            WHERE a.attname = 'practice_id' AND b.attname = 'practice_id')))
            ) AS unfit (reason);
            IF why IS NOT NULL THEN RAISE EXCEPTION '% cannot be distributed: %', target, why; END IF;
        END
        $$;
        CREATE FUNCTION create_distributed_table(target regclass, key text, colocate_with text DEFAULT 'default')
        RETURNS void LANGUAGE sql AS $$
            SELECT refuse_unfit(target, true);
            INSERT INTO pg_dist_partition VALUES (target, 'h');
        $$;
        CREATE FUNCTION create_reference_table(target regclass) RETURNS void LANGUAGE sql AS $$
            SELECT refuse_unfit(target, false);
            INSERT INTO pg_dist_partition VALUES (target, 'n');
        $$;
        """

    private static var distribute: String { SQLFiles.text("SQL/scale-out/distribute.sql") }

    @Test func workProductIsDistributedByPracticeAndMayBeSoTwice() async throws {
        try await TestAggregator.with { aggregator in
            let tables = try await aggregator.database.pool.withConnection { session in
                try await session.simple(Self.cluster)
                try await session.simple(Self.distribute)
                try await session.simple(Self.distribute)
                return try await session.query(
                    "SELECT logicalrelid::text FROM pg_dist_partition WHERE partmethod = 'h' ORDER BY 1",
                    as: (String).self)
            }
            #expect(
                tables == [
                    "attachment_content", "report", "report_attachment", "report_withdrawal",
                    "sealed_envelope",
                ])
            // Without the foreign keys the transactions still refuse what belongs to no practice.
            let reports = ReportStore(aggregator.store, .v2012)
            let stranger = PracticeKey(id: 4711, code: "P4711")
            await #expect(throws: DatabaseError.self) {
                try await reports.store([try LeavingTests.report()], practice: stranger, clientID: UUID())
            }
            #expect(try await aggregator.count("report") == 0)
        }
    }

    /// What a later migration may not bring.
    @Test(
        arguments: [
            "CREATE TRIGGER t AFTER INSERT ON report EXECUTE FUNCTION refuse_change()",
            "CREATE UNIQUE INDEX ON report (receipt_id)",
            "CREATE POLICY p ON sealed_envelope TO goodcatch_ingest USING (EXISTS (SELECT FROM practice))",
            "ALTER TABLE sealed_envelope ADD FOREIGN KEY (practice_id) REFERENCES practice",
            "GRANT SELECT (revision) ON report TO goodcatch_access",
            "ALTER TABLE report_withdrawal ADD COLUMN n integer GENERATED ALWAYS AS IDENTITY",
            "CREATE TABLE forgotten (practice_id integer); ALTER TABLE forgotten ENABLE ROW LEVEL SECURITY",
        ])
    func whatAClusterDoesNotTakeIsRefused(change: String) async throws {
        try await TestAggregator.with { aggregator in
            try await aggregator.database.pool.withConnection { try await $0.simple(Self.cluster + change) }
            await #expect(throws: DatabaseError.self) {
                try await aggregator.database.pool.withConnection { try await $0.simple(Self.distribute) }
            }
        }
    }
}
