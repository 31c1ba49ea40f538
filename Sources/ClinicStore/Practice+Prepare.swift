public import Deidentification
import Foundation
import IncidentReports
import Submission

/// What was made ready for sending, and what stays.
public struct Preparation: Sendable {
    /// A report that stays, and why.
    public struct Withheld: Sendable, Hashable {
        public let localID: String
        public let error: DeidentificationError
    }

    /// Packets put into the outbox.
    public internal(set) var queued = 0
    /// Reports kept back because an identifier could not be cleaned away.
    public internal(set) var withheld: [Withheld] = []
    /// Reports of which a person has to say whether some words may stay.
    public internal(set) var inReview = 0
    /// Reports that were removed before reporting.
    public internal(set) var removed = 0
    /// Whether reports wait because the practice is not enrolled.
    public internal(set) var awaitsEnrolment = false

    /// Counts what stays; a fault of ours is no reason to keep one report and go on to the next.
    mutating func note(_ error: DeidentificationError, _ report: IdentifiedReport) throws {
        switch error {
        case .removedBeforeReporting: removed += 1
        case .notCleanable, .notAPacket: withheld.append(Withheld(localID: report.localID, error: error))
        case .notSealed: throw error
        }
    }
}

extension Practice {
    /// De-identifies every revision that waits and puts its packet into the outbox.
    ///
    /// The outbox is written before the practice's own database: killed in between, the revision still waits, and its
    /// packet, never sent, is made anew. To be called under the store's lock.
    ///
    /// - Parameter progress: told after each full batch how many reports were looked at.
    public func prepareWaiting(progress: (Int) -> Void = { _ in }) async throws -> Preparation {
        var preparation = Preparation()
        guard let enrolment = try reports.enrolment() else {
            preparation.awaitsEnrolment = try !reports.waiting(limit: 1).isEmpty
            return preparation
        }
        try queueWithdrawals()
        let deidentifier = try deidentifier(for: enrolment.practice)
        // What was in doubt may be clear to a newer program or with more identifiers in the configuration.
        try reports.retryWithheld()
        while case let batch = try reports.waiting(limit: Self.batch).map(\.report), !batch.isEmpty {
            let answers = try reports.reviewedWords(of: batch.map(\.id))
            let outcomes = await Self.prepare(try reports.linked(batch), deidentifier, answers)
            var packets: [(key: PacketKey, packet: Data)] = []
            var recorded: [(report: IdentifiedReport, prepared: ReportStore.Prepared)] = []
            for (report, outcome) in zip(batch, outcomes) {
                switch outcome {
                case .success(let prepared) where configuration.review == .ask && !prepared.questions.isEmpty:
                    recorded.append((report, .review(questions: prepared.questions.count)))
                    preparation.inReview += 1
                case .success(let prepared):
                    packets.append((PacketKey(report.id, revision: report.revision), prepared.packet))
                    recorded.append((report, .queued(prepared.trail)))
                    preparation.queued += 1
                case .failure(let error):
                    try preparation.note(error, report)
                    recorded.append((report, error == .removedBeforeReporting ? .removed : .withheld(error)))
                }
            }
            try outbox.withdraw(batch.filter { $0.revision > 1 }.map { ($0.id, before: $0.revision) })
            try outbox.enqueue(packets)
            try reports.record(recorded)
            guard batch.count == Self.batch else { continue }
            progress(preparation.queued + preparation.removed + preparation.withheld.count)
        }
        return preparation
    }

    private typealias Outcome = Result<PreparedReport, DeidentificationError>

    /// One share of the batch for each processor.
    private static func prepare(
        _ batch: [IdentifiedReport], _ deidentifier: Deidentifier, _ answers: [ReportID: ReviewedWords]
    ) async -> [Outcome] {
        let share = max(1, (batch.count + processors - 1) / processors)
        return await withTaskGroup(of: (Int, [Outcome]).self) { group in
            for start in stride(from: 0, to: batch.count, by: share) {
                let part = batch[start..<min(start + share, batch.count)]
                group.addTask {
                    (
                        start,
                        part.map { report in
                            Outcome { () throws(DeidentificationError) in
                                try deidentifier.prepare(report, answers[report.id] ?? .none)
                            }
                        }
                    )
                }
            }
            var parts: [(Int, [Outcome])] = []
            for await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    private static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }
}
