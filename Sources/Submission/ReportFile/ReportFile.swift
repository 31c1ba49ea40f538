public import Foundation
public import IncidentReports
public import IncidentSpec

/// A clinic's export: JSON (one report, an array or lines) or CSV, read row by row.
public struct ReportFile: Sendable {
    private enum Contents: Sendable {
        case json(JSONReportReader)
        case csv(CSVReportReader)
    }

    private let contents: Contents
    /// What was found about the file as a whole.
    public let findings: [FileFinding]

    /// - Parameters:
    ///   - mapping: how a clinic's own column names and codes are to be read; for CSV only.
    ///   - today: the day after which nothing can have happened.
    public init(
        contentsOf url: URL, mapping: ColumnMapping? = nil, specification: Specification, today: CalendarDate
    ) throws(ReportFileError) {
        let isCSV = Self.endings[url.pathExtension.lowercased()]
        if isCSV != true, mapping == nil, let lines = JSONLines(url) {
            let assembler = RowAssembler(specification, today: today)
            self.init(contents: .json(JSONReportReader(lines, assembler: assembler)), findings: [])
            return
        }
        guard let data = try? Data(contentsOf: url, options: .mappedIfSafe) else { throw .unreadable }
        try self.init(
            data, isCSV: isCSV, mapping: mapping,
            specification: specification, today: today)
    }

    private init(contents: Contents, findings: [FileFinding]) {
        self.contents = contents
        self.findings = findings
    }

    /// Reads bytes; what they are is told by their first character when `isCSV` leaves it open.
    init(
        _ data: Data, isCSV: Bool?, mapping: ColumnMapping?, specification: Specification, today: CalendarDate
    ) throws(ReportFileError) {
        let assembler = RowAssembler(specification, today: today)
        let text = data.starts(with: Self.byteOrderMark) ? data.dropFirst(Self.byteOrderMark.count) : data
        guard let first = text.first(where: { !$0.isJSONSpace }) else { throw .empty }
        if text.prefix(64).contains(0) || text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
            throw .notUTF8
        }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        if isCSV ?? !isJSON {
            let reader = try CSVReportReader(text, mapping: mapping, assembler: assembler)
            contents = .csv(reader)
            findings = reader.findings
        } else {
            guard isJSON else { throw .unrecognised }
            guard mapping == nil else { throw .mappingNotNeeded }
            contents = .json(JSONReportReader(text, assembler: assembler))
            findings = []
        }
    }

    /// Hands out every row in order; good and bad alike.
    public func forEachRow(_ body: (ReportRow) throws -> Void) throws {
        switch contents {
        case .json(let reader): try reader.forEachRow(body)
        case .csv(let reader): try reader.forEachRow(body)
        }
    }

    /// The ending of a file made of ``rejected(_:)``.
    public var rejectedEnding: String {
        switch contents {
        case .json: "jsonl"
        case .csv: "csv"
        }
    }

    /// The text of a file that holds these rows alone, to be mended and imported in the same way.
    public func rejected(_ rows: [ReportRow]) -> Data {
        switch contents {
        case .json:
            rows.reduce(into: Data()) { text, row in
                if case .json(let line) = row.source { text += line + [UInt8(ascii: "\n")] }
            }
        case .csv(let reader): reader.text(of: rows)
        }
    }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let endings = [
        "csv": true, "tsv": true, "txt": true, "json": false, "jsonl": false, "ndjson": false,
    ]
}

extension UInt8 {
    /// White space of JSON (RFC 8259 section 2).
    var isJSONSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
