import Foundation
import Postgres
import TestSupport

/// An aggregator with its database, certificates and a recording relay in front of it, and clinics beside it.
final class Site: Sendable {
    let database: TestDatabase
    let folder: URL
    let serverPort: Int
    let relayPort: Int

    /// Where clinics send to: the relay, which ends TLS, notes the bytes and goes on to the aggregator over TLS.
    var url: String { "https://localhost:\(relayPort)" }
    var authority: String { folder.appending(path: "authority.pem").path }
    var configuration: String { folder.appending(path: "pso.yaml").path }
    var serverLog: URL { folder.appending(path: "server.log") }
    /// What clinics sent, in the clear.
    var sentBytes: URL { folder.appending(path: "wire-sent") }
    /// What the aggregator answered, in the clear.
    var answeredBytes: URL { folder.appending(path: "wire-answered") }

    private init(_ database: TestDatabase, _ folder: URL) throws {
        self.database = database
        self.folder = folder
        serverPort = try Self.freePort()
        relayPort = try Self.freePort()
        try """
        server:
          port: \(serverPort)
          publicURL: "\(url)"
          certificate: \(folder.path)/server.pem
          privateKey: \(folder.path)/server.key
        database:
          url: "\(database.url().replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))"
          owner: goodcatch_admin
        token:
          key: \(folder.path)/token.key
        """.write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    /// Makes a site, lends it to `body` and takes it down.
    static func with<Value>(_ body: (Site) async throws -> Value) async throws -> Value {
        try await TestDatabase.with { database in
            let folder = FileManager.default.temporaryDirectory.appending(path: "goodcatch-site-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let site = try Site(database, folder)
            try await site.makeCertificates()
            try await site.pso("migrate")
            return try await body(site)
        }
    }

    /// Runs a subcommand of the aggregator's program, which must succeed.
    @discardableResult
    func pso(_ arguments: String...) async throws -> Programs.Result {
        let result = try await Programs.run("goodcatch-pso", arguments + ["--config", configuration])
        guard result.status == 0 else { throw ProgramFailed(program: "goodcatch-pso \(arguments[0])", result: result) }
        return result
    }

    /// Starts the aggregator and waits until it listens.
    func startServer() async throws -> Background {
        let server = try Background("goodcatch-pso", ["serve", "--config", configuration], log: serverLog)
        try await waitForPort(serverPort, while: { server.isRunning })
        return server
    }

    /// Whether the aggregator takes connections.
    var listens: Bool { Self.accepts(serverPort) }

    /// Starts the recording relay.
    func startRelay() async throws -> Background {
        let relay = try Background(
            "/usr/bin/socat",
            [
                "-r", sentBytes.path, "-R", answeredBytes.path,
                "OPENSSL-LISTEN:\(relayPort),bind=127.0.0.1,reuseaddr,fork,verify=0,"
                    + "cert=\(folder.path)/server.pem,key=\(folder.path)/server.key",
                "OPENSSL:127.0.0.1:\(serverPort),cafile=\(authority),commonname=localhost",
            ], log: folder.appending(path: "relay.log"))
        try await waitForPort(relayPort, while: { relay.isRunning })
        return relay
    }

    private func waitForPort(_ port: Int, while running: () -> Bool) async throws {
        for _ in 0..<200 {
            if Self.accepts(port) { return }
            guard running() else { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NothingListens(port: port)
    }

    private func makeCertificates() async throws {
        let script = """
            set -e
            cd "$1"
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj '/CN=Test authority' \
                -keyout authority.key -out authority.pem
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost \
                -keyout server.key -out server.csr
            printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\\n' > server.ext
            openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 \
                -extfile server.ext -out server.pem
            openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out token.key
            """
        let result = try await Programs.run("/bin/sh", ["-c", script, "sh", folder.path])
        guard result.status == 0 else { throw ProgramFailed(program: "openssl", result: result) }
    }

    private static func freePort() throws -> Int {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard bound else { throw NothingListens(port: 0) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func accepts(_ port: Int) -> Bool {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = loopback(UInt16(port))
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(probe, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return address
    }
}

/// A program of ours failed where the test needs it to succeed.
struct ProgramFailed: Error, CustomStringConvertible {
    let program: String
    let result: Programs.Result
    var description: String { "\(program) exited with \(result.status): \(result.everything)" }
}

/// A server did not come up.
struct NothingListens: Error {
    let port: Int
}
