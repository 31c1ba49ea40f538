public import Foundation
public import GRDB
import IncidentReports

/// How every SQLite file of a practice is opened: private to its owner, and durable at each commit.
public enum StoreFile {
    /// Opens a file, makes it with mode 0600 if it is not there, and brings its tables up to date.
    public static func open(_ path: String, migrator: DatabaseMigrator) throws -> DatabaseQueue {
        try PrivateFile.createEmpty(path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            db.add(function: DatabaseFunction("operator", argumentCount: 0) { _ in Operator.name })
            // WAL lets `status` read while a push writes; FULL makes each commit survive a power cut.
            try db.execute(
                sql: """
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    PRAGMA secure_delete = ON;
                    """)
        }
        return try run {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try migrator.migrate(queue)
            return queue
        }
    }

    /// Runs database work; what is said of a fault is dropped but for its code, since it may quote a row.
    public static func run<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as any StoreRefusal {
            throw error
        } catch let error as DatabaseError {
            throw StoreFileError.database(
                code: Int(error.extendedResultCode.rawValue), isFull: error.resultCode == .SQLITE_FULL)
        } catch {
            throw StoreFileError.damaged
        }
    }
}

/// An error that says nothing of what is stored and may leave the store as it is.
public protocol StoreRefusal: Error {}

/// Files that only their owner may read.
public enum PrivateFile {
    /// Makes an empty file with mode 0600, unless it is there.
    static func createEmpty(_ path: String) throws(StoreFileError) {
        let file = Foundation.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .notWritable }
        close(file)
    }

    /// Writes a file with mode 0600 so that a reader sees either all of it or what was there before.
    public static func write(_ data: Data, to url: URL) throws(StoreFileError) {
        let draft = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).\(UUID().uuidString)")
        let file = Foundation.open(draft.path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .notWritable }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: false)
        do {
            defer { close(file) }
            try handle.write(contentsOf: data)
            try handle.synchronize()
        } catch {
            unlink(draft.path)
            throw .notWritable
        }
        guard rename(draft.path, url.path) == 0 else {
            unlink(draft.path)
            throw .notWritable
        }
        synchronize(folder: url.deletingLastPathComponent())
    }

    /// Makes a rename durable.
    public static func synchronize(folder: URL) {
        let file = Foundation.open(folder.path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        fsync(file)
        close(file)
    }
}

/// A fault of a file of the practice's store, without anything of its contents.
public enum StoreFileError: StoreRefusal, Sendable, Hashable {
    case notWritable
    case damaged
    case database(code: Int, isFull: Bool)
}

extension StoreFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notWritable: "a file of the store cannot be written: check the disk's space and the folder's permissions"
        case .damaged: "a record of the store cannot be read: restore the store from its backup"
        case .database(_, isFull: true): "the disk is full: make room and run the command again"
        case .database(let code, _):
            "the store's database failed with SQLite code \(code): check the disk and run the command again"
        }
    }
}
