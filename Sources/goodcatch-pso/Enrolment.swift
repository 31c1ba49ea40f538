import AggregatorStore
import ArgumentParser
import Foundation
import IncidentReports

struct Enrolment: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How practices join: tasks, agreements, contacts, facilities, and the days that come nearer.",
        subcommands: [
            Show.self, Task.self, AgreementCommand.self, Contact.self, FacilityCommand.self, OtherPSO.self, Clocks.self,
            Listing.self, Filed.self,
        ])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a practice's enrolment: its tasks by stage, and what is recorded of it.",
            discussion: """
                Tasks complete by themselves where the database shows it: agreements, credentials, the first report.

                Example:
                  goodcatch-pso enrolment show P001 --json --config pso.yaml
                """)

        @OptionGroup var practice: PracticeArgument
        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            try await reporting {
                let administration = try await practice.administration()
                let standing = try await administration.standing(of: practice.code)
                if !json { print("practice \(practice.code): \(standing.sentence)") }
                try show(
                    try await administration.lists(PracticeListName.enrolment, of: practice.code), json: json)
            }
        }
    }

    struct Task: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that a practice has done a task, or take that back.",
            discussion: """
                Example:
                  goodcatch-pso enrolment task P001 orientation --done 2026-02-03 --evidence "minutes of 3 February" \\
                    --config pso.yaml
                """)

        @OptionGroup var practice: PracticeArgument
        @Argument(help: "The task's short name, as 'enrolment show' lists it.")
        var task: String
        @Option(help: "The day it was done; today if left out.")
        var done: CalendarDate?
        @Option(help: "What shows it.")
        var evidence: String?
        @Flag(help: "The task is not done after all.")
        var undo = false

        func run() async throws {
            try await reporting {
                let administration = try await practice.administration()
                if undo {
                    try await administration.reopen(task, of: practice.code)
                } else {
                    try await administration.complete(
                        task, of: practice.code, on: done ?? Clock.system.today, evidence: evidence)
                }
                print("\(task) \(undo ? "open" : "done")")
            }
        }
    }

    struct Contact: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record or remove a key contact of a practice.",
            discussion: """
                Roles: \(KeyContact.roles.joined(separator: ", ")). Someone in several roles is recorded once for each.

                Example:
                  goodcatch-pso enrolment contact P001 "N. N." --role physicist --email nn@clinic.example --config pso.yaml
                """)

        @OptionGroup var practice: PracticeArgument
        @Argument(help: "The person.")
        var name: String
        @Option(help: "What the person is there for.")
        var role: String?
        @Option(help: "Where to write to.")
        var email: String?
        @Option(help: "Where to call.")
        var phone: String?
        @Flag(help: "Remove the person from all roles.")
        var remove = false

        func validate() throws {
            guard (role == nil) == remove else { throw ValidationError("give --role, or --remove") }
        }

        func run() async throws {
            try await reporting {
                let administration = try await practice.administration()
                if let role {
                    try await administration.addContact(
                        KeyContact(name: name, role: role, email: email, phone: phone), to: practice.code)
                } else {
                    try await administration.removeContact(name, from: practice.code)
                }
                print(remove ? "removed" : "recorded")
            }
        }
    }

    struct FacilityCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "facility",
            abstract: "Record or remove a facility of a practice.",
            discussion: """
                Example:
                  goodcatch-pso enrolment facility P001 "East campus" --place "Springfield, IL" --config pso.yaml
                """)

        @OptionGroup var practice: PracticeArgument
        @Argument(help: "Its name; no report ever names it.")
        var name: String
        @Option(help: "Town and state.")
        var place: String?
        @Flag(help: "Remove it.")
        var remove = false

        func run() async throws {
            try await reporting {
                let administration = try await practice.administration()
                if remove {
                    try await administration.removeFacility(name, from: practice.code)
                } else {
                    try await administration.addFacility(name, place: place, to: practice.code)
                }
                print(remove ? "removed" : "recorded")
            }
        }
    }

    struct OtherPSO: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "other-pso",
            abstract: "Record or remove another patient safety organization that a practice belongs to.",
            discussion: """
                Example:
                  goodcatch-pso enrolment other-pso P001 "Hospital System PSO" --config pso.yaml
                """)

        @OptionGroup var practice: PracticeArgument
        @Argument(help: "The organization's name, as listed.")
        var name: String
        @Flag(help: "The practice belongs to it no more.")
        var remove = false

        func run() async throws {
            try await reporting {
                let administration = try await practice.administration()
                if remove {
                    try await administration.removeOtherPSO(name, from: practice.code)
                } else {
                    try await administration.addOtherPSO(name, to: practice.code)
                }
                print(remove ? "removed" : "recorded")
            }
        }
    }
}
