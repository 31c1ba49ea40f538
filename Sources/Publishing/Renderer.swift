public import Foundation
import Pages

/// Renders a frozen publication; the same document always gives the same bytes.
public enum Renderer {
    /// The frozen document itself, byte for byte, so that its SHA-256 is the publication's hash.
    public static func json(of publication: FrozenPublication) -> String { publication.document }

    /// One long table, a line a cell.
    public static func csv(of publication: FrozenPublication) -> String {
        CSVDocument(publication.publication).text
    }

    /// One page that needs no other file.
    public static func html(of publication: FrozenPublication) -> String {
        PageMapping(publication.publication, hash: publication.contentHash).page.html
    }
}

/// Writes report.json, report.csv and report.html into a folder.
///
/// A new folder appears whole or not at all. In one that exists each file is replaced at once, after all three were
/// written beside it, and other files are left alone.
///
/// - Returns: the files written.
@discardableResult
public func write(_ publication: FrozenPublication, to directory: URL) throws -> [URL] {
    let files = [
        ("report.json", Renderer.json(of: publication)), ("report.csv", Renderer.csv(of: publication)),
        ("report.html", Renderer.html(of: publication)),
    ]
    let manager = FileManager.default
    let target = directory.standardizedFileURL
    let parent = target.deletingLastPathComponent()
    let sibling = parent.appending(path: ".\(target.lastPathComponent).\(publication.contentHash.prefix(12)).tmp")
    do {
        try? manager.removeItem(at: sibling)
        try manager.createDirectory(at: sibling, withIntermediateDirectories: true)
        defer { try? manager.removeItem(at: sibling) }
        for (name, text) in files { try Data(text.utf8).write(to: sibling.appending(path: name)) }
        if manager.fileExists(atPath: target.path) {
            for (name, _) in files {
                guard rename(sibling.appending(path: name).path, target.appending(path: name).path) == 0 else {
                    throw PublishingError.cannotWrite(folder: directory.path)
                }
            }
        } else {
            try manager.moveItem(at: sibling, to: target)
        }
    } catch {
        throw PublishingError.cannotWrite(folder: directory.path)
    }
    return files.map { target.appending(path: $0.0) }
}
