import Foundation
import IncidentReports
import IncidentSpec

/// The identifiers planted in one sample report.
struct Planted {
    let practice: String
    let localID: String
    /// Values that stand in elements which must not leave readable.
    var stated: [String] = []
    /// Values of a plain shape in free text: telephone numbers, e-mail addresses.
    var shaped: [String] = []

    /// Reads planted.jsonl as `goodcatch-spec sample` writes it.
    static func read(_ file: URL, _ specification: Specification) throws -> [Planted] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let value = try JSONValue(parsing: Data(line.utf8))
            var planted = Planted(
                practice: value["practice"]?.string ?? "", localID: value["localId"]?.string ?? "")
            for item in value["planted"]?.array ?? [] {
                guard let text = item["value"]?.string, let name = item["element"]?.string,
                    let element = specification[name: name]
                else { continue }
                if element.edge == .seal || element.edge == .strip {
                    planted.stated.append(text)
                } else if ["phone", "email"].contains(item["kind"]?.string) {
                    planted.shaped.append(text)
                }
            }
            return planted
        }
    }

    /// Parts of four or more letters or digits of the stated values, folded, and the shaped values whole.
    var needles: Set<String> {
        let parts = stated.flatMap { value in
            value.folded.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        }
        return Set(parts.filter { $0.count >= 4 && !Self.titles.contains($0) } + shaped.map(\.folded))
    }

    /// Stand beside names and belong to no one.
    private static let titles: Set = [
        "multiple", "unknown", "attending", "resident", "radiation", "oncologist", "physician", "therapist",
        "dosimetrist",
        "physicist", "nurse", "administrator", "patient", "other",
    ]
}

extension StringProtocol {
    /// Lower case, without diacritics.
    var folded: String { folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil) }
}
