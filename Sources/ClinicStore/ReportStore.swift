import Deidentification
import Foundation
import GRDB
public import IncidentReports
import IncidentSpec
public import Submission

/// The practice's own database of identified reports, practice.sqlite.
public final class ReportStore: Sendable {
    let database: DatabaseQueue
    let specification: Specification

    init(_ directory: PracticeDirectory, _ specification: Specification) throws {
        database = try StoreFile.open(directory.reportsFile.path, migrator: ReportSchema.migrator)
        self.specification = specification
    }

    /// What became of one row.
    enum Entered: Sendable, Hashable {
        case new, amended, unchanged
        /// It says what an earlier revision said and the last does not; nothing was entered.
        case older
        /// The report was withdrawn, which is final; nothing was entered.
        case withdrawn
    }

    /// Takes good rows in, all in one transaction.
    ///
    /// A row whose local id is known is a further revision, unless it says the same as the last. A row without a
    /// local id is the same report only if it says exactly the same; else it is a new one, numbered here.
    ///
    /// - Parameter goingBack: whether a row that says what an earlier revision said is a further revision.
    func enter(_ rows: [ReportRow], goingBack: Bool = false) throws -> [Entered] {
        try StoreFile.run {
            try database.write { db in
                try rows.map { row in
                    let content = ReportContent(
                        specification: specification.version, forms: row.forms, notAsked: row.notAsked,
                        answers: row.answers, alsoKnown: row.alsoKnown
                    ).encoded(specification)
                    let digest = ReportCodec.contentHash(of: content)
                    return try enter(row.localID, content, digest, goingBack: goingBack, db)
                }
            }
        }
    }

    private func enter(
        _ localID: String?, _ content: Data, _ digest: Data, goingBack: Bool, _ db: Database
    ) throws -> Entered {
        let known =
            try localID.map {
                try Row.fetchOne(
                    db.cachedStatement(sql: Self.latest + " WHERE report.local_id = ?" + Self.last), arguments: [$0])
            }
            ?? Row.fetchOne(
                db.cachedStatement(
                    sql: Self.latest + " WHERE revision.digest = ? AND report.is_numbered_here" + Self.last),
                arguments: [digest])
        guard let known else {
            let number: Int64
            try db.cachedStatement(sql: "INSERT INTO report (local_id, report_id, is_numbered_here) VALUES (?, ?, ?)")
                .execute(arguments: [localID ?? UUID().uuidString, ReportID().description, localID == nil])
            number = db.lastInsertedRowID
            if localID == nil {
                try db.execute(
                    sql: "UPDATE report SET local_id = printf('auto-%06d', id) WHERE id = ?", arguments: [number])
            }
            try insert(number, revision: 1, content, digest, db)
            return .new
        }
        if known["digest"] as Data == digest { return .unchanged }
        if (known["withdrawn_for"] as String?) != nil { return .withdrawn }
        let revision: Int = known["revision"]
        // The last revision is kept for a withdrawal.
        guard revision < 998 else { throw PracticeError.tooManyRevisions }
        let report: Int64 = known["report"]
        if !goingBack {
            let earlier = try db.cachedStatement(sql: "SELECT 1 FROM revision WHERE digest = ? AND report = ?")
            if try Bool.fetchOne(earlier, arguments: [digest, report]) != nil { return .older }
        }
        try db.execute(
            sql: """
                UPDATE revision SET state = 'superseded', questions = 0, rule = NULL, element = NULL
                WHERE report = ? AND state IN ('waiting', 'review', 'withheld')
                """,
            arguments: [report])
        try insert(report, revision: revision + 1, content, digest, db)
        return .amended
    }

    private static let latest =
        """
        SELECT revision.report, revision.revision, revision.digest, report.withdrawn_for
        FROM revision JOIN report ON report.id = revision.report
        """
    private static let last = " ORDER BY revision.revision DESC LIMIT 1"

    private func insert(_ report: Int64, revision: Int, _ content: Data, _ digest: Data, _ db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO revision (report, revision, content, digest, state) VALUES (?, ?, ?, ?, 'waiting')"
        ).execute(arguments: [report, revision, content, digest])
    }
}

// MARK: - Making ready

extension ReportStore {
    /// What became of a revision that waited.
    enum Prepared: Sendable {
        case queued(RedactionTrail)
        /// A person has to answer for so many words first.
        case review(questions: Int)
        case withheld(DeidentificationError)
        case removed
    }

    /// Lets every withheld revision be tried again.
    func retryWithheld() throws {
        try StoreFile.run {
            try database.write { db in
                try db.execute(
                    sql: "UPDATE revision SET state = 'waiting', rule = NULL, element = NULL WHERE state = 'withheld'")
            }
        }
    }

    /// The next revisions that wait, in the order in which they entered; -1 for all.
    public func waiting(limit: Int = -1) throws -> [StoredReport] { try inState(.waiting, limit: limit) }

    /// The next revisions in a state, in the order in which they entered; -1 for all.
    func inState(_ state: RevisionState, limit: Int = -1) throws -> [StoredReport] {
        try StoreFile.run {
            try database.read { db in
                // Named outright, so that the index of what is not done yet is taken.
                try Row.fetchAll(
                    db,
                    sql: Self.everything
                        + " WHERE revision.state = '\(state.rawValue)' ORDER BY revision.rowid LIMIT ?",
                    arguments: [limit]
                ).map(stored)
            }
        }
    }

    /// Records what became of revisions that waited, all in one transaction.
    func record(_ outcomes: [(report: IdentifiedReport, prepared: Prepared)]) throws {
        try StoreFile.run {
            try database.write { db in
                let statement = try db.cachedStatement(
                    sql: """
                        UPDATE revision SET state = ?, questions = ?, rule = ?, element = ?, trail = ?
                        WHERE report = (SELECT id FROM report WHERE report_id = ?) AND revision = ?
                        """)
                for (report, prepared) in outcomes {
                    let (id, revision) = (report.id.description, report.revision)
                    switch prepared {
                    case .queued(let trail):
                        try statement.execute(arguments: [
                            RevisionState.queued.rawValue, 0, nil, nil, try JSONEncoder().encode(trail), id, revision,
                        ])
                    case .review(let questions):
                        try statement.execute(arguments: [
                            RevisionState.review.rawValue, questions, nil, nil, nil, id, revision,
                        ])
                    case .withheld(let error):
                        try statement.execute(arguments: [
                            RevisionState.withheld.rawValue, 0, error.rule, error.element?.description, nil, id,
                            revision,
                        ])
                    case .removed:
                        try statement.execute(arguments: [
                            RevisionState.removed.rawValue, 0, nil, nil, nil, id, revision,
                        ])
                    }
                }
            }
        }
    }
}

// MARK: - Finding

extension ReportStore {
    private static let everything =
        """
        SELECT report.local_id, report.report_id, revision.revision, revision.state, revision.questions, revision.rule,
            revision.element, revision.content, revision.trail, revision.imported_at
        FROM revision JOIN report ON report.id = revision.report
        """

    /// All revisions of the report that has this local id, or whose report id begins so, the last first.
    public func revisions(of localIDOrPrefix: String) throws -> [StoredReport] {
        try StoreFile.run {
            try database.read { db in
                var found = try Int64.fetchAll(
                    db, sql: "SELECT id FROM report WHERE local_id = ?", arguments: [localIDOrPrefix])
                let prefix = localIDOrPrefix.lowercased()
                if found.isEmpty, prefix.wholeMatch(of: /[0-9a-f-]{4,36}/) != nil {
                    found = try Int64.fetchAll(
                        db, sql: "SELECT id FROM report WHERE report_id >= ? AND report_id < ? LIMIT 2",
                        arguments: [prefix, prefix + "~"])
                }
                guard let id = found.first else { throw PracticeError.noSuchReport }
                guard found.count == 1 else { throw PracticeError.ambiguousReport }
                return try Row.fetchAll(
                    db, sql: Self.everything + " WHERE report.id = ? ORDER BY revision.revision DESC", arguments: [id]
                ).map(stored)
            }
        }
    }

    /// One revision by the id under which it leaves.
    public func revision(_ key: PacketKey) throws -> StoredReport? {
        try StoreFile.run {
            try database.read { db in
                try Row.fetchOne(
                    db, sql: Self.everything + " WHERE report.report_id = ? AND revision.revision = ?",
                    arguments: [key.reportID.description, key.revision]
                ).map(stored)
            }
        }
    }

    /// Every revision without its answers, in the order of local ids as they entered.
    public func summaries() throws -> [StoredSummary] {
        try StoreFile.run {
            try database.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT report.local_id, report.report_id, revision.revision, revision.state,
                            revision.questions, revision.rule, revision.element, report.withdrawn_for IS NOT NULL AS withdrawn, report.withdrawn_revision
                        FROM revision JOIN report ON report.id = revision.report
                        ORDER BY report.id, revision.revision
                        """
                ).map { row in
                    let (id, state) = try Self.identity(row)
                    return StoredSummary(
                        localID: row["local_id"], id: id, revision: row["revision"], state: state,
                        questions: row["questions"], rule: row["rule"], element: row["element"],
                        isWithdrawn: row["withdrawn"],
                        withdrawal: row["withdrawn_revision"])
                }
            }
        }
    }

    /// The practice's own numbers by the ids under which reports leave.
    public func localIDs(of ids: [ReportID]) throws -> [ReportID: String] {
        try StoreFile.run {
            try database.read { db in
                let query = try db.cachedStatement(sql: "SELECT local_id FROM report WHERE report_id = ?")
                return try ids.reduce(into: [:]) { known, id in
                    known[id] = try String.fetchOne(query, arguments: [id.description])
                }
            }
        }
    }

    /// How many revisions stand in each state.
    public func counts() throws -> [RevisionState: Int] {
        try StoreFile.run {
            try database.read { db in
                let rows = try Row.fetchAll(db, sql: "SELECT state, count(*) AS n FROM revision GROUP BY state")
                return rows.reduce(into: [:]) { counts, row in
                    if let state = RevisionState(rawValue: row["state"]) { counts[state] = row["n"] }
                }
            }
        }
    }

    private static func identity(_ row: Row) throws -> (ReportID, RevisionState) {
        guard let id = ReportID(row["report_id"] as String), let state = RevisionState(rawValue: row["state"]) else {
            throw StoreFileError.damaged
        }
        return (id, state)
    }

    private func stored(_ row: Row) throws -> StoredReport {
        let (id, state) = try Self.identity(row)
        let content = try ReportContent(row["content"] as Data, specification)
        return StoredReport(
            report: IdentifiedReport(
                localID: row["local_id"], id: id, revision: row["revision"], specification: content.specification,
                forms: content.forms, notAsked: content.notAsked, answers: content.answers,
                alsoKnown: content.alsoKnown),
            state: state, questions: row["questions"], rule: row["rule"], element: row["element"],
            importedAt: row["imported_at"],
            trail: try (row["trail"] as Data?).map { try JSONDecoder().decode(RedactionTrail.self, from: $0) })
    }
}

// MARK: - Enrolment

/// What the aggregator knows the practice by.
public struct Enrolment: Sendable, Hashable {
    /// Its address.
    public let server: String
    public let practice: PracticeCode
    public let clientID: String
    /// When the practice enrolled, UTC.
    public let enrolledAt: String
}

extension ReportStore {
    /// The practice's enrolment, if it has one.
    public func enrolment() throws -> Enrolment? {
        try StoreFile.run {
            try database.read { db in
                try Row.fetchOne(db, sql: "SELECT * FROM enrolment").map { row in
                    guard let practice = PracticeCode(row["practice"]) else { throw StoreFileError.damaged }
                    return Enrolment(
                        server: row["server"], practice: practice, clientID: row["client_id"],
                        enrolledAt: row["enrolled_at"])
                }
            }
        }
    }

    func enrol(server: String, practice: PracticeCode, clientID: String) throws {
        try StoreFile.run {
            try database.write { db in
                try db.execute(
                    sql: "INSERT INTO enrolment (one, server, practice, client_id) VALUES (1, ?, ?, ?)",
                    arguments: [server, practice.description, clientID])
            }
        }
    }
}
