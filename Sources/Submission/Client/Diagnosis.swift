import Foundation
import IncidentReports

/// What is right or wrong at one place between the practice and the aggregator.
public struct Diagnosis: Sendable, Hashable {
    /// The places, in the order in which they are met.
    public enum Check: String, Sendable, CaseIterable {
        case proxy, name, connection, certificate, answer, clock, specification, credentials
    }

    /// What was found there.
    public enum State: String, Sendable {
        case ok, failed
        /// Something before it failed, or it does not apply.
        case notChecked = "not checked"
    }

    public let check: Check
    public let state: State
    /// What was found and, if it failed, what to do about it; nothing secret.
    public let text: String
}

extension SubmissionClient {
    /// Looks at each place in turn; what lies behind the first that fails is not reached.
    ///
    /// - Parameter specification: the version that this program speaks.
    public func diagnose(specification: String) async -> [Diagnosis] {
        var found: [Diagnosis] = []
        func note(_ check: Diagnosis.Check, _ state: Diagnosis.State, _ text: String) {
            found.append(Diagnosis(check: check, state: state, text: text))
        }
        let answer: HTTPAnswer
        do throws(TransportError) {
            answer = try probe("/v1/specification")
            for check in Self.places.values.sorted(by: Self.isBefore) { note(check, .ok, Self.praise[check] ?? "") }
        } catch {
            for stage in TransportError.Stage.allCases {
                guard let check = Self.places[stage] else { continue }
                if stage.rawValue < error.stage.rawValue { note(check, .ok, Self.praise[check] ?? "") }
                if stage == error.stage { note(check, .failed, error.description) }
            }
            return Self.completed(found)
        }
        if let ahead = clockAhead(of: answer) {
            let isRight = abs(ahead) <= 60
            note(
                .clock, isRight ? .ok : .failed,
                isRight
                    ? "within a minute of the server's"
                    : SubmissionError.clock(minutesAhead: Int((ahead / 60).rounded())).description)
        }
        let version = (try? JSONValue(parsing: answer.body))?["version"]?.string
        if answer.status == 200, let version {
            note(
                .specification, version == specification ? .ok : .failed,
                version == specification
                    ? "version \(version)"
                    : "the server asks for another version than \(specification): update goodcatch-clinic")
        } else {
            note(
                .specification, .failed,
                "the server does not answer as an aggregator does (status \(answer.status)): check its address")
        }
        if !found.contains(where: { $0.state == .failed }), isEnrolled {
            do throws(SubmissionError) {
                try await authenticate()
                note(.credentials, .ok, "the server knows this practice's key")
            } catch {
                note(.credentials, .failed, error.description)
            }
        }
        return Self.completed(found)
    }

    private static let places: [TransportError.Stage: Diagnosis.Check] = [
        .proxy: .proxy, .name: .name, .connection: .connection, .certificate: .certificate, .answer: .answer,
    ]

    private static let praise: [Diagnosis.Check: String] = [
        .proxy: "none is in the way, or it lets this practice through", .name: "the server's name is known",
        .connection: "something listens at the server's port", .certificate: "the server is who it says it is",
        .answer: "the server answers",
    ]

    private static func isBefore(_ one: Diagnosis.Check, _ other: Diagnosis.Check) -> Bool {
        let all = Diagnosis.Check.allCases
        return all.firstIndex(of: one) ?? 0 < all.firstIndex(of: other) ?? 0
    }

    /// Every place once.
    private static func completed(_ found: [Diagnosis]) -> [Diagnosis] {
        Diagnosis.Check.allCases.map { check in
            found.first { $0.check == check }
                ?? Diagnosis(check: check, state: .notChecked, text: "not reached, or nothing to check yet")
        }
    }
}
