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
        let lines = [list.columns] + list.rows.map { $0.map { $0 ?? "-" } }
        let widths = list.columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        for line in lines {
            let cells = zip(line, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
            print("  " + cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces))
        }
    }
}
