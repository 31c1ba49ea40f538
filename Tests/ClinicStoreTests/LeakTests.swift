import Foundation
import IncidentReports
import IncidentSpec
import Submission
import Testing

@testable import ClinicStore

/// What the practice holds stands in its own database alone, whatever else is written.
@Suite struct LeakTests {
    /// Words of no language, long enough never to stand in base64 by chance.
    private static func word(_ seed: Int, _ place: Int) -> String {
        let syllables = ["zorq", "vexu", "jyxo", "qwim", "xulp", "zwej", "kjor", "pfux", "vrax", "djiq"]
        let number = seed * 7919 + place * 104_729
        return (0..<4).map { syllables[(number / [1, 10, 100, 1000][$0]) % 10] }.joined().capitalized
    }

    @Test func theOutboxHoldsNothingThatIdentifies() async throws {
        let store = try TestStore()
        var secrets: Set<String> = []
        let lines = (0..<300).map { seed in
            let words = (0..<6).map { Self.word(seed, $0) }
            secrets.formUnion(words)
            return line(
                words[5],
                narrative:
                    "\(words[0]) \(words[1]) was told by \(words[2].lowercased()), \(words[3].uppercased()) saw it",
                more:
                    ",\"1.11\":\"\(words[0])\",\"2.7\":\"\(words[2])\",\"1.16\":\"\(words[3])\",\"2.1\":\"\(words[4]), WA\","
                    + "\"2.33\":[\"\(words[1]) \(words[3]) (physicist)\"]"
            ).replacing("\"1.12\":\"Plinthor\"", with: "\"1.12\":\"\(words[1])\"")
        }
        let bad = lines.prefix(50).map { $0.replacing("\"1.5\":1", with: "\"1.5\":\"\(Self.word(1, 1))\"") }
        let result = try await store.practice.importReports(try store.file(lines + bad))
        #expect(result.new == 300)
        #expect(result.rejected == 50)
        #expect(result.preparation.queued == 300)

        for name in ["outbox.sqlite", "outbox.sqlite-wal"] {
            let bytes = try Data(contentsOf: store.url.appending(path: name))
            // Only a run of letters as long as a secret can hold one.
            let runs = bytes.split { !($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z")) }
                .filter { $0.count >= 16 }.map { String(decoding: $0, as: UTF8.self).lowercased() }
            for run in runs {
                #expect(!secrets.contains { run.contains($0.lowercased()) }, "\(name) holds an identifier")
            }
        }
        let said =
            result.findings.flatMap(\.findings).map(\.description) + result.preparation.withheld.map { "\($0.error)" }
        for text in Set(said) { #expect(!secrets.contains { text.lowercased().contains($0.lowercased()) }) }
        // The search would find them where they are.
        let own = try Data(contentsOf: store.url.appending(path: "practice.sqlite-wal"))
        #expect(own.firstRange(of: Data(secrets.first!.utf8)) != nil)
    }
}
