import Deidentification
import Foundation
import GRDB
import IncidentReports
import Submission

extension ReportStore {
    /// What people said about words for all reports.
    func reviewedWords() throws -> ReviewedWords {
        try StoreFile.run {
            try database.read { db in
                Self.words(
                    try Row.fetchAll(db, sql: "SELECT word, is_kept FROM reviewed_word WHERE report = 0 ORDER BY word"))
            }
        }
    }

    /// What people said about words of these reports alone.
    func reviewedWords(of reports: [ReportID]) throws -> [ReportID: ReviewedWords] {
        let ids = String(decoding: try JSONEncoder().encode(reports.map(\.description)), as: UTF8.self)
        return try StoreFile.run {
            try database.read { db in
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT report.report_id, word, is_kept
                        FROM reviewed_word JOIN report ON report.id = reviewed_word.report
                        WHERE report.report_id IN (SELECT value FROM json_each(?))
                        """,
                    arguments: [ids])
                return Dictionary(grouping: rows) { ReportID($0["report_id"] as String) }
                    .reduce(into: [:]) { words, group in
                        if let id = group.key { words[id] = Self.words(group.value) }
                    }
            }
        }
    }

    private static func words(_ rows: [Row]) -> ReviewedWords {
        rows.reduce(into: ReviewedWords()) { words, row in
            if row["is_kept"] { words.kept.insert(row["word"]) } else { words.removed.insert(row["word"]) }
        }
    }

    /// Keeps an answer about a word; one for all reports lets those that wait for it be tried again.
    ///
    /// - Parameter report: the one it is about; `nil` for all.
    func answer(_ word: String, isKept: Bool, of report: ReportID?) throws {
        try StoreFile.run {
            try database.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO reviewed_word (report, word, is_kept)
                        VALUES (coalesce((SELECT id FROM report WHERE report_id = ?), 0), ?, ?)
                        ON CONFLICT (report, word) DO UPDATE SET is_kept = excluded.is_kept
                        """,
                    arguments: [report?.description, word, isKept])
                try Self.retryReview(db, of: report)
            }
        }
    }

    /// Drops the answer about a word for all reports; whether there was one.
    func forget(_ word: String) throws -> Bool {
        try StoreFile.run {
            try database.write { db in
                try db.execute(sql: "DELETE FROM reviewed_word WHERE report = 0 AND word = ?", arguments: [word])
                return db.changesCount > 0
            }
        }
    }

    /// Lets revisions that wait for answers be made ready anew: all, or those of one report.
    static func retryReview(_ db: Database, of report: ReportID? = nil) throws {
        try db.execute(
            sql: """
                UPDATE revision SET state = 'waiting', questions = 0
                WHERE state = 'review'
                    AND coalesce(report = (SELECT id FROM report WHERE report_id = ?1), ?1 IS NULL)
                """,
            arguments: [report?.description])
    }
}
