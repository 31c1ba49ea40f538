import Foundation
import IncidentSpec

/// The specification's YAML files as they stand in the repository, to be spoilt in memory.
struct SpecificationFiles {
    static let folder = "Config/spec/2012"

    private(set) var files: [String: String] = [:]

    /// Reads the files of the repository.
    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: Self.folder)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".yaml") {
            files[Self.folder + "/" + name] = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
    }

    /// A test whose fault could not be planted must fail, not pass.
    struct NotPlanted: Error {
        let file: String
        let text: String
    }

    /// Replaces the first `old` behind `anchor`.
    mutating func replace(_ old: String, with new: String, after anchor: String, in name: String) throws {
        let path = Self.folder + "/" + name
        guard var text = files[path], let start = text.firstRange(of: anchor)?.lowerBound,
            let range = text[start...].firstRange(of: old)
        else { throw NotPlanted(file: name, text: old) }
        text.replaceSubrange(range, with: new)
        files[path] = text
    }

    mutating func remove(_ name: String) { files[Self.folder + "/" + name] = nil }

    func load() throws -> Specification { try Specification(files: files, folder: Self.folder) }
}
