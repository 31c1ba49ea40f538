import AggregatorStore
import Foundation
import IncidentReports
import Postgres
import Publishing
import TestSupport
import Testing

@Suite struct PublisherTests {
    private static let period = ReportingPeriod("2025H2")!

    /// Adds so many near misses of one practice.
    private static func add(_ count: Int, to practice: PracticeKey, _ aggregator: TestAggregator) async throws {
        try await aggregator.database.pool.withConnection { connection in
            _ = try await connection.query(
                """
                INSERT INTO report (practice_id, report_id, revision, specification, content_hash, received_at,
                                    client_id, asks_analysis, asks_response, incident_date, incident_type)
                SELECT \(practice.id)::integer, gen_random_uuid(), 1, '2012', sha256('x'), '2026-01-10 12:00+00',
                       gen_random_uuid(), true, true, '2025-11-01', 2
                FROM generate_series(1, \(count)::integer)
                """)
        }
    }

    @Test func theSameDataAreTheSamePublication() async throws {
        try await TestAggregator.with { aggregator in
            for code in ["AA", "BB", "CC"] { try await Self.add(5, to: aggregator.practice(code), aggregator) }
            let publisher = Publisher(aggregator.store)
            let first = try await publisher.aggregateReport(period: Self.period)
            let second = try await publisher.aggregateReport(period: Self.period)
            #expect(first.id == second.id)
            #expect(first.document == second.document)
            #expect(try await aggregator.count("publication") == 1)
            #expect(first.publication.sections.map(\.name).first == "completeness")
            #expect(first.publication.dataThrough == "2026-01")

            try await Self.add(1, to: aggregator.practice("DD"), aggregator)
            let third = try await publisher.aggregateReport(period: Self.period)
            #expect(third.id > first.id)
            #expect(third.contentHash != first.contentHash)
            #expect(try await aggregator.count("publication") == 2)

            let strict = try await publisher.aggregateReport(
                period: Self.period, thresholds: .init(reports: 20, practices: 3))
            #expect(strict.publication.sections[0].n.status == .suppressed)
            #expect(strict.publication.sections.allSatisfy { $0.n.status != .value })
        }
    }

    @Test func aSummaryFreezesTheAggregateItComparesWith() async throws {
        try await TestAggregator.with { aggregator in
            for code in ["AA", "BB", "CC"] { try await Self.add(20, to: aggregator.practice(code), aggregator) }
            let publisher = Publisher(aggregator.store)
            let practice = PracticeCode("AA")!
            let summary = try await publisher.practiceSummary(practice: practice, period: Self.period)
            let national = try await publisher.aggregateReport(period: Self.period)
            #expect(summary.publication.national == national.contentHash)
            #expect(try await aggregator.count("publication") == 2)
            let types = try #require(summary.publication.sections.first { $0.name == "incident_type" })
            #expect(types.cells[1][0].count == 20)
            #expect(types.national?.cells[1][0].percent == 100)
            #expect(try await publisher.practiceSummary(practice: practice, period: Self.period).id == summary.id)

            let strict = try await publisher.practiceSummary(
                practice: practice, period: Self.period, thresholds: .init(reports: 30, practices: 3))
            #expect(strict.publication.national != national.contentHash)
            #expect(strict.publication.thresholds == .init(reports: 30, practices: 3))
            #expect(try await aggregator.count("publication") == 4)
        }
    }

    @Test func aPracticeNobodyKnowsGetsNothing() async throws {
        try await TestAggregator.with { aggregator in
            let publisher = Publisher(aggregator.store)
            await #expect(throws: PublishingError.unknownPractice) {
                try await publisher.practiceSummary(practice: PracticeCode("ZZ-9")!, period: Self.period)
            }
            let frozen = try await aggregator.count("publication")
            #expect(frozen == 0)
        }
    }

    @Test func aDamagedDocumentIsNotShown() async throws {
        try await TestAggregator.with { aggregator in
            let store = PublicationStore(aggregator.store)
            _ = try await store.freeze(
                PublicationDraft(
                    kind: "aggregate", practice: nil, period: "2025H2", specification: "2012", document: "{}",
                    contentHash: Data(repeating: 0, count: 32)))
            _ = try await aggregator.practice("AA")
            await #expect(throws: PublishingError.damaged(publication: 1)) {
                try await Publisher(aggregator.store).practiceSummary(
                    practice: PracticeCode("AA")!, period: Self.period)
            }
        }
    }

    @Test func aFailingDatabaseIsNotHidden() async throws {
        try await TestAggregator.with { aggregator in
            try await aggregator.database.pool.withConnection { connection in
                _ = try await connection.query("REVOKE INSERT ON publication FROM goodcatch_publication")
            }
            await #expect(throws: DatabaseError.self) {
                try await Publisher(aggregator.store).aggregateReport(period: Self.period)
            }
            let frozen = try await aggregator.count("publication")
            #expect(frozen == 0)
        }
    }

    @Test func publicationsCannotBeChanged() async throws {
        try await TestAggregator.with { aggregator in
            _ = try await Publisher(aggregator.store).aggregateReport(period: Self.period)
            for statement in ["UPDATE publication SET period = '2024'", "DELETE FROM publication"] {
                await #expect(throws: DatabaseError.self) {
                    try await aggregator.database.pool.withConnection { connection in
                        try await connection.simple(statement)
                    }
                }
            }
        }
    }
}
