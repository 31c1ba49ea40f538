import Identifiers
import Testing

/// Replacing, numbering, the trail, and the aggregator's check.
@Suite struct ScrubberTests {
    @Test func numbersFollowFirstMentionAcrossTexts() {
        let texts = Scrubber().scrub(
            [("1.8", "Dana Lee called."), ("2.41", "J. Smith answered Lee."), ("3.4", "Smith and Li")],
            context: testContext)
        #expect(texts.map(\.element) == ["1.8", "2.41", "3.4"])
        #expect(texts.map(\.text) == ["[STAFF-1] called.", "[STAFF-2] answered [STAFF-1].", "[STAFF-2] and [STAFF-3]"])
    }

    @Test func numbersStartAboveMarksThatStandAlready() {
        #expect(scrubbed("[STAFF-3] told Smith", testContext) == "[STAFF-3] told [STAFF-4]")
    }

    @Test func trailHoldsRulesAndPlacesOnly() {
        let result = Scrubber().scrub([("1.8", "é Smith, MRN 1234")], context: testContext)[0]
        #expect(result.redactions.map(\.rule) == ["known-name", "labelled-number"])
        #expect(result.redactions.map(\.kind) == [.name, .id])
        #expect(result.redactions.map(\.range) == [2..<7, 13..<17])
        #expect(result.redactions.map(\.mark.description) == ["[STAFF-1]", "[ID]"])
        #expect(!"\(result.redactions)".contains("Smith") && !"\(result.redactions)".contains("1234"))
    }

    @Test func overlapsLeaveNothingBehind() {
        #expect(scrubbed("mail john.smith@mercy.org", testContext) == "mail [EMAIL]")
        #expect(scrubbed("at 12 Smith Street, Springfield, IL 62704", testContext) == "at [ADDRESS]")
        #expect(scrubbed("https://x.org/p?mrn=0012345678&n=Smith", testContext) == "[URL]")
    }

    /// A detector of another module that reports half a word.
    struct HalfWord: Detector {
        let rule = "half-word"
        func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
            text.originalCount > 6 ? [IdentifierSpan(range: 2..<4, label: .removed, rule: rule)] : []
        }
    }

    @Test func spansGrowToWholeWords() {
        let result = Scrubber(detectors: [HalfWord()]).scrub([("1.8", "abcdef gh")], context: .empty)
        #expect(result[0].text == "[REMOVED] gh")
    }

    static let leaks: [(String, String?)] = [
        ("SSN 123-45-6789", "social-security-number"), ("a@b.org", "email"), ("(555) 123-4567", "phone"),
        ("http://x.org", "url"), ("MRN 1234", "labelled-number"), ("3/14/2024", "date"),
        ("March 14, 2024", "date-in-words"),
        ("12 Main Street", "street-address"), ("92-year-old", "age-over-89"), ("fx 3/28", nil), ("seen 3/14", nil),
        ("in 2024", nil), ("[DATE] [PHONE] [AGE 90+]-year-old [STAFF-2]", nil), ("67-year-old", nil),
    ]

    @Test(arguments: leaks) func leakIsFoundByRule(text: String, rule: String?) {
        #expect(LeakCheck().findings(in: [("1.8", text)]).map(\.rule) == [rule].compactMap(\.self))
    }

    @Test func innocentTextsPassTheCheck() {
        let texts = (innocentSentences + [innocentNarrative]).map { (element: "1.8", text: $0) }
        #expect(LeakCheck().findings(in: texts).isEmpty)
    }

    @Test func everyMarkIsLeftAlone() {
        for label in MarkLabel.allCases {
            for mark in [Mark(label), Mark(label, number: 7)]
            where mark.number == nil || label == .staff || label == .name {
                let text = "On \(mark) at \(mark), \(mark) 12 \(mark)"
                #expect(scrubbed(text, testContext) == text)
            }
        }
    }
}
