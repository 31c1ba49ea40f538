import Pages

/// A publication as a page: words and figures, no layout.
struct PageMapping: Sendable {
    let publication: Publication
    let hash: String

    init(_ publication: Publication, hash: String) {
        self.publication = publication
        self.hash = hash
    }

    private var isSummary: Bool { publication.kind == .practiceSummary }

    var page: PublicationPage {
        let days = "incidents from \(publication.period.start) to \(publication.period.end)"
        let tables = publication.sections + publication.trends
        return PublicationPage(
            title: "\(isSummary ? "Practice summary" : "Aggregate report") \(publication.period.label)",
            subtitle: isSummary
                ? "Practice \(publication.practice ?? ""): \(days)" : "All practices: \(days)",
            isConfidential: isSummary, facts: facts, sentences: publication.sentences, legend: legend,
            sections: tables.enumerated().map { section(number: $0 + 1, $1) },
            footnote: "GoodCatch. SHA-256 of the frozen document: \(hash)")
    }

    private var facts: [PageFact] {
        let thresholds = publication.thresholds
        let rule = """
            A figure of many practices is shown only when at least \(thresholds.reports) reports by at least \
            \(thresholds.practices) practices stand behind it. Where a hidden figure could be worked out from the \
            totals of its table, the next smallest one is hidden too. Percentages are shown only when both parts are, \
            and of no fewer than \(max(Comparison.fewest, thresholds.reports)) reports. A true zero is shown as 0.
            """
        return [
            PageFact("Period", "\(publication.period.start) to \(publication.period.end), by date of incident"),
            PageFact("Counted", "the latest version of each report received"),
            PageFact("Data through", publication.dataThrough ?? "no report received"),
            PageFact("Specification", "version \(publication.specification); elements X.n are additions of ours"),
            PageFact(isSummary ? "National figures" : "What is hidden", rule),
        ] + summaryFacts
    }

    private var summaryFacts: [PageFact] {
        guard isSummary, let national = publication.national else { return [] }
        return [
            PageFact(
                "Your own figures",
                "all shown, however small: this page is for your practice alone, so take care before it goes further"),
            PageFact(
                "Compared with",
                "the aggregate report of the same period, your own reports included (\(national.prefix(12)))"),
        ]
    }

    private var legend: [LegendEntry] {
        let thresholds = publication.thresholds
        let value =
            isSummary
            ? PageCell(look: "value", text: "24", details: ["31.6 % · nation 28.0 %"])
            : PageCell(look: "value", text: "124", details: ["31.6 % · 14 pr."])
        let hidden = PublishedCell.reasons.map { reason in
            LegendEntry(
                PageCell(look: "suppressed", text: "hidden", mark: reason.mark),
                reason.meaning(thresholds.reports, thresholds.practices))
        }
        return [
            LegendEntry(
                value,
                isSummary
                    ? "your reports, their share, and the national share"
                    : "reports, their share, and the number of practices (pr.) they came from"),
            LegendEntry(PageCell(look: "zero", text: "0"), "a true zero: nothing was reported"),
        ]
            + (isSummary
                ? [
                    LegendEntry(
                        PageCell(look: "value", text: "24", details: ["nation hidden"]), "the national share is hidden")
                ]
                : []) + [
                LegendEntry(PageCell(look: "not-asked", text: "not asked"), "the question was put to nobody")
            ] + hidden
    }

    private func section(number: Int, _ table: PublishedTable) -> PageSection {
        PageSection(
            id: "s\(number)", number: number, heading: table.title, question: table.question, basis: basis(table),
            figure: ChartMapping(table, id: "c\(number)").svg,
            isPaired: table.columns.isEmpty, table: TableMapping(table, isSummary: isSummary).table,
            notes: spreads(table) + table.notes)
    }

    /// n, then each element with how it was answered.
    private func basis(_ table: PublishedTable) -> [String] {
        let national = table.national.map { "; national n = \($0.n.words)" } ?? ""
        return ["n = \(table.n.words) \(table.unit)\(national)"]
            + table.coverage.map {
                """
                Element \($0.element): asked in \($0.asked.words), answered in \($0.answered.words), \
                unknown in \($0.unknown.words)
                """
            }
    }

    private func spreads(_ table: PublishedTable) -> [String] {
        func label(_ code: String, _ labels: [PublishedTable.Label]) -> String {
            labels.first { $0.code == code }.map { $0.label.lowercased() } ?? code
        }
        return table.spreads.map { spread in
            """
            \(label(spread.column, table.columns).capitalizedFirst): median \(label(spread.median, table.rows)); \
            lower quartile \(label(spread.lowerQuartile, table.rows)), \
            upper quartile \(label(spread.upperQuartile, table.rows)).
            """
        }
    }
}

extension PublishedCell {
    /// A reason for hiding a figure, its mark and its meaning.
    struct HiddenReason: Sendable {
        let name: String
        let mark: String
        let meaning: @Sendable (_ reports: Int, _ practices: Int) -> String
    }

    static let reasons = [
        HiddenReason(name: "tooFewReports", mark: "R") { reports, _ in "hidden: fewer than \(reports) reports" },
        HiddenReason(name: "tooFewPractices", mark: "P") { _, practices in
            "hidden: reports of fewer than \(practices) practices"
        },
        HiddenReason(name: "complementary", mark: "C") { _, _ in
            "hidden: another hidden figure could be worked out from it"
        },
    ]

    /// The figure in running text.
    var words: String {
        switch status {
        case .value: count.map(grouped) ?? ""
        case .zero: "0"
        case .suppressed: "(hidden)"
        case .notAsked: "(not asked)"
        }
    }
}

/// A count with a comma between thousands.
func grouped(_ count: Int) -> String {
    var text = String(count)
    var index = text.count - 3
    while index > 0 {
        text.insert(",", at: text.index(text.startIndex, offsetBy: index))
        index -= 3
    }
    return text
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
