import Foundation
import IncidentReports
import Postgres
import TestSupport
import Testing

/// Files beside reports: looked at, released, sent, stored once, and readable to the practice alone.
@Suite(.serialized) struct AttachmentTests {
    /// Stands in the name of each file and nowhere else.
    private static let name = "Quillfeather"

    private func with(_ body: (Site, Clinic) async throws -> Void) async throws {
        try await Site.with { site in
            let server = try await site.startServer()
            defer { server.stop() }
            let relay = try await site.startRelay()
            defer { relay.kill() }
            let clinic = try await Clinic("P001", at: site)
            // The second is removed before reporting, so that it never leaves.
            let reports = [("a", ""), ("b", ",\"X.2\":2"), ("c", "")].map { id, more in
                "{\"localId\":\"\(id)\",\"1.1\":\"2025-03-14\",\"1.5\":1,\"1.6\":1,\"1.7\":2,\"1.8\":\"the shift was wrong\","
                    + "\"1.12\":\"Plinthor\",\"2.3\":58,\"2.37\":3,\"2.38\":2,\"2.44\":[\"1.a.i\"]\(more)}"
            }
            let file = site.folder.appending(path: "reports.jsonl")
            try Data(reports.joined(separator: "\n").utf8).write(to: file)
            try await clinic.succeed("import", file.path)
            try await body(site, clinic)
        }
    }

    /// Adds a picture of random dots, which nothing compresses, has it looked at, and returns what was seen.
    private func add(_ clinic: Clinic, to report: String, side: Int = 40) async throws -> (number: String, seen: Data) {
        let picture = clinic.site.folder.appending(path: "\(Self.name)-\(UUID().uuidString).png")
        let script = """
            import sys, os, gi
            gi.require_version('GdkPixbuf', '2.0')
            from gi.repository import GdkPixbuf, GLib
            side = int(sys.argv[2])
            dots = GLib.Bytes.new(os.urandom(side * side * 3))
            GdkPixbuf.Pixbuf.new_from_bytes(dots, GdkPixbuf.Colorspace.RGB, False, 8, side, side, side * 3).savev(
                sys.argv[1], 'png', [], [])
            """
        let made = try await Programs.run("/usr/bin/python3", ["-c", script, picture.path, "\(side)"])
        #expect(made.status == 0)
        try await clinic.succeed("attachment", "add", report, picture.path)
        let number = try #require(try await clinic.lines("attachment", "list").last?["attachment"]?.integer)
        return ("\(number)", try await look(clinic, "\(number)"))
    }

    private func look(_ clinic: Clinic, _ number: String) async throws -> Data {
        let seen = clinic.site.folder.appending(path: "seen-\(UUID().uuidString)")
        try await clinic.succeed("attachment", "look", number, "--out", seen.path)
        return try Data(contentsOf: seen)
    }

    private func states(_ clinic: Clinic) async throws -> [String] {
        try await clinic.lines("attachment", "list").compactMap { $0["state"]?.string }
    }

    private struct Stored {
        let id: UUID
        let mediaType: String
        let receipt: UUID
        let content: Data
    }

    private func stored(_ site: Site) async throws -> [Stored] {
        try await site.database.pool.withConnection {
            try await $0.query(
                """
                SELECT attachment_id, media_type, receipt_id, content
                FROM report_attachment JOIN attachment_content USING (practice_id, attachment_id)
                """, as: (UUID, String, UUID, Data).self
            ).map { Stored(id: $0.0, mediaType: $0.1, receipt: $0.2, content: $0.3) }
        }
    }

    @Test func aReleasedFileReachesThePSOSealed() async throws {
        try await with { site, clinic in
            let first = try await add(clinic, to: "a")
            let removed = try await add(clinic, to: "b")
            let held = try await add(clinic, to: "c")
            for number in [first.number, removed.number] { try await clinic.succeed("attachment", "release", number) }
            let told = try await clinic.succeed("push")
            #expect(told.output.contains("1 of the attachments stored"))
            #expect(try await states(clinic) == ["stored", "ready", "looked at"])
            #expect(try await clinic.succeed("push").output.contains("nothing to send"))

            let row = try #require(try await stored(site).first)
            let line = try #require(try await clinic.lines("attachment", "list").first)
            #expect(row.mediaType == "application/cms")
            #expect(line["attachmentId"]?.string == row.id.uuidString.lowercased())
            #expect(line["receipt"]?["id"]?.string == row.receipt.uuidString.lowercased())
            #expect(try await opened(row.content, clinic).suffix(first.seen.count) == first.seen)
            try await nothingOfItIsReadable(site, [first.seen, removed.seen, held.seen])

            try await aReadableFileIsAskedForTwice(site, clinic, held)
            try await theStoreComesBack(site, clinic, first.seen)
            try await aWithdrawalTakesItBack(site, clinic)
        }
    }

    /// What OpenSSL alone makes of an envelope with the practice's own key.
    private func opened(_ envelope: Data, _ clinic: Clinic) async throws -> Data {
        let files = ["envelope.der", "opened"].map { clinic.site.folder.appending(path: $0) }
        try envelope.write(to: files[0])
        let keys = clinic.store.appending(path: "keys")
        let id = try String(contentsOf: keys.appending(path: "current-sealing"), encoding: .utf8)
        let result = try await Programs.run(
            "/usr/bin/openssl",
            [
                "cms", "-decrypt", "-binary", "-inform", "DER", "-in", files[0].path, "-out", files[1].path, "-inkey",
                keys.appending(path: "sealing-\(id).key.pem").path, "-recip",
                keys.appending(path: "sealing-\(id).cert.pem").path,
            ])
        #expect(result.status == 0)
        return try Data(contentsOf: files[1])
    }

    private func nothingOfItIsReadable(_ site: Site, _ files: [Data]) async throws {
        let contents = try await stored(site).map(\.content)
        let dump = try await Programs.run("/bin/sh", ["-c", "exec pg_dump \"$0\"", try site.database.url()])
        let sent = try Data(contentsOf: site.sentBytes)
        #expect(sent.range(of: Data("application/cms".utf8)) != nil, "the wire was really searched")
        for file in files {
            for start in stride(from: 0, to: file.count - 16, by: file.count / 50) {
                let part = file[file.startIndex + start..<file.startIndex + start + 16]
                #expect((contents + [sent]).allSatisfy { $0.range(of: part) == nil }, "bytes from \(start)")
            }
        }
        for place in [
            dump.output, String(decoding: sent, as: UTF8.self),
            String(decoding: try Data(contentsOf: site.serverLog), as: UTF8.self),
        ] {
            #expect(!place.contains(Self.name))
        }
    }

    private func aReadableFileIsAskedForTwice(
        _ site: Site, _ clinic: Clinic, _ file: (number: String, seen: Data)
    ) async throws {
        let refused = try await clinic.run("attachment", "release", file.number, "--readable")
        #expect(refused.status == 65)
        #expect(refused.errors.contains("--pso-may-read-it"))
        #expect(try await states(clinic).last == "looked at")
        try await clinic.succeed("attachment", "release", file.number, "--readable", "--pso-may-read-it")
        try await clinic.succeed("push")
        let row = try #require(try await stored(site).first { $0.mediaType == "image/png" })
        #expect(row.content == file.seen)
        #expect(try await clinic.run("attachment", "remove", file.number).status == 65, "it was sent")
    }

    /// The recovery key opens what was sealed to a store that is gone.
    private func theStoreComesBack(_ site: Site, _ lost: Clinic, _ seen: Data) async throws {
        let new = Clinic("P001", at: site, store: "restored", passphrase: nil)
        try await new.succeed(
            "restore", "--no-passphrase", "--recovery-key", lost.recoveryKey.path, "--server", site.url, "--code",
            try await new.enrolmentCode(), "--ca", site.authority)
        let attachments = try await new.lines("attachment", "list")
        #expect(attachments.map { $0["state"] } == ["stored", "stored"])
        #expect(attachments.allSatisfy { $0["name"] == "attachment-1.png" })
        let sealed = try #require(attachments.first { $0["readable"] == .bool(false) }?["attachment"]?.integer)
        #expect(try await look(new, "\(sealed)") == seen)
        #expect(try await new.succeed("push").output.contains("nothing to send"))
    }

    private func aWithdrawalTakesItBack(_ site: Site, _ clinic: Clinic) async throws {
        let late = try await add(clinic, to: "a")
        try await clinic.succeed("attachment", "release", late.number)
        try await clinic.succeed("withdraw", "a", "--reason", "duplicate")
        try await clinic.succeed("push")
        #expect(try await stored(site).map(\.mediaType) == ["image/png"])
        #expect(try await states(clinic) == ["withdrawn", "ready", "stored", "withdrawn"])
        try await clinic.succeed("attachment", "remove", late.number)
    }

    @Test func killedInTheMiddleOfAPush() async throws {
        try await with { site, clinic in
            try await clinic.succeed("push")
            var seen: [Data] = []
            for _ in 0..<4 {
                let (number, file) = try await add(clinic, to: "a", side: 1000)
                try await clinic.succeed("attachment", "release", number)
                seen.append(file)
            }
            var random = SeededRandom(seed: 7)
            var killed = 0
            for _ in 0..<8 where try await killMidway(site, clinic, &random) { killed += 1 }
            #expect(killed > 0, "no push lived long enough to be killed")
            try await clinic.succeed("push")
            #expect(try await states(clinic) == Array(repeating: "stored", count: 4))
            let rows = try await stored(site)
            let rowCount = try await site.database.pool.withConnection {
                try await $0.query("SELECT count(*) FROM report_attachment", as: Int.self)[0]
            }
            #expect(rows.count == 4 && rowCount == 4)
            for line in try await clinic.lines("attachment", "list") {
                let row = try #require(rows.first { $0.id.uuidString.lowercased() == line["attachmentId"]?.string })
                #expect(line["receipt"]?["id"]?.string == row.receipt.uuidString.lowercased())
            }
            var opened: Set<Data> = []
            for row in rows { opened.insert(try await self.opened(row.content, clinic).suffix(seen[0].count)) }
            #expect(seen.allSatisfy { file in opened.contains { $0.suffix(1000) == file.suffix(1000) } })
        }
    }

    /// Kills a push once it has put another part of a file on the wire.
    private func killMidway(_ site: Site, _ clinic: Clinic, _ random: inout SeededRandom) async throws -> Bool {
        func sent() -> Int {
            (try? FileManager.default.attributesOfItem(atPath: site.sentBytes.path)[.size] as? Int) ?? 0
        }
        let before = sent()
        let push = try Background(
            "goodcatch-clinic", ["push", "--store", clinic.store.path], log: site.folder.appending(path: "push.log"))
        let wanted = Int.random(in: 100_000...4_000_000, using: &random)
        while push.isRunning, sent() < before + wanted { try await Task.sleep(for: .milliseconds(2)) }
        let isMidway = push.isRunning
        push.kill()
        return isMidway
    }
}
