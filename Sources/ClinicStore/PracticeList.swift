import Deidentification
public import Foundation
import IncidentReports
public import Submission
import SwiftCSV

/// A list that a practice keeps of itself, so that the scrubber knows what no field of a report says; it never leaves.
public enum PracticeList: String, Sendable, CaseIterable {
    case roster, devices, facilities

    /// The columns of its file, and what each is for.
    public var columns: [(name: String, use: String)] {
        switch self {
        case .roster:
            [("first", "first name"), ("last", "last name"), ("name", "the whole name, instead of both"), ("role", "")]
        case .devices: [("model", ""), ("serial", "serial number")]
        case .facilities:
            [("name", "full name"), ("short", "as staff call it"), ("city", "its town"), ("address", "its street")]
        }
    }

    /// Columns of which a row needs one.
    private var needed: [String] {
        switch self {
        case .roster: ["last", "name"]
        case .devices: ["serial"]
        case .facilities: ["name", "short"]
        }
    }

    /// One row, by column.
    public struct Entry: Sendable, Hashable {
        public let values: [String: String]

        init(_ values: [String: String]) { self.values = values }

        init(text: String) throws {
            values = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        }

        /// The same values always make the same text.
        var text: String {
            String(decoding: JSONValue.object(values.mapValues { .string($0) }).canonicalData, as: UTF8.self)
        }
    }

    /// Reads a CSV file with a header; columns of other names are passed over.
    ///
    /// - Throws: ``PracticeListError``, which names rows and columns, never a value.
    public func read(_ data: Data) throws(PracticeListError) -> [Entry] {
        guard var text = String(validating: data, as: UTF8.self) else { throw .notUTF8 }
        if text.first == "\u{FEFF}" { text.removeFirst() }
        let table: (header: [String], rows: [[String]])
        do {
            let csv = try EnumeratedCSV(string: text + "\n", loadColumns: false)
            table = (csv.header, csv.rows)
        } catch {
            throw .notCSV
        }
        let header = table.header.map { $0.trimmingCharacters(in: .whitespacesAndNewlines).lowercased() }
        guard header.contains(where: needed.contains) else { throw .columns(needed) }
        let known = Set(columns.map(\.name))
        var entries: [Entry] = []
        for (index, row) in table.rows.enumerated() {
            let values = zip(header, row).reduce(into: [String: String]()) { values, cell in
                let text = cell.1.trimmingCharacters(in: .whitespacesAndNewlines)
                if known.contains(cell.0), !text.isEmpty { values[cell.0] = text }
            }
            if values.isEmpty { continue }
            guard needed.contains(where: { values[$0] != nil }) else { throw .row(index + 2, needed) }
            entries.append(Entry(values))
        }
        return entries
    }
}

/// Why a file is not a practice's list.
public enum PracticeListError: StoreRefusal, Sendable, Hashable, CustomStringConvertible {
    case notUTF8
    case notCSV
    case columns([String])
    case row(Int, [String])

    public var description: String {
        switch self {
        case .notUTF8: "the list is not UTF-8 text: save it as 'CSV UTF-8'; nothing was taken"
        case .notCSV: "the list is not CSV: check its quotation marks; nothing was taken"
        case .columns(let needed):
            "the list's first row has no column called \(needed.joined(separator: " or ")): name the columns; nothing "
                + "was taken"
        case .row(let row, let needed):
            "row \(row) of the list has no \(needed.joined(separator: " and no ")): fill it in or delete the row; "
                + "nothing was taken"
        }
    }
}

extension Practice {
    /// Enters what a file lists. To be called under the store's lock.
    ///
    /// - Parameter replacing: whether what the file does not list goes; who left is still named in old reports, so it
    ///   mostly should not.
    public func importList(
        _ list: PracticeList, from data: Data, replacing: Bool
    ) throws -> (new: Int, all: Int) {
        let counts = try reports.list(try list.read(data), in: list, replacing: replacing)
        try reports.note(.listed, detail: "\(list.rawValue): \(counts.new) new, \(counts.all) in all")
        return counts
    }

    /// What the practice's lists say.
    func identifiers() throws -> PracticeIdentifiers {
        func values(_ list: PracticeList, _ columns: String...) throws -> [String] {
            try reports.entries(of: list).flatMap { entry in columns.compactMap { entry.values[$0] } }
        }
        return PracticeIdentifiers(
            staff: try reports.entries(of: .roster).map { entry in
                .init(first: entry.values["first"], last: entry.values["last"] ?? entry.values["name"])
            },
            serials: try values(.devices, "serial"), facilities: try values(.facilities, "name", "short"),
            locations: try values(.facilities, "city", "address"))
    }
}
