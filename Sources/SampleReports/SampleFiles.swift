public import Foundation

extension SampleGenerator {
    /// Writes a folder for each practice with `practice.json` and `reports.jsonl`, and beside them `planted.jsonl` with
    /// one line for each line of the reports.
    public func write(to directory: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let planted = try LineFile(directory.appending(path: "planted.jsonl"))
        for (index, practice) in practices.enumerated() {
            let folder = directory.appending(path: practice.code)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try encoder.encode(practice).write(to: folder.appending(path: "practice.json"))
            let file = try LineFile(folder.appending(path: "reports.jsonl"))
            for report in reports(ofPractice: index) {
                try file.write(report.json)
                try planted.write(report.plantedLine(practice.code))
            }
            try file.finish()
        }
        try planted.finish()
    }
}

extension SampleReport {
    /// The line of `planted.jsonl` about this report.
    func plantedLine(_ practice: String) -> String {
        var line = JSONLine()
        line.open()
        line.member("practice", practice)
        line.member("localId", localID)
        line.member("revision", revision)
        line.member("arrival", arrivalDate.description)
        line.open("[", "planted")
        for identifier in planted {
            line.open()
            line.member("element", identifier.element)
            line.member("kind", identifier.kind.rawValue)
            line.member("value", identifier.value)
            line.member("form", identifier.form.rawValue)
            line.close()
        }
        line.close("]")
        line.close()
        return line.text
    }
}

/// A file written line by line through a buffer.
private final class LineFile {
    private let handle: FileHandle
    private var buffer = Data()

    init(_ file: URL) throws {
        try Data().write(to: file)
        handle = try FileHandle(forWritingTo: file)
    }

    func write(_ line: String) throws {
        buffer.append(contentsOf: line.utf8)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count > 1 << 20 { try flush() }
    }

    func finish() throws {
        try flush()
        try handle.close()
    }

    private func flush() throws {
        try handle.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
