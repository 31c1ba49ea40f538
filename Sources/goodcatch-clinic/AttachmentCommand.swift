import ArgumentParser
import ClinicStore
import Foundation
import IncidentReports
import Submission

/// Files that belong to a report.
struct AttachmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attachment",
        abstract: "Keep files beside a report: held, cleaned and encrypted.",
        discussion: """
            Attachments stay at the clinic: nothing sends them yet. A release says that a person looked at a file and \
            found nothing in it that identifies anybody.

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
            abstract: "List the attachments and whether they are held or released.",
            discussion: """
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
                        "bytes": .integer(attachment.size), "state": .string(Self.state(attachment)),
                        "addedAt": .string(attachment.addedAt),
                    ]
                    members["lookedAt"] = attachment.lookedAt.map { .string($0) }
                    members["releasedAt"] = attachment.releasedAt.map { .string($0) }
                    Terminal.line(.object(members))
                }
                return
            }
            let rows = attachments.map { attachment in
                [
                    String(attachment.number), attachment.localID, attachment.kind.rawValue, String(attachment.size),
                    Self.state(attachment), attachment.name,
                ]
            }
            print(TextTable.text(["number", "local id", "kind", "bytes", "state", "name"], rows))
        }

        private static func state(_ attachment: Attachment) -> String {
            attachment.releasedAt != nil ? "released" : attachment.lookedAt != nil ? "held, looked at" : "held"
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
            abstract: "Record that you looked at the file and that it identifies nobody.",
            discussion: """
                Refused until it was written out by 'attachment look'. A release sends nothing.

                EXAMPLE
                  goodcatch-clinic attachment release 1
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The attachment's number.")
        var attachment: Int64

        func run() async throws {
            let practice = try options.practice()
            try await practice.directory.locked { try practice.release(attachment: attachment) }
            print("released")
        }
    }

    /// Removes a file.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove an attachment from the store for good.",
            discussion: """
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
