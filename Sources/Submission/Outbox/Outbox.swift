public import Foundation
import GRDB
public import IncidentReports

/// The durable queue of packets between the practice and the aggregator; it never holds anything but packets.
///
/// One process sends at a time (the store's lock sees to it), so a packet found `sending` was left by one that ended:
/// it is sent again, which the aggregator answers with the receipt of the first time.
public final class Outbox: Sendable {
    let database: DatabaseQueue

    /// Opens the file, or makes it readable to its owner alone.
    public init(path: String) throws {
        database = try StoreFile.open(path, migrator: OutboxSchema.migrator)
    }

    /// Puts packets into the queue.
    ///
    /// One already there under the same report and revision is replaced as long as it was never handed to the
    /// network or was refused, and kept otherwise.
    public func enqueue(_ packets: [(key: PacketKey, packet: Data)]) throws {
        try StoreFile.run {
            try database.write { db in
                let statement = try db.cachedStatement(
                    sql: """
                        INSERT INTO packet (report_id, revision, body, content_hash, state) VALUES (?, ?, ?, ?, 'ready')
                        ON CONFLICT (report_id, revision) DO UPDATE
                        SET body = excluded.body, content_hash = excluded.content_hash, state = 'ready', attempts = 0, findings = NULL
                        WHERE (state = 'ready' AND attempts = 0) OR state = 'refused'
                        """)
                for (key, packet) in packets {
                    try statement.execute(
                        arguments: [
                            key.reportID.description, key.revision, packet, ReportCodec.contentHash(of: packet),
                        ])
                }
            }
        }
    }

    /// Takes out the revisions of a report before this one that were never handed to the network.
    ///
    /// What a practice mended or removed before anything left must not leave in its earlier form.
    public func withdraw(_ reports: [(id: ReportID, before: Int)]) throws {
        try StoreFile.run {
            try database.write { db in
                for (id, revision) in reports {
                    try db.execute(
                        sql: """
                            DELETE FROM packet
                            WHERE report_id = ? AND revision < ? AND state = 'ready' AND attempts = 0
                            """,
                        arguments: [id.description, revision])
                }
            }
        }
    }

    /// Whether the aggregator has, or may have, anything of a report.
    public func mayHaveArrived(_ id: ReportID) throws -> Bool {
        try StoreFile.run {
            try database.read { db in
                try Bool.fetchOne(
                    db, sql: "SELECT 1 FROM packet WHERE report_id = ? AND attempts > 0 AND state <> 'refused'",
                    arguments: [id.description]) ?? false
            }
        }
    }

    /// Whether the aggregator holds any revision of a report.
    public func hasArrived(_ id: ReportID) throws -> Bool {
        try StoreFile.run {
            try database.read { db in
                try Bool.fetchOne(
                    db, sql: "SELECT 1 FROM packet WHERE report_id = ? AND state = 'stored'",
                    arguments: [id.description]) ?? false
            }
        }
    }

    /// Takes out whatever of a report is not known to have arrived, up to this revision.
    public func retract(_ id: ReportID, before revision: Int) throws {
        try StoreFile.run {
            try database.write { db in
                try db.execute(
                    sql: """
                        DELETE FROM packet
                        WHERE report_id = ? AND revision < ? AND state IN ('ready', 'sending', 'refused')
                        """,
                    arguments: [id.description, revision])
            }
        }
    }

    /// Marks the next packets as being sent and hands them out, in the order in which they entered.
    ///
    /// - Parameters:
    ///   - sequence: only packets behind this place.
    ///   - now: packets that the aggregator wants later than this are left out.
    public func claim(
        after sequence: Int64, now: Date, maximumCount: Int, maximumBytes: Int
    ) throws -> [OutboxEntry] {
        try StoreFile.run {
            try database.write { db in
                let entries = try Self.next(db, sequence, now, maximumCount, maximumBytes)
                try db.execute(
                    sql: """
                        UPDATE packet SET state = 'sending', attempts = attempts + 1, next_attempt = NULL
                        WHERE sequence IN (SELECT value FROM json_each(?))
                        """,
                    arguments: [String(describing: entries.map(\.sequence))])
                return entries
            }
        }
    }

    /// The packets that ``claim(after:now:maximumCount:maximumBytes:)`` would hand out, left as they are.
    public func next(
        after sequence: Int64, now: Date, maximumCount: Int, maximumBytes: Int
    ) throws -> [OutboxEntry] {
        try StoreFile.run {
            try database.read { try Self.next($0, sequence, now, maximumCount, maximumBytes) }
        }
    }

    private static func next(
        _ db: Database, _ sequence: Int64, _ now: Date, _ maximumCount: Int, _ maximumBytes: Int
    ) throws -> [OutboxEntry] {
        var entries: [OutboxEntry] = []
        var bytes = 0
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT * FROM packet
                WHERE state IN ('ready', 'sending') AND sequence > ? AND coalesce(next_attempt, 0) <= ?
                ORDER BY sequence LIMIT ?
                """,
            arguments: [sequence, now.timeIntervalSince1970, maximumCount])
        while let row = try rows.next() {
            let entry = try OutboxEntry(row)
            bytes += entry.packet.count + 1
            if bytes > maximumBytes, !entries.isEmpty { break }
            entries.append(entry)
        }
        return entries
    }

    /// Some other packets than these, those that the aggregator holds first.
    public func others(than sequences: [Int64], limit: Int) throws -> [OutboxEntry] {
        try StoreFile.run {
            try database.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT * FROM packet WHERE sequence NOT IN (SELECT value FROM json_each(?))
                        ORDER BY state = 'stored' DESC, sequence DESC LIMIT ?
                        """,
                    arguments: [String(describing: sequences), limit]
                ).map { try OutboxEntry($0) }
            }
        }
    }

    /// Records what became of packets, all in one transaction.
    public func record(_ outcomes: [SubmissionOutcome]) throws {
        try StoreFile.run {
            try database.write { db in
                let statement = try db.cachedStatement(
                    sql: """
                        UPDATE packet SET state = ?, receipt_id = ?, received_at = ?, findings = ?, next_attempt = NULL
                        WHERE report_id = ? AND revision = ? AND state = 'sending'
                        """)
                for outcome in outcomes {
                    guard let state = outcome.kind.state else { continue }
                    try statement.execute(
                        arguments: [
                            state.rawValue, outcome.receipt?.id, outcome.receipt?.receivedAt,
                            outcome.findings.isEmpty ? nil : try JSONEncoder().encode(outcome.findings),
                            outcome.key.reportID.description, outcome.key.revision,
                        ])
                }
            }
        }
    }

    /// Gives back packets that could not be sent; none of them before `nextAttempt`.
    public func release(_ keys: [PacketKey], nextAttempt: Date?) throws {
        try StoreFile.run {
            try database.write { db in
                for key in keys {
                    try db.execute(
                        sql: """
                            UPDATE packet SET state = 'ready', next_attempt = ?
                            WHERE report_id = ? AND revision = ? AND state = 'sending'
                            """,
                        arguments: [
                            nextAttempt?.timeIntervalSince1970, key.reportID.description, key.revision,
                        ])
                }
            }
        }
    }
}

extension Outbox {
    /// One packet.
    public func entry(_ key: PacketKey) throws -> OutboxEntry? {
        try StoreFile.run {
            try database.read { db in
                try Row.fetchOne(
                    db, sql: "SELECT * FROM packet WHERE report_id = ? AND revision = ?",
                    arguments: [key.reportID.description, key.revision]
                ).map { try OutboxEntry($0) }
            }
        }
    }

    /// Where each packet stands, without the packets.
    public func states() throws -> [PacketKey: OutboxState] {
        try StoreFile.run {
            try database.read { db in
                var states: [PacketKey: OutboxState] = [:]
                let rows = try Row.fetchCursor(db, sql: "SELECT report_id, revision, state FROM packet")
                while let row = try rows.next() { states[try PacketKey(row)] = OutboxState(rawValue: row["state"]) }
                return states
            }
        }
    }

    /// How many packets stand in each state, and until when the aggregator wants the next of them to wait.
    public func summary() throws -> (counts: [OutboxState: Int], nextAttempt: Date?) {
        try StoreFile.run {
            try database.read { db in
                let rows = try Row.fetchAll(db, sql: "SELECT state, count(*) AS n FROM packet GROUP BY state")
                let counts = rows.compactMap { row in OutboxState(rawValue: row["state"]).map { ($0, row["n"] as Int) }
                }
                let next = try Double.fetchOne(db, sql: "SELECT min(next_attempt) FROM packet WHERE state = 'ready'")
                return (
                    Dictionary(counts, uniquingKeysWith: +), next.map { Date(timeIntervalSince1970: $0) }
                )
            }
        }
    }

    /// How many packets wait to be sent.
    public func waitingCount() throws -> Int {
        try StoreFile.run {
            try database.read { db in
                try Int.fetchOne(db, sql: "SELECT count(*) FROM packet WHERE state IN ('ready', 'sending')") ?? 0
            }
        }
    }

    /// Keys of the packets that wait to be sent, in order.
    public func waiting() throws -> [PacketKey] {
        try StoreFile.run {
            try database.read { db in
                try Row.fetchAll(
                    db,
                    sql: "SELECT report_id, revision FROM packet WHERE state IN ('ready', 'sending') ORDER BY sequence"
                ).map { try PacketKey($0) }
            }
        }
    }

    /// What happened to one packet, in order.
    public func events(_ key: PacketKey) throws -> [OutboxEvent] {
        try StoreFile.run {
            try database.read { db in
                try Row.fetchAll(
                    db,
                    sql: "SELECT * FROM outbox_event WHERE report_id = ? AND revision = ? ORDER BY sequence",
                    arguments: [key.reportID.description, key.revision]
                ).map { row in
                    OutboxEvent(
                        at: row["at"], from: (row["from_state"] as String?).flatMap(OutboxState.init),
                        to: (row["to_state"] as String?).flatMap(OutboxState.init))
                }
            }
        }
    }
}
