public import Foundation
import Identifiers
@_spi(Deidentifier) public import IncidentReports
public import IncidentSpec

/// Makes of a practice's report the one that leaves, by walking the specification; whatever it is unsure of stays.
public struct Deidentifier: Sendable {
    public let policy: ElementPolicy
    private let practice: PracticeCode
    private let sealer: Sealer
    private let identifiers: PracticeIdentifiers
    private let reviewed: ReviewedWords
    private let scrubber = Scrubber()
    private let forms = KeptForms()

    /// - Parameters:
    ///   - practice: the code under which envelopes are bound to the practice.
    ///   - sealer: seals to the practice's current and recovery certificates.
    ///   - identifiers: what the practice knows of itself beside its reports.
    ///   - reviewed: what its people said about words for all its reports.
    public init(
        _ specification: Specification, practice: PracticeCode, sealer: Sealer,
        identifiers: PracticeIdentifiers = .none, reviewed: ReviewedWords = .none
    ) {
        policy = ElementPolicy(specification)
        self.practice = practice
        self.sealer = sealer
        self.identifiers = identifiers
        self.reviewed = reviewed
    }

    /// The report that may leave and what was done to it.
    public func deidentify(
        _ report: IdentifiedReport
    ) throws(DeidentificationError) -> (DeidentifiedReport, RedactionTrail) {
        let prepared = try prepare(report)
        return (prepared.report, prepared.trail)
    }

    /// The exact bytes that may leave, after the guard has searched them.
    ///
    /// - Parameter answers: what people said about words of this report.
    public func prepare(
        _ report: IdentifiedReport, _ answers: ReviewedWords = .none
    ) throws(DeidentificationError) -> PreparedReport {
        guard report.answers[PSES.status] != .option(PSES.removed) else { throw .removedBeforeReporting }
        let reviewed = reviewed.with(answers)
        let known = Timings.measure("scrub") {
            KnownValues(
                report, policy.specification, practice: identifiers, keptWords: reviewed.kept, forms: forms)
        }
        let scrubbed = Timings.measure("scrub") { scrub(report, known) }

        var answers: Answers = [:]
        var sealed: [String: [String]] = [:]
        var entries: [RedactionTrail.Entry] = []
        for element in policy.specification.allElements {
            let number = element.number
            if element.edge == .band {
                guard let copy = policy.generalised(element, from: report.answers) else { continue }
                answers[number] = copy
                entries.append(.init(number, .band, rule: .banded))
                continue
            }
            guard number != PSES.status, let value = report.answers[number] else { continue }
            switch element.edge {
            case .keep:
                answers[number] = value
                entries.append(.init(number, .keep, rule: .kept))
            case .scrub:
                guard let texts = scrubbed[number] else { throw .notCleanable(rule: "policy-scrub", element: number) }
                answers[number] = element.multiple ? .texts(texts.map(\.text)) : texts.first.map { .text($0.text) }
                entries += Self.entries(texts, of: number)
            case .seal:
                sealed[number.description] = policy.sealedTexts(value, of: element)
                entries.append(.init(number, .seal, rule: .sealed))
            case .strip:
                entries.append(.init(number, .strip, rule: .stripped))
            case .hold, .band:
                entries.append(.init(number, element.edge, rule: .held))
            }
        }
        // Whatever the clinic's own status was: what leaves is reported to the PSO (42 U.S.C. 299b-21(7)(A)(i)).
        answers[PSES.status] = .option(PSES.reported)
        entries.append(.init(PSES.status, .keep, rule: .reported))
        let outgoing = DeidentifiedReport(
            specification: report.specification, id: report.id, revision: report.revision, forms: report.forms,
            notAsked: report.notAsked, answers: answers,
            sealed: try Timings.measure("seal") { () throws(DeidentificationError) in try seal(sealed, of: report) })
        let packet = try Timings.measure("guard, encode") { () throws(DeidentificationError) in
            try PacketGuard(policy.specification, known).pass(outgoing)
        }
        return PreparedReport(
            report: outgoing, packet: packet, trail: RedactionTrail(entries),
            questions: Self.questions(scrubbed, of: report, reviewed))
    }

    /// The doubtful words that nobody has answered for.
    private static func questions(
        _ scrubbed: [ElementNumber: [ScrubbedText]], of report: IdentifiedReport, _ reviewed: ReviewedWords
    ) -> [ResidueQuestion] {
        scrubbed.sorted { $0.key < $1.key }.flatMap { number, texts in
            zip(texts, report.answers[number]?.textValues ?? []).enumerated().flatMap { index, pair in
                pair.0.redactions.filter { $0.rule == Residue.name }.map { redaction in
                    ResidueQuestion(
                        element: number, text: index, range: redaction.range,
                        word: Residue.word(pair.1.codePoints(redaction.range)))
                }
            }
        }.filter { !reviewed.removed.contains($0.word) }
    }

    /// What an envelope of this report is bound to.
    public func binding(of id: ReportID, revision: Int) -> SealedBinding {
        SealedBinding(practice: practice.description, reportID: id.description, revision: revision)
    }

    private func seal(
        _ elements: [String: [String]], of report: IdentifiedReport
    ) throws(DeidentificationError) -> Data? {
        guard !elements.isEmpty else { return nil }
        do throws(SealingError) {
            return try sealer.seal(
                elements, localID: report.localID, for: binding(of: report.id, revision: report.revision))
        } catch {
            throw .notSealed(error)
        }
    }

    /// All texts of the report together, so that a person bears the same mark in each of them.
    private func scrub(_ report: IdentifiedReport, _ known: KnownValues) -> [ElementNumber: [ScrubbedText]] {
        let texts = policy.elements(.scrub).flatMap { element in
            (report.answers[element.number]?.textValues ?? []).map { (element.number.description, $0) }
        }
        let scrubbed = scrubber.scrub(texts, context: known.context)
        return Dictionary(grouping: scrubbed) { ElementNumber($0.element)! }
    }

    private static func entries(_ texts: [ScrubbedText], of number: ElementNumber) -> [RedactionTrail.Entry] {
        let found = texts.enumerated().flatMap { index, text in
            text.redactions.map { redaction in
                RedactionTrail.Entry(
                    number, .scrub, rule: redaction.rule, kind: redaction.kind.rawValue, text: index,
                    range: redaction.range, mark: redaction.mark.description,
                    isDoubtful: redaction.confidence < .high)
            }
        }
        return found.isEmpty ? [.init(number, .scrub, rule: .clean)] : found
    }
}

/// A report ready to leave: its exact bytes and what was done to make them.
public struct PreparedReport: Sendable {
    public let report: DeidentifiedReport
    /// The line that is sent; sealing is random, so it is made once and kept.
    public let packet: Data
    public let trail: RedactionTrail
    /// Words that were removed because nobody has said yet whether they may stay.
    public let questions: [ResidueQuestion]
}

/// Element X.2 and its options.
public enum PSES {
    /// Element X.2.
    public static let status = ElementNumber("X.2")!
    /// Stored code of "removed before reporting" (42 CFR 3.20).
    public static let removed: Int16 = 2
    /// Stored code of "reported".
    public static let reported: Int16 = 3
}
