/// Names of files, which often hold the name or number of a patient.
public struct FileName: Detector {
    /// The stable name of the rule.
    public let rule = "file-name"

    /// Marks beside it change nothing.
    public var heedsMarks: Bool { false }

    /// Makes the detector.
    public init() {}

    /// Endings of the names of files.
    static let endings: Set<String> = [
        "pdf", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "dcm", "doc", "docx", "xls", "xlsx", "csv", "txt",
        "rtf", "ppt", "pptx", "zip", "msg", "eml", "heic", "mp4", "html", "htm", "xml", "json",
    ]

    /// Every run of letters, digits and joining signs that ends like a file.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.tokens.indices.compactMap { ending in
            guard text.tokens[ending].trigger.contains(.file), text.isGlued(ending), text.isSign(ending - 1, "."),
                text.isGlued(ending - 1), !text.isGlued(ending + 1) || text.token(ending + 1)?.shape == .sign
            else { return nil }
            var start = ending - 1
            while start > 0, text.isGlued(start) { start -= 1 }
            return span(text, start..<ending + 1, .removed)
        }
    }
}
