import Foundation
import IncidentReports
import IncidentSpec
import Postgres

/// How one single-valued element is held in the report table.
struct ReportColumn: Sendable {
    let element: DataElement
    let name: String
    /// The column's type in PostgreSQL.
    let type: String

    /// The columns of all elements that reach the aggregator readable and take one answer.
    static func all(of specification: Specification) -> [ReportColumn] {
        specification.allElements.filter { $0.leavesReadable && !$0.multiple }.map {
            ReportColumn(element: $0, name: $0.columnName, type: types[$0.type] ?? "text")
        }
    }

    private static let types: [ElementType: String] = [
        .date: "date", .time: "time", .integer: "integer", .real: "double precision", .option: "smallint",
        .pseudonym: "uuid",
    ]

    /// The answers of many reports as one array parameter, in the column's own type.
    func parameter(_ answers: [ElementValue?]) -> SQL {
        switch element.type {
        case .integer, .real: "\(answers.map { $0?.number })::double precision[]::\(unescaped: type)[]"
        case .option: "\(answers.map { $0?.optionCodes.first })::smallint[]"
        default: "\(answers.map { $0.flatMap(Self.text) })::text[]::\(unescaped: type)[]"
        }
    }

    private static func text(_ value: ElementValue) -> String? {
        switch value {
        case .text(let text): text
        case .date(let date): date.description
        case .time(let time): time.description
        case .pseudonym(let uuid): uuid.uuidString
        default: nil
        }
    }

    /// How the column is selected so that it can be read back as text.
    var selected: String { element.type == .time ? "to_char(\(name), 'HH24:MI')" : "\(name)::text" }

    /// Reads a value selected with ``selected``.
    func value(_ text: String) -> ElementValue? {
        switch element.type {
        case .date: CalendarDate(text).map { .date($0) }
        case .time: TimeOfDay(text).map { .time($0) }
        case .integer: Int(text).map { .integer($0) }
        case .real: Double(text).map { .real($0) }
        case .option: Int16(text).map { .option($0) }
        case .text, .file: .text(text)
        case .pseudonym: UUID(uuidString: text).map { .pseudonym($0) }
        }
    }
}

extension ElementNumber {
    /// The number as the database holds it: form * 100 + index.
    var stored: Int16 { Int16(form) * 100 + Int16(index) }

    /// Reads a stored number.
    init?(stored: Int16) {
        self.init("\(stored / 100 == Int16(Self.extensionForm) ? "X" : String(stored / 100)).\(stored % 100)")
    }
}
