public import Foundation
import IncidentReports
import Postgres

/// What one request asks to store.
public struct Submission: Sendable {
    public let reports: [ReceivedReport]
    public let practice: PracticeKey
    public let clientID: UUID

    public init(_ reports: [ReceivedReport], practice: PracticeKey, clientID: UUID) {
        self.reports = reports
        self.practice = practice
        self.clientID = clientID
    }
}

extension ReportStore {
    /// Stores a batch in one transaction and answers only after its commit is durable; safe to run twice.
    ///
    /// - Returns: one outcome for each report, in their order.
    public func store(
        _ batch: [ReceivedReport], practice: PracticeKey, clientID: UUID
    ) async throws -> [StoreOutcome] {
        try await store([Submission(batch, practice: practice, clientID: clientID)])[0]
    }

    /// Stores the reports of several requests, and of several practices, in one transaction.
    ///
    /// Row-level security holds throughout: before the statement of a practice the transaction names that practice
    /// and no other.
    ///
    /// - Returns: for each submission one outcome for each of its reports, in their order.
    public func store(_ submissions: [Submission]) async throws -> [[StoreOutcome]] {
        let parts = parts(of: submissions)
        guard !parts.isEmpty else { return submissions.map { _ in [] } }
        return try await pool.withTransaction(name: "store_reports") { session in
            let inserted = try await session.pipeline(
                [PracticeKey.admission(of: parts.map(\.practice))]
                    + parts.flatMap { [SQL.setLocal("app.practice", $0.practice.id), insert($0)] })
            var found: [Found] = []
            for (index, part) in parts.enumerated() {
                found.append(try Found(inserted: inserted[2 * index + 2], of: part))
            }
            // What was there before is looked up only where something was.
            let open = parts.indices.filter { found[$0].receipts.count < parts[$0].items.count }
            if !open.isEmpty {
                let known = try await session.pipeline(
                    open.flatMap { index in
                        let missing = parts[index].items.map(\.key).filter { found[index].receipts[$0] == nil }
                        return [SQL.setLocal("app.practice", parts[index].practice.id)]
                            + lookups(missing, parts[index].practice)
                    })
                for (place, index) in open.enumerated() {
                    try found[index].add(known: known[3 * place + 1], withdrawn: known[3 * place + 2])
                }
            }
            let outcomes = Self.outcomes(of: submissions, parts, found)
            // One row for all that a submitter sent in this transaction: a row costs as much as a small report.
            let bySender = Dictionary(
                zip(submissions.map { Sender($0) }, outcomes), uniquingKeysWith: { $0 + $1 })
            let envelopes = zip(parts, found).flatMap { part, found in
                seal(part.items.filter { found.inserted.contains($0.key) }, part.practice)
                    .map { [SQL.setLocal("app.practice", part.practice.id), $0] } ?? []
            }
            let told = parts.map(\.sender).map { sender in
                AuditLog.statement(
                    .submission(
                        .submit, bySender[sender] ?? [], practice: sender.practice, clientID: sender.clientID))
            }
            try await session.pipeline(envelopes + told)
            return outcomes
        }
    }

    private static func outcomes(
        of submissions: [Submission], _ parts: [Part], _ found: [Found]
    ) -> [[StoreOutcome]] {
        let places = Dictionary(uniqueKeysWithValues: zip(parts.map(\.sender), parts.indices))
        var seen = [Set<Key>](repeating: [], count: parts.count)
        return submissions.map { submission in
            guard let place = places[Sender(submission)] else { return [] }
            return submission.reports.map { item in
                let key = Key(item.report)
                return found[place].outcome(of: item, key, isFirst: seen[place].insert(key).inserted)
            }
        }
    }

    struct Key: Hashable, Comparable {
        let id: UUID
        let revision: Int

        init(_ id: UUID, _ revision: Int) {
            self.id = id
            self.revision = revision
        }

        init(_ report: DeidentifiedReport) { self.init(report.id.uuid, report.revision) }

        static func < (left: Key, right: Key) -> Bool { (left.id, left.revision) < (right.id, right.revision) }
    }

    /// Who sends: one statement stores what one submitter of one practice sent.
    struct Sender: Hashable {
        let practice: PracticeKey
        let clientID: UUID

        init(_ submission: Submission) {
            practice = submission.practice
            clientID = submission.clientID
        }
    }

    /// What one statement stores: of equal keys the first.
    struct Part {
        struct Item {
            let key: Key
            let report: ReceivedReport
        }

        let sender: Sender
        let items: [Item]

        var practice: PracticeKey { sender.practice }
    }

    /// Always in the same order, so that two transactions never wait for each other.
    private func parts(of submissions: [Submission]) -> [Part] {
        var rows: [Sender: [ReceivedReport]] = [:]
        for submission in submissions where !submission.reports.isEmpty {
            rows[Sender(submission), default: []] += submission.reports
        }
        return rows.map { sender, reports in
            var seen: Set<Key> = []
            let items = reports.map { Part.Item(key: Key($0.report), report: $0) }
            return Part(
                sender: sender, items: items.filter { seen.insert($0.key).inserted }.sorted { $0.key < $1.key })
        }
        .sorted { ($0.practice.id, $0.sender.clientID) < ($1.practice.id, $1.sender.clientID) }
    }

    /// What the database says of the reports of one part.
    private struct Found {
        var receipts: [Key: Receipt] = [:]
        private(set) var inserted: Set<Key> = []
        private var withdrawn: [UUID: Int] = [:]

        init(inserted rows: Rows, of part: Part) throws {
            let hashes = Dictionary(uniqueKeysWithValues: part.items.map { ($0.key, $0.report.contentHash) })
            for (id, revision, receipt, receivedAt) in try rows.decode(as: (UUID, Int, UUID, String).self) {
                let key = Key(id, revision)
                inserted.insert(key)
                receipts[key] = hashes[key].map { Receipt(id: receipt, receivedAt: receivedAt, contentHash: $0) }
            }
        }

        mutating func add(known rows: Rows, withdrawn withdrawals: Rows) throws {
            for (id, revision, receipt, hash, receivedAt) in try rows.decode(as: (UUID, Int, UUID, Data, String).self) {
                receipts[Key(id, revision)] = Receipt(id: receipt, receivedAt: receivedAt, contentHash: hash)
            }
            for (id, revision) in try withdrawals.decode(as: (UUID, Int).self) { withdrawn[id] = revision }
        }

        func outcome(of item: ReceivedReport, _ key: Key, isFirst: Bool) -> StoreOutcome {
            let isNew = inserted.contains(key)
            if !isNew, let last = withdrawn[key.id], key.revision >= last { return .withdrawn }
            guard let receipt = receipts[key], receipt.contentHash == item.contentHash else { return .conflict }
            return isNew && isFirst ? .stored(receipt) : .duplicate(receipt)
        }
    }
}
