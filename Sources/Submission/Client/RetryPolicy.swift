import Foundation

/// How often and after what pauses a request is tried again.
public struct RetryPolicy: Sendable {
    /// Tries in all.
    public var attempts = 5
    /// The pause before the second try lies between zero and this; it doubles each time.
    public var firstPause = 0.5
    /// No pause is longer, unless the server asks for it.
    public var longestPause = 30.0
    /// A server that asks for more is not waited for.
    public var longestWait = 120.0
    /// Sleeps; tests give one that does not.
    public var sleep: @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }

    public init() {}

    /// A random pause of full jitter, in seconds, before the try after `attempt`.
    func pause(after attempt: Int) -> Double {
        .random(in: 0...min(longestPause, firstPause * pow(2, Double(attempt - 1))))
    }

    /// Statuses that say "later": a fault of the server's, or too many requests.
    static func isTransient(_ status: Int) -> Bool { status == 429 || (500...599).contains(status) }

    /// The seconds of a Retry-After header (RFC 9110 section 10.2.3), a number or a date.
    static func retryAfter(_ answer: HTTPAnswer, now: Date) -> Double? {
        guard let text = answer.headers["retry-after"] else { return nil }
        if let seconds = Double(text) { return max(0, seconds) }
        return date(text).map { max(0, $0.timeIntervalSince(now)) }
    }

    /// A date as HTTP writes it (RFC 9110 section 5.6.7).
    static func date(_ text: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.date(from: text)
    }
}
