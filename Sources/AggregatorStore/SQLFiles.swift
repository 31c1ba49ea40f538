/// The SQL files of the repository, embedded in the program.
public enum SQLFiles {
    /// The text of one file by its path, such as "SQL/reports/incident_type.sql".
    public static func text(_ path: String) -> String {
        guard let text = EmbeddedText.files[path] else { preconditionFailure("\(path) is not embedded") }
        return text
    }

    /// The paths of all files in one folder, in order.
    public static func paths(in folder: String) -> [String] {
        EmbeddedText.files.keys.filter { $0.hasPrefix(folder + "/") }.sorted()
    }
}
