import Deidentification
import Foundation
import GRDB
import IncidentReports
import Submission
import Testing

@testable import ClinicStore

/// Attached files are cleaned, encrypted and held until a person looked.
@Suite struct AttachmentTests {
    private static let secret = "Quillfeather MRN 5550142"

    private func write(_ contents: Data, _ name: String, _ store: TestStore) throws -> URL {
        let file = store.folder.appending(path: name)
        try contents.write(to: file)
        return file
    }

    /// A picture of two by two pixels whose metadata name somebody.
    private func picture(_ kind: AttachmentKind, _ store: TestStore) throws -> Data {
        let file = store.folder.appending(path: "made-\(kind.rawValue)")
        let script = """
            import sys, zlib, struct, gi
            gi.require_version('GdkPixbuf', '2.0')
            from gi.repository import GdkPixbuf
            picture = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, 2, 2)
            picture.fill(0x336699ff)
            keys, values = (['tEXt::Comment'], [sys.argv[3]]) if sys.argv[2] == 'png' else ([], [])
            picture.savev(sys.argv[1], sys.argv[2], keys, values)
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", script, file.path, kind.rawValue, Self.secret]
        try process.run()
        process.waitUntilExit()
        var data = try Data(contentsOf: file)
        if kind == .jpeg {
            // A comment segment behind the start of the image.
            let text = Array(Self.secret.utf8)
            data.insert(contentsOf: [0xFF, 0xFE, 0, UInt8(text.count + 2)] + text, at: 2)
        }
        return data
    }

    private func document() -> Data {
        Data(
            """
            %PDF-1.4
            1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
            2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
            3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 72 72]>> endobj
            4 0 obj <</Title (\(Self.secret)) /Author (Quillfeather)>> endobj
            trailer <</Root 1 0 R /Info 4 0 R>>
            %%EOF

            """.utf8)
    }

    @Test(arguments: AttachmentKind.allCases)
    func aFileIsCleanedAndSealed(_ kind: AttachmentKind) async throws {
        let store = try TestStore()
        try await store.add(line("a"))
        let original = kind == .pdf ? document() : try picture(kind, store)
        #expect(original.range(of: Data("Quillfeather".utf8)) != nil)
        // By what it is, not by what it is called.
        let number = try store.practice.attach(try write(original, "scan.doc", store), to: "a")
        let attachment = try #require(try store.practice.reports.attachments().first)
        #expect(attachment.number == number)
        #expect(attachment.kind == kind)
        #expect(attachment.name == "scan.doc")
        let seen = try store.practice.lookAt(attachment: number)
        #expect(AttachmentKind(seen) == kind)
        #expect(attachment.size == seen.count)
        #expect(seen.range(of: Data("Quillfeather".utf8)) == nil)

        for name in try FileManager.default.contentsOfDirectory(atPath: store.url.path) {
            #expect(!name.hasPrefix(".cleaning"), "nothing is left in the clear")
            guard name.hasPrefix("practice.sqlite") || name.hasPrefix("outbox.sqlite") else { continue }
            let bytes = try Data(contentsOf: store.url.appending(path: name))
            #expect(bytes.range(of: seen.prefix(40)) == nil)
            #expect(bytes.range(of: Data("Quillfeather".utf8)) == nil)
        }
    }

    @Test func aFileIsHeldUntilAPersonLooked() async throws {
        let store = try TestStore()
        try await store.add(line("a"))
        let number = try store.practice.attach(try write(document(), "a.pdf", store), to: "a")
        #expect(throws: PracticeError.notLookedAt) { try store.practice.release(attachment: number) }
        #expect(throws: PracticeError.noSuchAttachment) { try store.practice.release(attachment: number + 1) }
        _ = try store.practice.lookAt(attachment: number)
        #expect(try store.practice.reports.attachments().first?.releasedAt == nil)
        try store.practice.release(attachment: number)
        #expect(try store.practice.reports.attachments().first?.releasedAt != nil)
        #expect(try store.practice.reports.attachments().first?.state == .ready)
        #expect(try store.practice.outbox.states().count == 1, "the outbox holds packets alone")
        try store.practice.remove(attachment: number)
        #expect(try store.practice.reports.attachments().isEmpty)
        var acts: [String] = []
        try store.practice.auditTrail { if $0.act.hasPrefix("attachment-") { acts.append($0.act) } }
        #expect(
            acts == ["attachment-added", "attachment-seen", "attachment-released", "attachment-removed"],
            "each act is told, in order")
    }

    @Test func whatWasSentStaysAsItWasSent() async throws {
        let store = try TestStore()
        try await store.add(line("a"))
        let practice = store.practice
        let number = try practice.attach(try write(document(), "a.pdf", store), to: "a")
        func attachment() throws -> ClinicStore.Attachment { try #require(try practice.reports.attachments().first) }
        _ = try practice.lookAt(attachment: number)
        try practice.release(attachment: number, readable: true)
        try practice.release(attachment: number)
        #expect(try !attachment().isReadable, "until it leaves a person may think again")
        try practice.reports.change(try attachment(), .handedOver)
        try practice.release(attachment: number)
        #expect(try attachment().state == .sending)
        #expect(throws: PracticeError.attachmentSent) { try practice.release(attachment: number, readable: true) }
        #expect(throws: PracticeError.attachmentSent) { try practice.remove(attachment: number) }
        try practice.reports.change(try attachment(), .refused("too-large"))
        try practice.release(attachment: number)
        #expect(try attachment().state == .ready)
        #expect(try attachment().refusal == nil)
        try practice.reports.change(try attachment(), .handedOver)
        _ = try practice.withdraw("a", for: .duplicate)
        try practice.remove(attachment: number)
        #expect(try practice.reports.attachments().isEmpty)
    }

    /// Who released a file before anything sent it was promised that nothing does.
    @Test func anEarlierReleaseIsNoWordForSending() throws {
        let queue = try DatabaseQueue()
        try ReportSchema.migrator.migrate(queue, upTo: "withdrawals")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO report (local_id, report_id, is_numbered_here) VALUES ('a', 'r', 0);
                    INSERT INTO attachment (uid, report, name, kind, size, envelope, looked_at, released_at)
                    VALUES ('1', 1, 'n', 'pdf', 1, x'00', NULL, NULL), ('2', 1, 'n', 'pdf', 1, x'00', 't', NULL),
                        ('3', 1, 'n', 'pdf', 1, x'00', 't', 't');
                    """)
        }
        try ReportSchema.migrator.migrate(queue)
        let rows = try queue.read {
            try Row.fetchAll($0, sql: "SELECT state, released_at FROM attachment ORDER BY uid")
        }
        #expect(rows.map { $0["state"] as String } == ["held", "looked at", "looked at"])
        #expect(rows.allSatisfy { $0["released_at"] == nil })
    }

    @Test func whatIsNotToBeAttached() async throws {
        let store = try TestStore()
        try await store.add(line("a"))
        let practice = store.practice
        func attach(_ contents: Data, _ name: String) throws {
            _ = try practice.attach(try write(contents, name, store), to: "a")
        }
        #expect(throws: PracticeError.attachmentKind) { try attach(Data("%!PS".utf8), "named.pdf") }
        #expect(throws: PracticeError.attachmentKind) { try attach(Data("GIF89a".utf8), "named.png") }
        #expect(throws: PracticeError.attachmentUnreadable) { try attach(Data(), "empty.pdf") }
        #expect(throws: PracticeError.attachmentUnreadable) {
            try practice.attach(store.folder.appending(path: "nothing.pdf"), to: "a")
        }
        #expect(throws: PracticeError.attachmentTooLarge) {
            try attach(Data("%PDF-".utf8) + Data(count: AttachmentKind.largest), "large.pdf")
        }
        #expect(throws: PracticeError.attachmentNotCleaned) {
            try attach(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]), "broken.png")
        }
        #expect(throws: PracticeError.noSuchReport) {
            try practice.attach(try write(document(), "b.pdf", store), to: "zz")
        }
        #expect(throws: PracticeError.cleanerMissing) {
            try AttachmentCleaner(folder: store.url, program: "no-such-program").clean(document(), .pdf)
        }
        #expect(throws: PracticeError.attachmentNotCleaned) {
            try AttachmentCleaner(folder: store.url, program: "false").clean(document(), .pdf)
        }
        #expect(try practice.reports.attachments().isEmpty)
        let left = try FileManager.default.contentsOfDirectory(atPath: store.url.path)
        #expect(!left.contains { $0.hasPrefix(".cleaning") })
    }

    @Test func anEnvelopeOfAnotherAttachmentIsRefused() async throws {
        let store = try TestStore()
        try await store.add(line("a"))
        for name in ["a.pdf", "b.pdf"] {
            _ = try store.practice.attach(try write(document(), name, store), to: "a")
        }
        try await DatabaseQueue(path: store.practice.directory.reportsFile.path).write { db in
            try db.execute(
                sql: "UPDATE attachment SET envelope = (SELECT envelope FROM attachment WHERE id = 2) WHERE id = 1")
        }
        #expect(throws: SealingError.boundToAnotherReport) { try store.practice.lookAt(attachment: 1) }
        #expect(try !store.practice.lookAt(attachment: 2).isEmpty)
    }
}
