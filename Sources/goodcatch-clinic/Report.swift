import ClinicStore
import Deidentification
import Foundation
import IncidentReports
import IncidentSpec
import Submission

/// Sentences and JSON that several commands share.
enum Report {
    /// What was made ready for sending, and what stays.
    static func tell(_ preparation: Preparation, isTrial: Bool = false) {
        for withheld in preparation.withheld {
            Terminal.say("\(isTrial ? "would be withheld" : "withheld") \(withheld.localID): \(withheld.error)")
        }
        if preparation.queued > 0 {
            Terminal.say("\(preparation.queued) \(isTrial ? "would be made ready to send" : "ready to send")")
        }
        if preparation.inReview > 0 {
            Terminal.say(
                "\(preparation.inReview) \(isTrial ? "would need" : "need") your answer about doubtful words: "
                    + "run 'goodcatch-clinic review'")
        }
        if preparation.removed > 0 { Terminal.say("\(preparation.removed) removed before reporting: never sent") }
        if preparation.awaitsEnrolment {
            Terminal.say("reports wait for the enrolment: run 'goodcatch-clinic enroll'")
        }
    }

    static func json(_ preparation: Preparation) -> JSONValue {
        [
            "queued": .integer(preparation.queued),
            "inReview": .integer(preparation.inReview),
            "removed": .integer(preparation.removed),
            "awaitsEnrolment": .bool(preparation.awaitsEnrolment),
            "withheld": .array(
                preparation.withheld.map { withheld in
                    var members: [String: JSONValue] = [
                        "localId": .string(withheld.localID), "rule": .string(withheld.error.rule),
                    ]
                    members["element"] = withheld.error.element.map { .string($0.description) }
                    return .object(members)
                }),
        ]
    }

    /// Where a revision stands, in words that a person understands; `nil` for the outbox when it has no packet.
    static func state(_ state: RevisionState, _ outbox: OutboxState?) -> String {
        switch (state, outbox) {
        case (.waiting, _): "draft"
        case (.review, _), (.withheld, _): "needs review"
        case (.removed, _): "removed"
        case (.superseded, _), (.queued, nil): replaced
        case (.queued, .ready), (.queued, .sending), (.queued, .stored): outbox?.rawValue ?? replaced
        case (.queued, .conflict), (.queued, .refused): "refused"
        }
    }

    /// Why a revision stands there: the rule that keeps it, or what is to be answered.
    static func why(_ summary: StoredSummary, _ outbox: OutboxState?) -> String {
        switch summary.state {
        case .review: "\(summary.questions) doubtful words: run 'goodcatch-clinic review'"
        case .queued where outbox == .conflict: "the PSO holds something else under this revision"
        default: [summary.rule, summary.element.map { "element \($0)" }].compactMap(\.self).joined(separator: " ")
        }
    }

    /// The state of a report's last revision once the report was withdrawn.
    static let withdrawn = "withdrawn"
    /// The same while the PSO is still to be told.
    static let withdrawing = "withdrawal to be sent"
    /// A revision that a later one replaced before it was sent.
    static let replaced = "replaced"

    /// The answers as a report's JSON has them.
    static func answers(_ answers: Answers, _ specification: Specification, extensions: Bool) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for element in specification.allElements where element.number.isExtension == extensions {
            members[element.name] = answers[element.number]?.json(for: element, in: specification)
        }
        return .object(members)
    }
}
