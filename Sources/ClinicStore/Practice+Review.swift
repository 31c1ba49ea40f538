public import Deidentification
public import IncidentReports
public import IncidentSpec
public import Submission

/// A doubtful word in the text it stands in, for a person to say whether it may stay.
///
/// It shows what the report says: keep it where the store is kept.
public struct OpenQuestion: Sendable {
    public let localID: String
    public let key: PacketKey
    public let element: DataElement
    /// The folded word under which the answer is kept.
    public let word: String
    /// What stands before it in its text, the word as it is written, and what stands behind it.
    public let before, written, after: String
}

extension Practice {
    /// The reports that wait for a person's answers, in the order in which they entered.
    ///
    /// Before the enrolment nothing is made ready, so that every draft is looked at.
    public func reportsToReview() throws -> [PacketKey] {
        let drafts = try reports.enrolment() == nil ? try reports.waiting() : []
        return (try reports.inState(.review) + drafts).map { PacketKey($0.report.id, revision: $0.report.revision) }
    }

    /// What is still to be answered of a report, in the order of its elements; none if it cannot be cleaned at all.
    public func questions(_ key: PacketKey) throws -> [OpenQuestion] {
        guard let stored = try reports.revision(key) else { return [] }
        let practice = try reports.enrolment()?.practice ?? Self.provisionalCode
        let answers = try reports.reviewedWords(of: [key.reportID])[key.reportID] ?? .none
        let questions: [ResidueQuestion]
        do {
            questions = try deidentifier(for: practice).prepare(stored.report, answers).questions
        } catch DeidentificationError.removedBeforeReporting, DeidentificationError.notCleanable {
            return []
        }
        return questions.compactMap { question in
            guard let element = specification[question.element],
                let texts = stored.report.answers[question.element]?.textValues, question.text < texts.count
            else { return nil }
            let text = texts[question.text]
            return OpenQuestion(
                localID: stored.report.localID, key: key, element: element, word: question.word,
                before: text.codePoints(0..<question.range.lowerBound), written: text.codePoints(question.range),
                after: text.codePoints(question.range.upperBound..<text.unicodeScalars.count))
        }
    }

    /// Keeps a person's answer about a word. To be called under the store's lock.
    ///
    /// - Parameter report: the one it is about; `nil` for all of the practice, now and later.
    public func answer(_ word: String, isKept: Bool, of report: ReportID?) throws {
        try reports.answer(ReviewedWords.word(word), isKept: isKept, of: report)
        try reports.note(.reviewed, report: report, detail: isKept ? "a word is kept" : "a word is removed")
    }

    /// What people said about words for all reports.
    public func reviewedWords() throws -> ReviewedWords { try reports.reviewedWords() }

    /// Drops the answer about a word for all reports; whether there was one.
    public func forget(_ word: String) throws -> Bool { try reports.forget(ReviewedWords.word(word)) }
}
