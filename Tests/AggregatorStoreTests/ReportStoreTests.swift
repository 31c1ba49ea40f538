import AggregatorStore
import Foundation
@_spi(Store) import IncidentReports
import IncidentSpec
import Postgres
import TestSupport
import Testing

@Suite struct ReportStoreTests {
    private let specification = Specification.v2012

    private func report(
        _ id: ReportID = ReportID(), revision: Int = 1, seed: UInt64, sealed: Bool = true
    ) throws -> ReceivedReport {
        var random = RandomAnswers(specification, seed: seed)
        var answers = random.answers(to: specification.allElements.filter(\.leavesReadable))
        answers[try #require(ElementNumber("1.1"))] = .date(try #require(CalendarDate("2025-10-24")))
        let report = DeidentifiedReport(
            specification: specification.version, id: id, revision: revision,
            forms: seed.isMultiple(of: 2) ? [.report, .analysis] : [.report, .analysis, .response],
            notAsked: seed.isMultiple(of: 3) ? [try #require(ElementNumber("2.4"))] : [], answers: answers,
            sealed: sealed ? Data([0x30, UInt8(seed % 256)]) : nil)
        return ReceivedReport(
            report: report, contentHash: ReportCodec.contentHash(of: ReportCodec(specification).encode(report)))
    }

    @Test func whatIsStoredComesBackByteForByte() async throws {
        try await TestAggregator.with { aggregator in
            let practice = try await aggregator.practice("P001")
            let reports = ReportStore(aggregator.store, specification)
            let batch = try (0..<60).map { try report(seed: UInt64($0), sealed: $0 % 5 != 0) }
            let outcomes = try await reports.store(batch, practice: practice, clientID: UUID())
            #expect(outcomes.allSatisfy { if case .stored = $0 { true } else { false } })
            let codec = ReportCodec(specification)
            for item in batch {
                let read = try #require(try await reports.report(item.report.id, revision: nil, practice: practice))
                #expect(codec.encode(read) == codec.encode(item.report))
            }
        }
    }

    @Test func sendingAgainGivesTheFirstReceiptAndOtherContentAConflict() async throws {
        try await TestAggregator.with { aggregator in
            let practice = try await aggregator.practice("P001")
            let reports = ReportStore(aggregator.store, specification)
            let first = try report(seed: 1)
            let other = try report(first.report.id, seed: 2)
            let amended = try report(first.report.id, revision: 2, seed: 3)
            let outcomes = try await reports.store(
                [first, first, other, amended], practice: practice, clientID: UUID())
            guard case .stored(let receipt) = outcomes[0], case .stored = outcomes[3] else {
                Issue.record("the first and the amendment must be stored")
                return
            }
            #expect(outcomes[1] == .duplicate(receipt))
            #expect(outcomes[2] == .conflict)
            let again = try await reports.store([first], practice: practice, clientID: UUID())
            #expect(again == [.duplicate(receipt)])
            let latest = try await reports.report(first.report.id, revision: nil, practice: practice)
            #expect(latest?.revision == 2)
            let current = try await aggregator.database.pool.withConnection {
                try await $0.query("SELECT revision FROM current_report", as: (Int).self)
            }
            #expect(current == [2])
        }
    }

    @Test func manySendersOfTheSameReportsStoreEachOnce() async throws {
        try await TestAggregator.with { aggregator in
            let practice = try await aggregator.practice("P001")
            let reports = ReportStore(aggregator.store, specification)
            let batch = try (0..<25).map { try report(seed: UInt64(100 + $0)) }
            var receipts: [Set<Receipt>] = Array(repeating: [], count: batch.count)
            try await withThrowingTaskGroup(of: [(Int, StoreOutcome)].self) { group in
                for sender in 0..<8 {
                    group.addTask {
                        let order = Array(batch.indices).sorted { ($0 * 7 + sender) % 25 < ($1 * 7 + sender) % 25 }
                        let outcomes = try await reports.store(
                            order.map { batch[$0] }, practice: practice, clientID: UUID())
                        return Array(zip(order, outcomes))
                    }
                }
                for try await outcomes in group {
                    for case (let index, .stored(let receipt)) in outcomes { receipts[index].insert(receipt) }
                    for case (let index, .duplicate(let receipt)) in outcomes { receipts[index].insert(receipt) }
                }
            }
            #expect(receipts.allSatisfy { $0.count == 1 })
            #expect(try await aggregator.count("report") == batch.count)
            #expect(try await aggregator.count("sealed_envelope") == batch.count)
        }
    }

    @Test func aPracticeReachesNothingOfAnothers() async throws {
        try await TestAggregator.with { aggregator in
            let own = try await aggregator.practice("P001")
            let other = try await aggregator.practice("P002")
            let reports = ReportStore(aggregator.store, specification)
            let item = try report(seed: 9)
            _ = try await reports.store([item], practice: own, clientID: UUID())
            #expect(try await reports.report(item.report.id, revision: nil, practice: other) == nil)
            // The same report id of another practice is another report.
            let outcome = try await reports.store([item], practice: other, clientID: UUID())
            guard case .stored = outcome[0] else {
                Issue.record("report ids are a practice's own")
                return
            }
            #expect(try await aggregator.count("report") == 2)
        }
    }
}
