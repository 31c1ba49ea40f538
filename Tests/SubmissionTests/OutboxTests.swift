import Foundation
import GRDB
import IncidentReports
import Testing

@testable import Submission

/// A folder that goes with the last reference to it.
final class TestFolder: Sendable {
    let url = FileManager.default.temporaryDirectory.appending(path: "goodcatch-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }
}

@Suite struct OutboxTests {
    let folder: TestFolder
    let outbox: Outbox
    let now = Date(timeIntervalSince1970: 1_760_000_000)

    init() throws {
        folder = try TestFolder()
        outbox = try Outbox(path: folder.path("outbox.sqlite"))
    }

    private func keys(_ count: Int) -> [PacketKey] { (0..<count).map { _ in PacketKey(ReportID(), revision: 1) } }

    private func enqueue(_ keys: [PacketKey], _ text: String = "{}") throws {
        try outbox.enqueue(keys.map { ($0, Data(text.utf8)) })
    }

    private func claim(_ outbox: Outbox? = nil, after: Int64 = 0, count: Int = 500, bytes: Int = 1 << 20) throws
        -> [OutboxEntry]
    {
        try (outbox ?? self.outbox).claim(after: after, now: now, maximumCount: count, maximumBytes: bytes)
    }

    private func stored(_ entry: OutboxEntry, _ kind: SubmissionOutcome.Kind = .stored) -> SubmissionOutcome {
        SubmissionOutcome(
            key: entry.key, kind: kind,
            receipt: kind.state == .stored
                ? Receipt(
                    id: "r-\(entry.sequence)", receivedAt: "2026-01-01T00:00:00Z",
                    contentHash: entry.contentHash.hexadecimal)
                : nil,
            findings: [])
    }

    @Test func theFileIsPrivateAndEachCommitDurable() throws {
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path("outbox.sqlite"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let queue = try StoreFile.open(folder.path("outbox.sqlite"), migrator: OutboxSchema.migrator)
        let journal = try queue.read { db in try String.fetchOne(db, sql: "PRAGMA journal_mode") }
        let synchronous = try queue.read { db in try Int.fetchOne(db, sql: "PRAGMA synchronous") }
        #expect(journal == "wal")
        #expect(synchronous == 2)
    }

    @Test func packetsGoOutInOrderWithinTheLimits() throws {
        let keys = keys(5)
        try enqueue(keys, String(repeating: "x", count: 100))
        let first = try claim(count: 2)
        #expect(first.map(\.key) == Array(keys[..<2]))
        #expect(try claim(after: first[1].sequence, bytes: 205).map(\.key) == Array(keys[2..<4]))
        #expect(try claim(after: first[1].sequence + 2, bytes: 5).map(\.key) == [keys[4]])
    }

    @Test func outcomesAreRecordedWithTheirReceipts() throws {
        let keys = keys(4)
        try enqueue(keys)
        let kinds: [SubmissionOutcome.Kind] = [.stored, .duplicate, .conflict, .refused]
        try outbox.record(zip(try claim(), kinds).map { stored($0, $1) })
        let states = try outbox.states()
        #expect(keys.map { states[$0] } == [.stored, .stored, .conflict, .refused])
        #expect(try outbox.entry(keys[0])?.receipt?.id == "r-1")
        #expect(try claim().isEmpty)
        let events = try outbox.events(keys[0]).map(\.to)
        #expect(events == [.ready, .sending, .stored])
        #expect(try outbox.summary().counts == [.stored: 2, .conflict: 1, .refused: 1])
    }

    @Test func aPacketIsTakenOnceAndReplacedOnlyBeforeItWasSent() throws {
        let key = keys(1)[0]
        try enqueue([key], "{1}")
        try enqueue([key], "{2}")
        #expect(try outbox.entry(key)?.packet == Data("{2}".utf8))
        let entry = try #require(try claim().first)
        #expect(entry.contentHash == ReportCodec.contentHash(of: entry.packet))
        try outbox.release([key], nextAttempt: nil)
        try enqueue([key], "{3}")
        #expect(try outbox.entry(key)?.packet == Data("{2}".utf8))
        #expect(try outbox.entry(key)?.attempts == 1)
    }

    @Test func whatWasMendedBeforeItWasSentIsWithdrawn() throws {
        let id = ReportID()
        try enqueue([PacketKey(id, revision: 1)])
        try outbox.withdraw([(id, before: 2)])
        #expect(try outbox.entry(PacketKey(id, revision: 1)) == nil)
        #expect(try outbox.events(PacketKey(id, revision: 1)).map(\.to) == [.ready, nil])

        try enqueue([PacketKey(id, revision: 2)])
        _ = try claim()
        try outbox.withdraw([(id, before: 3)])
        #expect(try outbox.entry(PacketKey(id, revision: 2)) != nil)
    }

    @Test func theServersWishToWaitIsKept() throws {
        let keys = keys(1)
        try enqueue(keys)
        _ = try claim()
        try outbox.release(keys, nextAttempt: now.addingTimeInterval(60))
        #expect(try claim().isEmpty)
        #expect(try outbox.summary().nextAttempt == now.addingTimeInterval(60))
        let later = try outbox.claim(
            after: 0, now: now.addingTimeInterval(61), maximumCount: 1, maximumBytes: 100)
        #expect(later.map(\.key) == keys)
    }

    /// Copies the files as a power cut would leave them, and opens the copy.
    private func copy(_ name: String) throws -> Outbox {
        for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: folder.path("outbox.sqlite\(ending)")) {
            try FileManager.default.copyItem(
                atPath: folder.path("outbox.sqlite\(ending)"), toPath: folder.path("\(name)\(ending)"))
        }
        return try Outbox(path: folder.path(name))
    }

    @Test func whateverIsCommittedOutlivesACrash() throws {
        let keys = keys(3)
        try enqueue(keys)
        #expect(try copy("entered.sqlite").waiting() == keys)

        let entries = try claim(count: 2)
        let sending = try copy("sending.sqlite")
        #expect(try sending.states().values.filter { $0 == .sending }.count == 2)
        // What was being sent is sent again, the same bytes under the same key.
        let again = try claim(sending)
        #expect(again.map(\.key) == keys)
        #expect(again.map(\.packet) == entries.map(\.packet) + [Data("{}".utf8)])
        #expect(again.map(\.attempts) == [1, 1, 0])

        try outbox.record(entries.map { stored($0) })
        let done = try copy("done.sqlite")
        #expect(try done.waiting() == [keys[2]])
        #expect(try done.entry(keys[0])?.receipt == outbox.entry(keys[0])?.receipt)
    }

    @Test func aLateOutcomeDoesNotUndoAReceipt() throws {
        try enqueue(keys(1))
        let entry = try #require(try claim().first)
        try outbox.record([stored(entry)])
        try outbox.record([stored(entry, .refused)])
        try outbox.release([entry.key], nextAttempt: nil)
        #expect(try outbox.entry(entry.key)?.state == .stored)
    }

    @Test func faultsOfTheFileSayNothingOfItsContents() throws {
        try Data("Zorqvexu is no database, and long enough to be looked at as one".utf8)
            .write(to: folder.url.appending(path: "bad.sqlite"))
        let error = #expect(throws: StoreFileError.self) { try Outbox(path: folder.path("bad.sqlite")) }
        #expect(error.map { !"\($0)".contains("Zorqvexu") } == true)
    }
}
