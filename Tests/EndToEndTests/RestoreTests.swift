import Foundation
import IncidentReports
import IncidentSpec
import Postgres
import TestSupport
import Testing

/// The clinic's computer is gone; the recovery key and the PSO's stored envelopes give the store back.
@Suite(.serialized) struct RestoreTests {
    private static let passphrase = "seven quiet linacs"

    @Test func aLostStoreIsRebuilt() async throws {
        try await Site.with { site in
            let samples = site.folder.appending(path: "samples")
            try await Programs.run(
                "goodcatch-spec",
                ["sample", "--practices", "2", "--reports", "30", "--seed", "77", "--out", samples.path])
            let server = try await site.startServer()
            defer { server.stop() }
            let relay = try await site.startRelay()
            defer { relay.kill() }
            let lost = try await Clinic("P001", at: site, passphrase: Self.passphrase)
            let other = try await Clinic("P002", at: site)
            for clinic in [lost, other] {
                try await clinic.succeed("import", samples.appending(path: "\(clinic.code)/reports.jsonl").path)
                try await clinic.succeed("push")
            }
            // Half of the reports were sent under other keys, and one was amended.
            try await lost.succeed("keys", "rotate")
            let amended = try amendment(samples.appending(path: "P001/reports.jsonl"), site.folder)
            try await lost.succeed("import", amended.path)
            try await lost.succeed("push")
            try await theRecoveryKeyIsChecked(lost, site)
            let before = try await contents(of: lost)
            let open = try await lost.enrolmentCode()
            try await site.pso("practice", "revoke", "P001")
            #expect(try await lost.run("keys", "rotate").status == 77, "a revoked submitter gets no token")
            try await aRevokedCodeEnrolsNobody(site, lost, open)
            try FileManager.default.removeItem(at: lost.store)

            let new = Clinic("P001", at: site, store: "restored", passphrase: Self.passphrase)
            try await aWrongKeyRestoresNothing(site, other)
            let code = try await new.enrolmentCode()
            let arguments = [
                "restore", "--recovery-key", lost.recoveryKey.path, "--server", site.url, "--code", code, "--ca",
                site.authority,
            ]
            let told = try await new.succeed(arguments)
            #expect(told.output.contains("gone for good"))
            try await everythingThatLeftIsBack(new, before)
            let again = try await new.succeed(arguments + ["--json"])
            #expect(try JSONValue(parsing: Data(again.output.utf8))["restored"]?.integer == 0)
            try await oldEnvelopesOpen(new, lost)
            try await theStoreGoesOn(new, amended)
            try await pseudonymsStay(site)
        }
    }

    private func aRevokedCodeEnrolsNobody(_ site: Site, _ lost: Clinic, _ code: String) async throws {
        let clinic = Clinic("P001", at: site, store: "late", passphrase: Self.passphrase)
        let result = try await clinic.run(
            "restore", "--recovery-key", lost.recoveryKey.path, "--server", site.url, "--code", code, "--ca",
            site.authority)
        #expect(result.status != 0)
        #expect(result.output.isEmpty)
    }

    /// The first report of a file with another narrative.
    private func amendment(_ file: URL, _ folder: URL) throws -> URL {
        let line = try #require(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").first)
        var members = try #require(try JSONValue(parsing: Data(line.utf8)).object)
        var elements = try #require(members["elements"]?.object)
        elements["incidentDescription"] = "the amended narrative"
        members["elements"] = .object(elements)
        let amended = folder.appending(path: "amended.jsonl")
        try JSONValue.object(members).canonicalData.write(to: amended)
        return amended
    }

    private func theRecoveryKeyIsChecked(_ clinic: Clinic, _ site: Site) async throws {
        try await clinic.succeed("keys", "export-recovery", "--check", clinic.recoveryKey.path)
        let wrong = try await clinic.run(
            "keys", "export-recovery", "--check", site.folder.appending(path: "recovery-P002.pem").path)
        #expect(wrong.status == 78)
        let keys = try await clinic.lines("keys", "list")
        #expect(keys.compactMap { $0["role"]?.string } == ["current", "recovery", "earlier"])
    }

    /// What the practice holds of each revision, without what never left.
    private func contents(of clinic: Clinic) async throws -> [String: [String: JSONValue]] {
        var contents: [String: [String: JSONValue]] = [:]
        for id in try await clinic.reportIDs().values {
            // What was amended before it was sent has no receipt and never left.
            for shown in try await clinic.lines("show", id) where shown["receipt"] != nil {
                let revision = try #require(shown["revision"]?.integer)
                var kept: [String: JSONValue] = [
                    "localId": shown["localId"] ?? .null, "receipt": shown["receipt"] ?? .null,
                ]
                for element in Specification.v2012.elements where [.keep, .seal].contains(element.edge) {
                    kept[element.name] = shown["elements"]?[element.name]
                }
                contents["\(id) \(revision)"] = kept
            }
        }
        return contents
    }

    private func aWrongKeyRestoresNothing(_ site: Site, _ other: Clinic) async throws {
        let clinic = Clinic("P001", at: site, store: "mistaken", passphrase: Self.passphrase)
        let result = try await clinic.run(
            "restore", "--recovery-key", other.recoveryKey.path, "--server", site.url, "--code",
            try await clinic.enrolmentCode(), "--ca", site.authority, "--json")
        #expect(result.status == 1)
        let told = try JSONValue(parsing: Data(result.output.utf8))
        #expect(told["closed"]?.array?.isEmpty == false)
        let closed = told["closed"]?.array?.count ?? 0
        #expect(told["listed"]?.integer == closed + (told["restored"]?.integer ?? 0))
    }

    private func everythingThatLeftIsBack(_ clinic: Clinic, _ before: [String: [String: JSONValue]]) async throws {
        let after = try await contents(of: clinic)
        #expect(before.count > 10)
        #expect(Set(after.keys) == Set(before.keys))
        for (key, kept) in before { #expect(after[key] == kept, "\(key)") }
        let entries = try await clinic.lines("list")
        #expect(entries.allSatisfy { $0["state"]?.string == "stored" })
        #expect(try await clinic.succeed("push").output.contains("nothing to send"))
        // Stripped means gone, and the program must not have invented it.
        for entry in entries.prefix(3) {
            let shown = try #require(try await clinic.lines("show", entry["reportId"]?.string ?? "").first)
            for element in Specification.v2012.elements where element.edge == .strip {
                #expect(shown["elements"]?[element.name] == nil)
            }
        }
    }

    /// The store's own keys are new; what was sealed before opens with the recovery key alone.
    private func oldEnvelopesOpen(_ clinic: Clinic, _ lost: Clinic) async throws {
        let id = try #require(try await clinic.reportIDs().keys.sorted().last)
        #expect(try await clinic.run("open", id).status == 78)
        let opened = try await clinic.succeed(
            "open", id, "--from-pso", "--recovery-key", lost.recoveryKey.path, "--json")
        #expect(try JSONValue(parsing: Data(opened.output.utf8))["elements"]?.object?.isEmpty == false)
    }

    /// The report that was amended by the lost store and by the new one is still of the same patient.
    private func pseudonymsStay(_ site: Site) async throws {
        let links = try await site.database.pool.withConnection {
            try await $0.query(
                """
                SELECT count(*), count(DISTINCT patient_link), count(patient_link) FROM report
                GROUP BY practice_id, report_id HAVING count(*) > 1
                """, as: (Int, Int, Int).self)
        }
        #expect(links.map(\.0) == [3])
        #expect(links.map(\.1) == [1])
        #expect(links.map(\.2) == [3])
    }

    /// A report is known again by its local id, so its next version is an amendment, under new keys.
    private func theStoreGoesOn(_ clinic: Clinic, _ file: URL) async throws {
        let reports = try await clinic.reportIDs().count
        let text = try String(contentsOf: file, encoding: .utf8).replacing("the amended", with: "the newest")
        try text.write(to: file, atomically: true, encoding: .utf8)
        #expect(try await clinic.succeed("import", file.path).output.contains("0 new, 1 amended"))
        try await clinic.succeed("push")
        #expect(try await clinic.reportIDs().count == reports)
        let keys = try await clinic.lines("keys", "list")
        #expect(keys.first?["reports"]?.integer == 1)
    }
}
