import IncidentSpec

extension Form {
    /// The form's name for people.
    var words: String { Self.names[self] ?? rawValue }

    private static let names: [Form: String] = [
        .report: "Reporter's form", .analysis: "Analyst's form", .response: "Responder's form",
        .extension: "Our additions",
    ]
}

extension EdgeAction {
    /// What becomes of an element at the clinic, for people.
    var words: String { Self.names[self] ?? rawValue }

    private static let names: [EdgeAction: String] = [
        .keep: "leaves as it is", .band: "leaves as a generalised copy", .seal: "leaves only sealed",
        .strip: "never leaves", .scrub: "leaves scrubbed", .hold: "stays until a person releases it",
    ]
}

extension DataElement {
    /// The kind of value with its limits and unit, for people.
    var typeWords: String {
        let kind = [type.rawValue, unit].compactMap(\.self).joined(separator: " in ")
        let limits = [
            minimum.map { "at least \(number($0))" }, maximum.map { "at most \(number($0))" },
            maxLength.map { "at most \($0) characters" }, multiple ? "several answers" : nil,
        ]
        return ([kind] + limits.compactMap(\.self)).joined(separator: ", ")
    }

    private func number(_ value: Double) -> String { Int(exactly: value).map { String($0) } ?? String(value) }
}
