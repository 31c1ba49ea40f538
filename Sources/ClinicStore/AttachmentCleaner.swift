import Foundation
import IncidentReports
import Submission

/// Takes out of a file what is not seen: it is drawn anew by mat2, so that nothing of the original but its look stays.
struct AttachmentCleaner: Sendable {
    /// Where the file lies in the clear while it is cleaned; private to the store's owner.
    let folder: URL
    /// Found on the path.
    var program = "mat2"
    /// A hostile file must not hold the store's lock forever.
    var seconds = 120

    func clean(_ file: Data, _ kind: AttachmentKind) throws -> Data {
        let work = folder.appending(path: ".cleaning-\(UUID().uuidString)")
        guard mkdir(work.path, 0o700) == 0 else { throw PracticeError.notWritable }
        defer { try? FileManager.default.removeItem(at: work) }
        // A name of ours: the practice's own may identify somebody, and is shown to every user of the machine.
        let copy = work.appending(path: "file.\(kind.ending)")
        try PrivateFile.write(file, to: copy)
        try run(on: copy, in: work)
        let cleaned = try? Data(contentsOf: work.appending(path: "file.cleaned.\(kind.ending)"))
        guard let cleaned, AttachmentKind(cleaned) == kind else { throw PracticeError.attachmentNotCleaned }
        guard cleaned.count <= AttachmentKind.largest else { throw PracticeError.attachmentTooLarge }
        return cleaned
    }

    private func run(on file: URL, in work: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["timeout", String(seconds), program, file.path]
        process.currentDirectoryURL = work
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("GOODCATCH_") }.merging(["TMPDIR": work.path]) { $1 }
        // What the tool says may quote the file.
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { throw PracticeError.cleanerMissing }
        process.waitUntilExit()
        // 127 is the answer of env and of timeout when there is no such program.
        if process.terminationStatus == 127 { throw PracticeError.cleanerMissing }
        guard process.terminationStatus == 0 else { throw PracticeError.attachmentNotCleaned }
    }
}

extension AttachmentKind {
    /// By which mat2 tells kinds.
    fileprivate var ending: String { self == .jpeg ? "jpg" : rawValue }
}
