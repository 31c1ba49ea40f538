import Identifiers
import Testing

/// What no field of the report states: names behind cues, other hospitals, cities, words that nothing vouches for.
@Suite struct StrangerTests {
    static let cued: [(String, String)] = [
        ("Dr. Rose was paged", "Dr. [NAME] was paged"), ("dr rose was paged", "dr [NAME] was paged"),
        ("DR. ROSE WAS PAGED", "DR. [NAME] WAS PAGED"), ("His wife Grace called.", "His wife [NAME] called."),
        ("his wife grace called", "his wife [NAME] called"), ("Rose noticed the shift.", "[NAME] noticed the shift."),
        ("per Grant, hold", "per [NAME], hold"), ("signed Mark Wood, RTT", "signed [NAME], RTT"),
        ("paged Grace. Then Grace came.", "paged [NAME]. Then [NAME] came."),
        ("The MR scan was old.", "The MR scan was old."),
        ("after 15 ms the beam stopped", "after 15 ms the beam stopped"),
        ("The physicist noticed it.", "The physicist noticed it."), ("per protocol", "per protocol"),
        ("The therapist will call.", "The therapist will call."), ("Dr. was notified", "Dr. was notified"),
    ]

    @Test(arguments: cued) func nameBehindACueIsReplaced(source: String, expected: String) {
        #expect(Self.numberless(scrubbed(source)) == expected)
    }

    static let facilities: [(String, String)] = [
        ("records from Mercy General Hospital arrived", "records from [FACILITY] arrived"),
        ("records from mercy general hospital arrived", "records from [FACILITY] arrived"),
        ("at St. Vincent's Hospital in 2008", "at [FACILITY] in 2008"),
        ("the University of Kent Hospital", "the [FACILITY]"),
        ("sent to Holy Cross", "sent to [FACILITY]"), ("an outside hospital", "an outside hospital"),
        ("The hospital called.", "The hospital called."),
        ("Radiation Oncology was told", "Radiation Oncology was told"),
        ("the treatment center", "the treatment center"), ("in the center of the field", "in the center of the field"),
    ]

    @Test(arguments: facilities) func otherFacilityIsReplaced(source: String, expected: String) {
        #expect(scrubbed(source) == expected)
    }

    static let cities: [(String, String)] = [
        ("lives in Duluth, MN", "lives in [LOCATION]"), ("lives in Duluth MN", "lives in [LOCATION]"),
        ("The plan, OR so we thought", "The plan, OR so we thought"), ("moved to CT", "moved to CT"),
    ]

    @Test(arguments: cities) func cityIsReplacedWithItsState(source: String, expected: String) {
        #expect(scrubbed(source) == expected)
    }

    static let residue: [(String, String)] = [
        ("Then Kowalski moved it", "Then [REMOVED] moved it"), ("then kowalski moved it", "then [REMOVED] moved it"),
        ("with O'Brien there", "with [REMOVED] there"),
        ("Diederik van der Berg", "[REMOVED] [REMOVED] [REMOVED] [REMOVED]"),
        ("the treatmnet was paused", "the treatmnet was paused"), ("It wasn't resimulated.", "It wasn't resimulated."),
        ("Pembrolizumab and TrueBeam", "Pembrolizumab and TrueBeam"), ("VMAT, CBCT and DIBH", "VMAT, CBCT and DIBH"),
        ("Winston-Lutz and Monte Carlo", "Winston-Lutz and Monte Carlo"),
        ("tumour at the isocentre", "tumour at the isocentre"),
    ]

    @Test(arguments: residue) func wordThatNothingVouchesForIsReplaced(source: String, expected: String) {
        #expect(Self.numberless(scrubbed(source)) == expected)
    }

    private static func numberless(_ text: String) -> String { text.replacing(/-[0-9]+\]/, with: "]") }
}

/// Known values in forms that a hurried person writes.
@Suite struct NearTests {
    static let context = IdentifierContext(known: [
        KnownIdentifier(.patient, "Katherine", "Marlowe"), KnownIdentifier(.roster, "Olga", "Field"),
        KnownIdentifier(.roster, "Robert", "Stanwick"), KnownIdentifier(.facility, "St. Anne's Medical Center"),
        KnownIdentifier(.serial, "H192045"),
    ])

    static let near: [(String, String)] = [
        ("Marlwoe was seen", "[PATIENT] was seen"), ("marlow was seen", "[PATIENT] was seen"),
        ("Kate was seen", "[PATIENT] was seen"), ("then Bob left", "then [STAFF] left"),
        ("rstanwick typed", "[STAFF] typed"),
        ("the SAMC rules", "the [FACILITY] rules"), ("unit h-192045 beeped", "unit [SERIAL] beeped"),
        ("then Field came", "then [STAFF] came"), ("O. Field came", "[STAFF] came"),
        ("Field noticed it.", "[STAFF] noticed it."),
        ("the wrong field was treated", "the wrong field was treated"),
        ("Field 2 was skipped.", "Field 2 was skipped."),
        ("a marble counter", "a marble counter"),
    ]

    @Test(arguments: near) func variantIsReplaced(source: String, expected: String) {
        #expect(scrubbed(source, Self.context).replacing(/-[0-9]+\]/, with: "]") == expected)
    }
}
