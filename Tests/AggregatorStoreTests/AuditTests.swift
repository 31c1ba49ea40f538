import AggregatorStore
import Crypto
import Foundation
import Postgres
import TestSupport
import Testing

/// Whatever is done to the audit log behind its function's back is found.
@Suite struct AuditTests {
    private static let rows = 12

    /// Appends rows in one chain, with and without their optional fields.
    private func fill(_ aggregator: TestAggregator) async throws {
        for index in 1...Self.rows {
            try await AuditLog.append(
                AuditEvent(
                    index.isMultiple(of: 2) ? .submit : .readReport, by: .submitter(UUID()),
                    practice: index.isMultiple(of: 3) ? nil : "P00\(index % 3)", subject: "subject-\(index)",
                    counts: ["stored": index]), to: aggregator.store.ingest)
        }
    }

    /// As somebody who may do everything, with the guards switched off.
    private func tamper(_ aggregator: TestAggregator, _ script: String) async throws {
        try await aggregator.database.pool.withTransaction(name: "tamper") {
            try await $0.simple(
                """
                ALTER TABLE audit_event DISABLE TRIGGER ALL; ALTER TABLE audit_chain DISABLE TRIGGER ALL;
                ALTER TABLE audit_event DROP CONSTRAINT audit_event_pkey; \(script)
                """)
        }
    }

    @Test func anUntouchedLogVerifies() async throws {
        try await TestAggregator.with { aggregator in
            try await fill(aggregator)
            let found = try await AuditTrail(aggregator.database.pool).verify()
            // Migrating is told as well.
            #expect(found.fault == nil && found.rows == Self.rows + 1)
        }
    }

    @Test(arguments: [
        ("UPDATE audit_event SET actor = 'other' WHERE sequence = 5", AuditFault.Kind.changed, 5),
        ("UPDATE audit_event SET detail = '{\"stored\": 99}' WHERE sequence = 5", .changed, 5),
        ("UPDATE audit_event SET practice = NULL WHERE sequence = 5", .changed, 5),
        ("UPDATE audit_event SET occurred_at = occurred_at + interval '1 us' WHERE sequence = 5", .changed, 5),
        ("UPDATE audit_event SET role = actor, actor = role WHERE sequence = 5", .changed, 5),
        // Its own hash made to fit.
        (
            "UPDATE audit_event SET actor = 'other' WHERE sequence = 5; UPDATE audit_event e SET hash = audit_hash(e) WHERE sequence = 5",
            .reordered, 6
        ),
        ("DELETE FROM audit_event WHERE sequence = 5", .removed, 5),
        ("DELETE FROM audit_event WHERE sequence > 10", .removed, 11),
        ("DELETE FROM audit_event WHERE sequence = 1", .removed, 1),
        ("UPDATE audit_event SET sequence = 11 - sequence WHERE sequence IN (5, 6)", .changed, 5),
        (
            "UPDATE audit_event SET sequence = 11 - sequence WHERE sequence IN (5, 6); UPDATE audit_event e SET hash = audit_hash(e) WHERE sequence IN (5, 6)",
            .reordered, 5
        ),
        (
            "INSERT INTO audit_event SELECT chain, 14, occurred_at, role, actor_kind, actor, action, practice, subject, detail, hash, hash FROM audit_event WHERE sequence = 13; UPDATE audit_event e SET hash = audit_hash(e) WHERE sequence = 14",
            .added, 14
        ),
        (
            "INSERT INTO audit_event SELECT 99, 1, occurred_at, role, actor_kind, actor, action, practice, subject, detail, previous, hash FROM audit_event WHERE sequence = 1",
            .added, 1
        ),
        ("UPDATE audit_chain SET hash = decode(repeat('11', 32), 'hex') WHERE chain = 0", .changed, 13),
    ])
    func tamperingIsFound(script: String, kind: AuditFault.Kind, sequence: Int) async throws {
        try await TestAggregator.with { aggregator in
            try await fill(aggregator)
            try await tamper(aggregator, script)
            let fault = try #require(try await AuditTrail(aggregator.database.pool).verify().fault)
            #expect(fault.kind == kind && fault.sequence == sequence, "\(fault)")
        }
    }

    @Test(arguments: [
        // Cut off with its head set back, and the whole log made anew with hashes that fit.
        "DELETE FROM audit_event WHERE sequence > 10; UPDATE audit_chain SET sequence = 10, hash = (SELECT hash FROM audit_event WHERE sequence = 10) WHERE chain = 0",
        "DELETE FROM audit_event; UPDATE audit_chain SET sequence = 0, hash = decode(repeat('00', 32), 'hex')",
        "DELETE FROM audit_event; UPDATE audit_chain SET sequence = 0, hash = decode(repeat('00', 32), 'hex'); SELECT audit_append('system', 'x', 'submit', 'P001', NULL, '{}') FROM generate_series(1, 20)",
    ])
    func aRewrittenLogIsFoundByACheckpoint(script: String) async throws {
        try await TestAggregator.with { aggregator in
            try await fill(aggregator)
            let trail = AuditTrail(aggregator.database.pool)
            let key = P256.Signing.PrivateKey()
            let found = try await trail.verify()
            let file = try AuditCheckpoint(found, time: Date(), key: key.pemRepresentation).encoded()
            let checkpoint = try AuditCheckpoint(file, key: key.publicKey.pemRepresentation)
            #expect(try await trail.verify(signed: checkpoint.heads).fault == nil)
            try await AuditLog.append(AuditEvent(.submit, by: .submitter(UUID())), to: aggregator.store.ingest)
            #expect(try await trail.verify(signed: checkpoint.heads).fault == nil)
            try await tamper(aggregator, script)
            #expect(try await trail.verify().fault == nil)
            #expect(try await trail.verify(signed: checkpoint.heads).fault?.kind == .rewritten)
        }
    }

    @Test func aCheckpointChangedOrSignedByAnotherKeyIsRefused() async throws {
        try await TestAggregator.with { aggregator in
            try await fill(aggregator)
            let key = P256.Signing.PrivateKey()
            let found = try await AuditTrail(aggregator.database.pool).verify()
            let file = try AuditCheckpoint(found, time: Date(), key: key.pemRepresentation).encoded()
            let changed = String(decoding: file, as: UTF8.self).replacing("\"rows\":13", with: "\"rows\":12")
            #expect(Data(changed.utf8) != file)
            #expect(throws: AuditCheckpointError.self) {
                try AuditCheckpoint(Data(changed.utf8), key: key.pemRepresentation)
            }
            #expect(throws: AuditCheckpointError.self) {
                try AuditCheckpoint(file, key: P256.Signing.PrivateKey().pemRepresentation)
            }
        }
    }

    @Test func nobodyWritesPastTheFunction() async throws {
        try await TestAggregator.with { aggregator in
            try await fill(aggregator)
            let writes = [
                "UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event",
                "DELETE FROM audit_chain", "TRUNCATE audit_chain",
                "UPDATE audit_chain SET sequence = 1 WHERE chain = 0",
                "SET session_replication_role = replica; DELETE FROM audit_event",
            ]
            let pools = aggregator.store
            for pool in [
                aggregator.database.pool, pools.access, pools.ingest, pools.analysis, pools.publication,
                pools.enrolment,
            ] {
                for statement in writes {
                    await #expect(throws: DatabaseError.self, "\(statement)") {
                        try await pool.withTransaction(name: "write") { try await $0.simple(statement) }
                    }
                }
            }
            #expect(try await AuditTrail(aggregator.database.pool).verify().rows == Self.rows + 1)
        }
    }

    @Test func theLogTakesNoContents() async throws {
        try await TestAggregator.with { aggregator in
            let calls = [
                "'system', 'x', 'submit', 'P001', NULL, '{\"note\": \"the wrong side was treated\"}'",
                "'system', 'x', 'submit', 'P001', 'two words', '{}'", "'system', 'a b', 'submit', 'P001', NULL, '{}'",
                "'system', 'x', 'submit', 'P001', NULL, '{\"list\": [1]}'",
                "'system', 'x', 'unheard-of', 'P001', NULL, '{}'",
                "'system', 'x', 'submit', 'Lakeside', NULL, '{}'",
            ]
            for call in calls {
                await #expect(throws: DatabaseError.self, "\(call)") {
                    try await aggregator.store.ingest.withTransaction(name: "append") {
                        try await $0.simple("SELECT audit_append(\(call))")
                    }
                }
            }
        }
    }

    @Test func transactionsAtTheSameTimeKeepEveryChainWhole() async throws {
        try await TestAggregator.with { aggregator in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for pool in [aggregator.store.ingest, aggregator.store.access, aggregator.database.pool] {
                    for index in 0..<40 {
                        group.addTask {
                            try? await pool.withTransaction(name: "append") { session in
                                try await AuditLog.append(AuditEvent(.submit, by: .submitter(UUID())), in: session)
                                // A transaction that fails leaves no gap.
                                if index.isMultiple(of: 4) { throw CancellationError() }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let found = try await AuditTrail(aggregator.database.pool).verify()
            #expect(found.fault == nil && found.rows == 91, "\(found)")
        }
    }

    @Test func theProgramAndTheTableKnowTheSameActions() async throws {
        try await TestAggregator.with { aggregator in
            let words = try await aggregator.database.pool.withConnection {
                try await $0.query("SELECT action FROM audit_action", as: (String).self)
            }
            #expect(Set(words).isSuperset(of: AuditEvent.Action.allCases.map(\.rawValue)))
        }
    }

    @Test func theBreachQueryNamesThePracticesThatWereRead() async throws {
        try await TestAggregator.with { aggregator in
            let thief = UUID()
            for (action, practice) in [
                (.readReport, "P001"), (.readReport, "P001"), (.listReports, "P002"), (.submit, "P003"),
            ] as [(AuditEvent.Action, String)] {
                try await AuditLog.append(
                    AuditEvent(action, by: .submitter(thief), practice: practice), to: aggregator.store.ingest)
            }
            try await AuditLog.append(
                AuditEvent(.readReport, by: .submitter(UUID()), practice: "P004"), to: aggregator.store.ingest)
            let trail = AuditTrail(aggregator.database.pool)
            var query = AuditQuery()
            query.actor = thief.uuidString.lowercased()
            let reads = try await trail.reads(query)
            #expect(reads.map(\.practice) == ["P001", "P002"] && reads.map(\.times) == [2, 1])
            query.to = "2000-01-01"
            #expect(try await trail.reads(query).isEmpty)
            query.to = nil
            query.from = "2000-01-01T00:00"
            #expect(try await trail.list(query, limit: 10).count == 4)
        }
    }

    @Test func credentialsAreToldByTheTablesThemselves() async throws {
        try await TestAggregator.with { aggregator in
            _ = try await aggregator.practice("P001")
            let client = UUID()
            try await aggregator.database.pool.withConnection {
                try await $0.simple(
                    """
                    INSERT INTO submitter (client_id, practice_id) SELECT '\(client)', practice_id FROM practice;
                    INSERT INTO submitter_key (client_id, kid, jwk) VALUES ('\(client)', 'k', '{}');
                    UPDATE submitter SET revoked_at = now();
                    """)
            }
            let rows = try await AuditTrail(aggregator.database.pool).list(AuditQuery(), limit: 100)
            #expect(
                rows.map(\.action) == [
                    "migrate", "change-practice", "change-practice", "issue-code", "enrol", "register-key", "revoke",
                ])
            #expect(rows.dropFirst().allSatisfy { $0.practice == "P001" })
            #expect(rows.last?.subject == client.uuidString.lowercased())
        }
    }
}
