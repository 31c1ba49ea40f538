import AggregatorServer
import AggregatorStore
import ArgumentParser
import Foundation

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the audit log, sign its state, and look up who read what.",
        subcommands: [Verify.self, Checkpoint.self, List.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Recompute the audit log and name the first row that was changed, removed or reordered.",
            discussion: """
                Ends with 1 when there is one. Somebody who may write past the database's guards could rewrite the log \
                from any row to its end; only a checkpoint that he could not reach finds that.

                Example:
                  goodcatch-pso audit verify --checkpoint checkpoint-2025-12-31.json --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Option(help: "A checkpoint to compare with, from where the database's administrators cannot write.")
        var checkpoint: String?
        @Option(help: "PEM file with the key of that checkpoint, public or private; audit.key if left out.")
        var key: String?
        @Flag(help: "Print one JSON object.")
        var json = false

        private struct Output: Encodable {
            let rows: Int
            let intact: Bool
            let checkpoint: String?
            let fault: AuditFault?
        }

        func run() async throws {
            try await reporting {
                let configuration = try await common.configuration()
                let signed = try checkpoint.map {
                    try AuditCheckpoint(
                        contents(of: $0),
                        key: String(decoding: contents(of: key ?? configuration.auditKey), as: UTF8.self))
                }
                let found = try await AuditTrail(configuration.ownerPool()).verify(signed: signed?.heads ?? [])
                if json {
                    try printJSON(
                        Output(
                            rows: found.rows, intact: found.fault == nil, checkpoint: signed?.time, fault: found.fault))
                } else if let fault = found.fault {
                    print(fault)
                } else {
                    print(
                        "\(found.rows) rows, each as it was written"
                            + (signed.map { "; checkpoint of \($0.time) holds" } ?? ""))
                }
                if found.fault != nil { throw ExitCode.failure }
            }
        }
    }

    struct Checkpoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verify the audit log, and sign the ends of its chains.",
            discussion: """
                Keep the file where the database's administrators cannot change it. Nothing is signed when the log does \
                not verify.

                Example:
                  goodcatch-pso audit checkpoint --out /var/lib/goodcatch/checkpoints --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Option(help: "A new file, or a folder in which it is named after the time.")
        var out: String

        func run() async throws {
            try await reporting {
                let configuration = try await common.configuration()
                let pool = try configuration.ownerPool()
                let found = try await AuditTrail(pool).verify()
                if let fault = found.fault {
                    note("goodcatch-pso: nothing was signed: \(fault)")
                    throw ExitCode.failure
                }
                let key = try contents(of: configuration.auditKey)
                let checkpoint = try AuditCheckpoint(found, time: Date(), key: String(decoding: key, as: UTF8.self))
                var file = URL(filePath: out)
                if (try? file.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true {
                    file.append(path: "checkpoint-\(checkpoint.time.replacing(":", with: "")).json")
                }
                do {
                    try checkpoint.encoded().write(to: file, options: .withoutOverwriting)
                } catch {
                    throw AuditFileError.cannotWrite(file.path)
                }
                try await AuditLog.append(
                    AuditEvent(.checkpoint, by: .currentOperator, counts: ["rows": found.rows]), to: pool)
                print(file.path)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the audit log, or which practices' work product was read.",
            discussion: """
                With --reads it answers the question after a breach: for a span and an account or a key, whose work \
                product was given out, to whom, how often and when. Times are UTC; --to itself is left out.

                Example:
                  goodcatch-pso audit list --reads --from 2025-11-01 --to 2025-12-01 --client CLIENT-ID --config pso.yaml
                  goodcatch-pso audit list --practice P001 --from 2025-11-01T08:00 --json --config pso.yaml
                """)

        @OptionGroup var common: CommonOptions
        @Option(help: "A day (2025-11-01) or a time (2025-11-01T08:00), UTC.")
        var from: String?
        @Option(help: "The first day or time that is not asked for.")
        var to: String?
        @Option(help: "A person's account id, or the name of an operating-system account.")
        var account: String?
        @Option(help: "A submitter's client id.")
        var client: String?
        @Option(help: "A practice's code.")
        var practice: String?
        @Flag(help: "Sum up the reads of work product by practice and reader.")
        var reads = false
        @Option(help: "The most rows.")
        var limit = 10_000
        @Flag(help: "Print one JSON array.")
        var json = false

        func validate() throws {
            for time in [from, to].compactMap(\.self)
            where !time.contains(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/) {
                throw ValidationError("a time is written like 2025-11-01 or 2025-11-01T08:00")
            }
            guard account == nil || client == nil else {
                throw ValidationError("name an account or a client, not both")
            }
        }

        func run() async throws {
            var query = AuditQuery()
            query.from = from
            query.to = to
            query.actor = account ?? client?.lowercased()
            query.practice = practice
            try await reporting {
                let trail = AuditTrail(try await common.configuration().ownerPool())
                if reads {
                    let found = try await trail.reads(query)
                    if json { return try printJSON(found) }
                    for row in found {
                        print(
                            "\(row.practice ?? "all practices")\t\(row.actorKind) \(row.actor)\t\(row.action)"
                                + "\t\(row.times) times\t\(row.first)\t\(row.last)")
                    }
                } else {
                    let found = try await trail.list(query, limit: limit)
                    if found.count == limit { note("goodcatch-pso: there may be more than \(limit) rows; see --limit") }
                    if json { return try printJSON(found) }
                    for row in found {
                        print(
                            "\(row.time)\t\(row.actorKind) \(row.actor)\t\(row.action)\t\(row.practice ?? "-")"
                                + "\t\(row.subject ?? "-")\t\(row.detail)")
                    }
                }
            }
        }
    }
}

/// Reads a file that the arguments or the configuration name.
private func contents(of file: String) throws -> Data {
    do { return try Data(contentsOf: URL(filePath: file)) } catch { throw AuditFileError.cannotRead(file) }
}

/// A file of the audit commands that cannot be used.
enum AuditFileError: Error, CustomStringConvertible {
    case cannotRead(String)
    case cannotWrite(String)

    var description: String {
        switch self {
        case .cannotRead(let file): "\(file) cannot be read"
        case .cannotWrite(let file): "\(file) cannot be written; it must not exist yet, and its folder must"
        }
    }
}
