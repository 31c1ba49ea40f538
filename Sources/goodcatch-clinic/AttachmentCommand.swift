import ArgumentParser
import ClinicStore
import Foundation
import IncidentReports
import Submission

/// Files that belong to a report.
struct AttachmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attachment",
        abstract: "Keep files beside a report, cleaned and encrypted, and release them for sending.",
        discussion: """
            An attachment is held until a person looked at it and released it; the next push then sends it, after its \
            report. It leaves encrypted to the practice's own keys, unless whoever releases it chooses otherwise. Its \
            name never leaves.

            EXAMPLE
              goodcatch-clinic attachment add 2025-0117 portal-image.png
              goodcatch-clinic attachment look 1 --out /tmp/look.png
              goodcatch-clinic attachment release 1
            """,
        subcommands: [Add.self, List.self, Look.self, Release.self, Remove.self])

    /// Takes a file in.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Clean a PDF, PNG or JPEG file and keep it beside a report.",
            discussion: """
                The file is drawn anew by mat2, without metadata and whatever else is not seen; names burnt into a \
                picture stay, so look at it. It is encrypted to the practice's keys. The file itself is not touched.

                EXAMPLE
                  goodcatch-clinic attachment add 2025-0117 portal-image.png
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "A local id, or the beginning of a report id.")
        var id: String
        @Argument(help: "The file, of at most 20 MB.")
        var file: String

        func run() async throws {
            let practice = try options.practice()
            let number = try await practice.directory.locked { try practice.attach(StoreOptions.file(file), to: id) }
            print("attachment \(number), held until 'goodcatch-clinic attachment release \(number)'")
        }
    }

    /// Lists files.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the attachments and where each stands.",
            discussion: """
                The states are held, looked at, ready (released, to be sent), sending (whether it arrived is not known \
                yet), stored (at the PSO, with a receipt), refused (by the PSO; release it again to try again) and \
                withdrawn (with its report: not sent, and deleted at the PSO).

                EXAMPLE
                  goodcatch-clinic attachment list
                """)

        @OptionGroup var options: StoreOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let attachments = try options.practice().reports.attachments()
            guard !output.json else {
                for attachment in attachments {
                    var members: [String: JSONValue] = [
                        "attachment": .integer(Int(attachment.number)), "localId": .string(attachment.localID),
                        "name": .string(attachment.name), "kind": .string(attachment.kind.rawValue),
                        "bytes": .integer(attachment.size), "state": .string(attachment.standing),
                        "addedAt": .string(attachment.addedAt),
                    ]
                    members["readable"] = .bool(attachment.isReadable)
                    members["attachmentId"] = .string(attachment.id.uuidString.lowercased())
                    members["lookedAt"] = attachment.lookedAt.map { .string($0) }
                    members["releasedAt"] = attachment.releasedAt.map { .string($0) }
                    members["receipt"] = attachment.receipt?.json
                    members["refusal"] = attachment.refusal.map { .string($0) }
                    Terminal.line(.object(members))
                }
                return
            }
            let rows = attachments.map { attachment in
                [
                    String(attachment.number), attachment.localID, attachment.kind.rawValue, String(attachment.size),
                    attachment.standing + (attachment.refusal.map { " (\($0))" } ?? ""),
                    attachment.isReadable ? "by the PSO" : "by us alone", attachment.name,
                ]
            }
            print(TextTable.text(["number", "local id", "kind", "bytes", "state", "readable", "name"], rows))
        }
    }

    /// Writes a file out.
    struct Look: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the cleaned file out, to look at it.",
            discussion: """
                Look at every page for names, record numbers, dates and faces; then remove the file you wrote.

                EXAMPLE
                  goodcatch-clinic attachment look 1 --out /tmp/look.png
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The attachment's number.")
        var attachment: Int64
        @Option(help: "The file to write.")
        var out: String

        func run() async throws {
            let practice = try options.practice()
            let file = try StoreOptions.output(out, "--out")
            guard !FileManager.default.fileExists(atPath: file.path) else { throw PracticeError.fileExists }
            try await practice.directory.locked {
                try PrivateFile.write(try practice.lookAt(attachment: attachment), to: file)
            }
            print(file.path)
        }
    }

    /// Releases a file.
    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that you looked at the file, and let the next push send it.",
            discussion: """
                Refused until it was written out by 'attachment look'. The file leaves encrypted, so that the PSO stores \
                it and cannot read it. With --readable the PSO can read it: the command tells what that means and wants \
                it confirmed.

                EXAMPLE
                  goodcatch-clinic attachment release 1
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The attachment's number.")
        var attachment: Int64

        @Flag(help: "Send the file as it is, so that the PSO can read it.")
        var readable = false
        @Flag(name: .customLong("pso-may-read-it"), help: "Confirm --readable.")
        var isConfirmed = false

        func validate() throws {
            if isConfirmed, !readable {
                throw ValidationError("--pso-may-read-it confirms --readable, which is missing")
            }
        }

        func run() async throws {
            let practice = try options.practice()
            guard !readable || isConfirmed else { throw PracticeError.readableNotConfirmed }
            try await practice.directory.locked {
                try practice.release(attachment: attachment, readable: readable)
            }
            print(
                "released: the next push sends it, \(readable ? "readable by the PSO" : "readable by your practice alone")"
            )
        }
    }

    /// Removes a file.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove an attachment from the store for good.",
            discussion: """
                Refused for one that was sent: withdraw its report first, and the PSO deletes it too.

                EXAMPLE
                  goodcatch-clinic attachment remove 1
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The attachment's number.")
        var attachment: Int64

        func run() async throws {
            let practice = try options.practice()
            try await practice.directory.locked { try practice.remove(attachment: attachment) }
            print("removed")
        }
    }
}

extension Attachment {
    /// Where it stands, for people and machines.
    var standing: String { isWithdrawn ? Report.withdrawn : state.rawValue }
}

extension Receipt {
    /// For machines.
    var json: JSONValue {
        ["id": .string(id), "receivedAt": .string(receivedAt), "contentHash": .string(contentHash)]
    }
}
