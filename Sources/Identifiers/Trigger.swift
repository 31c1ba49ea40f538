/// What words say to detectors: where to begin to look, and what stands beside a name or a number, so that one look-up
/// a word serves them all.
struct Trigger: OptionSet, Sendable, Hashable {
    let rawValue: UInt64

    static let month = Trigger(rawValue: 1 << 0)
    static let holiday = Trigger(rawValue: 1 << 1)
    static let label = Trigger(rawValue: 1 << 2)
    static let serial = Trigger(rawValue: 1 << 3)
    static let phone = Trigger(rawValue: 1 << 4)
    static let title = Trigger(rawValue: 1 << 5)
    static let cue = Trigger(rawValue: 1 << 6)
    static let degree = Trigger(rawValue: 1 << 7)
    static let facility = Trigger(rawValue: 1 << 8)
    static let state = Trigger(rawValue: 1 << 9)
    static let age = Trigger(rawValue: 1 << 10)
    static let spoken = Trigger(rawValue: 1 << 11)
    static let place = Trigger(rawValue: 1 << 12)
    static let file = Trigger(rawValue: 1 << 13)
    static let topLevel = Trigger(rawValue: 1 << 14)
    static let land = Trigger(rawValue: 1 << 15)
    static let oldAge = Trigger(rawValue: 1 << 16)
    static let act = Trigger(rawValue: 1 << 17)
    static let never = Trigger(rawValue: 1 << 18)
    static let close = Trigger(rawValue: 1 << 19)
    static let deed = Trigger(rawValue: 1 << 20)
    static let voice = Trigger(rawValue: 1 << 21)
    static let function = Trigger(rawValue: 1 << 22)
    static let unit = Trigger(rawValue: 1 << 23)
    static let model = Trigger(rawValue: 1 << 24)
    static let ratio = Trigger(rawValue: 1 << 25)
    static let particle = Trigger(rawValue: 1 << 26)
    static let everyday = Trigger(rawValue: 1 << 27)
    static let house = Trigger(rawValue: 1 << 28)
    static let head = Trigger(rawValue: 1 << 29)
    static let generic = Trigger(rawValue: 1 << 30)
    static let weekday = Trigger(rawValue: 1 << 31)
    static let role = Trigger(rawValue: 1 << 32)
    static let street = Trigger(rawValue: 1 << 33)
    static let determiner = Trigger(rawValue: 1 << 34)
    static let birth = Trigger(rawValue: 1 << 40)
    static let abbreviation = Trigger(rawValue: 1 << 35)

    /// The words of each.
    static let words: [(Trigger, Set<String>)] = [
        (.act, Cues.acts), (.birth, MonthDate.births), (.never, Cues.never), (.close, Cues.close), (.deed, Cues.deeds),
        (.voice, Cues.voices),
        (.function, FunctionWords.all), (.unit, FieldWords.units), (.model, FieldWords.models),
        (.ratio, FieldWords.ratioWords), (.particle, NameForms.particles), (.everyday, NameForms.everyday),
        (.house, CuedPlace.houses), (.head, OtherFacility.heads), (.generic, OtherFacility.generic),
        (.weekday, Months.weekdays), (.role, Cues.roles), (.street, NameForms.streets),
        (.determiner, FoldedText.determiners), (.abbreviation, KnownInitials.abbreviations),
        (.month, Months.all), (.holiday, Months.holidays),
        (.label, LabelledNumber.strong.union(LabelledNumber.weak).union(LabelledNumber.tags)),
        (.serial, SerialNumber.labels.union(["s"])),
        (.phone, Phone.cues), (.title, Cues.titles), (.cue, Cues.weak), (.degree, Cues.degrees),
        (.age, Ages.triggers), (.spoken, SpokenNumber.words), (.land, BesidePlace.lands), (.oldAge, AgeOver89.triggers),
        (.place, CuedPlace.triggers), (.file, FileName.endings),
        (.topLevel, WebAddress.topLevels), (.facility, OtherFacility.triggers),
        (.state, Set(States.codes.keys).union(States.firstDigits.keys)),
    ]
}
