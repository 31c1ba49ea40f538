import Foundation
import IncidentReports
import Synchronization

/// How many reports each practice may send a minute: a bucket for each that fills evenly.
final class RateLimit: Sendable {
    private struct Bucket {
        var free: Double
        var seen: Date
    }

    /// Reports a minute, and the most at once; 0 is without limit.
    private let perMinute: Int
    private let clock: IncidentReports.Clock
    private let buckets = Mutex<[Int: Bucket]>([:])

    init(perMinute: Int, clock: IncidentReports.Clock) {
        self.perMinute = perMinute
        self.clock = clock
    }

    /// Takes the reports of a practice from its bucket.
    ///
    /// - Throws: a problem that says after how many seconds there will be room.
    func take(_ reports: Int, practice: Int) throws(Problem) {
        guard perMinute > 0 else { return }
        let (now, most) = (clock.now, Double(perMinute))
        let missing = buckets.withLock { buckets -> Double in
            var bucket = buckets[practice] ?? Bucket(free: most, seen: now)
            bucket.free = min(most, bucket.free + max(0, now.timeIntervalSince(bucket.seen)) * most / 60)
            bucket.seen = now
            // More than the bucket ever holds goes when it is full.
            let missing = min(Double(reports), most) - bucket.free
            if missing <= 0 { bucket.free -= Double(reports) }
            buckets[practice] = bucket
            return missing
        }
        guard missing <= 0 else { throw Problem.tooMany(after: Int((missing * 60 / most).rounded(.up))) }
    }
}
