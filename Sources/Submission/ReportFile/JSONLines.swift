import Foundation

/// JSON lines in a file, read a piece at a time, so that a long file takes no more memory than a short one.
struct JSONLines: Sendable {
    private let url: URL

    /// - Returns: `nil` unless the file's beginning shows a whole object on its first line and something behind it.
    init?(_ url: URL) {
        guard let handle = try? FileHandle(forReadingFrom: url), let head = try? handle.read(upToCount: Self.piece),
            JSONSplitter(Self.withoutMark(head)).isLines
        else { return nil }
        self.url = url
    }

    /// Every line that is not blank, with its number.
    func forEachPart(_ body: (Int, Data) throws -> Void) throws {
        guard let handle = try? FileHandle(forReadingFrom: url) else { throw ReportFileError.unreadable }
        var rest = Data()
        var number = 1
        func hand(_ line: Data) throws {
            let text = number == 1 ? Self.withoutMark(line) : line
            if let start = text.firstIndex(where: { !$0.isJSONSpace }),
                let end = text.lastIndex(where: { !$0.isJSONSpace })
            {
                try body(number, Data(text[start...end]))
            }
            number += 1
        }
        while true {
            let piece: Data
            do {
                piece = try handle.read(upToCount: Self.piece) ?? Data()
            } catch {
                throw ReportFileError.unreadable
            }
            if piece.isEmpty { break }
            rest.append(piece)
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                try hand(rest[start..<end])
                start = end + 1
            }
            rest = Data(rest[start...])
        }
        try hand(rest)
    }

    private static let piece = 1 << 20

    private static func withoutMark(_ data: Data) -> Data {
        data.starts(with: ReportFile.byteOrderMark) ? data.dropFirst(ReportFile.byteOrderMark.count) : data
    }
}
