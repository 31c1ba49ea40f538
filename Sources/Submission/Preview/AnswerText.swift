public import IncidentReports
public import IncidentSpec

/// An answer for people: labels instead of codes, and the unit.
public enum AnswerText {
    public static func text(_ value: ElementValue, of element: DataElement, _ specification: Specification) -> String {
        let labels = value.optionCodes.compactMap { code in
            specification.list(of: element)?[storage: code].map { "\($0.display) (\($0.code))" }
        }
        if !labels.isEmpty { return labels.joined(separator: "; ") }
        let json = value.json(for: element, in: specification)
        let texts = (json.array ?? [json]).map { $0.string ?? String(decoding: $0.canonicalData, as: UTF8.self) }
        return texts.joined(separator: "; ") + (element.unit.map { " \($0)" } ?? "")
    }
}
