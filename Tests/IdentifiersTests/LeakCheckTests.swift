import Testing

@testable import Identifiers

/// What spares the leak check work must never change its verdict.
@Suite struct LeakCheckTests {
    /// Pieces that lie near the edge of what a feature lets pass.
    private static let pieces = [
        "206-555-0142", "jane.doe@clinic.example", "078-05-1120", "MRN 00482913", "03/14/2025", "March 14, 2025",
        "a 93-year-old", "ninety-three years old", "Ninety Three year old", "one hundred year old", "aged hundred",
        "nonagenarian", "CENTENARIAN patient", "supercentenarians", "[STAFF-2]", "[staff-12]", "[NAME-1]",
        "[STAFF-]", "[STAFF-2", "[STAFF-1234]", "[AGE 90+]", "[age 90 +]", "[ID]", "www.clinic.org", "clinic. Org",
        "see clinic.org/x", "https://x", "c:\\share", "\\\\server\\x", "http:/ /x", "a : / / b", "12 Main Street",
        "P.O. Box 12", "two fractions", "the 14th.", "christmas", "٩٣ years old", "９３-year-old", "m＠x.org",
        "May", "in march", "x@y", "@", ".", "A.b", "ext 4411", "pager", "tel. +44 20 7946 0018", "fx 3/28", "ﬁ",
        "é", "\n", "[", "]", "-", "year-old", "aged", "hund", "red", "nine", "ty", "MRN", "acct",
    ]

    @Test func whatIsSparedNeverChangesTheVerdict() {
        var random = SeededGenerator(seed: 20_260_401)
        let check = LeakCheck()
        var leaking = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...6, using: &random)
            let text = (0..<count).reduce(into: "") { text, _ in
                text += (Bool.random(using: &random) ? " " : "") + Self.pieces.randomElement(using: &random)!
            }
            let found = check.findings(in: [("1.8", text)])
            leaking += found.isEmpty ? 0 : 1
            #expect(found == check.findingsOfAll(in: [("1.8", text)]), "\(text)")
        }
        #expect(leaking > 5_000)
    }

    @Test(arguments: Self.pieces)
    func onePieceHasTheSameVerdict(_ text: String) {
        let check = LeakCheck()
        #expect(check.findings(in: [("1.8", text)]) == check.findingsOfAll(in: [("1.8", text)]))
    }

    @Test func aTextWithoutFeaturesIsSpared() {
        #expect(TextFeatures("The left cheek was treated; informed Dr. [STAFF-12] at once.") == [])
        #expect(TextFeatures("5 of 20").contains(.digit))
        #expect(TextFeatures("é") == .all)
    }
}
