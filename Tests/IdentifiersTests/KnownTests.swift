import Identifiers
import Testing

/// Values of the report's own fields, in the spellings of hurried notes.
@Suite struct KnownTests {
    static let names: [(String, String)] = [
        ("Told John Smith today.", "Told [STAFF-1] today."),
        ("Smith, John was present.", "[STAFF-1] was present."),
        ("J. Smith's plan; SMITH signed", "[STAFF-1]'s plan; [STAFF-1] signed"),
        ("Smith J and smith", "[STAFF-1] and [STAFF-1]"),
        ("login jsmith or smithj or smith_2 or Smith2b", "login [STAFF-1] or [STAFF-1] or [STAFF-1] or [STAFF-1]"),
        ("the Smithson plan", "the [STAFF-1] plan"),
        ("asked JOHN about it", "asked [STAFF-1] about it"),
        ("nunez and NÚÑEZ and Nun\u{0303}ez", "[PATIENT] and [PATIENT] and [PATIENT]"),
        ("Ms. Maria Jose Nunez O’Brien came", "Ms. [PATIENT] came"),
        ("o'brien obrien OBRIEN", "[PATIENT]"),
        ("Nú\u{200B}ñez-O\u{2019}Brien, María José", "[PATIENT]"),
        ("van der Berg, Juergen", "[STAFF-1]"),
        ("Berg said no; the van came", "[STAFF-1] said no; the van came"),
        ("Dr Vanderberg", "Dr [STAFF-1]"),
        ("per lee; LEE; dlee1; leed", "per [STAFF-1]; [STAFF-1]; [STAFF-1]; [STAFF-1]"),
        ("Wei Li, then Li alone", "[STAFF-1], then [STAFF-1] alone"),
        ("Dana Lee told Wei Li", "[STAFF-1] told [STAFF-2]"),
        ("J.S. and D. L. agreed; noted JS", "[STAFF-1] and [STAFF-2] agreed; noted [STAFF-1]"),
        ("j smith and smith j, 5 j smith", "[STAFF-1] and [STAFF-1], 5 j [STAFF-1]"),
        ("Ｓｍｉｔｈ in wide letters", "[STAFF-1] in wide letters"),
    ]

    @Test(arguments: names) func nameIsReplaced(source: String, expected: String) {
        #expect(scrubbed(source, testContext) == expected)
    }

    static let strangers = [
        "The therapist asked for a new mask.", "The field believed to be right was left.",
        "A de novo lesion of the sleeve.",
        "Likely a slip; the patient's list was old.", "The list was realigned in the waiting area.", "Multiple fields.",
        "The dl was 3 mm", "den, der and van",
    ]

    @Test(arguments: strangers) func nearMissStays(source: String) {
        #expect(scrubbed(source, testContext) == source)
    }

    @Test func rolesAndPlaceholdersAreNoNames() {
        let context = IdentifierContext(known: [
            KnownIdentifier(.staff, "Dana Lee (therapist)"), KnownIdentifier(.patient, "Multiple", "Multiple"),
        ])
        #expect(scrubbed("The therapist saw multiple errors.", context) == "The therapist saw multiple errors.")
    }

    @Test func everydaySurnamesNeedCapitalTitleOrNeighbour() {
        let context = IdentifierContext(known: [
            KnownIdentifier(.staff, "Linh Do"), KnownIdentifier(.patient, "Grace", "An"),
        ])
        #expect(
            scrubbed("We do an MRI. Ask Dr. Do, or Linh Do.", context)
                == "We do an MRI. Ask Dr. [STAFF-1], or [STAFF-1].")
    }

    @Test func sharedSurnameIsNobodyInParticular() {
        let context = IdentifierContext(known: [
            KnownIdentifier(.staff, "Ann Gray"), KnownIdentifier(.staff, "Bob Gray"),
            KnownIdentifier(.patient, "Tom", "Field"),
            KnownIdentifier(.staff, "Sue Field"),
        ])
        #expect(scrubbed("Gray met Bob Gray and Field", context) == "[STAFF] met [STAFF-1] and [NAME]")
    }

    static let numbers: [(String, String)] = [
        ("12345678", "[ID]"), ("chart 0012345678 pulled", "chart [ID] pulled"), ("was 12-345-678.", "was [ID]."),
        ("00 12 345 678", "[ID]"), ("12 345 678", "[ID]"), ("x12345678y", "[ID]"), ("12.345.678", "[ID]"),
        ("record ending 5678", "record ending [ID]"), ("***678", "***[ID]"), ("(0012-345-678)", "([ID])"),
    ]

    @Test(arguments: numbers) func numberIsReplaced(source: String, expected: String) {
        #expect(scrubbed(source, testContext) == expected)
    }

    @Test(arguments: ["12 345 cGy", "345 MU and 678 MU", "5678 counts"]) func otherNumberStays(source: String) {
        #expect(scrubbed(source, testContext) == source)
    }

    static let places: [(String, String)] = [
        ("sent from Springfield, IL today", "sent from [LOCATION] today"), ("in SPRINGFIELD", "in [LOCATION]"),
        ("Springfield Illinois 62704", "[LOCATION] [POSTAL-CODE]"), ("at Mercy General Hospital", "at [FACILITY]"),
        ("Mercy staff", "[FACILITY] staff"), ("the MGH protocol", "the [FACILITY] protocol"),
        ("The general hospital policy", "The general hospital policy"), ("an IL-2 trial", "an IL-2 trial"),
    ]

    @Test(arguments: places) func placeIsReplaced(source: String, expected: String) {
        #expect(scrubbed(source, testContext) == expected)
    }

    static let ages: [(String, String)] = [
        ("67-year-old man", "[AGE]-year-old man"), ("67 yo", "[AGE] yo"), ("67y/o", "[AGE]y/o"),
        ("67 y.o. F", "[AGE] y.o. F"),
        ("aged 67", "aged [AGE]"), ("Age: 67", "Age: [AGE]"), ("67F with", "[AGE]F with"),
        ("67 yr old", "[AGE] yr old"),
        ("sixty-seven year old", "[AGE] year old"), ("67 years old", "[AGE] years old"), ("67 MU", "67 MU"),
        ("67 Gy", "67 Gy"),
        ("54-year-old", "54-year-old"), ("1.67 yo", "1.67 yo"),
    ]

    @Test(arguments: ages) func ageIsReplaced(source: String, expected: String) {
        #expect(scrubbed(source, testContext) == expected)
    }

    static let days: [(String, String)] = [
        ("seen 3-14 again", "seen [DATE] again"), ("scan 031424", "scan [DATE]"),
        ("the 14th went fine", "the [DATE] went fine"),
        ("image 20240314", "image [DATE]"), ("fx 3/14", "fx 3/14"), ("the 14th fraction", "the 14th fraction"),
        ("3-14 mm", "3-14 mm"), ("3-15 again", "3-15 again"),
    ]

    @Test(arguments: days) func dayIsReplaced(source: String, expected: String) {
        #expect(scrubbed(source, testContext) == expected)
    }
}
