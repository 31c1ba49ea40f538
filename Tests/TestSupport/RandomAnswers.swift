import Foundation
public import IncidentReports
public import IncidentSpec

/// Makes answers of the right type for any element, walking the specification; rules between elements are not heeded.
public struct RandomAnswers: Sendable {
    private let specification: Specification
    private var random: SeededRandom

    public init(_ specification: Specification, seed: UInt64) {
        self.specification = specification
        random = SeededRandom(seed: seed)
    }

    /// A value of the element's type within its limits.
    public mutating func value(for element: DataElement) -> ElementValue {
        let codes = specification.list(of: element)?.options.map(\.storage) ?? []
        let range = (element.minimum ?? 0)...min(element.maximum ?? 1000, 100_000)
        switch (element.type, element.multiple) {
        case (.date, _): return .date(CalendarDate(daysSince1970: Int.random(in: 14_000...20_000, using: &random)))
        case (.time, _):
            return TimeOfDay("\(Int.random(in: 10...23, using: &random)):\(Int.random(in: 10...59, using: &random))")
                .map { .time($0) } ?? .text("")
        case (.integer, _):
            return .integer(Int.random(in: Int(range.lowerBound)...Int(range.upperBound), using: &random))
        case (.real, _):
            return .real(Double(Int.random(in: 0...Int(range.upperBound * 100), using: &random)) / 100)
        case (.option, false): return .option(codes.randomElement(using: &random) ?? 0)
        case (.option, true):
            return .options(Set((0...3).compactMap { _ in codes.randomElement(using: &random) }).sorted())
        case (.text, false): return .text(text())
        case (.text, true), (.file, _): return .texts([text(), text()])
        case (.pseudonym, _): return .pseudonym(UUID())
        }
    }

    /// Answers to about `share` of the given elements.
    public mutating func answers(to elements: [DataElement], share: Double = 0.7) -> Answers {
        var answers: Answers = [:]
        for element in elements where Double.random(in: 0..<1, using: &random) < share {
            answers[element.number] = value(for: element)
        }
        return answers
    }

    private mutating func text() -> String {
        let words = [
            "isocentre", "Ω-shift", "couch", "\"quoted\"", "back\\slash", "naïve", "{brace}", "tab\tbed", "日本", "NULL",
        ]
        return (0...Int.random(in: 0...6, using: &random)).compactMap { _ in words.randomElement(using: &random) }
            .joined(separator: " ")
    }
}
