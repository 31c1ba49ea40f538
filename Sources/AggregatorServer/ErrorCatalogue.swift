import AggregatorStore
import HTTPTypes
import IncidentReports
public import IncidentSpec

/// Every name under which the aggregator refuses a request or a report, in one table; names never change their meaning.
public enum ErrorCatalogue {
    /// Whole requests: RFC 9457 problems.
    static let problems: [Problem] = [
        .badRequest("the request's own words say what is wrong with it"), .notGzip, .contentDigest, .unauthenticated,
        .enrolmentCode, .notFound, .summaryNotReleased, .unknownReport, .tooSlow, .attachmentConflict,
        .reportWithdrawn, .method(allowed: []), .tooLarge, .tooLargeUnpacked, .mediaType, .publicKey, .contentCoding,
        .tooMany(after: 1), .busy,
        .unavailable, .notReady, .internalError, .metricsPassword, .noSession, .forgery, .noAccounts, .accountCode,
        .logIn,
        .tooManyLogins,
        .noSignOn, .signOnState, .signOnRefused, .signOnAnswer, .signOnSecondFactor, .signOnAccount,
        .providerUnavailable,
        .role, .practiceExists, .agreementExists, .agreementDates, .completesByItself, .unknownFacility, .notEnrolled,
    ]

    /// The page `Docs/generated/ErrorCatalogue.md`.
    public static func page(_ specification: Specification) -> String {
        var lines = [
            "# Error catalogue", "",
            "Written by `goodcatch-pso problems`. Names are stable: a program may act on them.", "",
            "## Problems: a request is refused as a whole",
            "The answer is `application/problem+json`; `type` is `urn:goodcatch:problem:` and the name. Nothing was stored.",
            "", "| name | status | what happened | what to do |", "|---|---|---|---|",
        ]
        lines += (problems + Problem.standings).map {
            let again = $0.headers[.retryAfter] == nil ? "" : " (`Retry-After` says when)"
            return "| `\($0.name)` | \($0.status.code) | \($0.title) | \(($0.detail ?? "") + again) |"
        }
        lines += [
            "| `http-NNN` | NNN | the request breaks a rule of HTTP | |", "",
            "## Findings: one report is refused, or warned about",
            "Each line of a submission has its own `outcome` and `findings`, each with `rule`, `element`, `severity` and "
                + "`message`. A report with an error is refused; warnings only inform.",
            "", "| rule | severity | message |", "|---|---|---|",
        ]
        lines += BuiltInRule.allCases.map { "| `\($0.rawValue)` | error | \($0.message) |" }
        lines += specification.rules.map { "| `\($0.id)` | \($0.severity.rawValue) | \($0.message) |" }
        return lines.joined(separator: "\n") + "\n"
    }
}
