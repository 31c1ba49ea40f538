import ArgumentParser
import ClinicStore
import Foundation
import IncidentReports
import Submission

/// A list of the practice as a command with subcommands; each list has the same.
protocol ListCommand: ParsableCommand {
    static var list: PracticeList { get }
}

extension ListCommand {
    static var example: String { "goodcatch-clinic \(list.rawValue) import \(list.rawValue).csv" }

    static func described(_ abstract: String, _ subcommands: [any ParsableCommand.Type]) -> CommandConfiguration {
        CommandConfiguration(
            commandName: list.rawValue, abstract: abstract,
            discussion: """
                What is listed is looked for in every text that would leave. The list itself stays in the store.

                EXAMPLE
                  \(example)
                """,
            subcommands: subcommands)
    }
}

/// The practice's people.
struct Roster: ListCommand {
    static let list = PracticeList.roster
    static let configuration: CommandConfiguration = described(
        "The practice's staff, whose names are taken out of texts.", [ListImport<Self>.self, ListShow<Self>.self])
}

/// The practice's devices.
struct Devices: ListCommand {
    static let list = PracticeList.devices
    static let configuration: CommandConfiguration = described(
        "The practice's devices, whose serial numbers are taken out of texts.",
        [ListImport<Self>.self, ListShow<Self>.self])
}

/// The practice's facilities.
struct Facilities: ListCommand {
    static let list = PracticeList.facilities
    static let configuration: CommandConfiguration = described(
        "The practice's facilities and places, whose names are taken out of texts.",
        [ListImport<Self>.self, ListShow<Self>.self])
}

/// Enters a file into a list.
struct ListImport<Command: ListCommand>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        let columns = Command.list.columns.map { $0.use.isEmpty ? $0.name : "\($0.name) (\($0.use))" }
        return CommandConfiguration(
            commandName: "import", abstract: "Enter a CSV file into the list.",
            discussion: """
                Its first row names the columns: \(columns.joined(separator: ", ")). Others are passed over. What is \
                listed already stays, so a file may be imported again; people who left belong on the list as long as \
                reports may name them. Reports that were not sent yet are made ready anew.

                EXAMPLE
                  \(Command.example)
                """)
    }

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The CSV file, UTF-8.")
    var file: String

    @Flag(help: "Take away what the file does not list.")
    var replace = false

    func run() async throws {
        guard let data = try? Data(contentsOf: StoreOptions.file(file)) else {
            throw PracticeError.unreadable("\(Command.list.rawValue) import")
        }
        let practice = try options.practice()
        let (counts, preparation) = try await practice.directory.locked {
            let counts = try practice.importList(Command.list, from: data, replacing: replace)
            return (counts, try await practice.prepareWaiting())
        }
        if output.json {
            let members: [String: JSONValue] = [
                "list": .string(Command.list.rawValue), "new": .integer(counts.new), "all": .integer(counts.all),
                "preparation": Report.json(preparation),
            ]
            Terminal.line(.object(members))
        } else {
            print("\(Command.list.rawValue): \(counts.new) new, \(counts.all) in all")
            Report.tell(preparation)
        }
    }
}

/// Shows a list.
struct ListShow<Command: ListCommand>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: "Show the list.",
            discussion: """
                EXAMPLE
                  goodcatch-clinic \(Command.list.rawValue) list
                """)
    }

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let entries = try options.practice().reports.entries(of: Command.list)
        if output.json {
            for entry in entries { Terminal.line(.object(entry.values.mapValues { .string($0) })) }
        } else {
            let columns = Command.list.columns.map(\.name)
            let rows = entries.map { entry in columns.map { entry.values[$0] ?? "" } }
            print(TextTable.text(columns, rows))
        }
    }
}
