import AggregatorServer
import AggregatorStore
import ArgumentParser
import Foundation
import IncidentReports
import Postgres

/// Options of every subcommand.
struct CommonOptions: ParsableArguments {
    @Option(name: .long, help: "The configuration file; Config/README.md lists its keys.")
    var config: String?

    /// The configuration from the environment and the file.
    func configuration() async throws -> ServerConfiguration {
        try ServerConfiguration(await ServerConfiguration.reader(file: config))
    }
}

/// The exit codes of sysexits.h that this program uses.
enum Exit {
    static let unavailable = ExitCode(69)
    static let configuration = ExitCode(78)
}

/// Runs a command's work and turns its failure into one clear line and an exit code.
func reporting<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch let error as ConfigurationError {
        note("goodcatch-pso: \(error)")
        throw Exit.configuration
    } catch let error as DatabaseError where error.kind == .connection {
        note("goodcatch-pso: the database cannot be reached; check database.url and that PostgreSQL runs")
        throw Exit.unavailable
    } catch let error as ExitCode {
        throw error
    } catch {
        note("goodcatch-pso: \(error)")
        throw ExitCode.failure
    }
}

/// Writes one line for people to standard error.
func note(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// Writes one line to standard output at once, for whoever waits for it.
func announce(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

/// Writes one JSON object with sorted keys to standard output.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}

extension ServerConfiguration {
    /// Connections as the owner of the schema; the audit log takes from their name who runs this program.
    func ownerPool() throws -> Pool {
        Pool(
            try ConnectionSettings(
                databaseURL, user: databaseOwner, applicationName: "goodcatch-pso/" + Operator.name),
            size: 2)
    }
}
