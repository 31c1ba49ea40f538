import Deidentification
public import Foundation
import IncidentReports
public import IncidentSpec

/// How a clinic's own columns and codes stand for elements.
public struct ColumnMapping: Sendable {
    /// What one column means.
    struct Column: Sendable {
        enum Meaning: Sendable, Hashable {
            case element(ElementNumber)
            case localID
            /// Looked for in the texts, and never sent.
            case identifies(AlsoKnown.Kind)
            case ignored

            /// Whether two columns may mean this.
            var isRepeatable: Bool {
                switch self {
                case .element, .localID: false
                case .identifies, .ignored: true
                }
            }
        }

        let meaning: Meaning
        /// A clinic's own codes and the printed codes they stand for.
        var codes: [String: String] = [:]
        var separator = Self.separator
        var date: DatePattern?

        /// Parts the answers of an element that takes several.
        static let separator = ";"
    }

    let columns: [String: Column]
    /// Answers where the file has none.
    let defaults: [ElementNumber: String]

    /// Reads a mapping file.
    public init(contentsOf url: URL, specification: Specification) throws(ReportFileError) {
        guard let data = try? Data(contentsOf: url), let text = String(validating: data, as: UTF8.self) else {
            throw .mapping("it cannot be read as UTF-8 text")
        }
        try self.init(text, specification: specification)
    }

    /// Reads the text of a mapping file.
    public init(_ text: String, specification: Specification) throws(ReportFileError) {
        do throws(YAMLText.Unreadable) {
            let top = try YAMLText.members(
                of: try YAMLText.parse(text), in: "the mapping", known: ["columns", "defaults"])
            var columns: [String: Column] = [:]
            for (name, value) in top["columns"]?.object ?? [:] {
                columns[name] = try Self.column(value, named: name, specification)
            }
            var defaults: [ElementNumber: String] = [:]
            for (name, value) in top["defaults"]?.object ?? [:] {
                guard let text = value.string else {
                    throw YAMLText.Unreadable(description: "default of \(name) is no text")
                }
                defaults[try Self.element(name, specification).number] = text
            }
            self.columns = columns
            self.defaults = defaults
        } catch {
            throw .mapping(error.description)
        }
    }

    private static let keys: Set<String> = [
        "element", "localId", "identifies", "ignore", "codes", "separator", "dateFormat",
    ]

    private static func column(
        _ value: JSONValue, named name: String, _ specification: Specification
    ) throws(YAMLText.Unreadable) -> Column {
        let place = "column '\(name)'"
        let members = try YAMLText.members(of: value, in: place, known: keys)
        if members["ignore"]?.string == "true" { return Column(meaning: .ignored) }
        if members["localId"]?.string == "true" { return Column(meaning: .localID) }
        if let word = members["identifies"]?.string {
            guard let kind = AlsoKnown.Kind(rawValue: word) else {
                let words = AlsoKnown.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw YAMLText.Unreadable(description: "\(place): identifies must be one of \(words)")
            }
            var column = Column(meaning: .identifies(kind))
            if let separator = members["separator"]?.string, !separator.isEmpty { column.separator = separator }
            return column
        }
        guard let number = members["element"]?.string else {
            throw YAMLText.Unreadable(
                description: "\(place) needs element, localId: true, identifies or ignore: true")
        }
        let element = try element(number, specification)
        var column = Column(meaning: .element(element.number))
        for (own, code) in members["codes"]?.object ?? [:] {
            guard let code = code.string, specification.list(of: element)?[code: code] != nil else {
                throw YAMLText.Unreadable(description: "\(place) maps a code to no option of element \(element.number)")
            }
            column.codes[own] = code
        }
        if let separator = members["separator"]?.string {
            guard !separator.isEmpty, element.multiple else {
                throw YAMLText.Unreadable(description: "\(place) has a separator, but its element takes one answer")
            }
            column.separator = separator
        }
        if let format = members["dateFormat"]?.string {
            guard element.type == .date || element.type == .time, let pattern = DatePattern(format) else {
                throw YAMLText.Unreadable(description: "\(place) has a dateFormat that does not fit its element")
            }
            column.date = pattern
        }
        return column
    }

    private static func element(
        _ name: String, _ specification: Specification
    ) throws(YAMLText.Unreadable) -> DataElement {
        guard let element = specification.element(name) else {
            throw YAMLText.Unreadable(description: "no element is called \(name)")
        }
        return element
    }
}

/// A clinic's own way of writing a day or a time, such as "MM/dd/yyyy" or "h:mm a".
struct DatePattern: Sendable {
    private let format: String

    init?(_ format: String) {
        guard !format.isEmpty, format.wholeMatch(of: /[yMdHhmsa'T:.,\/ _-]+/) != nil else { return nil }
        self.format = format
    }

    /// Makes the reader of one file; it is dear to make and may not be shared between threads.
    func reader() -> (String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.calendar = Calendar(identifier: .gregorian)
        formatter.isLenient = false
        formatter.dateFormat = format
        return { formatter.date(from: $0) }
    }

    /// The element's own way of writing what a clinic wrote.
    static func canonical(_ date: Date, for type: ElementType) -> String? {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        if type == .date { return CalendarDate(daysSince1970: day).description }
        let minutes = (seconds - day * 86_400) / 60
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }
}
