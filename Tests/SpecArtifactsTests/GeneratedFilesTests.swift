import Foundation
import IncidentSpec
import SpecArtifacts
import Testing

struct GeneratedFilesTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(arguments: Artifact.all.indices)
    func theRepositoryHoldsWhatIsRendered(_ index: Int) throws {
        let artifact = Artifact.all[index]
        let file = try String(contentsOf: Self.root.appending(path: artifact.path), encoding: .utf8)
        #expect(file == artifact.render(.v2012), "\(artifact.path) differs; run goodcatch-spec generate")
    }

    @Test(arguments: Artifact.all.indices)
    func theSameSpecificationGivesTheSameBytes(_ index: Int) {
        let artifact = Artifact.all[index]
        let text = artifact.render(.v2012)
        #expect(text == artifact.render(.v2012))
        #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
        #expect(!text.contains("Optional("))
    }
}

struct LookupSQLTests {
    let script = LookupSQL.render(.v2012)

    private func rows(_ prefix: String) -> [Substring] {
        script.split(separator: "\n").filter { $0.hasPrefix("    (" + prefix) }
    }

    @Test func oneStatementForEachTable() {
        let statements = script.split(separator: "\n").filter { $0.hasPrefix("INSERT INTO ") }
        #expect(statements.map { $0.split(separator: " ")[2] } == ["spec_element", "spec_option", "spec_section"])
        #expect(script.split(separator: ";\n").count == 3)
        #expect(script.ranges(of: "ON CONFLICT").count == 3)
    }

    @Test func aRowForEveryElementOptionAndSection() {
        let specification = Specification.v2012
        let options = specification.lists.values.reduce(0) { $0 + $1.options.count }
        #expect(
            rows("'2012', ").count == specification.allElements.count + options + specification.processSections.count)
    }

    @Test(arguments: [
        "'2012', 217, '2.17', 'treatmentTechnique', 'Treatment technique', 'analysis', 'recommended', 'keep', "
            + "'treatmentTechnique', true",
        "'2012', 111, '1.11', 'patientFirstName', 'Patient''s first name', 'report', 'recommended', 'seal', NULL, false",
        "'2012', 'processSteps', 10401, 'EBRT:4.1', 'Physics plan review', 52, NULL, NULL, NULL, 104, true, NULL, NULL",
        "'2012', 'causes', 1480, '1.d.viii', 'Verbal instructions not supported by written documentation', 36, NULL, "
            + "NULL, NULL, NULL, NULL, 1, 3",
        "'2012', 'medicalSeverity', -1, 'unknown', 'Unknown', 12, 'unknown', 'unknown', NULL, NULL, NULL, NULL, NULL",
        "'2012', 'medicalSeverity', 8, '8', 'Life threatening—intervention essential. Possible recurrence due to "
            + "underdose.', 3, NULL, '8/9', true, NULL, NULL, NULL, NULL",
        "'2012', 'yesNo', 0, 'N', 'No', 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
        "'2012', 205, 'brachytherapy', '5', 'Treatment delivery', true, 13",
    ])
    func row(_ row: String) { #expect(rows(row + ")").count == 1) }

    @Test func ourAdditionsAreNumberedFrom900() {
        #expect(rows("'2012', 914, 'X.14', 'safetyBarriersCaught', ").count == 1)
    }

    /// With doubled quotes taken out, what is left between quotes holds none.
    @Test func textsAreQuoted() {
        for line in rows("") { #expect(line.count { $0 == "'" }.isMultiple(of: 2)) }
    }
}

struct PageTests {
    let specification = Specification.v2012

    @Test func theDictionaryNamesEverything() {
        let page = DataDictionary.render(specification)
        for element in specification.allElements {
            #expect(page.ranges(of: "### \(element.number) \(element.title)\n").count == 1)
            #expect(page.contains(element.definition) && page.contains(element.help))
        }
        for step in specification.processSteps { #expect(page.contains("| `\(step.code)` | \(step.label) |")) }
        for cause in specification.causes { #expect(page.contains("| `\(cause.path)` | \(cause.label) |")) }
        for rule in specification.rules { #expect(page.contains("| `\(rule.id)` | \(rule.severity.rawValue) |")) }
    }

    @Test func ourAdditionsStandInAChapterOfTheirOwn() throws {
        let page = DataDictionary.render(specification)
        let chapter = try #require(page.firstRange(of: "\n## Our additions\n"))
        #expect(!page[..<chapter.lowerBound].contains("### X."))
        #expect(!page[chapter.upperBound...].contains("### 1."))
        #expect(!page[chapter.upperBound...].contains("\n## "))
    }

    /// Each element stands in exactly one section, the one of its action.
    @Test func whatLeavesListsEachElementOnce() throws {
        let page = WhatLeavesTheClinic.render(specification)
        let sections = page.components(separatedBy: "\n## ")
        let order: [EdgeAction] = [.strip, .hold, .seal, .band, .scrub, .keep]
        #expect(sections.count == order.count + 2)
        for element in specification.allElements {
            let entry = " \(element.number) \(element.title)"
            let holders = sections.indices.filter { index in
                [";", " |", ", in place of"].contains { sections[index].contains(entry + $0) }
            }
            #expect(holders == [try #require(order.firstIndex(of: element.edge)) + 1], "element \(element.number)")
        }
        for line in ["Place", "Date", "Signature", "specification 2012"] {
            #expect(sections.last?.contains(line) == true)
        }
    }
}
