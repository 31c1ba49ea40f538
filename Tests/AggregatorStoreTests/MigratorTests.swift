import AggregatorStore
import IncidentSpec
import Postgres
import TestSupport
import Testing

@Suite struct MigratorTests {
    @Test func appliesOnceAndMayRunAgain() async throws {
        try await TestDatabase.with { database in
            let migrator = Migrator(database.pool)
            let planned = try await migrator.migrate(dryRun: true)
            #expect(planned.version == Migrator.version && !planned.applied.isEmpty)
            await #expect(throws: MigrationError.self) { try await Migrator.check(database.pool) }
            let first = try await migrator.migrate()
            #expect(first.applied == planned.applied)
            let second = try await migrator.migrate()
            #expect(second.applied.isEmpty)
            try await Migrator.check(database.pool)
        }
    }

    @Test func refusesASchemaItDoesNotKnow() async throws {
        try await TestDatabase.with { database in
            _ = try await Migrator(database.pool).migrate()
            try await execute(
                "INSERT INTO schema_migration (version, name, sha256) VALUES (9999, '9999_future', '\\x00')", database)
            await #expect(throws: MigrationError.self) { try await Migrator(database.pool).migrate() }
            await #expect(throws: MigrationError.self) { try await Migrator.check(database.pool) }
        }
    }

    @Test func refusesAMigrationThatWasChanged() async throws {
        try await TestDatabase.with { database in
            _ = try await Migrator(database.pool).migrate()
            try await execute("UPDATE schema_migration SET sha256 = '\\x00' WHERE version = 1", database)
            await #expect(throws: MigrationError.self) { try await Migrator(database.pool).migrate() }
        }
    }

    @Test func everyTableAndColumnHasAComment() async throws {
        try await TestAggregator.with { aggregator in
            let bare = try await aggregator.database.pool.withConnection {
                try await $0.query(
                    """
                    SELECT c.relname || coalesce('.' || a.attname, '')
                    FROM pg_class c
                    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'r'
                    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v')
                      AND (obj_description(c.oid) IS NULL OR (a.attnum IS NOT NULL AND col_description(c.oid, a.attnum) IS NULL))
                    """, as: (String).self)
            }
            #expect(bare == [])
        }
    }

    @Test func reportTableHasAColumnForEachReadableElementAndNoOther() async throws {
        let specification = Specification.v2012
        let wanted = specification.allElements.filter(\.leavesReadable).map(\.columnName).sorted()
        let administrative: Set = [
            "practice_id", "report_id", "revision", "specification", "content_hash", "receipt_id", "received_at",
            "client_id", "asks_analysis", "asks_response", "not_asked",
        ]
        try await TestAggregator.with { aggregator in
            let columns = try await aggregator.database.pool.withConnection {
                try await $0.query(
                    """
                    SELECT attname::text FROM pg_attribute
                    WHERE attrelid = 'report'::regclass AND attnum > 0 AND NOT attisdropped
                    """, as: (String).self)
            }
            #expect(columns.filter { !administrative.contains($0) }.sorted() == wanted)
            #expect(!columns.contains("patient_last_name"))
        }
    }

    @Test func lookupTablesHoldTheWholeSpecification() async throws {
        try await TestAggregator.with { aggregator in
            let specification = Specification.v2012
            let wanted = [
                "spec_element": specification.allElements.count,
                "spec_option": specification.lists.values.map(\.options.count).reduce(0, +),
                "spec_section": specification.processSections.count,
            ]
            for (table, rows) in wanted {
                let found = try await aggregator.count(table)
                #expect(found == rows, "\(table)")
            }
        }
    }

    private func execute(_ sql: SQL, _ database: TestDatabase) async throws {
        try await database.pool.withConnection { _ = try await $0.execute(sql) }
    }
}
