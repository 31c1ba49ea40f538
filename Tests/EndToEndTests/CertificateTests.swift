import Foundation
import Synchronization
import TestSupport
import Testing

/// What a running server does with certificates and keys, seen from outside.
@Suite struct CertificateTests {
    @Test func aRenewedCertificateIsServedWithoutARestart() async throws {
        try await Site.with { site in
            let server = try await site.startServer()
            let before = try await serial(site)
            // A certificate whose key is not there yet changes nothing.
            try await shell(
                site,
                """
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
                    -keyout next.key -out next.pem && cp next.pem copy.pem && mv copy.pem server.pem
                """)
            try await wait {
                try? String(contentsOf: site.serverLog, encoding: .utf8).contains("cannot be replaced")
            } poking: {
                _ = try await serial(site)
            }
            #expect(try await serial(site) == before)
            try await shell(site, "mv next.key server.key")
            let wanted = try await shell(site, "openssl x509 -in next.pem -noout -serial")
            let found = Mutex(before)
            try await wait {
                found.withLock { $0 == wanted }
            } poking: {
                let serial = try await serial(site)
                found.withLock { $0 = serial }
            }
            #expect(before != wanted)
            #expect(server.isRunning)
            // No key is seen in the log.
            let log = try String(contentsOf: site.serverLog, encoding: .utf8)
            for name in ["token.key", "server.key"] {
                let key = try String(contentsOf: site.folder.appending(path: name), encoding: .utf8)
                for line in key.split(separator: "\n") where !line.hasPrefix("-") { #expect(!log.contains(line)) }
            }
            server.stop()
        }
    }

    /// Tries until something is so, for as long as a busy machine may need.
    private func wait(
        until isSo: () -> Bool?, poking: () async throws -> Void
    ) async throws {
        for _ in 0..<100 where isSo() != true {
            try await poking()
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(isSo() == true)
    }

    private func serial(_ site: Site) async throws -> String {
        try await shell(
            site,
            "openssl s_client -connect 127.0.0.1:\(site.serverPort) </dev/null 2>/dev/null | openssl x509 -noout -serial"
        )
    }

    @discardableResult
    private func shell(_ site: Site, _ script: String) async throws -> String {
        let result = try await Programs.run("/bin/sh", ["-c", "cd \"$1\"; \(script)", "sh", site.folder.path])
        guard result.status == 0 else { throw ProgramFailed(program: "sh", result: result) }
        return result.output.trimmingCharacters(in: .newlines)
    }
}
