import Deidentification
import Foundation
import IncidentReports
import IncidentSpec
import SwiftCSV

/// Reads reports from CSV, one a row, under a header of element numbers, names or titles or of a clinic's own names.
struct CSVReportReader: Sendable {
    private let text: String
    private let delimiter: Character
    private let header: [String]
    private let columns: [ColumnMapping.Column?]
    private let defaults: [ElementNumber: String]
    private let assembler: RowAssembler
    /// Columns that stand for nothing.
    let findings: [FileFinding]

    init(_ data: Data, mapping: ColumnMapping?, assembler: RowAssembler) throws(ReportFileError) {
        guard var text = String(validating: data, as: UTF8.self) else { throw .notUTF8 }
        // The parser drops an empty last cell unless a line break follows it.
        if text.last?.isNewline != true { text.append("\n") }
        let header: CSV<HeaderOnly>
        do {
            header = try CSV<HeaderOnly>(string: text)
        } catch {
            throw .quotation(row: 1)
        }
        self.assembler = assembler
        delimiter = header.delimiter.rawValue
        self.text = CSVQuotes.mended(header.text, delimiter: delimiter)
        self.header = header.header.map { $0.trimmed ?? "" }
        defaults = mapping?.defaults ?? [:]
        let columns = try Self.columns(self.header, mapping, assembler.specification)
        self.columns = columns
        // A column that nobody placed may hold the very names that the scrubber would have to know.
        let unplaced = columns.indices.filter { columns[$0] == nil }.map(Self.letters)
        guard unplaced.isEmpty else { throw .unplacedColumns(unplaced) }
        findings = Self.namesAreKnown(columns) ? [] : [Self.namesUnknown]
        // A quotation mark that is never closed would swallow the rest of the file into one cell.
        guard self.text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
            throw .quotation(row: lastRow())
        }
    }

    func forEachRow(_ body: (ReportRow) throws -> Void) throws {
        let dates = columns.map { $0?.date?.reader() }
        let asked = askedForms
        var failure: (any Error)?
        var number = 0
        do {
            try withoutActuallyEscaping(body) { body in
                try enumerate { cells in
                    number += 1
                    guard number > 1, failure == nil, !(cells.count == 1 && cells[0].trimmed == nil) else { return }
                    do {
                        try body(row(number, cells, asked: asked, dates: dates))
                    } catch {
                        failure = error
                    }
                }
            }
        } catch {
            throw ReportFileError.quotation(row: number + 1)
        }
        if let failure { throw failure }
    }

    /// The header and some rows as CSV.
    func text(of rows: [ReportRow]) -> Data {
        let cells = rows.compactMap { row in
            if case .cells(let cells) = row.source { cells } else { nil }
        }
        let lines = ([header] + cells).map { CSVLine.text($0, separator: delimiter) }
        return Data(lines.map { $0 + "\r\n" }.joined().utf8)
    }

    private typealias Asked = (forms: [Form], notAsked: [ElementNumber])

    /// A form is asked if any of its elements has a column or a default; what has neither is not asked.
    private var askedForms: Asked {
        let specification = assembler.specification
        let known = Set(defaults.keys).union(
            columns.compactMap { column in
                if case .element(let number) = column?.meaning { number } else { nil }
            })
        let forms = Form.allCases.filter { form in
            form == .report || form != .extension && known.contains { specification[$0]?.form == form }
        }
        let notAsked = specification.elements.filter { forms.contains($0.form) && !known.contains($0.number) }
        return (forms, notAsked.map(\.number))
    }

    private func row(
        _ number: Int, _ cells: [String], asked: Asked, dates: [((String) -> Date?)?]
    ) -> ReportRow {
        var parts = RowAssembler.Parts()
        parts.forms = asked.forms
        parts.notAsked = asked.notAsked
        guard cells.count == columns.count else {
            return ReportRow(
                number: number, localID: nil, forms: asked.forms, notAsked: asked.notAsked, answers: [:],
                findings: [RowRule.cells.finding()], source: .cells(cells))
        }
        for (index, column) in columns.enumerated() {
            guard let column, let cell = cells[index].trimmed else { continue }
            switch column.meaning {
            case .ignored: continue
            case .localID: parts.localID = cell
            case .identifies(let kind):
                parts.alsoKnown += cell.split(separator: column.separator).compactMap { String($0).trimmed }
                    .map { AlsoKnown(kind, $0) }
            case .element(let element): read(cell, of: element, column, dates[index], into: &parts)
            }
        }
        let unreadable = Set(parts.findings.map(\.element))
        for (element, text) in defaults where parts.answers[element] == nil && !unreadable.contains(element) {
            read(text, of: element, .init(meaning: .element(element)), nil, into: &parts)
        }
        return assembler.row(number, parts, source: .cells(cells))
    }

    private func read(
        _ cell: String, of number: ElementNumber, _ column: ColumnMapping.Column, _ date: ((String) -> Date?)?,
        into parts: inout RowAssembler.Parts
    ) {
        guard let element = assembler.specification[number] else { return }
        func printed(_ text: String) -> String {
            if let code = column.codes[text] { return code }
            return date?(text).flatMap { DatePattern.canonical($0, for: element.type) } ?? text
        }
        let value: JSONValue
        if element.multiple {
            let texts = cell.split(separator: column.separator).compactMap { String($0).trimmed }
            value = .array(texts.map { .string(printed($0)) })
        } else {
            value = .string(printed(cell))
        }
        do throws(ValueFinding) {
            parts.answers[number] = try assembler.values.read(value, for: element)
        } catch {
            parts.findings.append(error.finding)
        }
    }

    private func enumerate(_ body: @escaping ([String]) -> Void) throws {
        try CSV<HeaderOnly>(string: text, delimiter: .character(delimiter))
            .enumerateAsArray(startAt: 0, rowLimit: nil, body)
    }

    private func lastRow() -> Int {
        var rows = 0
        try? enumerate { _ in rows += 1 }
        return rows
    }

    private static func columns(
        _ header: [String], _ mapping: ColumnMapping?, _ specification: Specification
    ) throws(ReportFileError) -> [ColumnMapping.Column?] {
        let missing = (mapping?.columns.keys).map { Set($0).subtracting(header) } ?? []
        guard missing.isEmpty else { throw .missingColumns(missing.sorted()) }
        let titles = Dictionary(
            specification.allElements.map { ($0.title.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        let columns = header.map { name -> ColumnMapping.Column? in
            if let column = mapping?.columns[name] { return column }
            if localIDNames.contains(name.lowercased()) { return .init(meaning: .localID) }
            let element = specification.element(name) ?? titles[name.lowercased()]
            return element.map { .init(meaning: .element($0.number)) }
        }
        var seen: [ColumnMapping.Column.Meaning: Int] = [:]
        for (index, column) in columns.enumerated() {
            guard let meaning = column?.meaning, !meaning.isRepeatable else { continue }
            if let first = seen.updateValue(index, forKey: meaning) {
                throw .repeatedColumn(letters(first), letters(index))
            }
        }
        guard seen.keys.contains(where: { $0 != .localID }) else { throw .noHeader }
        return columns
    }

    private static let patient = ["1.11", "1.12", "1.13"].compactMap { ElementNumber($0) }

    private static func namesAreKnown(_ columns: [ColumnMapping.Column?]) -> Bool {
        columns.contains { column in
            column?.meaning == .identifies(.patient) || patient.contains { column?.meaning == .element($0) }
        }
    }

    private static let namesUnknown = FileFinding(
        rule: RowRule.column.rawValue,
        message: "no column gives the patient's names or record number (1.11 to 1.13), so they cannot be looked for in "
            + "the texts: map them if the clinic has them; they leave only sealed")

    private static let localIDNames: Set<String> = ["localid", "local id", "local_id"]

    /// The letters by which a spreadsheet calls a column.
    private static func letters(_ index: Int) -> String {
        let (rest, letter) = index.quotientAndRemainder(dividingBy: 26)
        return (rest > 0 ? letters(rest - 1) : "") + String(UnicodeScalar(UInt8(ascii: "A") + UInt8(letter)))
    }
}

/// Reads no rows ahead of time: rows are enumerated.
private struct HeaderOnly: CSVView {
    let rows: [[String]] = []
    let columns: [String]? = nil

    init(header: [String], text: String, delimiter: CSVDelimiter, loadColumns: Bool, rowLimit: Int?) throws {}

    func serialize(header: [String], delimiter: CSVDelimiter) -> String { "" }
}
