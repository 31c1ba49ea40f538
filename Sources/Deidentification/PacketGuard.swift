import Foundation
import Identifiers
import IncidentReports
import IncidentSpec

/// The last look at the bytes that would leave: it trusts nothing that was done before, and refuses when in doubt.
struct PacketGuard {
    private let specification: Specification
    private let needles: [String]
    /// Needles long enough to be looked for also where they are torn apart.
    private let tearable: Set<String>
    private let longest: Int

    init(_ specification: Specification, _ known: KnownValues) {
        self.specification = specification
        needles = Set(known.items.filter { $0.element != nil }.flatMap { Self.needles($0.identifier) }).sorted()
        tearable = Set(needles.filter { $0.count >= 5 })
        longest = tearable.map(\.count).max() ?? 0
    }

    /// The packet of a report in which no known value and no plain identifier stands readable.
    func pass(_ report: DeidentifiedReport) throws(DeidentificationError) -> Data {
        let codec = ReportCodec(specification)
        let packet = codec.encode(report)
        // Reading it back proves that every value is one that the codec lets through: whatever is no text is a
        // number, a day or a printed code.
        let read: DeidentifiedReport
        do throws(RefusedPacket) {
            read = try codec.decode(packet)
        } catch {
            let finding = error.findings.first
            throw .notAPacket(rule: finding?.rule ?? BuiltInRule.json.rawValue, element: finding?.element)
        }
        guard read == report else { throw .notAPacket(rule: BuiltInRule.format.rawValue, element: nil) }

        let texts = specification.allElements.flatMap { element in
            (read.answers[element.number]?.textValues ?? []).map { (element: element.number, text: $0) }
        }
        for (element, text) in texts {
            if stands(in: Self.folded(text.replacing(Self.marks, with: " | "))) {
                throw .notCleanable(rule: "guard-known-value", element: element)
            }
        }
        let leaks = LeakCheck().findings(in: texts.map { ($0.element.description, $0.text) })
        if let leak = leaks.first, let element = ElementNumber(leak.element) {
            throw .notCleanable(rule: leak.rule, element: element)
        }
        return packet
    }

    /// Whether a known value stands in a folded text, whole or torn apart by blanks, hyphens or line breaks.
    private func stands(in plain: String) -> Bool {
        if needles.contains(where: { plain.contains($0) }) { return true }
        guard !tearable.isEmpty else { return false }
        let pieces = plain.split { !$0.isLetter && !$0.isNumber && $0 != "|" }
        return pieces.indices.contains { start in
            var joined = ""
            for piece in pieces[start...] {
                joined += piece
                if joined.count > longest { return false }
                if tearable.contains(joined) { return true }
            }
            return false
        }
    }

    /// Marks as the scrubber writes them.
    nonisolated(unsafe) private static let marks = /\[(?:[A-Z]+(?:-[A-Z]+)?(?:-[0-9]+)?|AGE 90\+)\]/

    /// Runs of four or more letters or digits of a known value.
    private static func needles(_ identifier: KnownIdentifier) -> [String] {
        identifier.parts.flatMap { part in
            folded(part).split { !$0.isLetter && !$0.isNumber }
                .filter { $0.count >= 4 && !titles.contains($0) }
                .map(String.init)
        }
    }

    /// Titles and degrees stand beside many names and belong to no one.
    private static let titles: Set<Substring> = [
        "miss", "prof", "professor", "doctor", "dabr", "mbbs", "frcr", "frcpc", "mccpm", "fastro", "facr",
    ]

    /// Lower case, without diacritics and in one width; not the scrubber's own folding, so that a fault there shows.
    private static func folded(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        return text.folding(
            options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: Locale(identifier: "en"))
    }
}
