import ArgumentParser
import Foundation
import IncidentSpec

/// `goodcatch-spec check`: lints the specification.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lints the specification and prints every fault.",
        discussion: """
            Checks the specification built into the program, or with --folder the files of one that is being written.

            EXAMPLES
              goodcatch-spec check
              goodcatch-spec check --folder Config/spec/2012 --json

            \(Failure.codes)
            """)

    @ArgumentParser.Option(help: ArgumentHelp("Check the YAML files in this folder instead.", valueName: "dir"))
    var folder: String?

    @Flag(help: "Print one JSON array of {check, subject, message}.")
    var json = false

    func run() throws {
        let specification = try folder.map(Self.read) ?? .v2012
        let findings = specification.lint()
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(findings.map(Entry.init)), as: UTF8.self))
        } else if findings.isEmpty {
            print(
                "specification \(specification.version) is sound: \(specification.elements.count) elements, "
                    + "\(specification.processSteps.count) process steps, \(specification.causes.count) causes, "
                    + "\(specification.rules.count) rules")
        } else {
            for finding in findings { print(finding) }
        }
        if !findings.isEmpty { throw Failure.found }
    }

    private struct Entry: Encodable {
        let check: String
        let subject: String
        let message: String

        init(_ finding: LintFinding) {
            check = finding.check
            subject = finding.subject
            message = finding.message
        }
    }

    private static func read(_ folder: String) throws -> Specification {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
            var files: [String: String] = [:]
            for name in names {
                let path = folder + "/" + name
                files[path] = try String(contentsOfFile: path, encoding: .utf8)
            }
            return try Specification(files: files, folder: folder)
        } catch let error as SpecificationError {
            throw Failure.files("\(error)")
        } catch {
            throw Failure.files("folder \(folder) cannot be read: \(error.localizedDescription)")
        }
    }
}
