public import Deidentification
import Foundation
public import IncidentReports
import IncidentSpec

/// Where a revision stands at the clinic.
public enum RevisionState: String, Sendable, CaseIterable {
    /// Waits to be made ready for sending; until the practice is enrolled all do.
    case waiting
    /// A person has to say of some words whether they may stay.
    case review
    /// Its packet is, or was, in the outbox.
    case queued
    /// Kept back, because an identifier in it could not be cleaned away.
    case withheld
    /// Removed before reporting (42 CFR 3.20): it is never sent.
    case removed
    /// Replaced by a later revision before it was made ready.
    case superseded
}

/// One revision of a report as the practice's database holds it.
public struct StoredReport: Sendable {
    public let report: IdentifiedReport
    public let state: RevisionState
    /// How many words a person has to answer for.
    public let questions: Int
    /// Why it is withheld: the rule, and the element if it is one.
    public let rule: String?
    public let element: String?
    /// When it was imported, UTC.
    public let importedAt: String
    /// What was done to it on its way out, once it was made ready.
    public let trail: RedactionTrail?
}

/// A revision without its answers, for lists.
public struct StoredSummary: Sendable, Hashable {
    public let localID: String
    public let id: ReportID
    public let revision: Int
    public let state: RevisionState
    /// How many words a person has to answer for.
    public let questions: Int
    public let rule: String?
    public let element: String?
    /// Whether the practice took the report back.
    public let isWithdrawn: Bool
    /// The revision of the packet that tells the PSO so; `nil` if the PSO never had the report.
    public let withdrawal: Int?
}

/// The questions and answers of a report, without its ids; the same answers always make the same bytes.
struct ReportContent: Sendable {
    let specification: String
    let forms: [Form]
    let notAsked: [ElementNumber]
    let answers: Answers
    /// What the clinic's file said beside the elements.
    let alsoKnown: [AlsoKnown]

    func encoded(_ specification: Specification) -> Data {
        var values: [String: JSONValue] = [:]
        for (number, value) in answers {
            guard let element = specification[number] else { continue }
            values[number.description] = value.json(for: element, in: specification)
        }
        var members: [String: JSONValue] = [
            "specification": .string(self.specification),
            "forms": .array(forms.map { .string($0.rawValue) }),
            "notAsked": .array(notAsked.sorted().map { .string($0.description) }),
            "answers": .object(values),
        ]
        if !alsoKnown.isEmpty {
            members["alsoKnown"] = .array(alsoKnown.map { .array([.string($0.kind.rawValue), .string($0.text)]) })
        }
        return JSONValue.object(members).canonicalData
    }

    init(
        specification: String, forms: [Form], notAsked: [ElementNumber], answers: Answers,
        alsoKnown: [AlsoKnown] = []
    ) {
        self.specification = specification
        self.forms = forms
        self.notAsked = notAsked
        self.answers = answers
        self.alsoKnown = alsoKnown
    }

    init(_ data: Data, _ specification: Specification) throws {
        let value = try JSONValue(parsing: data)
        let reader = ValueReader(specification, leniency: .exact)
        var answers: Answers = [:]
        for (name, value) in value["answers"]?.object ?? [:] {
            guard let element = specification.element(name) else { continue }
            answers[element.number] = try reader.read(value, for: element)
        }
        self.init(
            specification: value["specification"]?.string ?? specification.version,
            forms: (value["forms"]?.array ?? []).compactMap { $0.string.flatMap { Form(rawValue: $0) } },
            notAsked: (value["notAsked"]?.array ?? []).compactMap { $0.string.flatMap { ElementNumber($0) } },
            answers: answers,
            alsoKnown: (value["alsoKnown"]?.array ?? []).compactMap { pair in
                guard let pair = pair.array, pair.count == 2, let text = pair[1].string else { return nil }
                return pair[0].string.flatMap { AlsoKnown.Kind(rawValue: $0) }.map { AlsoKnown($0, text) }
            })
    }
}
