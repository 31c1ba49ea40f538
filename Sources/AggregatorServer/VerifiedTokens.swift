import Foundation
import Synchronization

/// Access tokens whose signature has been verified, until they expire: verifying one takes longer than storing a report.
final class VerifiedTokens: Sendable {
    private struct Entry {
        let caller: Caller
        let expires: Date
    }

    /// Above this number those expired are forgotten, and all if that does not help.
    private static let limit = 4096

    private let entries = Mutex<[String: Entry]>([:])

    /// Who a token speaks for, if it was verified before and has not expired.
    func caller(_ token: String, at now: Date) -> Caller? {
        entries.withLock { entries in
            guard let entry = entries[token], entry.expires > now else { return nil }
            return entry.caller
        }
    }

    /// Notes a token that was verified.
    func note(_ token: String, _ caller: Caller, until expires: Date) {
        entries.withLock { entries in
            if entries.count >= Self.limit {
                let now = Date()
                entries = entries.filter { $0.value.expires > now }
                if entries.count >= Self.limit { entries.removeAll() }
            }
            entries[token] = Entry(caller: caller, expires: expires)
        }
    }
}
