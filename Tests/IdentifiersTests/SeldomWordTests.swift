import Testing

/// Strangers whose names are words, places without a cue word, wards, plates and ages: each with near misses that stay.
@Suite struct SeldomWordTests {
    /// Names that are words, in texts without capitals.
    static let names: [(String, String)] = [
        ("then randy put the mask on", "then [NAME] put the mask on"),
        ("the plan was checked by wren in the morning", "the plan was checked by [NAME] in the morning"),
        ("engineer quill swapped the board", "engineer [NAME] swapped the board"),
        ("everett said it was fine", "[NAME] said it was fine"),
        ("young wanted to stop the beam", "[NAME] wanted to stop the beam"),
        ("it was rosemary's login", "it was [NAME]'s login"),
        ("the patient wanted to stop", "the patient wanted to stop"),
        ("the note was checked by hand in the morning", "the note was checked by hand in the morning"),
        ("the field told us nothing", "the field told us nothing"),
        ("nobody said it was fine", "nobody said it was fine"),
        ("the dose rose and the beam was held", "the dose rose and the beam was held"),
    ]

    /// Places without a word that says what they are.
    static let places: [(String, String)] = [
        ("the records came from globe in a box", "the records came from [LOCATION] in a box"),
        ("he was treated at sycamore before", "he was treated at [FACILITY] before"),
        ("she lives past priest river with him", "she lives past [LOCATION] with him"),
        ("films from deschutes nuclear had come", "films from [FACILITY] had come"),
        ("Seen by Ann of Arkansas State there.", "Seen by [NAME] of [FACILITY] there."),
        ("He was moved to WakeMed then.", "He was moved to [LOCATION] then."),
        ("Sent to Cancer Specialists of North Florida today.", "Sent to [FACILITY] today."),
        ("the patient came from home in pain", "the patient came from home in pain"),
        ("the tray was at isocenter in error", "the tray was at isocenter in error"),
        ("shifts from couch to skin", "shifts from couch to skin"),
        ("Treated in South Dakota before.", "Treated in South Dakota before."),
    ]

    /// Wards, beds and plates.
    static let wards: [(String, String)] = [
        ("Lying in Bluebell Ward bed 6, calm.", "Lying in [REMOVED], calm."),
        ("Moved to MICU-7 then.", "Moved to [REMOVED] then."), ("Pt on 7 West 14 now.", "Pt on [REMOVED] now."),
        ("Ward: 3B-22", "Ward: [REMOVED]"), ("a white truck NM BKR 204 waited", "a white truck [REMOVED] waited"),
        ("his grey truck tkr 8841 was there", "his grey truck [REMOVED] was there"),
        ("Linac 2, vault 3, room 1", "Linac 2, vault 3, room 1"), ("the bed of 5 cm", "the bed of 5 cm"),
        ("The van 2 h late", "The van 2 h late"), ("arcs 1A-2D", "arcs 1A-2D"),
    ]

    /// Ages over 89, numbers and days.
    static let numbers: [(String, String)] = [
        ("she is 94 and lives alone", "she is [AGE 90+] and lives alone"),
        ("her mother, 96, was there", "her mother, [AGE 90+], was there"),
        ("a man in his nineties", "a man in his [AGE 90+]"),
        ("his father is ninety six now", "his father is [AGE 90+] now"),
        ("gantry, 90, couch 0", "gantry, 90, couch 0"), ("it is 94 % of the dose", "it is 94 % of the dose"),
        ("the wall was 95 cm away", "the wall was 95 cm away"),
        ("card 551 209 884 shown", "card [ID] shown"), ("Mob 98400 55512", "Mob [ID]"),
        ("asked for 44871 there", "asked for [ID] there"),
        ("lot PD 66120", "lot [ID]"), ("billed 77014 and 99213", "billed 77014 and 99213"),
        ("about 20000 histories", "about 20000 histories"),
        ("written 3 de julio", "written [DATE]"), ("MR ex, 21/6, motion", "MR ex, [DATE], motion"),
        ("since 3rd.", "since [DATE]."), ("called pt 3/3.", "called pt [DATE]."),
        ("30/10 to the spine", "30/10 to the spine"),
        ("the 3rd fraction", "the 3rd fraction"), ("mail to 8 Seagate Wynd", "mail to [ADDRESS]"),
    ]

    /// Words misspelt, by sound and among others that are misspelt, and names at the beginning that are a slip away.
    static let misspelt: [(String, String)] = [
        ("The fizzics check of the lymfoma plan was late.", "The fizzics check of the lymfoma plan was late."),
        ("He was late. Espen came.", "He was late. [REMOVED] came."),
        (
            "Wrnog plan was treeted becuase the paitent was lat and nobdy lookd.",
            "Wrnog plan was treeted becuase the paitent was lat and nobdy lookd."
        ),
    ]

    @Test(arguments: names + places + wards + numbers + misspelt)
    func seldomWordIsReplaced(source: String, expected: String) {
        #expect(scrubbed(source).replacing(/-[0-9]+\]/, with: "]") == expected)
    }
}
