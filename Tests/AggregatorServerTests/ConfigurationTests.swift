import Configuration
import Foundation
import Testing

@testable import AggregatorServer

@Suite struct ConfigurationTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func reader(_ text: String) async throws -> ConfigReader {
        let file = FileManager.default.temporaryDirectory.appending(path: "pso-\(UUID().uuidString).yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await ServerConfiguration.reader(file: file.path)
    }

    private static let sound = """
        server: {publicURL: "https://a.test", certificate: c.pem, privateKey: k.pem}
        database: {url: "host=/tmp password=hunter2secret"}
        token: {key: t.pem}
        """

    @Test(arguments: ["pso.sample.yaml", "pso.replica.sample.yaml", "pso.cluster.sample.yaml"])
    func theSampleIsComplete(name: String) async throws {
        let sample = Self.root.appending(path: "Config").appending(path: name).path
        let configuration = try ServerConfiguration(await ServerConfiguration.reader(file: sample))
        #expect(configuration.minimumReports == 11)
        #expect(configuration.minimumTLS == "1.3")
    }

    @Test func everyKeyIsDocumented() throws {
        let page = try String(contentsOf: Self.root.appending(path: "Config/README.md"), encoding: .utf8)
        for key in ServerConfiguration.keys { #expect(page.contains("| `\(key.path)` |"), "\(key.path)") }
    }

    @Test(arguments: [
        "\nserver2: {port: 1}", "\nlog: {levle: info}", "\ntoken2: x",
    ])
    func unknownKeysAreRefused(_ addition: String) async throws {
        await #expect(throws: ConfigurationError.self) { try await reader(Self.sound + addition) }
    }

    @Test func wrongValuesAreNamedAndNotRepeated() async throws {
        for (change, key) in [
            ("port: 99999", "server.port"), ("minimumTLS: 1.1", "server.minimumTLS"),
            ("bodyLimit: many", "server.bodyLimit"),
        ] {
            let text = Self.sound.replacing("server: {", with: "server: {\(change), ")
            let reader = try await reader(text)
            let error = #expect(throws: ConfigurationError.self) { try ServerConfiguration(reader) }
            #expect(error?.description.contains(key) == true)
            #expect(error?.description.contains("hunter2secret") == false)
        }
        let missing = try await reader("server: {port: 1}")
        #expect(throws: ConfigurationError.self) { try ServerConfiguration(missing) }
    }

    @Test func aFileThatIsNoYAMLIsRefused() async throws {
        await #expect(throws: ConfigurationError.self) { try await reader("a: [") }
        await #expect(throws: ConfigurationError.self) {
            try await ServerConfiguration.reader(file: "/nonexistent.yaml")
        }
    }

    private static let signOn = """
        \(sound)
        account: {key: a.key}
        oidc:
          issuer: https://login.example/realms/pso
          clientID: goodcatch
          clientSecret: secret.txt
          acr: [one, two]
          amr: "otp hwk"
          keepPasswords: no
          proxy: http://user:hunter2@proxy.example:3128
        """

    @Test func singleSignOnIsReadWholeOrNotAtAll() async throws {
        let none = try await reader(Self.sound)
        #expect(try ServerConfiguration(none).signOn == nil)
        let sound = try await reader(Self.signOn)
        let signOn = try #require(try ServerConfiguration(sound).signOn)
        #expect(signOn.acr == ["one", "two"] && signOn.amr == ["otp", "hwk"] && signOn.scopes == ["openid"])
        #expect(!signOn.keepsPasswords && !signOn.linksByEmail && signOn.patience == 10)
        #expect(signOn.proxy?.host == "proxy.example" && signOn.proxy?.port == 3128)
        for (old, new, key) in [
            ("issuer: https://login.example/realms/pso", "scopes: openid", "oidc.issuer"),
            ("issuer: https://", "issuer: http://", "oidc.issuer"),
            ("realms/pso", "realms/pso?tenant=1", "oidc.issuer"),
            ("clientID: goodcatch", "scopes: openid", "oidc.clientID"),
            ("clientSecret: secret.txt", "scopes: openid", "oidc.clientSecret"),
            ("clientSecret: secret.txt", "clientSecret: secret.txt\n  clientKey: key.pem", "oidc.clientSecret"),
            ("acr: [one, two]", "scopes: email", "oidc.scopes"),
            ("keepPasswords: no", "keepPasswords: perhaps", "oidc.keepPasswords"),
            ("keepPasswords: no", "patience: 0", "oidc.patience"),
            ("keepPasswords: no", "maxAge: [1, 2]", "oidc.maxAge"),
            ("keepPasswords: no", "keepPasswords: [1]", "oidc.keepPasswords"),
            ("keepPasswords: no", "afterLogOut: javascript:alert(1)", "oidc.afterLogOut"),
            ("proxy: http://", "proxy: ftp://", "oidc.proxy"), ("account: {key: a.key}", "", "account.key"),
        ] {
            let reader = try await reader(Self.signOn.replacing(old, with: new))
            let error = #expect(throws: ConfigurationError.self, "\(key)") { try ServerConfiguration(reader) }
            #expect(error?.description.contains(key) == true, "\(key): \(error?.description ?? "")")
            #expect(error?.description.contains("hunter2") == false)
        }
    }
}
