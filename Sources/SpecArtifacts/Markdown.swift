/// The few pieces of Markdown that the derived pages need.
enum Markdown {
    /// A table; a cell's own bars are escaped.
    static func table(_ header: [String], _ rows: [[String]]) -> String {
        func line(_ cells: [String]) -> String {
            "| "
                + cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
                .joined(separator: " | ") + " |\n"
        }
        return line(header) + line(header.map { _ in "---" }) + rows.map(line).joined()
    }

    /// A name as it stands in files and packets.
    static func code(_ text: String) -> String { "`\(text)`" }
}
