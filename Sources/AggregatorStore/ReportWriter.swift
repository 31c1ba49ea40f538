import Foundation
import Postgres

/// Gathers the reports of concurrent requests into few transactions; each caller waits until its own are durable.
///
/// While all writers are at work requests wait and are then written together, so that many share one commit.
public actor ReportWriter {
    private struct Job {
        let submission: Submission
        let continuation: CheckedContinuation<[StoreOutcome], any Error>
    }

    /// The queue is full: nothing was taken, and the same may be sent again later.
    public struct QueueFull: Error {}

    private let store: ReportStore
    private let writers: Int
    private let queueLimit: Int
    private var waiting: [Job] = []
    private var waitingReports = 0
    private var writing = 0

    /// The most reports in one transaction, unless one request brings more.
    private static let transactionLimit = 250

    /// - Parameters:
    ///   - writers: how many transactions run at a time.
    ///   - queueLimit: the most reports that may wait.
    public init(_ store: ReportStore, writers: Int = 2, queueLimit: Int = 20_000) {
        self.store = store
        self.writers = max(1, writers)
        self.queueLimit = queueLimit
    }

    /// What waits for a writer now.
    public var queue: (requests: Int, reports: Int) { (waiting.count, waitingReports) }

    /// Stores a batch and answers only after its commit is durable; safe to run twice.
    ///
    /// A large batch may take several transactions. If one fails the whole is to be sent again, and what had been
    /// stored is then a duplicate.
    ///
    /// - Throws: ``QueueFull``, or what kept this batch, and not somebody else's, from being stored.
    public func store(_ submission: Submission) async throws -> [StoreOutcome] {
        let count = submission.reports.count
        guard count > 0 else { return [] }
        guard waitingReports == 0 || waitingReports + count <= queueLimit else { throw QueueFull() }
        let keys = Set(submission.reports.map { ReportStore.Key($0.report) })
        // Of equal keys the first is stored, which takes one transaction.
        guard count > Self.transactionLimit, keys.count == count else { return try await wait(submission) }
        let half = submission.reports.count / 2
        async let first = wait(submission.part(0..<half))
        async let second = wait(submission.part(half..<count))
        return try await first + second
    }

    private func wait(_ submission: Submission) async throws -> [StoreOutcome] {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Job(submission: submission, continuation: continuation))
            waitingReports += submission.reports.count
            // A further writer would only make the transactions smaller, unless there is much to write.
            guard writing == 0 || writing < writers && waitingReports >= Self.transactionLimit / 2 else { return }
            writing += 1
            Task { await work() }
        }
    }

    private func work() async {
        while !waiting.isEmpty { await write(takeGroup()) }
        writing -= 1
    }

    private func takeGroup() -> [Job] {
        var (count, reports) = (0, 0)
        for job in waiting {
            reports += job.submission.reports.count
            guard count == 0 || reports <= Self.transactionLimit else { break }
            count += 1
        }
        let group = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        waitingReports -= group.reduce(0) { $0 + $1.submission.reports.count }
        return group
    }

    private nonisolated func write(_ group: [Job]) async {
        do {
            let outcomes = try await store.store(group.map(\.submission))
            for (job, outcomes) in zip(group, outcomes) { job.continuation.resume(returning: outcomes) }
        } catch let error as DatabaseError where group.count > 1 && error.kind.isOfOneStatement {
            // One request's rows must not fail the others'.
            for job in group { await write([job]) }
        } catch {
            for job in group { job.continuation.resume(throwing: error) }
        }
    }
}

extension Submission {
    fileprivate func part(_ range: Range<Int>) -> Submission {
        Submission(Array(reports[range]), practice: practice, clientID: clientID)
    }
}

extension DatabaseError.Kind {
    /// Whether another statement might have succeeded at the same moment.
    fileprivate var isOfOneStatement: Bool {
        switch self {
        case .connection, .commitOutcomeUnknown, .resources: false
        default: true
        }
    }
}
