import Foundation
import IncidentReports
import Postgres
import TestSupport
import Testing

/// No secret of a running system is seen in help, process lists, logs, screens or answers.
@Suite(.serialized) struct SecretTests {
    private static let programs = ["goodcatch-clinic", "goodcatch-pso", "goodcatch-spec"]

    @Test func noSecretIsSeenAnywhere() async throws {
        try await Site.with { site in
            var secrets = Secrets()
            let processes = ProcessList()
            var places = try await processes.watch { try await run(site, &secrets) }
            places["process list"] = processes.text
            for (kind, text) in [
                ("TLS key", "server.key"), ("token key", "token.key"), ("authority's key", "authority.key"),
            ] {
                secrets.add(kind, pem: try read(site.folder.appending(path: text)))
            }
            #expect(secrets.kinds.count > 40)
            for (place, text) in places {
                #expect(text.contains(try #require(Self.markers[place])), "\(place) was really searched")
                let found = secrets.found(in: text)
                #expect(found.isEmpty, "\(found.sorted()) in \(place)")
                // The search itself: each is found there, were it there.
                let missed = secrets.kinds.filter { !secrets.found(in: text.suffix(999) + $0.key).contains($0.value) }
                #expect(missed.isEmpty, "\(missed.values.sorted())")
            }
        }
    }

    /// What stands in each place, if it is what it should be.
    private static let markers = [
        "process list": "serve", "help": "USAGE: goodcatch-clinic push", "server's log": "/v1/nothing",
        "answers": "urn:goodcatch:problem:log-in", "screens": "cannot be reached",
    ]

    /// The process list is searched as it really is.
    @Test func anArgumentIsFoundInTheProcessList() async throws {
        let secret = UUID().uuidString
        let processes = ProcessList()
        try await processes.watch {
            _ = try await Programs.run("/bin/sh", ["-c", "sleep 0.3", secret])
        }
        var secrets = Secrets()
        secrets.add("planted", secret)
        #expect(secrets.found(in: processes.text) == ["planted"])
    }

    /// Runs everything that handles secrets, and returns what could be seen of it.
    private func run(_ site: Site, _ secrets: inout Secrets) async throws -> [String: String] {
        let made = Made()
        secrets.add("database password", made.database)
        secrets.add("metrics password", made.metrics, "metrics:" + made.metrics)
        secrets.add("account key", made.account)
        secrets.add("passphrase", made.passphrase)
        secrets.add("password", made.password)
        secrets.add("proxy password", made.proxy)
        try configure(site, made)
        let server = try await site.startServer()
        defer { server.stop() }
        let relay = try await site.startRelay()
        defer { relay.kill() }

        var screens = ""
        let clinic = Clinic("P001", at: site, store: "clinic", passphrase: made.passphrase)
        try await clinic.succeed("init", "--recovery-out", clinic.recoveryKey.path)
        let enrolment = try await clinic.enrolmentCode()
        secrets.add("enrolment code", enrolment)
        let enrolled = try await clinic.run(
            ["enroll", "--server", site.url, "--code", "-", "--ca", site.authority], input: enrolment + "\n")
        #expect(enrolled.status == 0)
        try await clinic.succeed("import", Self.scenario)
        try await clinic.succeed("push")
        for key in try FileManager.default.contentsOfDirectory(atPath: clinic.store.path + "/keys")
        where key.hasSuffix(".key.pem") {
            let file = clinic.store.path + "/keys/" + key
            secrets.add("encrypted key", pem: try read(URL(filePath: file)))
            let plain = try await Programs.run(
                "/usr/bin/openssl", ["pkey", "-in", file, "-passin", "env:WORD"], environment: ["WORD": made.passphrase]
            )
            #expect(plain.status == 0)
            secrets.add("private key", pem: plain.output)
        }
        let sent = try read(site.sentBytes)
        let token = try #require(sent.firstMatch(of: /[Aa]uthorization: Bearer ([^\s]+)/)?.1)
        let assertion = try #require(sent.firstMatch(of: /client_assertion=([^&\s]+)/)?.1)
        secrets.add("access token", String(token))
        secrets.add("assertion", String(assertion))

        let added = try await site.pso("account", "add", "alice", "--role", "pso-analyst")
        let code = try #require(added.output.firstMatch(of: /[A-Z2-9]{5}(-[A-Z2-9]+)+/)?.0)
        secrets.add("account code", String(code))
        let answers = try await ask(
            site, &secrets,
            [
                "authority": .string(site.authority), "port": .integer(site.serverPort), "code": .string(String(code)),
                "password": .string(made.password), "metrics": .string(made.metrics), "token": .string(String(token)),
                "assertion": .string(String(assertion)), "enrolment": .string(enrolment),
            ])
        screens += try await failures(site, clinic, made)
        return [
            "help": try await help(made), "server's log": try read(site.serverLog), "answers": answers,
            "screens": screens + (try read(site.folder.appending(path: "clinic.log"))),
        ]
    }

    /// Secrets that are chosen by somebody.
    private struct Made {
        let database = "database-\(UUID().uuidString)"
        let metrics = "metrics-\(UUID().uuidString)"
        let account = Data((0..<32).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
        let passphrase = "seven quiet linacs \(UUID().uuidString)"
        let password = "correct horse \(UUID().uuidString)"
        let proxy = "proxy-\(UUID().uuidString)"
    }

    private static let scenario = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Samples/scenarios/open-mlc-imrt.json").path

    private func read(_ file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }

    /// The whole way, logging as much as there is.
    private func configure(_ site: Site, _ made: Made) throws {
        for (name, text) in [("metrics.password", made.metrics), ("account.key", made.account)] {
            try Data((text + "\n").utf8).write(to: site.folder.appending(path: name))
        }
        let file = URL(filePath: site.configuration)
        // The test's database asks for no password, and is given one.
        let text = try read(file).replacing("\"\n  owner:", with: " password='\(made.database)'\"\n  owner:")
        #expect(text.contains(made.database))
        try
            (text + """

                metrics:
                  password: \(site.folder.path)/metrics.password
                account:
                  key: \(site.folder.path)/account.key
                log:
                  level: trace
                """).write(to: file, atomically: true, encoding: .utf8)
    }

    /// What the service answers to people and strangers.
    private func ask(_ site: Site, _ secrets: inout Secrets, _ given: JSONValue) async throws -> String {
        let result = try await Programs.run(
            "/usr/bin/env", ["python3", "-c", Asking.script],
            input: String(decoding: given.canonicalData, as: UTF8.self) + "\n")
        guard result.status == 0 else { throw ProgramFailed(program: "python3", result: result) }
        let json = try JSONValue(parsing: Data(result.output.utf8))
        for (kind, member) in [("second factor", "totp"), ("session", "session"), ("CSRF token", "proof")] {
            secrets.add(kind, try #require(json[member]?.string))
        }
        let answers = (json["answers"]?.array ?? []).compactMap(\.string)
        for status in ["400", "401", "403", "404", "405", "415"] {
            #expect(answers.contains { $0.contains("\n\(status)\n") }, "some answer has status \(status)")
        }
        return answers.joined(separator: "\n")
    }

    /// What programs say when they cannot do their work.
    private func failures(_ site: Site, _ clinic: Clinic, _ made: Made) async throws -> String {
        var said = ""
        func run(_ name: String, _ arguments: [String], _ environment: [String: String] = [:]) async throws {
            let result = try await Programs.run(name, arguments, environment: environment)
            #expect(result.status != 0, "\(arguments)")
            said += result.everything
        }
        let configuration = ["--config", site.configuration]
        let nowhere = "host=/nowhere password='\(made.database)' dbname=x"
        for (variable, value) in [
            ("DATABASE_URL", nowhere), ("DATABASE_URL", "password='\(made.database)' nonsense='"),
            ("TOKEN_KEY", site.folder.path + "/account.key"), ("ACCOUNT_KEY", site.folder.path + "/token.key"),
            ("SERVER_PRIVATE_KEY", site.folder.path + "/account.key"), ("LOG_LEVEL", made.database),
        ] {
            try await run("goodcatch-pso", ["serve"] + configuration, ["GOODCATCH_" + variable: value])
        }
        try await run("goodcatch-pso", ["migrate"] + configuration, ["GOODCATCH_DATABASE_URL": nowhere])
        try await run(
            "goodcatch-clinic", ["open", "open-mlc-imrt", "--store", clinic.store.path],
            ["GOODCATCH_PASSPHRASE": "x" + made.passphrase])
        let file = clinic.store.appending(path: "config.yaml")
        try (try read(file)).replacing(
            "server:\n", with: "server:\n  proxy: \"http://user:\(made.proxy)@127.0.0.1:1\"\n"
        ).write(to: file, atomically: true, encoding: .utf8)
        let environment = ["GOODCATCH_PASSPHRASE": made.passphrase]
        try await run("goodcatch-clinic", ["doctor", "--store", clinic.store.path], environment)
        try await run("goodcatch-clinic", ["reconcile", "--store", clinic.store.path], environment)
        // The server's database goes away under its hands.
        try await site.database.pool.withConnection {
            _ = try await $0.execute("ALTER TABLE submitter_key RENAME TO elsewhere")
            _ = try await $0.execute("ALTER TABLE practice RENAME TO elsewhere_too")
        }
        return said
    }

    /// The help of every program and command, asked for where all secrets are in the environment.
    private func help(_ made: Made) async throws -> String {
        let environment = [
            "GOODCATCH_PASSPHRASE": made.passphrase, "GOODCATCH_DATABASE_URL": "password=\(made.database)",
            "PGPASSWORD": made.database, "HTTPS_PROXY": "http://user:\(made.proxy)@127.0.0.1:1",
        ]
        var text = ""
        for program in Self.programs {
            let tree = try await Programs.run(program, ["--experimental-dump-help"], environment: environment)
            #expect(tree.status == 0)
            text += tree.output
            let root = try JSONSerialization.jsonObject(with: Data(tree.output.utf8)) as? [String: Any]
            for path in Self.paths(root?["command"] as? [String: Any] ?? [:], []) {
                let shown = try await Programs.run(program, path + ["--help"], environment: environment)
                #expect(shown.status == 0 && shown.output.contains("USAGE"), "\(program) \(path)")
                text += shown.everything
            }
        }
        return text
    }

    private static func paths(_ command: [String: Any], _ path: [String]) -> [[String]] {
        let children = command["subcommands"] as? [[String: Any]] ?? []
        return [path]
            + children.filter { $0["commandName"] as? String != "help" }.flatMap { child in
                paths(child, path + [child["commandName"] as? String ?? ""])
            }
    }
}
