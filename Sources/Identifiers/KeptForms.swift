/// The forms of names worked out before: a roster is the same from one narrative to the next.
public struct KeptForms: Sendable {
    private var kept: [KnownIdentifier: NameForms] = [:]

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
}
