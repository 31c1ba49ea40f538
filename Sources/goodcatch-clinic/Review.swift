import ArgumentParser
import ClinicStore
import Deidentification
import Foundation
import IncidentReports
import IncidentSpec
import Submission

/// Asks a person about the words that no list vouches for.
struct Review: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say of each doubtful word of a report whether it may stay; until then the report is not sent.",
        discussion: """
            A word that no list vouches for may be a name. Each is shown in its sentence and asked about; the answer is \
            one letter:

              k  keep it in this report          a  keep it always: the practice's own safe word
              r  remove it in this report        n  never keep it
              s  skip it for now                 q  quit; what was answered holds

            What is known to identify somebody goes all the same. Without a terminal answer with --keep and --remove: \
            of one report, or of all when no report is named. 'review: remove' in config.yaml sends without asking; \
            the words are then removed. The output quotes reports: keep it as you keep the store.

            EXAMPLE
              goodcatch-clinic review
              goodcatch-clinic review 2025-0117 --keep vacloc --remove renske
              goodcatch-clinic review --list --json

            \(ExitStatus.help)
            """)

    @OptionGroup var options: StoreOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "A local id, or the beginning of a report id; without it all reports that wait.")
    var id: String?

    @ArgumentParser.Option(parsing: .singleValue, help: "A word that may stay; may be given several times.")
    var keep: [String] = []

    @ArgumentParser.Option(parsing: .singleValue, help: "A word that goes; may be given several times.")
    var remove: [String] = []

    @ArgumentParser.Option(parsing: .singleValue, help: "A word to be asked about again; may be given several times.")
    var forget: [String] = []

    @Flag(help: "Only list the questions.")
    var list = false

    @Flag(help: "Only list the words that were answered for all reports.")
    var words = false

    func validate() throws {
        guard !(list && words) else { throw ValidationError("--list and --words exclude each other") }
        guard output.json == false || list || words else {
            throw ValidationError("--json goes with --list or --words")
        }
    }

    func run() async throws {
        let practice = try options.practice()
        if words { return tellWords(try practice.reviewedWords()) }
        let report = try id.map { id in
            guard let last = try practice.reports.revisions(of: id).first else { throw PracticeError.noSuchReport }
            return PacketKey(last.report.id, revision: last.report.revision)
        }
        if list {
            for key in try report.map({ [$0] }) ?? practice.reportsToReview() {
                try practice.questions(key).forEach(tell)
            }
            return
        }
        let isAnswered = !(keep + remove + forget).isEmpty
        let preparation = try await practice.directory.locked {
            if isAnswered {
                for word in keep { try practice.answer(word, isKept: true, of: report?.reportID) }
                for word in remove { try practice.answer(word, isKept: false, of: report?.reportID) }
                for word in forget where try !practice.forget(word) {
                    Terminal.say("nothing was remembered of one of the words to forget")
                }
            } else {
                try ask(practice, try report.map { [$0] } ?? practice.reportsToReview())
            }
            return try await practice.prepareWaiting()
        }
        Report.tell(preparation)
        if preparation.inReview > 0 || !preparation.withheld.isEmpty { throw ExitStatus.partial }
    }

    /// Goes through the questions one by one; an answer for all reports settles those that follow.
    private func ask(_ practice: Practice, _ reports: [PacketKey]) throws {
        var skipped = 0
        for (place, key) in reports.enumerated() {
            let questions = try practice.questions(key)
            var answered: Set<String> = []
            for (index, question) in questions.enumerated() where !answered.contains(question.word) {
                print(
                    """

                    \(question.localID) (report \(place + 1) of \(reports.count)), word \(index + 1) of \(questions.count)
                    \(question.element.number) \(question.element.title)
                      \(Terminal.inSentence(question))
                    """)
                switch Answer.ask() {
                case .once(let isKept): try practice.answer(question.word, isKept: isKept, of: key.reportID)
                case .always(let isKept): try practice.answer(question.word, isKept: isKept, of: nil)
                case .skip: skipped += 1
                case nil: return
                }
                answered.insert(question.word)
            }
        }
        if reports.isEmpty { print("no report waits for an answer") }
        if skipped > 0 { print("\(skipped) words were skipped and will be asked again") }
    }

    private func tell(_ question: OpenQuestion) {
        guard output.json else {
            return print(
                "\(question.localID)  \(question.element.number)  \(question.word)  \(Terminal.inSentence(question))")
        }
        Terminal.line([
            "localId": .string(question.localID), "reportId": .string(question.key.reportID.description),
            "revision": .integer(question.key.revision), "element": .string(question.element.number.description),
            "word": .string(question.word), "before": .string(question.before), "written": .string(question.written),
            "after": .string(question.after),
        ])
    }

    private func tellWords(_ words: ReviewedWords) {
        if output.json {
            Terminal.line([
                "kept": .array(words.kept.sorted().map { .string($0) }),
                "removed": .array(words.removed.sorted().map { .string($0) }),
            ])
        } else {
            let rows = words.kept.sorted().map { [$0, "kept"] } + words.removed.sorted().map { [$0, "removed"] }
            print(TextTable.text(["word", "in all reports"], rows))
        }
    }
}

/// What a person said about a word.
private enum Answer {
    case once(isKept: Bool)
    case always(isKept: Bool)
    case skip

    /// By the letter that is typed.
    private static let letters: [String: Answer] = [
        "k": .once(isKept: true), "a": .always(isKept: true), "r": .once(isKept: false), "n": .always(isKept: false),
        "s": .skip,
    ]

    /// Asks until the answer is one; `nil` to end.
    static func ask() -> Answer? {
        while true {
            print("[k]eep, keep [a]lways, [r]emove, [n]ever keep, [s]kip, [q]uit: ", terminator: "")
            fflush(nil)
            guard let line = readLine()?.trimmingCharacters(in: .whitespaces).lowercased(), line != "q" else {
                return nil
            }
            if let answer = letters[line] { return answer }
            print("one of the letters in brackets, please")
        }
    }
}

extension Terminal {
    /// A word with what stands around it, on one line, marked by colour on a terminal.
    fileprivate static func inSentence(_ question: OpenQuestion) -> String {
        func line(_ text: some StringProtocol) -> String { String(text).replacing("\n", with: " ") }
        let before = question.before.count > 90 ? "…" + line(question.before.suffix(90)) : line(question.before)
        let after = question.after.count > 90 ? line(question.after.prefix(90)) + "…" : line(question.after)
        return before + style(.doubtful, line(question.written)) + after
    }
}
