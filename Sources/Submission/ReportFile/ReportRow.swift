public import Deidentification
public import Foundation
public import IncidentReports
public import IncidentSpec

/// One report of a clinic's file, as far as it could be read.
public struct ReportRow: Sendable {
    /// Where it stands: the row of a spreadsheet (the header is row 1), the line of JSON lines, else its place.
    public let number: Int
    /// The practice's own number of the report; `nil` when the file gives none.
    public let localID: String?
    public let forms: [Form]
    public let notAsked: [ElementNumber]
    public let answers: Answers
    /// What columns beside the elements say, to be looked for in the texts; it is never sent.
    public var alsoKnown: [AlsoKnown] = []
    /// Everything found wrong, warnings included.
    public private(set) var findings: [Finding]
    /// The row as it stood, to be given back when it is not taken.
    public let source: Source

    /// A row in the words of its own file.
    public enum Source: Sendable, Hashable {
        case json(Data)
        case cells([String])
    }

    /// Whether the report may enter.
    public var isGood: Bool { !findings.hasErrors }

    /// The same row with one more thing found, which only the store could know.
    public func refused(_ finding: Finding) -> ReportRow {
        var row = self
        row.findings.append(finding)
        return row
    }
}

/// Something found about a file as a whole; rows may be good all the same.
public struct FileFinding: Sendable, Hashable, CustomStringConvertible {
    public let rule: String
    public let message: String

    public var description: String { "\(RuleSeverity.warning.rawValue) \(rule): \(message)" }
}

/// The rules about rows and files, beside those about answers.
enum RowRule: String {
    case encoding = "F-ENCODING"
    case repeated = "F-REPEATED"
    case cells = "F-CELLS"
    case localID = "F-LOCAL-ID"
    case column = "F-COLUMN"

    private var message: String {
        switch self {
        case .encoding: "the report is not valid UTF-8: export the file as UTF-8"
        case .repeated: "the element is answered twice, by number and by name: remove one of them"
        case .cells: "the row has more or fewer cells than the header: check its quotation marks and separators"
        case .localID: "the local id must be 1 to 100 characters without control characters"
        case .column: "the column is mapped to nothing"
        }
    }

    func finding(_ element: ElementNumber? = nil) -> Finding {
        Finding(rule: rawValue, severity: .error, element: element, message: message)
    }
}
