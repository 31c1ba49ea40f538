import Foundation
import IncidentReports
import Synchronization

/// At most so many logins are tried a minute over all names, since each costs a tenth of a second of a processor.
final class LoginLimiter: Sendable {
    private struct State {
        var minute = 0
        var count = 0
    }

    private let state = Mutex(State())
    private let clock: IncidentReports.Clock

    /// Attempts in one minute of the clock.
    static let perMinute = 60

    init(clock: IncidentReports.Clock) { self.clock = clock }

    /// Counts an attempt; false when it is one too many.
    func allows() -> Bool {
        let minute = Int(clock.now.timeIntervalSince1970) / 60
        return state.withLock { state in
            if state.minute != minute { state = State(minute: minute, count: 0) }
            state.count += 1
            return state.count <= Self.perMinute
        }
    }
}
