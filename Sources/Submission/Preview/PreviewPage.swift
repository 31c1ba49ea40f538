import Deidentification
import IncidentSpec
import Mustache

/// Previews as one page for a privacy officer: original with highlights on the left, what leaves on the right.
///
/// The page shows what identifies people: it is kept where the store is kept.
public enum PreviewPage {
    /// The whole page; whatever it shows is escaped.
    public static func html(of previews: [Preview]) -> String {
        guard let text = library.render(Page(previews), withTemplate: "preview") else {
            preconditionFailure("the template of the preview is not embedded")
        }
        return text
    }

    private static let folder = "Sources/Submission/Preview/Templates/"

    private static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        do {
            try library.register(EmbeddedText.files[folder + "preview.mustache"] ?? "", named: "preview")
        } catch {
            preconditionFailure("the embedded template of the preview cannot be read: \(error)")
        }
        return library
    }()

    private struct Page {
        let reports: [Report]
        let isOne: Bool
        let count: Int
        let style = EmbeddedText.files[folder + "preview.css"] ?? ""

        init(_ previews: [Preview]) {
            reports = previews.map(Report.init)
            isOne = previews.count == 1
            count = previews.count
        }
    }

    private struct Report {
        let localID, reportID, contentHash, packet: String
        let revision, bytes: Int
        let advice: String?
        let isProvisional, isWithdrawal: Bool
        let rows: [Row]

        init(_ preview: Preview) {
            localID = preview.localId
            reportID = preview.reportId
            revision = preview.revision
            bytes = preview.bytes
            contentHash = preview.contentHash
            packet = preview.packet
            advice = preview.advice
            isProvisional = preview.isProvisional
            isWithdrawal = preview.sides.isEmpty
            rows = preview.sides.map(Row.init)
        }
    }

    private struct Row {
        let number, title, action, flag, reason: String
        let original, outgoing: [Run]

        init(_ side: Preview.Sides) {
            number = side.element.number.description
            title = side.element.title
            action = side.element.edge.rawValue
            flag = side.element.flag?.rawValue ?? "ours"
            reason = side.reason
            original = side.original.map(Run.init)
            outgoing = side.outgoing.map(Run.init)
        }
    }

    /// A part by what it is, since a template asks only yes or no.
    private struct Run {
        let text: String
        let rule: String?
        let isRemoved, isDoubtful, isMark, isNote, isPlain: Bool

        init(_ part: Preview.Part) {
            text = part.text
            isPlain = part.kind == .plain
            isNote = part.kind == .note
            switch part.kind {
            case .removed(let rule, let isDoubtful): (self.rule, isRemoved, self.isDoubtful) = (rule, true, isDoubtful)
            case .mark(let rule): (self.rule, isRemoved, isDoubtful) = (rule, false, false)
            case .plain, .note: (rule, isRemoved, isDoubtful) = (nil, false, false)
            }
            if case .mark = part.kind { isMark = true } else { isMark = false }
        }
    }
}
