import Foundation
import IncidentReports
import IncidentSpec

/// Reads reports from JSON: one object, objects one after the other, an array, or lines.
struct JSONReportReader: Sendable {
    private enum Source: Sendable {
        case text(Data)
        case lines(JSONLines)
    }

    private let source: Source
    private let assembler: RowAssembler

    init(_ text: Data, assembler: RowAssembler) {
        source = .text(text)
        self.assembler = assembler
    }

    init(_ lines: JSONLines, assembler: RowAssembler) {
        source = .lines(lines)
        self.assembler = assembler
    }

    func forEachRow(_ body: (ReportRow) throws -> Void) throws {
        func read(_ number: Int, _ part: Data) throws { try body(row(number, part)) }
        switch source {
        case .text(let text): try JSONSplitter(text).forEachPart(read)
        case .lines(let lines): try lines.forEachPart(read)
        }
    }

    private func row(_ number: Int, _ part: Data) -> ReportRow {
        var parts = RowAssembler.Parts()
        guard String(validating: part, as: UTF8.self) != nil else {
            parts.findings = [RowRule.encoding.finding()]
            return unread(number, parts, part)
        }
        guard let value = try? JSONValue(parsing: part), let members = value.object else {
            parts.findings = [Finding(.json)]
            return unread(number, parts, part)
        }
        read(members, into: &parts)
        return assembler.row(number, parts, source: .json(value.canonicalData))
    }

    /// A row of which nothing could be read says only why.
    private func unread(_ number: Int, _ parts: RowAssembler.Parts, _ part: Data) -> ReportRow {
        ReportRow(
            number: number, localID: nil, forms: [], notAsked: [], answers: [:], findings: parts.findings,
            source: .json(part))
    }

    private func read(_ members: [String: JSONValue], into parts: inout RowAssembler.Parts) {
        var rest = members
        switch rest.removeValue(forKey: "localId") {
        case .string(let text): parts.localID = text
        case .integer(let number): parts.localID = String(number)
        case nil, .null: break
        default: parts.findings.append(RowRule.localID.finding())
        }
        if let forms = rest.removeValue(forKey: "forms") {
            let names = forms.array ?? []
            parts.forms = names.compactMap { $0.string.flatMap { Form(rawValue: $0) } }
            if parts.forms?.count != names.count || names.isEmpty { parts.findings.append(Finding(.forms)) }
        }
        for name in rest.removeValue(forKey: "notAsked")?.array ?? [] {
            guard let element = name.string.flatMap(assembler.specification.element) else {
                parts.findings.append(Finding(.unknownElement))
                continue
            }
            parts.notAsked.append(element.number)
        }
        var answers = [rest]
        if case .object(let elements) = rest["elements"] {
            rest["elements"] = nil
            answers = [elements, rest.removeValue(forKey: "extensions")?.object ?? [:], rest]
        }
        for members in answers {
            for (name, value) in members.sorted(by: { $0.key < $1.key }) { read(name, value, into: &parts) }
        }
    }

    private func read(_ name: String, _ value: JSONValue, into parts: inout RowAssembler.Parts) {
        guard let element = assembler.specification.element(name) else {
            parts.findings.append(Self.unknown(name))
            return
        }
        do throws(ValueFinding) {
            guard let answer = try assembler.values.read(value, for: element) else { return }
            if parts.answers.updateValue(answer, forKey: element.number) != nil {
                parts.findings.append(RowRule.repeated.finding(element.number))
            }
        } catch {
            parts.findings.append(error.finding)
        }
    }

    /// Repeats only what can be nothing but an element's number: a member's name may be a value gone astray.
    private static func unknown(_ name: String) -> Finding {
        guard name.wholeMatch(of: /[0-9X]\.[0-9]{1,3}/) != nil else { return Finding(.unknownElement) }
        return Finding(
            rule: BuiltInRule.unknownElement.rawValue, severity: .error, element: nil,
            message: "no element is called \(name); check the member's name")
    }
}
