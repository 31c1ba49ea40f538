/// The forms of names worked out before: a roster is the same from one narrative to the next.
public struct KeptForms: Sendable {
    private var kept: [KnownIdentifier: NameForms] = [:]
    private var indexes: [[KnownIdentifier]: NameIndex] = [:]

    /// Nothing worked out yet.
    public init() {}

    /// The forms of an identifier; only so many are kept that memory stays flat.
    mutating func forms(of known: KnownIdentifier) -> NameForms {
        guard known.role == .roster || known.role == .facility else { return NameForms(known) }
        if let forms = kept[known] { return forms }
        if kept.count > 4000 { kept.removeAll(keepingCapacity: true) }
        let forms = NameForms(known)
        kept[known] = forms
        return forms
    }

    /// The index of a practice's own staff or facility.
    mutating func index(of practice: [KnownIdentifier]) -> NameIndex {
        if let index = indexes[practice] { return index }
        if indexes.count > 200 { indexes.removeAll(keepingCapacity: true) }
        let index = NameIndex(practice: practice) { forms(of: $0) }
        indexes[practice] = index
        return index
    }
}
