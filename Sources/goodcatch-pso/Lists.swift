import AggregatorStore
import Foundation
import IncidentReports

/// Prints lists: one JSON object with an array each, or a table each with its columns aligned.
func show(_ lists: [PracticeList], json: Bool) throws {
    if json {
        let members = lists.map { ($0.name, $0.json) }
        return print(
            String(decoding: JSONValue.object(Dictionary(uniqueKeysWithValues: members)).canonicalData, as: UTF8.self))
    }
    for list in lists {
        print("\(list.name)\(list.rows.isEmpty ? ": none" : "")")
        guard !list.rows.isEmpty else { continue }
        let table = TextTable.text(list.columns, list.rows.map { $0.map { $0 ?? "-" } })
        print(table.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
    }
}
