import Foundation
import IncidentReports
import SpecArtifacts

/// The members of a request's body, each read as the description says it is; anything else is a bad request.
struct Members {
    private let values: [String: JSONValue]

    /// What a text may be: no control characters, and short enough for a name or a sentence.
    static let text: JSONNode = [
        "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$",
    ]
    /// A day that ``IncidentReports/CalendarDate`` reads.
    static let day: JSONNode = [
        "type": "string", "format": "date", "pattern": "^(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$",
    ]

    /// - Parameter names: the members that there may be.
    init(_ body: JSONValue, names: String...) throws {
        guard let values = body.object, Set(names).isSuperset(of: values.keys) else {
            throw Problem.badRequest("the body is an object of \(names.joined(separator: ", "))")
        }
        self.values = values
    }

    /// Whether a text is one as ``text`` describes it.
    static func isText(_ value: String) -> Bool {
        (1...200).contains(value.unicodeScalars.count)
            && value.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    func text(_ name: String) throws -> String? {
        try read(name, "a text of 1 to 200 characters") { $0.string.flatMap { Self.isText($0) ? $0 : nil } }
    }

    func day(_ name: String) throws -> CalendarDate? {
        try read(name, "a day such as 2026-01-31") { $0.string.flatMap { CalendarDate($0) } }
    }

    func number(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        try read(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") { value in
            let number = if case .real(let real) = value { Int(exactly: real) } else { value.integer }
            return number.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A value that has to be there.
    func required<Value>(_ name: String, _ value: Value?) throws -> Value {
        guard let value else { throw Problem.badRequest("the body has no \(name)") }
        return value
    }

    private func read<Value>(_ name: String, _ kind: String, _ body: (JSONValue) -> Value?) throws -> Value? {
        guard let given = values[name] else { return nil }
        guard let value = body(given) else { throw Problem.badRequest("\(name) is \(kind)") }
        return value
    }
}
