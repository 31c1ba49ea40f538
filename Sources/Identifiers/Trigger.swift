/// Words at which detectors begin to look, so that one look-up a word serves them all.
struct Trigger: OptionSet, Sendable, Hashable {
    let rawValue: UInt32
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
    static let age = Trigger(rawValue: 1024)
    static let spoken = Trigger(rawValue: 2048)
    static let place = Trigger(rawValue: 4096)
    static let file = Trigger(rawValue: 8192)
    static let topLevel = Trigger(rawValue: 16384)
    static let land = Trigger(rawValue: 32768)
    static let oldAge = Trigger(rawValue: 65536)

    /// The words of each.
    static let words: [(Trigger, Set<String>)] = [
        (.month, Months.all), (.holiday, Months.holidays),
        (.label, LabelledNumber.strong.union(LabelledNumber.weak).union(LabelledNumber.tags)),
        (.serial, SerialNumber.labels.union(["s"])),
        (.phone, Phone.cues), (.title, Cues.titles), (.cue, Cues.weak), (.degree, Cues.degrees),
        (.age, Ages.triggers), (.spoken, SpokenNumber.words), (.land, BesidePlace.lands), (.oldAge, AgeOver89.triggers), (.place, CuedPlace.triggers), (.file, FileName.endings),
        (.topLevel, WebAddress.topLevels), (.facility, OtherFacility.triggers),
        (.state, Set(States.codes.keys).union(States.firstDigits.keys)),
    ]
}
