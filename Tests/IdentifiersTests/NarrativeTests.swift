import Foundation
import Identifiers
import Testing

@testable import goodcatch_bench

/// Narratives by two persons who never saw the scrubber, with every identifier marked: what is found of them may not shrink.
@Suite struct NarrativeTests {
    /// What `Deploy/bench scrub --set written` counts.
    static let counted: Result<ScrubBench, any Error> = Result {
        var bench = ScrubBench()
        let scrubber = Scrubber()
        for narrative in try GoldFile.written.flatMap(GoldFile.read) {
            let scrubbed = scrubber.scrub([("1.8", narrative.text)], context: narrative.context)
            bench.add(narrative, scrubbed[0].redactions)
        }
        return bench
    }

    /// A little under what was measured.
    static let floors: [(kind: String, share: Double)] = [("known", 0.99), ("near", 0.97), ("stranger", 0.96)]

    @Test(arguments: floors) func identifiersOfAKindAreCovered(kind: String, share: Double) throws {
        let count = try #require(Self.counted.get().kinds[kind])
        #expect(count.all > 150)
        #expect(count.share >= share, "\(count.covered) of \(count.all)")
    }

    @Test func fewInnocentWordsAreTakenInAnyStyle() throws {
        let styles = try Self.counted.get().innocentStyles
        #expect(styles.count == 10)
        for (style, count) in styles { #expect(count.share <= 0.03, "\(style): \(count.covered) of \(count.all)") }
    }

    @Test func mostAreNamedWhatTheyAre() throws {
        let typed = try Self.counted.get().typed.values
        let named = typed.reduce(0) { $0 + $1.covered }
        #expect(Double(named) >= 0.95 * Double(typed.reduce(0) { $0 + $1.all }))
    }

    static let marked: [(String, Int?)] = [
        ("seen by ⟦NAME known|Okafor⟧ on ⟦DATE near|3/4⟧.", 5), ("nobody", 1), ("⟦NAME known|a⟧", 1),
        ("⟦NAME known|open", nil), ("closed⟧", nil), ("⟦NOBODY known|x⟧", nil), ("⟦NAME perhaps|x⟧", nil),
        ("⟦NAME|x⟧", nil),
    ]

    @Test(arguments: marked) func marksAreRead(text: String, pieces: Int?) {
        #expect(GoldFile.pieces(of: text)?.count == pieces)
    }
}
