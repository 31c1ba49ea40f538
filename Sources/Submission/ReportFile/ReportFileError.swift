/// Why a file cannot be read as reports at all; nothing of it enters.
public enum ReportFileError: Error, Sendable, Hashable {
    case unreadable
    case empty
    case notUTF8
    case unrecognised
    case noHeader
    case quotation(row: Int)
    case repeatedColumn(String, String)
    case missingColumns([String])
    /// Letters of columns that stand for nothing.
    case unplacedColumns([String])
    case mappingNotNeeded
    case mapping(String)
}

extension ReportFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable: "the file cannot be read: check its path and permissions"
        case .empty: "the file is empty"
        case .notUTF8: "the file is not UTF-8: export it again as UTF-8 (in a spreadsheet 'CSV UTF-8')"
        case .unrecognised:
            "the file is neither JSON nor CSV: give it the ending .json, .jsonl or .csv, or check its first line"
        case .noHeader:
            "no column of row 1 is an element: put element numbers, names or titles there, or give a --mapping file"
        case .quotation(let row):
            "a quotation mark is out of place in or before row \(row): double it within a cell, close it at the end"
        case .repeatedColumn(let first, let second):
            "columns \(first) and \(second) stand for the same element: keep one, mark the other ignore: true"
        case .missingColumns(let names):
            "the mapping names columns that the file lacks (\(names.joined(separator: ", "))): correct the mapping"
        case .unplacedColumns(let letters):
            "column \(letters.joined(separator: ", ")) stands for no element: say in a mapping what it means (--mapping FILE; "
                + "'import --help' shows one), name it after an element, or mark it ignore: true in the mapping if it holds "
                + "nothing that identifies anybody"
        case .mappingNotNeeded: "a mapping is for CSV files only: leave --mapping out"
        case .mapping(let fault): "the mapping file is not usable: \(fault)"
        }
    }
}
