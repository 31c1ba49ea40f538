import Foundation
@_spi(Deidentifier) public import IncidentReports
import IncidentSpec

/// Makes of what left, and of its opened envelope, the report that a practice held, as far as those give it.
///
/// Stripped and held elements left no trace, and scrubbed texts keep their marks.
public struct Rebuilder: Sendable {
    private let policy: ElementPolicy
    private let reader: ValueReader

    public init(_ policy: ElementPolicy) {
        self.policy = policy
        reader = ValueReader(policy.specification, leniency: .exact)
    }

    /// The report as far as it can be told, and a trail that says so.
    ///
    /// - Parameter contents: of the envelope, if there is one.
    public func rebuild(
        _ report: DeidentifiedReport, _ contents: SealedContents?
    ) throws(SealingError) -> (report: IdentifiedReport, trail: RedactionTrail) {
        var answers = report.answers
        // A band is computed anew of the answer it generalises, unless it was all that was told.
        for element in policy.elements(.band) {
            if let origin = element.generalises, contents?.elements[origin.description] != nil {
                answers[element.number] = nil
            }
        }
        for element in policy.elements(.seal) {
            guard let texts = contents?.elements[element.number.description] else { continue }
            guard let value = policy.value(ofSealed: texts, of: element, reader) else { throw .malformed }
            answers[element.number] = value
        }
        let told = policy.specification.allElements.filter { answers[$0.number] != nil }
        return (
            IdentifiedReport(
                localID: contents?.localID.flatMap(Self.ownNumber) ?? report.id.description, id: report.id,
                revision: report.revision, specification: report.specification, forms: report.forms,
                notAsked: report.notAsked, answers: answers),
            RedactionTrail(told.map { .init($0.number, $0.edge, rule: .restored) })
        )
    }

    /// A number of the practice's own; one that an earlier store gave would be given again by the new one.
    private static func ownNumber(_ localID: String) -> String? {
        localID.wholeMatch(of: /auto-[0-9]{6,}/) == nil ? localID : nil
    }
}

extension ElementPolicy {
    /// The answer that ``sealedTexts(_:of:)`` made these texts of.
    func value(ofSealed texts: [String], of element: DataElement, _ reader: ValueReader) -> ElementValue? {
        func json(_ text: String) -> JSONValue {
            if element.type == .text { return .string(text) }
            // Numbers and numeric codes were written as JSON writes them; everything else was a JSON string.
            if let value = try? JSONValue(parsing: Data(text.utf8)), value.string == nil { return value }
            return .string(text)
        }
        let values = texts.map(json)
        return try? reader.read(element.multiple ? .array(values) : values.first ?? .null, for: element)
    }
}

extension Sealer {
    /// The same report with the same contents, sealed anew to this sealer's recipients.
    public func reseal(
        _ report: DeidentifiedReport, _ contents: SealedContents
    ) throws(SealingError) -> DeidentifiedReport {
        DeidentifiedReport(
            specification: report.specification, id: report.id, revision: report.revision, forms: report.forms,
            notAsked: report.notAsked, answers: report.answers,
            sealed: try seal(contents.elements, localID: contents.localID, for: contents.binding))
    }
}
