import AggregatorServer
import Configuration
import Foundation
import Testing

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
}
