import Foundation
import Postgres
import TestSupport
import Testing

/// The audit commands, as an administrator uses them.
@Suite struct AuditTests {
    @Test func whatIsDoneStandsInTheLogAndARewrittenLogIsFound() async throws {
        try await Site.with { site in
            try await site.pso(
                "practice", "add", "P001", "--name", "Lakeside", "--agreements-signed", "2020-01-01", "--signed-by",
                "N. N.")
            try await site.pso("report", "--period", "2025Q4", "--out", site.folder.appending(path: "out").path)
            let listed = try await site.pso("audit", "list")
            for word in ["migrate", "issue-code\tP001", "count-reports\t-\t2025Q4", "publish\t-\t1"] {
                #expect(listed.output.contains(word), "\(word)")
            }
            #expect(listed.output.contains("operator \(NSUserName())\tissue-code"))
            #expect(!listed.output.contains("Lakeside"))
            let reads = try await site.pso("audit", "list", "--reads", "--json", "--account", NSUserName())
            #expect(reads.output.contains("\"action\":\"count-reports\""))

            let checkpoint = try await site.pso("audit", "checkpoint", "--out", site.folder.path)
            let file = checkpoint.output.trimmingCharacters(in: .newlines)
            #expect(try await site.pso("audit", "verify").output.contains("each as it was written"))
            #expect(try await site.pso("audit", "verify", "--checkpoint", file).output.contains("holds"))
            let again = try await Programs.run(
                "goodcatch-pso", ["audit", "checkpoint", "--out", file, "--config", site.configuration])
            #expect(again.status == 1 && again.errors.contains("must not exist"))

            try await site.database.pool.withConnection {
                try await $0.simple(
                    """
                    ALTER TABLE audit_event DISABLE TRIGGER ALL; ALTER TABLE audit_chain DISABLE TRIGGER ALL;
                    DELETE FROM audit_event;
                    UPDATE audit_chain SET sequence = 0, hash = decode(repeat('00', 32), 'hex')
                    """)
            }
            #expect(try await site.pso("audit", "verify").status == 0)
            let found = try await Programs.run(
                "goodcatch-pso", ["audit", "verify", "--checkpoint", file, "--config", site.configuration])
            #expect(found.status == 1 && found.output.contains("the log was rewritten"), "\(found.everything)")
        }
    }
}
