public import Foundation
import Submission

/// The folder that holds everything of a practice: reports, outbox, keys, rejected rows and configuration.
///
/// It is readable to its owner alone: mode 0700, every file in it 0600.
public struct PracticeDirectory: Sendable, Hashable {
    public let url: URL

    /// The identified reports.
    public var reportsFile: URL { url.appending(path: "practice.sqlite") }
    /// The packets on their way; nothing identified.
    public var outboxFile: URL { url.appending(path: "outbox.sqlite") }
    public var keysFolder: URL { url.appending(path: "keys") }
    /// Rows that were not taken, to be mended.
    public var rejectsFolder: URL { url.appending(path: "rejects") }
    public var configurationFile: URL { url.appending(path: "config.yaml") }
    var lockFile: URL { url.appending(path: "lock") }

    init(_ url: URL) { self.url = url }

    /// Opens a folder that ``create(at:fill:)`` made, and refuses one that others may look into.
    public init(opening url: URL) throws(PracticeError) {
        self.init(url)
        var status = stat()
        guard stat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw .noStore }
        guard FileManager.default.fileExists(atPath: reportsFile.path) else { throw .noStore }
        guard status.st_mode & 0o077 == 0 else { throw .openToOthers }
    }

    /// Makes a folder whole or not at all: it is filled beside its place and then moved there.
    static func create<Value>(
        at url: URL, fill: (PracticeDirectory) throws -> Value
    ) throws -> Value {
        guard !FileManager.default.fileExists(atPath: url.path) else { throw PracticeError.storeExists }
        let parent = url.deletingLastPathComponent()
        let draft = PracticeDirectory(parent.appending(path: ".\(url.lastPathComponent).\(UUID().uuidString)"))
        do {
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            for folder in [draft.url, draft.keysFolder, draft.rejectsFolder] { try makeFolder(folder) }
            let value = try fill(draft)
            guard rename(draft.url.path, url.path) == 0 else { throw PracticeError.notWritable }
            PrivateFile.synchronize(folder: parent)
            return value
        } catch {
            try? FileManager.default.removeItem(at: draft.url)
            throw error is CocoaError ? PracticeError.notWritable : error
        }
    }

    private static func makeFolder(_ url: URL) throws(PracticeError) {
        // The mode is set again because the process may have a mask of its own.
        guard mkdir(url.path, 0o700) == 0, chmod(url.path, 0o700) == 0 else { throw .notWritable }
    }

    /// Runs work that changes the store while no other process does.
    @discardableResult
    public func locked<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        let file = Foundation.open(lockFile.path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw PracticeError.notWritable }
        // Closing releases the lock, and the system closes the file of a process that is killed.
        defer { close(file) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else { throw PracticeError.busy }
        return try await body()
    }
}
