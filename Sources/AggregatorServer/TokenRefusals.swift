import AggregatorStore
import Foundation
import IncidentReports
import Postgres
import Synchronization

/// Tells the audit log of refused access tokens: one row a minute at most, with how many it stands for, so that a flood
/// of guesses cannot fill the database. What was counted since the last row is lost when the server stops.
final class TokenRefusals: Sendable {
    private struct State {
        var count = 0
        var last = Date.distantPast
    }

    private let pool: Pool
    private let clock: IncidentReports.Clock
    private let state = Mutex(State())

    /// The shortest time between two rows, in seconds.
    private static let interval = 60.0

    init(_ pool: Pool, clock: IncidentReports.Clock) {
        self.pool = pool
        self.clock = clock
    }

    /// Counts a refusal, and writes a row when one is due.
    func note() async throws {
        let now = clock.now
        let due = state.withLock { state -> Int? in
            state.count += 1
            guard now.timeIntervalSince(state.last) >= Self.interval else { return nil }
            defer { state = State(count: 0, last: now) }
            return state.count
        }
        guard let due else { return }
        try await AuditLog.append(
            AuditEvent(.refuseToken, by: .system("unauthenticated"), counts: ["refusals": due]), to: pool)
    }
}
