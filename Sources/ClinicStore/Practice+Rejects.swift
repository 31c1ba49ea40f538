public import Foundation

extension Practice {
    /// Removes a file of the rejects folder whose rows were all taken, and the findings beside it.
    ///
    /// - Returns: whether it was one; any other file is the user's own and stays.
    public func discardRejects(_ file: URL) throws -> Bool {
        let folder = directory.rejectsFolder.resolvingSymlinksInPath().standardizedFileURL
        let file = file.resolvingSymlinksInPath().standardizedFileURL
        guard file.deletingLastPathComponent().path == folder.path else { return false }
        // Only what the import itself wrote has findings beside it.
        let findings = file.deletingPathExtension().appendingPathExtension("findings.jsonl")
        guard FileManager.default.fileExists(atPath: findings.path) else { return false }
        do {
            try FileManager.default.removeItem(at: file)
            try FileManager.default.removeItem(at: findings)
        } catch {
            throw PracticeError.notWritable
        }
        return true
    }
}
