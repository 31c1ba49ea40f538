public import Foundation

/// Why the aggregator did not do what it was asked.
public enum SubmissionError: Error, Sendable, Hashable {
    /// No answer, or only faults, within the tries allowed.
    case unreachable(TransportError)
    /// The server answers, but only with faults of its own; `retryAfter` if it says when to come again.
    case unavailable(status: Int, retryAfter: Date?)
    /// The client's key or the enrolment code is not accepted.
    case denied(problem: String?)
    /// The server refuses the client's word, and this machine's clock is so many minutes ahead of the server's.
    case clock(minutesAhead: Int)
    /// There is no such thing, or it belongs to another practice.
    case notFound(problem: String?)
    /// Any other refusal of the request as a whole.
    case rejected(status: Int, problem: String?)
    /// The answer is not what the protocol says.
    case unexpectedAnswer(String)
    /// The server's address is not one.
    case address
    /// The signing key cannot be used.
    case signing
}

extension SubmissionError: CustomStringConvertible {
    public var description: String {
        func named(_ problem: String?) -> String { problem.map { " (\($0))" } ?? "" }
        return switch self {
        case .unreachable(let error): error.description
        case .unavailable(let status, _):
            "the server cannot take anything now (status \(status)): run the command again later"
        case .denied(let problem):
            "the server denies access\(named(problem)): "
                + (problem.flatMap { Self.denials[$0] } ?? "check the enrolment, or ask the PSO for a new code")
        case .clock(let minutes):
            "this machine's clock is \(abs(minutes)) minutes \(minutes < 0 ? "behind" : "ahead of") the server's, which "
                + "therefore denies access: set the clock (or turn on time synchronisation) and run the command again"
        case .notFound(problem: "summary-not-released"):
            "the PSO has not released this practice's summary of that half year yet: try again later, or ask the PSO"
        case .notFound(let problem): "the server has no such thing for this practice\(named(problem))"
        case .rejected(let status, let problem):
            "the server refuses the request (status \(status))\(named(problem)): update goodcatch-clinic or ask the PSO"
        case .unexpectedAnswer(let fault):
            "the server's answer is not of this protocol (\(fault)): check its address, or update goodcatch-clinic"
        case .address: "the server's address must be an https:// URL without a query"
        case .signing: "the signing key cannot be used: run rotate-keys, or enroll again"
        }
    }

    /// What to do, by the name of the problem.
    private static let denials = [
        "agreements-missing": "ask the PSO to record your agreements, then run the command again; nothing is lost",
        "agreements-ended": "renew the agreement with the PSO, then run the command again; nothing is lost",
        "submitter-revoked": "if this computer is to go on, ask the PSO for a new code and enroll again",
        "practice-left": "the PSO recorded that this practice left; ask it for an export if you have none",
    ]
}
