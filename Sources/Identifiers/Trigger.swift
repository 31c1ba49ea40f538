/// Words at which detectors begin to look, so that one look-up a word serves them all.
struct Trigger: OptionSet, Sendable, Hashable {
    let rawValue: UInt16
    static let month = Trigger(rawValue: 1)
    static let holiday = Trigger(rawValue: 2)
    static let label = Trigger(rawValue: 4)
    static let serial = Trigger(rawValue: 8)
    static let phone = Trigger(rawValue: 16)
    static let title = Trigger(rawValue: 32)
    static let cue = Trigger(rawValue: 64)
    static let degree = Trigger(rawValue: 128)
    static let facility = Trigger(rawValue: 256)
    static let state = Trigger(rawValue: 512)

    /// The words of each.
    static let words: [(Trigger, Set<String>)] = [
        (.month, Set(Months.full.keys).union(Months.short.keys)), (.holiday, Months.holidays),
        (.label, LabelledNumber.strong.union(LabelledNumber.weak)), (.serial, SerialNumber.labels.union(["s"])),
        (.phone, Phone.cues), (.title, Cues.titles), (.cue, Cues.weak), (.degree, Cues.degrees),
        (.facility, OtherFacility.triggers), (.state, Set(States.codes.keys).union(States.firstDigits.keys)),
    ]
}
