import ClinicStore
import Dispatch
import Foundation
import IncidentReports
import Submission
import Synchronization

/// Waits between pushes; a polite signal ends the wait, and lets a push that runs end by itself.
final class Watch: Sendable {
    private let isEnding = Mutex(false)
    // Set once, and only kept alive from then on.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]
    private let waiter = Mutex<Task<Void, Never>?>(nil)
    /// Seconds between pushes when nothing is wrong.
    private let interval: Double
    /// No pause after faults is longer, unless the server asks for it.
    private static let longestPause = 900.0

    init(interval: Double) {
        self.interval = interval
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for source in sources {
            source.setEventHandler { [weak self] in self?.end() }
            source.resume()
        }
    }

    private func end() {
        isEnding.withLock { $0 = true }
        waiter.withLock { $0?.cancel() }
    }

    /// Calls `push` again and again until a signal comes.
    ///
    /// - Parameters:
    ///   - push: throws what kept it from sending everything.
    ///   - nextAttempt: when the server wants to be asked again.
    func run(
        isolation: isolated (any Actor)? = #isolation, _ push: () async throws -> Void, nextAttempt: () throws -> Date?
    ) async throws {
        var faults = 0
        while !isEnding.withLock({ $0 }) {
            do {
                try await push()
                faults = 0
            } catch let status as ExitStatus where status == .partial {
                // Refused reports wait for a person, not for the next push.
                faults = 0
            } catch {
                guard Self.mayPass(error) else { throw error }
                faults += 1
                Terminal.say("goodcatch-clinic: \(ExitStatus.text(of: error))")
            }
            var pause = interval
            if faults > 0 {
                let bound = min(Self.longestPause, interval * pow(2, Double(min(faults, 10))))
                pause = .random(in: min(interval, bound)...bound)
            }
            if let wanted = try nextAttempt()?.timeIntervalSinceNow { pause = max(pause, wanted) }
            await sleep(pause)
        }
        Terminal.say("ended by a signal; everything is in order")
    }

    /// Whether waiting may help; a fault of the configuration or the store does not pass by itself.
    private static func mayPass(_ error: any Error) -> Bool {
        switch error {
        // A page of the network's own in place of the server's answer comes and goes.
        case SubmissionError.clock, SubmissionError.unexpectedAnswer, SubmissionError.rejected: return true
        default: break
        }
        return [ExitStatus.unreachable, .busy].contains((error as? ExitStatus) ?? ExitStatus(error))
    }

    private func sleep(isolation: isolated (any Actor)? = #isolation, _ seconds: Double) async {
        let task = Task<Void, Never> { try? await Task.sleep(for: .seconds(seconds)) }
        waiter.withLock { $0 = task }
        // The signal may have come before there was anything to cancel.
        if isEnding.withLock({ $0 }) { task.cancel() }
        await task.value
    }
}
