/// Lines of a CSV file (RFC 4180).
public enum CSVLine {
    /// The fields as one line without its end, each quoted where it must be.
    public static func text(_ fields: [String], separator: Character = ",") -> String {
        fields.map { quoted($0, separator) }.joined(separator: String(separator))
    }

    /// A reader may trim what stands at a field's edges.
    private static func quoted(_ field: String, _ separator: Character) -> String {
        let isSpecial = field.contains { $0 == separator || $0 == "\"" || $0.isNewline }
        let isPlain = !isSpecial && field.first?.isWhitespace != true && field.last?.isWhitespace != true
        return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}
