import AggregatorStore
import Foundation
@_spi(Store) import IncidentReports
import IncidentSpec
import Postgres
import TestSupport
import Testing

/// What an export holds, and when destruction refuses.
@Suite struct LeavingTests {
    private static let code = PracticeCode("P001")!
    private static let picture = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3])

    static func report() throws -> ReceivedReport {
        let specification = Specification.v2012
        let report = DeidentifiedReport(
            specification: specification.version, id: ReportID(), revision: 1, forms: [.report], notAsked: [],
            answers: [
                try #require(ElementNumber("1.1")): .date(try #require(CalendarDate("2025-10-24"))),
                try #require(ElementNumber("1.8")): .text("the wrong side was treated"),
            ], sealed: Data([0x30, 1]))
        return ReceivedReport(
            report: report, contentHash: ReportCodec.contentHash(of: ReportCodec(specification).encode(report)))
    }

    /// A practice with a report, an attachment and a summary; and an aggregate report beside them.
    private func fill(_ aggregator: TestAggregator) async throws -> PracticeKey {
        let practice = try await aggregator.practice("P001")
        let received = try Self.report()
        _ = try await ReportStore(aggregator.store, .v2012).store([received], practice: practice, clientID: UUID())
        _ = try await AttachmentStore(aggregator.store).store(
            ReceivedAttachment(id: UUID(), report: received.report.id, form: .readable(.png), content: Self.picture),
            practice: practice, clientID: UUID())
        try await aggregator.database.pool.withConnection {
            _ = try await $0.execute(
                """
                INSERT INTO publication (kind, practice_id, period, specification, document, content_hash)
                VALUES ('aggregate', NULL, '2025Q4', '2012', '{}', decode(repeat('00', 32), 'hex')),
                       ('practice-summary', \(practice.id)::integer, '2025H2', '2012', '{}',
                        decode(repeat('00', 32), 'hex'))
                """)
        }
        return practice
    }

    private func withFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "goodcatch-leaving-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    @Test func anExportHoldsAttachmentsAndNothingDamaged() async throws {
        try await TestAggregator.with { aggregator in
            let practice = try await fill(aggregator)
            let administration = PracticeAdministration(aggregator.database.pool, by: "admin")
            try await administration.record(
                Agreement(
                    kind: "provider-services", signedOn: try #require(CalendarDate("2025-01-01")), signer: "N. N.",
                    file: .init(name: "../signed.PDF", content: Data("%PDF-".utf8), isKept: true)), of: Self.code)
            let export = PracticeExport(administration, aggregator.store, .v2012)
            try await withFolder { folder in
                let whole = folder.appending(path: "whole")
                let outcome = try await export.write(Self.code, to: whole)
                #expect(outcome.receipts == 2)
                let files = try FileManager.default.subpathsOfDirectory(atPath: whole.path)
                let picture = try #require(files.first { $0.hasSuffix(".png") })
                #expect(try Data(contentsOf: whole.appending(path: picture)) == Self.picture)
                #expect(files.contains("agreements/provider-services-2025-01-01.pdf"))
                let mode = try FileManager.default.attributesOfItem(atPath: whole.path + "/reports.ndjson")
                #expect(mode[.posixPermissions] as? Int == 0o600)

                try await aggregator.database.pool.withConnection {
                    _ = try await $0.execute(
                        "UPDATE report SET incident_description = 'x' WHERE practice_id = \(practice.id)::integer")
                }
                await #expect(throws: AdministrationError.self) {
                    try await export.write(Self.code, to: folder.appending(path: "damaged"))
                }
                let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                #expect(left == ["whole"], "a failed export leaves nothing behind")
            }
        }
    }

    @Test func destructionIsWholeOrNotAtAll() async throws {
        try await TestAggregator.with { aggregator in
            let practice = try await fill(aggregator)
            let pool = aggregator.database.pool
            let administration = PracticeAdministration(pool, by: "admin")
            func destroy(withoutExport: Bool = false) async throws -> DestructionCertificate {
                try await administration.destroy(
                    Self.code, withoutExport: withoutExport, backupRetentionDays: 35, clock: .system)
            }
            await #expect(throws: AdministrationError.notExported) { try await destroy() }
            try await withFolder { folder in
                _ = try await PracticeExport(administration, aggregator.store, .v2012).write(
                    Self.code, to: folder.appending(path: "export"))
            }
            try await pool.withConnection { _ = try await $0.execute(insertion(of: practice, UUID())) }
            await #expect(throws: AdministrationError.exportOutdated(receipts: 1)) { try await destroy() }

            // Work product in a table that nobody thought of.
            try await pool.withConnection {
                try await $0.simple(
                    """
                    CREATE TABLE forgotten (practice_id integer, words text);
                    ALTER TABLE forgotten ENABLE ROW LEVEL SECURITY;
                    INSERT INTO forgotten SELECT practice_id, 'the wrong side was treated' FROM practice;
                    """)
            }
            let before = try await administration.workProductRows(of: Self.code)
            await #expect(throws: AdministrationError.remains(table: "forgotten")) {
                try await destroy(withoutExport: true)
            }
            #expect(try await administration.workProductRows(of: Self.code) == before)
            #expect(try await administration.standing(of: Self.code) == .enrolled)

            try await pool.withConnection { _ = try await $0.execute("DELETE FROM forgotten") }
            let certificate = try JSONValue(parsing: try await destroy(withoutExport: true).json)
            #expect(certificate["destroyedBy"] == "admin")
            #expect(certificate["export"]?["laterReceipts"] == 1, "the certificate tells what was not exported")
            #expect(try await administration.workProductRows(of: Self.code).values.allSatisfy { $0 == 0 })
            #expect(try await administration.standing(of: Self.code) == .left)
            let kinds = try await pool.withConnection {
                try await $0.query("SELECT kind FROM publication", as: (String).self)
            }
            #expect(kinds == ["aggregate"])
            await #expect(throws: DatabaseError.self, "a certificate stays as it is") {
                try await pool.withConnection { _ = try await $0.execute("DELETE FROM practice_destruction") }
            }
        }
    }

    /// Who did what with a practice is told by the audit log, and its people are let in no more.
    @Test func whatIsDoneWithAPracticeIsOnRecord() async throws {
        try await TestAggregator.with { aggregator in
            _ = try await fill(aggregator)
            let pool = aggregator.database.pool
            let administration = PracticeAdministration(pool, by: "admin")
            _ = try await AccountAdministration(pool).add(
                name: "reader", role: .practiceReader, practice: Self.code, codeValidFor: 60, clock: .system)
            try await administration.addOtherPSO("Other", to: Self.code)
            _ = try await administration.transfer(Self.code, to: nil, approvedBy: "N. N.", clock: .system)
            _ = try await administration.destroy(
                Self.code, withoutExport: true, backupRetentionDays: 35, clock: .system)
            let told = try await pool.withConnection {
                try await $0.query(
                    """
                    SELECT action, coalesce(subject, '-') FROM audit_event
                    WHERE practice = \(Self.code.description) AND actor_kind = 'operator' AND actor = 'admin'
                    ORDER BY occurred_at
                    """, as: (String, String).self)
            }
            #expect(
                told.map { "\($0.0) \($0.1)" } == [
                    "change-practice add-other-pso", "transfer-practice -", "destroy-practice -",
                ])
            let accounts = try await AccountAdministration(pool).list(clock: .system)
            #expect(accounts.map(\.state) == ["disabled"])
            #expect(try await administration.standing(of: Self.code) == .left)
            await #expect(throws: AdministrationError.hasLeft, "and nothing is told of what was not done") {
                try await administration.transfer(Self.code, to: "Third", approvedBy: "N. N.", clock: .system)
            }
            let after = try await aggregator.count("audit_event")
            _ = try await administration.workProductRows(of: Self.code)
            #expect(try await aggregator.count("audit_event") == after)
        }
    }

    /// Requests that were let in before the practice left, and come to their end whenever.
    @Test func nothingIsStoredBehindADestruction() async throws {
        try await TestAggregator.with { aggregator in
            let practice = try await fill(aggregator)
            let administration = PracticeAdministration(aggregator.database.pool, by: "admin")
            let reports = ReportStore(aggregator.store, .v2012)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        if number == 10 {
                            _ = try await administration.destroy(
                                Self.code, withoutExport: true, backupRetentionDays: 35, clock: .system)
                        } else {
                            let batch = [try Self.report()]
                            _ = try? await reports.store(batch, practice: practice, clientID: UUID())
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await administration.workProductRows(of: Self.code).values.allSatisfy { $0 == 0 })
            let late = [try Self.report()]
            await #expect(throws: DatabaseError.self) {
                try await reports.store(late, practice: practice, clientID: UUID())
            }
            let withdrawal = Withdrawal(specification: "2012", id: ReportID(), revision: 2, reason: .duplicate)
            await #expect(throws: DatabaseError.self) {
                try await reports.withdraw(
                    [ReceivedWithdrawal(withdrawal: withdrawal, contentHash: late[0].contentHash)], practice: practice,
                    clientID: UUID())
            }
            #expect(try await administration.workProductRows(of: Self.code).values.allSatisfy { $0 == 0 })
        }
    }

    @Test func aSummaryStaysWhileItsPracticeDoes() async throws {
        try await TestAggregator.with { aggregator in
            let practice = try await fill(aggregator)
            await #expect(throws: DatabaseError.self) {
                try await aggregator.database.pool.withTransaction(
                    settings: [("app.destroyed_practice", String(practice.id))]
                ) { _ = try await $0.execute("DELETE FROM publication WHERE kind = 'practice-summary'") }
            }
            #expect(try await aggregator.count("publication") == 2)
        }
    }

    @Test func aTransferKnowsWhere() async throws {
        try await TestAggregator.with { aggregator in
            let administration = PracticeAdministration(aggregator.database.pool, by: "admin")
            _ = try await aggregator.enrolmentCode(Self.code)
            func transfer(_ name: String?) async throws -> String {
                try await administration.transfer(Self.code, to: name, approvedBy: "N. N.", clock: .system)
            }
            await #expect(throws: AdministrationError.receivingPSO) { try await transfer(nil) }
            try await administration.addOtherPSO("First", to: Self.code)
            try await administration.addOtherPSO("Second", to: Self.code)
            await #expect(throws: AdministrationError.receivingPSO) { try await transfer(nil) }
            try await administration.removeOtherPSO("Second", from: Self.code)
            #expect(try await transfer(nil) == "First")
            await #expect(throws: AdministrationError.hasLeft) { try await transfer("Third") }
            await #expect(throws: AdministrationError.notEnrolled(.left)) {
                try await administration.issueCode(to: Self.code, validFor: 60, clock: .system)
            }
        }
    }
}
