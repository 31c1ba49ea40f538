import Foundation
import PackagePlugin

/// Embeds the text files a target needs at run time, so that each program is one self-contained binary.
@main
struct EmbedTextPlugin: BuildToolPlugin {
    /// Target name: the folders below the package whose files it embeds, and their endings.
    static let sources: [String: [(folder: String, ending: String)]] = [
        "IncidentSpec": [("Config/spec", "yaml")],
        "Identifiers": [("Config/words", "txt")],
        "Submission": [
            ("Sources/Submission/Preview/Templates", "mustache"), ("Sources/Submission/Preview/Templates", "css"),
        ],
        "AggregatorStore": [("SQL", "sql")],
        "Pages": [("Sources/Pages/Templates", "mustache"), ("Sources/Pages/Templates", "css")],
    ]

    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let root = context.package.directoryURL
        var inputs: [URL] = []
        for source in Self.sources[target.name] ?? [] {
            let folder = root.appending(path: source.folder)
            let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            for case let url as URL in found ?? .init() where url.pathExtension == source.ending {
                inputs.append(url)
            }
        }
        inputs.sort { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedText.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(inputs.count) text files into \(target.name)",
                executable: try context.tool(named: "EmbedText").url,
                arguments: [output.path, root.path] + inputs.map(\.path),
                inputFiles: inputs,
                outputFiles: [output])
        ]
    }
}
