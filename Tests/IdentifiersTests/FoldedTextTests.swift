import Testing

@testable import Identifiers

/// Folding and the way back to the original.
@Suite struct FoldedTextTests {
    static let folded: [(String, [String])] = [
        ("Éclair ﬁx", ["eclair", "fix"]), ("O’Brien–Smith", ["o", "'", "brien", "-", "smith"]),
        ("a\u{00A0}b\u{200B}c", ["a", "bc"]), ("Ｓ１２", ["s", "12"]), ("٣ Straße Łódź", ["3", "strasse", "lodz"]),
        ("x_1", ["x", "_", "1"]), ("½", ["1", "/", "2"]), ("É e\u{0301}", ["e", "e"]),
        ("ΣΟΦΌΣ σοφός", ["σοφοσ", "σοφοσ"]),
    ]

    @Test(arguments: folded) func foldsToTokens(source: String, tokens: [String]) {
        #expect(FoldedText(source).tokens.map(\.text) == tokens)
    }

    @Test func rangesLeadBackToTheOriginal() {
        let source = "Saw Nu\u{0301}n\u{0303}ez\u{200B}, ﬁx"
        let text = FoldedText(source)
        let scalars = Array(source.unicodeScalars)
        let pieces = text.tokens.indices.map { index in
            String(String.UnicodeScalarView(scalars[text.range(ofTokens: index...index)]))
        }
        #expect(
            pieces.map { Array($0.unicodeScalars) }
                == ["Saw", "Nu\u{0301}n\u{0303}ez\u{200B}", ",", "ﬁx"].map { Array($0.unicodeScalars) })
    }

    @Test func marksAreOneTokenAndOnlyWhenWhole() {
        #expect(FoldedText("[PATIENT] [STAFF-12] [AGE 90+]").tokens.map(\.label) == [.patient, .staff, .ageOver89])
        for text in ["[PATIENT Smith]", "[STAFF-1234]", "[ID-5551234]", "[AGE 67]", "[DATE", "["] {
            #expect(FoldedText(text).tokens.allSatisfy { $0.shape != .mark })
        }
    }

    @Test func emptyAndOddTextsAreHarmless() {
        for text in [
            "", " ", "\u{200B}", "\u{0301}", "[", "@", "+", "://", "\\\\", "()", "12-", "-", "s/n", "MRN", "a@", "\r\n",
        ] {
            #expect(scrubbed(text, testContext) == text)
        }
    }
}
