import Synchronization

/// The forms of names worked out before: a roster is the same from one report to the next.
public final class KeptForms: Sendable {
    private let indexes = Mutex<[[KnownIdentifier]: NameIndex]>([:])

    /// Nothing worked out yet.
    public init() {}

    /// The index of a practice's own staff or facility; only so many are kept that memory stays flat.
    func index(of practice: [KnownIdentifier]) -> NameIndex {
        if let index = indexes.withLock({ $0[practice] }) { return index }
        let index = NameIndex(practice)
        indexes.withLock {
            if $0.count > 1000 { $0.removeAll(keepingCapacity: true) }
            $0[practice] = index
        }
        return index
    }
}
