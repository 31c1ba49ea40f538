import Deidentification
import IncidentReports
import IncidentSpec

/// Makes rows of what a reader found, with the forms that were asked and the findings of the specification's rules.
struct RowAssembler: Sendable {
    let specification: Specification
    let values: ValueReader
    private let validation: Validation
    private let today: CalendarDate

    init(_ specification: Specification, today: CalendarDate) {
        self.specification = specification
        values = ValueReader(specification, leniency: .clinic)
        validation = Validation(specification)
        self.today = today
    }

    /// What a reader found in one row.
    struct Parts {
        var localID: String?
        /// The forms asked, when the file says so.
        var forms: [Form]?
        var notAsked: [ElementNumber] = []
        var answers: Answers = [:]
        var alsoKnown: [AlsoKnown] = []
        var findings: [Finding] = []
    }

    func row(_ number: Int, _ parts: Parts, source: ReportRow.Source) -> ReportRow {
        var findings = parts.findings
        let localID = parts.localID?.trimmed
        if let localID, !Self.isAcceptable(localID) { findings.append(RowRule.localID.finding()) }
        let answered = Set(parts.answers.keys.compactMap { specification[$0]?.form })
        let asked = parts.forms.map(Set.init) ?? answered.union([.report])
        for number in parts.answers.keys.sorted() {
            guard let form = specification[number]?.form, form != .extension, !asked.contains(form) else { continue }
            findings.append(Finding(.forms, number))
        }
        if !asked.contains(.report) { findings.append(Finding(.forms)) }
        // A report that was removed before reporting never leaves and need not be complete.
        if parts.answers[ElementNumber.psesStatus] != .option(Self.removed) {
            findings += validation.findings(in: parts.answers, today: today, excusing: unreadable(findings))
        }
        return ReportRow(
            number: number, localID: localID, forms: Form.allCases.filter { $0 != .extension && asked.contains($0) },
            notAsked: parts.notAsked, answers: parts.answers, alsoKnown: parts.alsoKnown, findings: findings,
            source: source)
    }

    /// Elements with an answer that could not be read: that they are missing is not to be said as well.
    private func unreadable(_ findings: [Finding]) -> Set<ElementNumber> { Set(findings.compactMap(\.element)) }

    private static let removed: Int16 = 2

    private static func isAcceptable(_ localID: String) -> Bool {
        (1...100).contains(localID.unicodeScalars.count) && localID.unicodeScalars.allSatisfy { $0.value >= 32 }
    }
}

extension ElementNumber {
    fileprivate static let psesStatus = ElementNumber("X.2")!
}

extension String {
    /// Without white space at its ends; `nil` when nothing is left.
    var trimmed: String? {
        let text = Substring(self).drop(while: \.isWhitespace)
        guard let end = text.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(text[...end])
    }
}
