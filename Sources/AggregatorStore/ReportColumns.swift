import Foundation
import IncidentReports
import IncidentSpec
import Postgres

/// How one element is held in the report table.
struct ReportColumn: Sendable {
    let element: DataElement
    let name: String
    /// The type in PostgreSQL of one answer.
    private let type: String

    /// The columns of all elements that reach the aggregator readable.
    static func all(of specification: Specification) -> [ReportColumn] {
        specification.allElements.filter(\.leavesReadable).map {
            ReportColumn(element: $0, name: $0.columnName, type: types[$0.type] ?? "text")
        }
    }

    private static let types: [ElementType: String] = [
        .date: "date", .time: "time", .integer: "integer", .real: "double precision", .option: "smallint",
        .pseudonym: "uuid",
    ]

    /// The type of its values in an array of many reports' answers; lists are text there, since arrays of arrays are
    /// tables.
    var typeInArrays: String { element.multiple ? "text" : type }

    /// The column as read from such an array.
    var fromArray: String { element.multiple ? "\(name)::\(type)[]" : name }

    /// Appends an answer to the array of many reports' answers.
    static func append(_ answer: ElementValue?, to array: inout SQLArray) {
        switch answer {
        case .text(let text): array.append(text)
        case .integer(let number): array.append(number)
        case .real(let number): array.append(plain: number)
        case .date(let date): array.append(plain: date)
        case .time(let time): array.append(plain: time)
        case .option(let code): array.append(code)
        case .options(let codes) where !codes.isEmpty: array.append(literalOf: codes)
        case .pseudonym(let uuid): array.append(uuid)
        case .options, .texts, nil: array.appendNull()
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
        case .option where element.multiple: [Int16](sqlText: text.utf8.span).map { .options($0) }
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
