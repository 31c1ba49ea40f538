import Foundation
import IncidentReports
import IncidentSpec
import Submission
import Testing

@testable import ClinicStore

@Suite struct WithdrawTests {
    /// Sends as far as the outbox knows.
    private func send(_ store: TestStore, _ kind: SubmissionOutcome.Kind?) throws -> [PacketKey] {
        let entries = try store.practice.outbox.claim(after: 0, now: Date(), maximumCount: 9, maximumBytes: 1 << 20)
        if let kind {
            try store.practice.outbox.record(
                try entries.map { entry in
                    let json =
                        #"{"id":"r","receivedAt":"2026-01-01T00:00:00Z","contentHash":"\#(entry.contentHash.hexadecimal)"}"#
                    let receipt = try JSONDecoder().decode(Receipt.self, from: Data(json.utf8))
                    return SubmissionOutcome(
                        key: entry.key, kind: kind, receipt: kind == .refused ? nil : receipt, findings: [])
                })
        }
        return entries.map(\.key)
    }

    @Test func whatWasNeverSentNeverLeaves() async throws {
        let store = try TestStore()
        try await store.add(line("a"), line("b"))
        let withdrawn = try store.practice.withdraw("a", for: .enteredInError)
        #expect(withdrawn.revision == nil)
        #expect(store.practice.preview(withdrawn) == nil)
        let left = try send(store, .stored)
        #expect(left.count == 1 && left[0].reportID != withdrawn.id)
    }

    @Test(arguments: [SubmissionOutcome.Kind.stored, nil])
    func whatMayHaveArrivedIsWithdrawnByAPacket(kind: SubmissionOutcome.Kind?) async throws {
        let store = try TestStore()
        try await store.add(line("a"))
        _ = try send(store, kind)
        let withdrawn = try store.practice.withdraw("a", for: .duplicate)
        #expect(withdrawn.revision == 2)
        // Once more changes nothing; for another reason it is refused.
        #expect(try store.practice.withdraw("a", for: .duplicate) == withdrawn)
        #expect(throws: PracticeError.alreadyWithdrawn) { try store.practice.withdraw("a", for: .notAnIncident) }
        let waiting = try store.practice.outbox.waiting()
        #expect(waiting == [PacketKey(withdrawn.id, revision: 2)])
        let entry = try #require(try store.practice.outbox.entry(waiting[0]))
        #expect(store.practice.preview(withdrawn)?.packet == String(decoding: entry.packet, as: UTF8.self))
        guard case .withdrawal = try ReportCodec(.v2012).packet(entry.packet) else {
            Issue.record("not a withdrawal")
            return
        }
    }

    @Test func anAmendmentOfAWithdrawnReportIsRefusedAndTheSameFileIsNot() async throws {
        let store = try TestStore()
        try await store.add(line("a"))
        _ = try send(store, .stored)
        _ = try store.practice.withdraw("a", for: .practiceDecision)
        #expect(try await store.add(line("a")).unchanged == 1)
        let result = try await store.add(line("a", narrative: "it was right"))
        #expect(result.rejected == 1)
        #expect(result.findings.first?.findings.map(\.rule) == ["F-WITHDRAWN"])
        #expect(result.rejectsFile != nil)
        #expect(try store.practice.outbox.waiting().count == 1)
    }

    @Test func aWithdrawalThatWasCutShortIsCompletedByTheNextPreparation() async throws {
        let store = try TestStore()
        try await store.add(line("a"))
        let id = try send(store, .stored)[0].reportID
        // Killed after the practice's own database and before the outbox.
        try store.practice.reports.withdraw(id, .duplicate, revision: 2)
        #expect(try store.practice.outbox.waiting().isEmpty)
        _ = try await store.practice.prepareWaiting()
        #expect(try store.practice.outbox.waiting() == [PacketKey(id, revision: 2)])
    }

    @Test func whatWasRefusedIsMadeAnewAndNothingElseIs() async throws {
        let store = try TestStore()
        try await store.add(line("a"))
        let key = try send(store, .refused)[0]
        let first = try #require(try store.practice.outbox.entry(key))
        #expect(try await store.practice.requeue("a").queued == 1)
        let second = try #require(try store.practice.outbox.entry(key))
        #expect(second.state == .ready && second.attempts == 0 && second.findings.isEmpty)
        // Sealed anew.
        #expect(second.packet != first.packet)
        _ = try send(store, .stored)
        await #expect(throws: PracticeError.notRefused) { try await store.practice.requeue("a") }
    }
}
