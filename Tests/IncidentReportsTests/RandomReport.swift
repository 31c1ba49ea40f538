import Foundation
@_spi(Deidentifier) import IncidentReports
import IncidentSpec

/// A small generator whose stream is the same on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Reports with any answers that may leave, sensible or not.
enum RandomReport {
    /// The beginning of a DER ContentInfo of CMS AuthEnvelopedData; enough for the codec, which opens none.
    static let envelopeStart: [UInt8] = [
        0x30, 0x82, 0x01, 0x00, 0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17,
    ]

    static func make(_ random: inout SplitMix) -> DeidentifiedReport {
        let specification = Specification.v2012
        let forms = [Form.report] + [.analysis, .response].filter { _ in Bool.random(using: &random) }
        var answers: Answers = [:]
        for element in specification.allElements where element.leavesReadable && Bool.random(using: &random) {
            guard element.number.isExtension || forms.contains(element.form) else { continue }
            answers[element.number] = value(of: element, in: specification, &random)
        }
        let notAsked = specification.elements.map(\.number).filter {
            answers[$0] == nil && Int.random(in: 0..<20, using: &random) == 0
        }
        let noise = (0..<Int.random(in: 0..<300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let id = UUID(
            uuid: (
                random.byte, random.byte, random.byte, random.byte, random.byte, random.byte, random.byte, random.byte,
                random.byte, random.byte, random.byte, random.byte, random.byte, random.byte, random.byte, random.byte
            ))
        return DeidentifiedReport(
            specification: specification.version, id: ReportID(id), revision: Int.random(in: 1...999, using: &random),
            forms: forms, notAsked: notAsked, answers: answers,
            sealed: Bool.random(using: &random) ? Data(envelopeStart + noise) : nil)
    }

    private static func value(
        of element: DataElement, in specification: Specification, _ random: inout SplitMix
    ) -> ElementValue? {
        let minimum = element.minimum ?? 0
        let maximum = element.maximum ?? 0
        switch element.type {
        case .date: return .date(CalendarDate(daysSince1970: Int.random(in: -25_567...376_199, using: &random)))
        case .time: return TimeOfDay(Bool.random(using: &random) ? "00:00" : "23:59").map { .time($0) }
        case .integer: return .integer(Int.random(in: Int(minimum)...Int(maximum), using: &random))
        case .real: return .real((Double.random(in: minimum...maximum, using: &random) * 100).rounded() / 100)
        case .text: return .text(text(&random))
        case .file: return nil
        case .pseudonym: return .pseudonym(UUID())
        case .option:
            let codes = specification.list(of: element)?.options.map(\.storage) ?? []
            guard element.multiple else { return codes.randomElement(using: &random).map { .option($0) } }
            let count = Int.random(in: 1...min(5, codes.count), using: &random)
            return .options(codes.shuffled(using: &random).prefix(count).sorted())
        }
    }

    private static let pieces = [
        "dose", " ", "\n", "\t", "\"", "\\", "/", "ü", "日本", "👍🏽", "e\u{301}", "\u{2028}", "0", "null", "{", "]", "<b>",
    ]

    private static func text(_ random: inout SplitMix) -> String {
        "x"
            + (0..<Int.random(in: 1...20, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
    }
}

extension SplitMix {
    fileprivate var byte: UInt8 { mutating get { UInt8.random(in: 0...255, using: &self) } }
}
