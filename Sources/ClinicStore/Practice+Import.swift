import Deidentification
public import Foundation
public import IncidentReports
import IncidentSpec
public import Submission

/// What came of an import.
public struct ImportResult: Sendable {
    /// A row that was not taken, or taken with warnings.
    public struct Row: Sendable {
        /// Its number in the file.
        public let number: Int
        /// The practice's own number of the report, if the row gives one.
        public let localID: String?
        public let findings: [Finding]
        /// Whether it entered all the same.
        public let entered: Bool
    }

    /// Rows read.
    public internal(set) var rows = 0
    /// Reports that were not known before.
    public internal(set) var new = 0
    /// Known reports that say something else now.
    public internal(set) var amended = 0
    /// Known reports that say the same.
    public internal(set) var unchanged = 0
    /// Rows that say what an earlier revision said, and were left out.
    public internal(set) var older = 0
    /// About the file as a whole.
    public internal(set) var fileFindings: [FileFinding] = []
    /// Rows with findings, in the order of the file.
    public internal(set) var findings: [Row] = []
    /// Holds the rows that were not taken.
    public internal(set) var rejectsFile: URL?
    /// What was made ready for sending.
    public internal(set) var preparation = Preparation()

    /// Rows that were not taken.
    public var rejected: Int { findings.count { !$0.entered } }
}

extension Practice {
    /// Takes in the good rows of a file, writes the bad ones aside with their findings, and makes ready for sending.
    ///
    /// Safe to run again at any time: what is known already is not entered twice. To be called under the store's lock.
    ///
    /// - Parameters:
    ///   - reverting: whether a row that says what an earlier revision said becomes a further revision; an old export
    ///     imported again by mistake would otherwise undo amendments.
    ///   - progress: told after each full batch how many rows were read, then how many reports were made ready.
    public func importReports(
        _ file: ReportFile, reverting: Bool = false, progress: (_ read: Int, _ ready: Int) -> Void = { _, _ in }
    ) async throws -> ImportResult {
        var result = ImportResult()
        result.fileFindings = file.findings
        var good: [ReportRow] = []
        var bad: [ReportRow] = []
        // A file that holds a report and its amendments says earlier things first; they go back behind what is known
        // only if nothing later in the file says otherwise.
        var older: [String: ReportRow] = [:]
        func enter(goingBack: Bool = false) throws {
            for (row, entered) in zip(good, try reports.enter(good, goingBack: goingBack)) {
                let replaced = row.localID.flatMap { older.removeValue(forKey: $0) }
                result.unchanged += replaced == nil ? 0 : 1
                switch entered {
                case .new: result.new += 1
                case .amended: result.amended += 1
                case .unchanged: result.unchanged += 1
                case .older: if let localID = row.localID { older[localID] = row }
                case .withdrawn:
                    let row = row.refused(Finding(.withdrawn))
                    result.findings.append(
                        ImportResult.Row(
                            number: row.number, localID: row.localID, findings: row.findings, entered: false))
                    bad.append(row)
                }
            }
            good = []
        }
        try file.forEachRow { row in
            result.note(row)
            if row.isGood { good.append(row) } else { bad.append(row) }
            if good.count == Self.batch {
                try enter()
                progress(result.rows, 0)
            }
        }
        try enter()
        good = older.values.sorted { $0.number < $1.number }
        older = [:]
        if reverting { try enter(goingBack: true) } else { result.older = good.count }
        if !bad.isEmpty { result.rejectsFile = try writeRejects(bad, of: file) }
        try reports.note(
            .imported,
            detail: "\(result.rows) rows: \(result.new) new, \(result.amended) amended, \(result.rejected) not taken")
        result.preparation = try await prepareWaiting { progress(result.rows, $0) }
        return result
    }

    /// What an import would do, and which of the good rows would be withheld; changes nothing.
    public func tryImport(_ file: ReportFile) throws -> ImportResult {
        var result = ImportResult()
        result.fileFindings = file.findings
        let deidentifier = try deidentifier(for: try reports.enrolment()?.practice ?? Self.provisionalCode)
        try file.forEachRow { row in
            result.note(row)
            guard row.isGood else { return }
            let report = IdentifiedReport(
                localID: row.localID ?? "row \(row.number)", id: ReportID(), revision: 1,
                specification: specification.version, forms: row.forms, notAsked: row.notAsked, answers: row.answers,
                alsoKnown: row.alsoKnown)
            do throws(DeidentificationError) {
                if try deidentifier.prepare(report).questions.isEmpty || configuration.review == .remove {
                    result.preparation.queued += 1
                } else {
                    result.preparation.inReview += 1
                }
            } catch {
                try result.preparation.note(error, report)
            }
        }
        return result
    }

    /// How many reports enter in one transaction.
    static let batch = 500

    /// The rows in a file of their own kind, and their findings beside it; both for their owner alone.
    private func writeRejects(_ rows: [ReportRow], of file: ReportFile) throws -> URL {
        // A name without anything of the file's own name, which may say whose report it was.
        let stamp = clock.now.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
            .replacing(":", with: "").replacing(".", with: "-")
        let name = "\(stamp)-\(UUID().uuidString.prefix(4).lowercased())"
        let url = directory.rejectsFolder.appending(path: "\(name).\(file.rejectedEnding)")
        let findings = rows.map { row in
            JSONValue.object([
                "row": .integer(row.number),
                "findings": .array(row.findings.map(\.json)),
            ]).canonicalData + Data("\n".utf8)
        }
        try PrivateFile.write(
            findings.reduce(Data(), +), to: directory.rejectsFolder.appending(path: "\(name).findings.jsonl"))
        try PrivateFile.write(file.rejected(rows), to: url)
        return url
    }
}

extension ImportResult {
    fileprivate mutating func note(_ row: ReportRow) {
        rows += 1
        if !row.findings.isEmpty {
            findings.append(Row(number: row.number, localID: row.localID, findings: row.findings, entered: row.isGood))
        }
    }
}

extension Finding {
    /// For machines; never a value.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "rule": .string(rule), "severity": .string(severity.rawValue), "message": .string(message),
        ]
        members["element"] = element.map { .string($0.description) }
        return .object(members)
    }
}
