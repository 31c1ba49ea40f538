import Foundation
import Synchronization

/// Seconds spent in named steps, summed over all threads, for `Deploy/bench`; off unless GOODCATCH_TIMINGS names a file.
public enum Timings {
    private static let file = ProcessInfo.processInfo.environment["GOODCATCH_TIMINGS"]
    private static let sums = Mutex<[String: Double]>([:])

    /// Runs a step and adds its time to that of its name.
    public static func measure<Value, Fault: Error>(
        _ step: String, _ body: () throws(Fault) -> Value
    ) throws(Fault) -> Value {
        guard file != nil else { return try body() }
        let begin = ContinuousClock.now
        defer {
            let seconds = (ContinuousClock.now - begin) / .seconds(1)
            sums.withLock { $0[step, default: 0] += seconds }
        }
        return try body()
    }

    /// Writes the sums as a JSON object, once at the program's end.
    public static func write() {
        guard let file else { return }
        let sums = sums.withLock { $0 }
        try? JSONEncoder().encode(sums).write(to: URL(filePath: file))
    }
}
