import Deidentification
import Foundation
import IncidentReports
import IncidentSpec
import Submission
import Testing

@testable import ClinicStore

/// Both sides of a report, on a terminal and as a page.
@Suite struct PreviewTests {
    private func preview(_ narrative: String, enrolled: Bool = true) async throws -> (Preview, TestStore) {
        let store = try TestStore(enrolled: enrolled)
        try await store.add(line("RO <1>", narrative: narrative, more: ",\"2.40\":\"Plinthor's shift\""))
        let stored = try #require(try store.practice.reports.revisions(of: "RO <1>").first)
        return (try store.practice.preview(stored), store)
    }

    @Test func eachAnswerStandsBesideWhatLeavesOfIt() async throws {
        let (preview, _) = try await preview("told Plinthor about quorvex")
        let sides = Dictionary(uniqueKeysWithValues: preview.sides.map { ($0.element.number.description, $0) })
        let narrative = try #require(sides["1.8"])
        #expect(narrative.original.map(\.text) == ["told ", "Plinthor", " about ", "quorvex"])
        #expect(narrative.outgoing.map(\.text) == ["told ", "[PATIENT]", " about ", "[REMOVED]"])
        #expect(narrative.original[1].kind == .removed(rule: "known-name", isDoubtful: false))
        #expect(narrative.original[3].kind == .removed(rule: "residue", isDoubtful: true))
        #expect(sides["1.12"]?.outgoing.map(\.text) == ["sealed"])
        #expect(sides["1.5"]?.original == sides["1.5"]?.outgoing)
        #expect(sides["X.3"]?.original.isEmpty == true)
        #expect(preview.doubtful == 1)
    }

    /// What stands on the right are the very texts of the packet.
    @Test func theRightSideIsWhatLeaves() async throws {
        let (preview, store) = try await preview("told Plinthor on 3/14/2025, caf\u{65}\u{301} \u{1F600} Plinthor")
        let packet = try store.practice.decode(Data(preview.packet.utf8))
        for side in preview.sides where side.element.edge == .scrub {
            #expect(packet.answers[side.element.number]?.textValues == [side.outgoing.map(\.text).joined()])
        }
    }

    @Test func thePageEscapesWhatItShowsAndSaysWhatIsProvisional() async throws {
        let (preview, _) = try await preview("<script>alert(1)</script> & Plinthor", enrolled: false)
        let page = PreviewPage.html(of: [preview])
        #expect(!page.contains("<script>"))
        #expect(page.contains("<del>Plinthor</del><small> known-name</small>"))
        #expect(page.contains("<ins>[PATIENT]</ins>"))
        #expect(page.contains("The practice is not enrolled"))
        #expect(page.contains("RO &lt;1&gt;"))
        #expect(preview.text(width: 80, style: \.text).contains("made anew after the enrolment"))
    }

    @Test(arguments: [40, 79, 120, 200])
    func linesFitTheTerminalAndNothingIsLost(width: Int) async throws {
        let long =
            "shift " + String(repeating: "of the couch was wrong ", count: 20) + String(repeating: "x", count: 90)
        let (preview, _) = try await preview(long + "\\nPlinthor")
        let text = preview.text(width: width) { part in
            if case .removed = part.kind { return "«\(part.text)»" }
            return part.text
        }
        let rows = text.split(separator: "\n").filter { $0.contains("│") }
        #expect(rows.allSatisfy { $0.count <= max(width, 51) })
        let left = rows.map { $0.prefix { $0 != "│" } }.joined().filter { !$0.isWhitespace }
        #expect(left.contains(long.filter { !$0.isWhitespace && $0 != "x" }))
        #expect(left.count { $0 == "x" } >= 90)
    }
}
