public import IncidentSpec

/// SQL that fills the aggregator's lookup tables, one statement for each; safe to run any number of times.
public enum LookupSQL {
    /// The script for one version of the specification; rows of other versions stay as they are.
    public static func render(_ specification: Specification) -> String {
        let header = """
            -- Derived from Config/spec/\(specification.version) by goodcatch-spec generate; change it there.
            -- Fills spec_element, spec_option and spec_section, and may run any number of times.

            """
        return header + tables.map { $0.statement(specification) }.joined()
    }

    /// One table: its columns, how many of them make its key, and its rows.
    private struct Table: Sendable {
        let name: String
        /// How many columns after `specification` belong to the primary key.
        let keys: Int
        let columns: [String]
        let rows: @Sendable (Specification) -> [[SQLValue]]

        func statement(_ specification: Specification) -> String {
            let version = SQLValue.text(specification.version)
            let all = ["specification"] + columns
            let key = all.prefix(keys + 1).joined(separator: ", ")
            let values = rows(specification).map { row in
                "    (" + ([version] + row).map(\.literal).joined(separator: ", ") + ")"
            }
            let updates = columns.dropFirst(keys).map { "    \($0) = EXCLUDED.\($0)" }
            return """

                INSERT INTO \(name) (\(all.joined(separator: ", "))) VALUES
                \(values.joined(separator: ",\n"))
                ON CONFLICT (\(key)) DO UPDATE SET
                \(updates.joined(separator: ",\n"));

                """
        }
    }

    private static let tables: [Table] = [
        Table(
            name: "spec_element", keys: 1,
            columns: ["element", "number", "name", "title", "form", "level", "edge", "list", "readable"],
            rows: { $0.allElements.map(row) }),
        Table(
            name: "spec_option", keys: 2,
            columns: [
                "list", "code", "printed", "label", "position", "meaning", "band", "high", "section", "safety_barrier",
                "branch", "depth",
            ],
            rows: { specification in
                specification.lists.values.sorted { $0.name < $1.name }.flatMap { rows(of: $0, in: specification) }
            }),
        Table(
            name: "spec_section", keys: 1,
            columns: ["section", "map", "number", "title", "patient_present", "position"],
            rows: { $0.processSections.enumerated().map { row($1, position: $0 + 1) } }),
    ]

    private static func row(_ element: DataElement) -> [SQLValue] {
        [
            .number(Int(element.number.form) * 100 + Int(element.number.index)), .text(element.number.description),
            .text(element.name), .text(element.title), .text(element.form.rawValue), .text(element.level.rawValue),
            .text(element.edge.rawValue), SQLValue(element.list), .bool(element.leavesReadable),
        ]
    }

    private static func rows(of list: OptionList, in specification: Specification) -> [[SQLValue]] {
        let scale = [specification.medicalSeverity, specification.dosimetricSeverity].first { $0.name == list.name }
        let scores = Dictionary(uniqueKeysWithValues: (scale?.scores ?? []).map { ($0.storage, $0) })
        let causes = list.name == "causes" ? specification.causes : []
        let depths = Dictionary(uniqueKeysWithValues: causes.map { ($0.storage, $0.depth) })
        return list.options.enumerated().map { index, option in
            let score = scores[option.storage]
            let depth = depths[option.storage]
            let step = list.name == "processSteps" ? specification.step(storage: option.storage) : nil
            return [
                .text(list.name), .number(Int(option.storage)), .text(option.code), .text(option.display),
                .number(index + 1), SQLValue(option.meaning?.rawValue), SQLValue(score?.band),
                // Neither high nor low where no score was given.
                SQLValue(score.flatMap { $0.score == nil ? nil : $0.high }),
                // A stored step is map * 10000 + section * 100 + step, a stored section map * 100 + section.
                SQLValue(step.map { Int($0.storage) / 100 }), SQLValue(step?.safetyBarrier),
                SQLValue(depth.map { _ in Int(option.storage) / 1000 }), SQLValue(depth),
            ]
        }
    }

    private static func row(_ section: ProcessSection, position: Int) -> [SQLValue] {
        [
            .number(Int(section.storage)), .text(section.map.rawValue), .text(section.number), .text(section.title),
            .bool(section.patientPresent), .number(position),
        ]
    }
}

/// One value of a row, written as a literal.
private enum SQLValue {
    case null
    case number(Int)
    case bool(Bool)
    case text(String)

    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ number: Int?) { self = number.map { .number($0) } ?? .null }
    init(_ value: Bool?) { self = value.map { .bool($0) } ?? .null }

    var literal: String {
        switch self {
        case .null: "NULL"
        case .number(let value): String(value)
        case .bool(let value): value ? "true" : "false"
        case .text(let value):
            "'"
                + value.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: "''") + "'"
        }
    }
}
