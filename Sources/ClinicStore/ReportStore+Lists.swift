import Foundation
import GRDB
import IncidentReports
import Submission

extension ReportStore {
    /// Enters what a file lists; what is there already stays as it is.
    ///
    /// - Parameter replacing: whether what the file does not list goes.
    /// - Returns: how many entries are new, and how many there are now.
    func list(
        _ entries: [PracticeList.Entry], in list: PracticeList, replacing: Bool
    ) throws -> (new: Int, all: Int) {
        try StoreFile.run {
            try database.write { db in
                let before = Set(
                    try String.fetchAll(db, sql: "SELECT entry FROM listed WHERE list = ?", arguments: [list.rawValue]))
                if replacing {
                    try db.execute(sql: "DELETE FROM listed WHERE list = ?", arguments: [list.rawValue])
                }
                let texts = Set(entries.map(\.text))
                for text in texts {
                    try db.execute(
                        sql: "INSERT INTO listed (list, entry) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        arguments: [list.rawValue, text])
                }
                try Self.retryReview(db)
                let all = try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM listed WHERE list = ?", arguments: [list.rawValue])
                return (texts.subtracting(before).count, all ?? 0)
            }
        }
    }

    /// Everything on a list.
    public func entries(of list: PracticeList) throws -> [PracticeList.Entry] {
        try StoreFile.run {
            try database.read { db in
                try String.fetchAll(
                    db, sql: "SELECT entry FROM listed WHERE list = ? ORDER BY entry", arguments: [list.rawValue]
                ).map { try PracticeList.Entry(text: $0) }
            }
        }
    }
}
