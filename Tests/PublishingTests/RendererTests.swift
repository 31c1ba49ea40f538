import Foundation
import IncidentReports
import Testing

@testable import Publishing

@Suite struct RendererTests {
    private static func publication(_ name: String) throws -> FrozenPublication {
        try Fixture.frozen(name == "aggregate" ? Fixture.aggregate : Fixture.summary())
    }

    /// One table of each kind, so that a change can be read in the golden files.
    private static let shown = [
        "timeliness", "incident_type", "found_originated_ebrt", "high_severity", "safety_barriers", "technique",
    ]

    @Test(arguments: ["aggregate", "summary"])
    func renderingsAreAsTheyWere(name: String) throws {
        let whole = try Self.publication(name).publication
        let publication = try Fixture.frozen(
            Publication(
                kind: whole.kind, period: whole.period, specification: whole.specification,
                thresholds: whole.thresholds, dataThrough: whole.dataThrough, practice: whole.practice,
                national: whole.national, sections: whole.sections.filter { Self.shown.contains($0.name) },
                trends: whole.trends, sentences: whole.sentences))
        for (ending, text) in [
            ("json", Renderer.json(of: publication)), ("csv", Renderer.csv(of: publication)),
            ("html", Renderer.html(of: publication)),
        ] {
            let golden = try Golden.text("\(name).\(ending)", rendered: text)
            #expect(golden == text, "\(name).\(ending)")
        }
    }

    @Test(arguments: ["aggregate", "summary"])
    func everythingComesFromTheDocument(name: String) throws {
        let publication = try Self.publication(name)
        let again = try CanonicalDocument.publication(from: publication.document)
        #expect(again == publication.publication)
        #expect(try CanonicalDocument(again).text == publication.document)
        let reread = try Fixture.frozen(again)
        #expect(reread.contentHash == publication.contentHash)
        #expect(Renderer.html(of: reread) == Renderer.html(of: publication))
        #expect(Renderer.csv(of: reread) == Renderer.csv(of: publication))
    }

    @Test func theHashIsThatOfTheJSONFile() throws {
        let publication = try Self.publication("aggregate")
        #expect(CanonicalDocument.hash(of: Renderer.json(of: publication)).hexadecimal == publication.contentHash)
        #expect(Renderer.html(of: publication).contains(publication.contentHash))
    }

    @Test func csvHasALineForEveryCellAndFieldsEnough() throws {
        let publication = try Self.publication("aggregate")
        let lines = Renderer.csv(of: publication).components(separatedBy: "\r\n")
        #expect(
            lines[0].hasPrefix("section,row code,row label,column code,column label,status,count,practices,percent"))
        #expect(lines.last == "")
        let tables = publication.publication.sections + publication.publication.trends
        let cells = tables.map { table in
            1 + table.cells.joined().count + (table.rowTotals?.count ?? 0) + (table.columnTotals?.count ?? 0)
        }
        #expect(lines.count == 2 + cells.reduce(0, +))
        let quoted = lines.first { $0.contains("special needs") || $0.contains("intracranial") }
        #expect(quoted?.contains("\"intracranial, intraluminal, intravascular or surface\"") == true)
    }

    @Test func filesAppearWholeOrNotAtAll() throws {
        let publication = try Self.publication("aggregate")
        let root = FileManager.default.temporaryDirectory.appending(path: "publishing-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let folder = root.appending(path: "out/2025H2")
        let files = try write(publication, to: folder)
        #expect(files.map(\.lastPathComponent) == ["report.json", "report.csv", "report.html"])
        #expect(try String(contentsOf: files[2], encoding: .utf8) == Renderer.html(of: publication))

        // A second publication replaces the files and leaves others alone.
        try Data("mine".utf8).write(to: folder.appending(path: "notes.txt"))
        let summary = try Self.publication("summary")
        try write(summary, to: folder)
        #expect(try String(contentsOf: files[0], encoding: .utf8) == summary.document)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 4)
        #expect(try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "out").path) == ["2025H2"])

        // Where a file stands in the way, nothing is written.
        let blocked = folder.appending(path: "notes.txt/below")
        #expect(throws: PublishingError.cannotWrite(folder: blocked.path)) { try write(summary, to: blocked) }
    }
}
