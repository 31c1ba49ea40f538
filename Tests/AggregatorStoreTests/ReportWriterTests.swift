import Foundation
@_spi(Store) import IncidentReports
import IncidentSpec
import Postgres
import TestSupport
import Testing

@testable import AggregatorStore

@Suite struct ReportWriterTests {
    private func report(_ seed: UInt64) throws -> ReceivedReport {
        var random = RandomAnswers(.v2012, seed: seed)
        var answers = random.answers(to: Specification.v2012.allElements.filter(\.leavesReadable))
        answers[try #require(ElementNumber("1.1"))] = .date(try #require(CalendarDate("2025-10-24")))
        let report = DeidentifiedReport(
            specification: "2012", id: ReportID(), revision: 1, forms: [.report, .analysis, .response], notAsked: [],
            answers: answers, sealed: Data([0x30]))
        return ReceivedReport(
            report: report, contentHash: ReportCodec.contentHash(of: ReportCodec(.v2012).encode(report)))
    }

    @Test func requestsOfSeveralPracticesShareTransactionsAndStayTheirOwn() async throws {
        try await TestAggregator.with { aggregator in
            let practices = try await [
                aggregator.practice("P001"), aggregator.practice("P002"), aggregator.practice("P003"),
            ]
            let writer = ReportWriter(ReportStore(aggregator.store, .v2012), writers: 1)
            let reports = try (0..<60).map { try report(UInt64($0)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, item) in reports.enumerated() {
                    group.addTask {
                        let sent = Submission([item, item], practice: practices[index % 3], clientID: UUID())
                        let outcomes = try await writer.store(sent)
                        guard case .stored(let receipt) = outcomes[0] else {
                            Issue.record("report \(index) must be stored")
                            return
                        }
                        #expect(outcomes[1] == .duplicate(receipt))
                        #expect(try await writer.store(sent) == [.duplicate(receipt), .duplicate(receipt)])
                    }
                }
                try await group.waitForAll()
            }
            let rows = try await aggregator.database.pool.withConnection {
                try await $0.query(
                    """
                    SELECT r.report_id, p.code FROM report r JOIN practice p USING (practice_id)
                    JOIN sealed_envelope USING (practice_id, report_id, revision)
                    """, as: (UUID, String).self)
            }
            #expect(rows.count == 60)
            let owners = Dictionary(uniqueKeysWithValues: rows)
            for (index, item) in reports.enumerated() {
                #expect(owners[item.report.id.uuid] == practices[index % 3].code)
            }
            let transactions = try await aggregator.database.pool.withConnection {
                try await $0.query("SELECT count(DISTINCT xmin::text) FROM report", as: (Int).self)
            }
            #expect(transactions[0] < 60)
        }
    }

    /// A practice that is not there breaks a foreign key, and with it the transaction that it shares.
    @Test func oneRequestThatCannotBeStoredDoesNotFailTheOthers() async throws {
        try await TestAggregator.with { aggregator in
            let practice = try await aggregator.practice("P001")
            let nobody = PracticeKey(id: 999_999, code: "P999")
            let writer = ReportWriter(ReportStore(aggregator.store, .v2012), writers: 1)
            let failures = try await withThrowingTaskGroup(of: Bool.self) { group in
                for seed in 0..<30 {
                    let item = try report(UInt64(seed))
                    group.addTask {
                        do {
                            let owner = seed % 5 == 0 ? nobody : practice
                            _ = try await writer.store(Submission([item], practice: owner, clientID: UUID()))
                            return false
                        } catch {
                            return true
                        }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(failures == 6)
            #expect(try await aggregator.count("report") == 24)
        }
    }

    @Test func aLargeBatchKeepsItsOrder() async throws {
        try await TestAggregator.with { aggregator in
            let practice = try await aggregator.practice("P001")
            let writer = ReportWriter(ReportStore(aggregator.store, .v2012))
            let reports = try (0..<500).map { try report(UInt64($0)) }
            let outcomes = try await writer.store(Submission(reports, practice: practice, clientID: UUID()))
            #expect(outcomes.count == 500)
            for (item, outcome) in zip(reports, outcomes) {
                guard case .stored(let receipt) = outcome else {
                    Issue.record("each must be stored")
                    return
                }
                #expect(receipt.contentHash == item.contentHash)
            }
        }
    }

    @Test func aFullQueueTakesNothing() async throws {
        try await TestAggregator.with { aggregator in
            let practice = try await aggregator.practice("P001")
            let writer = ReportWriter(ReportStore(aggregator.store, .v2012), writers: 1, queueLimit: 2)
            let stored = try await withThrowingTaskGroup(of: Bool.self) { group in
                for seed in 0..<100 {
                    let item = try report(UInt64(seed))
                    group.addTask {
                        do {
                            _ = try await writer.store(Submission([item], practice: practice, clientID: UUID()))
                            return true
                        } catch is ReportWriter.QueueFull {
                            return false
                        }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(stored < 100)
            #expect(try await aggregator.count("report") == stored)
        }
    }
}
