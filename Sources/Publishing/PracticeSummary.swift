import AggregatorStore
import DisclosureControl
import IncidentReports
import IncidentSpec

/// What one practice gets back: its own counts, and the national shares from a frozen aggregate report alone.
enum PracticeSummary {
    /// Makes the summary from the counts of one practice.
    ///
    /// - Parameter national: the aggregate report to compare with. Never "all others": that would be another release
    ///   for every practice that reads it, to be subtracted from the rest.
    static func make(
        _ counted: CountedTables, practice: String, national: FrozenPublication, _ specification: Specification,
        _ period: ReportingPeriod
    ) -> Publication {
        let builder = TableBuilder(counted, specification, period, .none)
        let nationalTables = Dictionary(uniqueKeysWithValues: national.publication.sections.map { ($0.name, $0) })
        let sections = TableCatalogue.sections.map { builder.table($0, national: nationalTables[$0.name]) }
        return Publication(
            kind: .practiceSummary, period: .init(period), specification: counted.version(or: specification),
            thresholds: national.publication.thresholds, dataThrough: counted.dataThrough?.description,
            practice: practice, national: national.contentHash, sections: sections,
            trends: TableCatalogue.trends.map { builder.table($0) }, sentences: sentences(sections, specification))
    }

    private static func sentences(_ sections: [PublishedTable], _ specification: Specification) -> [String] {
        let tables = Dictionary(uniqueKeysWithValues: sections.map { ($0.name, $0) })
        let reports = tables["forms"]?.n.shownCount ?? 0
        if reports == 0 { return ["No report of an incident in this period has been received from your practice."] }
        var sentences = [
            reports == 1 ? "1 report of your practice is counted." : "\(reports) reports of your practice are counted."
        ]
        sentences += timeliness(tables["timeliness"])
        let compared = TableCatalogue.sections.filter(\.compares).compactMap { tables[$0.name] }
            .flatMap(Comparison.all)
        if compared.isEmpty {
            sentences.append(
                reports < Comparison.fewest
                    ? """
                    With fewer than \(Comparison.fewest) reports a share says little, so none is compared with the \
                    national one in words.
                    """
                    : "No national share can be shown beside yours for this period.")
            return sentences
        }
        let different = compared.filter(\.differs)
        sentences += different.map(\.sentence)
        sentences.append(
            """
            \(compared.count == 1 ? "1 share was" : "\(compared.count) shares were") compared with the national ones, which may include your own reports. \
            \(different.count) of the national ones \(different.count == 1 ? "lies" : "lie") outside the 95 % \
            interval of yours; about one in twenty would by chance alone.
            """)
        sentences += gaps(tables["completeness"], specification)
        return sentences
    }

    private static func timeliness(_ table: PublishedTable?) -> [String] {
        guard let table, let spread = table.spreads.first(where: { $0.column == "4" }),
            let band = table.rows.first(where: { $0.code == spread.median })
        else { return [] }
        switch band.label {
        case "Same day": return ["Half of your reports reached the PSO on the day of the incident."]
        case table.rows.last?.label:
            return ["Half of your reports reached the PSO \(band.label.lowercased()) days after the incident."]
        default:
            let days = band.label.split(separator: " ").last ?? ""
            return ["Half of your reports reached the PSO within \(days) days of the incident."]
        }
    }

    /// The elements that the standard asks for and the practice answers least, against the national share.
    private static func gaps(_ table: PublishedTable?, _ specification: Specification) -> [String] {
        guard let table, let national = table.national else { return [] }
        let wanted = Set(
            specification.elements.filter { $0.level != .optional }.map(\.number.description))
        let gaps = table.rows.indices.compactMap { row -> (label: String, own: Double, national: Double)? in
            let label = table.rows[row]
            guard wanted.contains(label.code), let own = table.cells[row][0].percent,
                let share = national.cells[row][0].percent, table.rowTotals?[row].shownCount ?? 0 >= Comparison.fewest,
                own + 10 <= share
            else { return nil }
            return ("\(label.code) \(label.label)", own, share)
        }
        let largest = gaps.enumerated().sorted {
            ($1.element.national - $1.element.own, $0.offset) < ($0.element.national - $0.element.own, $1.offset)
        }
        return largest.prefix(3).map { gap in
            """
            Element \(gap.element.label) is answered in \(percent(gap.element.own)) of your reports that were asked it, \
            nationally in \(percent(gap.element.national)).
            """
        }
    }
}
