import Foundation
import IncidentReports
import Synchronization
import Testing

@testable import Submission

@Suite(.serialized) struct PushTests {
    let folder: TestFolder
    let outbox: Outbox

    init() throws {
        folder = try TestFolder()
        outbox = try Outbox(path: folder.path("outbox.sqlite"))
    }

    @discardableResult
    private func fill(_ count: Int, poison: [Int: String] = [:]) throws -> [PacketKey] {
        let keys = (0..<count).map { _ in PacketKey(ReportID(), revision: 1) }
        try outbox.enqueue(
            keys.enumerated().map { index, key in
                let more = poison[index].map { #","poison":"\#($0)""# } ?? ""
                return (key, Data(#"{"reportId":"\#(key.reportID)","revision":1\#(more)}"#.utf8))
            })
        return keys
    }

    private func push(_ client: SubmissionClient, batch: Int = 500) async throws -> [SubmissionOutcome] {
        var limits = Push.Limits()
        limits.reports = batch
        var outcomes: [SubmissionOutcome] = []
        try await Push(outbox: outbox, client: client, limits: limits).run { outcomes += $0 }
        return outcomes
    }

    @Test func everythingIsStoredOverOneConnectionWithOneToken() async throws {
        let aggregator = try FakeAggregator()
        let keys = try fill(25)
        let outcomes = try await push(try aggregator.client(), batch: 10)
        #expect(outcomes.map(\.key) == keys)
        #expect(outcomes.allSatisfy { $0.kind == .stored && $0.receipt != nil })
        #expect(try outbox.waiting().isEmpty)
        let counts = try FakeCounts(aggregator)
        #expect(counts.stored == 25)
        #expect(counts.reports == 3)
        #expect(counts.tokens == 1)
        // One of the push, one of the question.
        #expect(counts.connections == 2)
    }

    @Test func anAnswerThatIsLostIsAskedForAgainAndTheReceiptIsTheFirst() async throws {
        let aggregator = try FakeAggregator(faults: ["drop"])
        let keys = try fill(3)
        let outcomes = try await push(try aggregator.client())
        #expect(outcomes.allSatisfy { $0.kind == .duplicate })
        #expect(try FakeCounts(aggregator).stored == 3)
        #expect(try outbox.states() == Dictionary(uniqueKeysWithValues: keys.map { ($0, .stored) }))
    }

    @Test func aKilledPushIsTakenUpByTheNext() async throws {
        let aggregator = try FakeAggregator(faults: ["drop"])
        try fill(3)
        // Killed after sending: the packets stay `sending` and the aggregator holds them.
        _ = try? await aggregator.client { $1.attempts = 1 }.submit(
            try outbox.claim(after: 0, now: Date(), maximumCount: 9, maximumBytes: 9_999).map(\.outgoing))
        #expect(try outbox.states().values.allSatisfy { $0 == .sending })
        let again = try Outbox(path: folder.path("outbox.sqlite"))
        var kinds: [SubmissionOutcome.Kind] = []
        try await Push(outbox: again, client: try aggregator.client()).run { kinds += $0.map(\.kind) }
        #expect(kinds == [.duplicate, .duplicate, .duplicate])
        #expect(try FakeCounts(aggregator).stored == 3)
    }

    @Test(arguments: ["503", "500", "429:1", "502:0"])
    func faultsThatPassAreWaitedFor(fault: String) async throws {
        let aggregator = try FakeAggregator(faults: [fault, fault])
        try fill(1)
        #expect(try await push(try aggregator.client()).map(\.kind) == [.stored])
        #expect(try FakeCounts(aggregator).reports == 3)
    }

    @Test func theServersWishIsHonoured() async throws {
        let aggregator = try FakeAggregator(faults: ["429:7"])
        let pauses = Mutex<[Double]>([])
        try fill(1)
        _ = try await push(
            try aggregator.client { _, retry in retry.sleep = { pause in pauses.withLock { $0.append(pause) } } })
        #expect(pauses.withLock { $0 } == [7])
    }

    @Test func aSlowLineIsLetBeAndASilentOneIsNot() async throws {
        let slow = try FakeAggregator(faults: ["trickle"])
        try fill(3)
        // The answer takes longer than any silence may.
        let patient = try slow.client { options, _ in options.requestTimeout = .seconds(2) }
        #expect(try await push(patient).map(\.kind) == [.stored, .stored, .stored])
        #expect(try FakeCounts(slow).reports == 1)

        let silent = try FakeAggregator(faults: ["stall"])
        let key = try fill(1)[0]
        let client = try silent.client { options, retry in
            options.requestTimeout = .seconds(1)
            retry.attempts = 1
        }
        await #expect(throws: SubmissionError.self) { try await push(client) }
        #expect(try outbox.entry(key)?.state == .ready)
        #expect(try await push(client).map(\.kind) == [.stored])
    }

    @Test func aLongWishEndsThePushAndIsRemembered() async throws {
        let aggregator = try FakeAggregator(faults: ["503:3600"])
        try fill(2)
        let client = try aggregator.client()
        let error = await #expect(throws: SubmissionError.self) { try await push(client) }
        guard case .unavailable(503, _) = error else { throw try #require(error) }
        #expect(try outbox.states().values.allSatisfy { $0 == .ready })
        let next = try #require(try outbox.summary().nextAttempt)
        #expect(next.timeIntervalSinceNow > 3000)
        #expect(try await push(client).isEmpty)
        #expect(try FakeCounts(aggregator).reports == 1)
    }

    @Test(arguments: ["400", "403", "404", "405", "413", "415", "422", "garbage"])
    func whatEveryBatchMeetsIsNoReportsFault(fault: String) async throws {
        let aggregator = try FakeAggregator(faults: Array(repeating: fault, count: 100))
        try fill(20)
        let client = try aggregator.client()
        await #expect(throws: SubmissionError.self) { try await push(client) }
        #expect(try outbox.states().values.allSatisfy { $0 == .ready })
        // Halved down to one, and three others asked.
        #expect(try FakeCounts(aggregator).reports <= 9)
    }

    @Test(arguments: ["400", "413", "422"], [0, 6, 19])
    func aReportThatSpoilsItsBatchIsSetAsideAlone(fault: String, place: Int) async throws {
        let aggregator = try FakeAggregator()
        let keys = try fill(20, poison: [place: fault])
        let outcomes = try await push(try aggregator.client(), batch: 15)
        #expect(Set(outcomes.map(\.key)) == Set(keys))
        let states = try outbox.states()
        #expect(keys.indices.allSatisfy { states[keys[$0]] == ($0 == place ? .refused : .stored) })
        #expect(try FakeCounts(aggregator).stored == 19)
        let finding = try #require(try outbox.entry(keys[place])?.findings.first)
        #expect(finding.rule == "T-REJECTED" && finding.message.contains("\(fault), test"))
    }

    @Test func aReportAloneIsSetAsideOnlyIfTheServerTakesOthers() async throws {
        let aggregator = try FakeAggregator()
        let poisoned = try fill(1, poison: [0: "422"])[0]
        let client = try aggregator.client()
        await #expect(throws: SubmissionError.rejected(status: 422, problem: "test")) { try await push(client) }
        #expect(try outbox.states() == [poisoned: .ready])
        try fill(1)
        #expect(try await push(client).map(\.kind) == [.refused, .stored])
    }

    @Test(arguments: ["garbage", "wronghash", "fewer"])
    func aReportWhoseAnswerProvesNothingWaitsAndTheRestGoesOn(fault: String) async throws {
        let aggregator = try FakeAggregator()
        let keys = try fill(9, poison: [4: fault])
        let client = try aggregator.client()
        await #expect(throws: SubmissionError.self) { try await push(client) }
        let states = try outbox.states()
        #expect(keys.indices.allSatisfy { states[keys[$0]] == ($0 == 4 ? .ready : .stored) })
    }

    @Test func aServerThatTakesLessIsSentLess() async throws {
        let aggregator = try FakeAggregator(faults: ["limit=700"])
        try fill(40)
        let outcomes = try await push(try aggregator.client(), batch: 20)
        #expect(outcomes.count == 40 && outcomes.allSatisfy { $0.kind == .stored })
        // 20 and 10 are too many, 5 are not, and from there on no more are tried.
        #expect(try FakeCounts(aggregator).reports <= 13)
    }

    @Test func aTokenThatIsNoLongerTakenIsRenewedOnce() async throws {
        let aggregator = try FakeAggregator(faults: ["401"])
        try fill(1)
        #expect(try await push(try aggregator.client()).map(\.kind) == [.stored])
        #expect(try FakeCounts(aggregator).tokens == 2)

        let strict = try FakeAggregator(faults: ["401", "401"])
        try fill(1)
        let client = try strict.client()
        await #expect(throws: SubmissionError.denied(problem: "test")) { try await push(client) }
    }

    @Test(arguments: ["garbage", "wronghash", "fewer"])
    func anAnswerThatProvesNothingIsNotRecordedButAskedForAgain(fault: String) async throws {
        let aggregator = try FakeAggregator(faults: [fault])
        try fill(2)
        let outcomes = try await push(try aggregator.client())
        #expect(outcomes.count == 2 && outcomes.allSatisfy { $0.kind.state == .stored })
        #expect(try FakeCounts(aggregator).reports == 3)
    }

    @Test(arguments: [("refuse", OutboxState.refused), ("conflict", .conflict)])
    func whatTheAggregatorDoesNotTakeIsKeptWithItsReasons(fault: String, state: OutboxState) async throws {
        let aggregator = try FakeAggregator(faults: [fault])
        let key = try fill(1)[0]
        _ = try await push(try aggregator.client())
        let entry = try #require(try outbox.entry(key))
        #expect(entry.state == state)
        #expect(entry.findings.map(\.rule) == ["D-LEAK"])
        #expect(entry.receipt == nil)
    }

    @Test func aDryRunChangesNothing() async throws {
        let aggregator = try FakeAggregator()
        let keys = try fill(5)
        var limits = Push.Limits()
        limits.reports = 2
        var kinds: [SubmissionOutcome.Kind] = []
        try await Push(outbox: outbox, client: try aggregator.client(), limits: limits).dryRun {
            kinds += $0.map(\.kind)
        }
        #expect(kinds == Array(repeating: .valid, count: 5))
        #expect(try outbox.waiting() == keys)
        #expect(try FakeCounts(aggregator).stored == 0)
    }

    @Test func aPacketComesBackByteForByte() async throws {
        let aggregator = try FakeAggregator()
        let key = try fill(1)[0]
        let client = try aggregator.client()
        _ = try await push(client)
        #expect(try await client.packet(key) == outbox.entry(key)?.packet)
        await #expect(throws: SubmissionError.notFound(problem: "not-found")) {
            try await client.packet(PacketKey(ReportID(), revision: 1))
        }
        await #expect(throws: SubmissionError.notFound(problem: "summary-not-released")) {
            try await client.summary(ReportingPeriod("2025H2")!, format: "html")
        }
    }

    @Test func enrolment() async throws {
        let aggregator = try FakeAggregator()
        let client = try aggregator.client()
        #expect(try await client.enroll(code: "GOOD", key: SigningKey()).practice == "P001")
        await #expect(throws: SubmissionError.denied(problem: "enrolment-code")) {
            try await client.enroll(code: "BAD", key: SigningKey())
        }
    }

    @Test func aCertificateOfAnotherAuthorityIsRefusedAtOnce() async throws {
        let aggregator = try FakeAggregator()
        try fill(1)
        let client = try aggregator.client { options, _ in options.caFile = nil }
        let error = await #expect(throws: SubmissionError.self) { try await push(client) }
        guard case .unreachable(let transport) = error else { throw try #require(error) }
        #expect(!transport.isTransient)
        #expect(try FakeCounts(aggregator).tokens == 0)
    }

    @Test func nobodyListens() async throws {
        var retry = RetryPolicy()
        retry.attempts = 2
        retry.sleep = { _ in }
        let client = try SubmissionClient(
            server: "https://127.0.0.1:1", options: TransportOptions(),
            identity: ClientIdentity(clientID: "c", key: SigningKey()), retry: retry)
        try fill(1)
        await #expect(throws: SubmissionError.self) { try await push(client) }
        #expect(try outbox.states().values.allSatisfy { $0 == .ready })
    }

    @Test(arguments: ["http://localhost", "localhost", "https://", "https://a/?b=c", "https://user@host", "ftp://x"])
    func addressesThatAreRefused(server: String) {
        #expect(throws: SubmissionError.address) {
            try SubmissionClient(server: server, options: TransportOptions(), identity: nil)
        }
    }

    @Test func pausesGrowAndStayBelowTheirBounds() {
        let policy = RetryPolicy()
        for attempt in 1...12 {
            let bound = min(policy.longestPause, policy.firstPause * pow(2, Double(attempt - 1)))
            for _ in 0..<50 { #expect((0...bound).contains(policy.pause(after: attempt))) }
        }
    }
}
