import ArgumentParser
import Foundation
import IncidentSpec
import SpecArtifacts

/// `goodcatch-spec generate`: writes the files derived from the specification, or compares them.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the files derived from the specification, or compares them.",
        discussion: """
            Writes \(Artifact.all.map(\.path).joined(separator: ", ")). A file that is up to date is left alone.

            EXAMPLES
              goodcatch-spec generate
              goodcatch-spec generate --root ~/goodcatch --check

            \(Failure.codes)
            """)

    @ArgumentParser.Option(help: ArgumentHelp("The repository's root.", valueName: "dir"))
    var root = "."

    @Flag(help: "Write nothing; name the files that differ and exit with 1 if there are any.")
    var check = false

    func validate() throws {
        // Keeps a mistyped root from being strewn with files.
        let specification = root + "/Config/spec/" + Specification.v2012.version
        guard FileManager.default.fileExists(atPath: specification) else {
            throw ValidationError("\(specification) does not exist; give the repository's root with --root")
        }
    }

    func run() throws {
        var differs = false
        for artifact in Artifact.all {
            let url = URL(filePath: root).appending(path: artifact.path)
            let text = artifact.render(.v2012)
            if (try? Data(contentsOf: url)) == Data(text.utf8) { continue }
            differs = true
            if check {
                print("\(artifact.path) differs; run goodcatch-spec generate")
            } else {
                try Self.write(text, to: url)
                print("wrote \(artifact.path)")
            }
        }
        if check && differs { throw Failure.found }
    }

    private static func write(_ text: String, to url: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url, options: .atomic)
        } catch {
            throw Failure.files("\(url.path) cannot be written: \(error.localizedDescription)")
        }
    }
}
