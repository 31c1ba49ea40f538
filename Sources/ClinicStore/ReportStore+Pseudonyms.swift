import Deidentification
import Foundation
import GRDB
import IncidentReports
import IncidentSpec
import Submission

/// What the reports of one practice are linked by: a number of the practice's own, and the pseudonym that leaves for it.
private struct Link {
    /// Also the table's word for the kind of number.
    let name: String
    /// The element that holds the practice's number; it leaves sealed.
    let number: ElementNumber
    /// The element that holds the pseudonym.
    let pseudonym: ElementNumber

    static let all = [
        Link(name: "patient", number: ElementNumber("1.13")!, pseudonym: ElementNumber("X.16")!),
        Link(name: "event", number: ElementNumber("X.18")!, pseudonym: ElementNumber("X.17")!),
    ]

    /// The practice's number without what systems write in different ways: case, separators, leading zeros.
    ///
    /// A text without a digit, such as "Multiple", is no number: it would link strangers.
    func key(_ answers: Answers) -> String? {
        let text = answers[number]?.textValues.first ?? ""
        let plain = text.uppercased().filter { $0.isLetter || $0.isNumber }.drop { $0 == "0" }
        return plain.contains(where: \.isNumber) ? String(plain) : nil
    }
}

extension ReportSchema {
    /// The pseudonyms of patients and events: drawn once, and nowhere else but here and in what was sent.
    static func registerPseudonyms(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("pseudonyms") { db in
            try db.execute(
                sql: """
                    CREATE TABLE pseudonym (
                        kind TEXT NOT NULL CHECK (kind IN ('patient', 'event')),
                        number TEXT NOT NULL,
                        pseudonym TEXT NOT NULL,
                        PRIMARY KEY (kind, number)
                    ) WITHOUT ROWID;
                    """)
        }
    }
}

extension ReportStore {
    /// The same reports with the pseudonyms of their patients and events, drawn now if there are none yet.
    ///
    /// Whatever stood in their place is dropped: only this table knows what a pseudonym stands for.
    func linked(_ reports: [IdentifiedReport]) throws -> [IdentifiedReport] {
        try StoreFile.run {
            try database.write { db in
                try reports.map { report in
                    var answers = report.answers
                    for link in Link.all {
                        answers[link.pseudonym] = try link.key(report.answers).map { key in
                            .pseudonym(try Self.pseudonym(link, key, or: UUID(), db))
                        }
                    }
                    return report.with(answers)
                }
            }
        }
    }

    /// Takes over the pseudonyms of a restored report, and leaves them to the table from then on.
    func adoptPseudonyms(of report: IdentifiedReport, _ db: Database) throws -> IdentifiedReport {
        var answers = report.answers
        for link in Link.all {
            if case .pseudonym(let uuid) = answers[link.pseudonym], let key = link.key(answers) {
                _ = try Self.pseudonym(link, key, or: uuid, db)
            }
            answers[link.pseudonym] = nil
        }
        return report.with(answers)
    }

    private static func pseudonym(_ link: Link, _ key: String, or new: UUID, _ db: Database) throws -> UUID {
        try db.cachedStatement(sql: "INSERT INTO pseudonym VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
            .execute(arguments: [link.name, key, new.uuidString.lowercased()])
        let known = try String.fetchOne(
            db.cachedStatement(sql: "SELECT pseudonym FROM pseudonym WHERE kind = ? AND number = ?"),
            arguments: [link.name, key])
        guard let known = known.flatMap({ UUID(uuidString: $0) }) else { throw StoreFileError.damaged }
        return known
    }
}

extension IdentifiedReport {
    fileprivate func with(_ answers: Answers) -> IdentifiedReport {
        IdentifiedReport(
            localID: localID, id: id, revision: revision, specification: specification, forms: forms,
            notAsked: notAsked, answers: answers, alsoKnown: alsoKnown)
    }
}
