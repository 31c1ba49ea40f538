import Identifiers
import Testing

/// Forms met in narratives that people wrote: dictated numbers, initials, places behind a preposition, tags.
@Suite struct WrittenFormsTests {
    static let context = IdentifierContext(
        known: [
            KnownIdentifier(.roster, "Daniel", "Field"), KnownIdentifier(.roster, "Monte", "Gray"),
            KnownIdentifier(.roster, "Katherine", "Block"), KnownIdentifier(.roster, "June", "Locklear"),
            KnownIdentifier(.roster, "Annika", "van der Berg"), KnownIdentifier(.roster, "Sunita", "Reddy"),
        ], eventDates: [CalendarDay(year: 2025, month: 1, day: 22)])

    /// Names that are terms as well, in texts with capitals and without.
    static let terms: [(String, String)] = [
        ("Field agreed, field light ok.", "[STAFF] agreed, field light ok."),
        (
            "gray had planned one at 23.4 gray and one at 36 gray",
            "[STAFF] had planned one at 23.4 gray and one at 36 gray"
        ),
        ("GRAY CONFIRMED 0 GRAY DELIVERED", "[STAFF] CONFIRMED 0 GRAY DELIVERED"),
        ("Block recalc, D95 98.1%", "[STAFF] recalc, D95 98.1%"),
        ("make sure block enters them", "make sure [STAFF] enters them"),
        ("the block tray was wrong", "the block tray was wrong"),
        ("the wrong field was treated", "the wrong field was treated"),
        ("dr van den berg sat with her", "dr [STAFF] [STAFF] sat with her"),
        ("S. Ready will draft it. We agreed.", "[NAME] [STAFF] will draft it. We agreed."),
        ("Then 1/22 fx 11: CBCT off", "Then [DATE] fx 11: CBCT off"),
        ("therapist sue nita said so", "therapist [STAFF] said so"),
        ("Gray (dosim) gave 2 Gray.", "[STAFF] (dosim) gave 2 Gray."),
        ("field: on my way\nblock 22:15: thanks", "[STAFF]: on my way\n[STAFF] 22:15: thanks"),
    ]

    @Test(arguments: terms) func termIsToldFromName(source: String, expected: String) {
        let scrubbed = Scrubber().scrub([("1.8", source)], context: Self.context)[0].text
        #expect(scrubbed.replacing(/-[0-9]+\]/, with: "]").replacing("[NAME]. ", with: "[NAME] ") == expected)
    }

    static let strangers: [(String, String)] = [
        // Dictated digits.
        ("her phone is nine five six five five five oh one seven eight if", "her phone is [PHONE] if"),
        ("the machine was serial three seven seven one the novalis", "the machine was serial [SERIAL] the novalis"),
        ("at forty two point five and two one zero degrees", "at forty two point five and two one zero degrees"),
        ("last name t r o s c l a i r was", "last name [NAME] was"), ("the v m a t plan", "the v m a t plan"),
        // Dates.
        ("period on march fourteenth the patient", "period on [DATE] the patient"),
        ("until the nineteenth of august period", "until the [DATE] period"),
        ("date of birth eleven thirty nineteen forty four period", "date of birth [DATE] period"),
        ("Treated on 14-III-25 and since 24.6. alone.", "Treated on [DATE] and since [DATE] alone."),
        ("The third on 13. M\u{E4}rz, then 8 to 14 abril.", "The third on [DATE], then [DATE]."),
        ("Seen 12/14 & 12/2 in clinic.", "Seen [DATE] & [DATE] in clinic."), ("charted Febuary 3", "charted [DATE]"),
        ("Prior 30/10 and 20/5 to spine.", "Prior 30/10 and 20/5 to spine."),
        ("patients may march two by two", "patients may march two by two"),
        // Initials, hyphens, speakers.
        ("Found: S. Mikelsen, weekly check", "Found: [NAME]. [REMOVED], weekly check"),
        ("Then Hollings-Drake signed off.", "Then [REMOVED]-[NAME] signed off."),
        ("plan A was kept, plan B dropped", "plan A was kept, plan B dropped"),
        // Capitals that are no name.
        ("The QMZ and the XKR passed.", "The QMZ and the XKR passed."),
        // Places and houses.
        ("Sent to Clinique des Deux Rives again.", "Sent to [FACILITY] again."),
        ("He went home to Bonners Ferry afterwards.", "He went home to [LOCATION] afterwards."),
        ("records from terrebonne general arrived", "records from [FACILITY] arrived"),
        ("Seen at Doctors Hospital of Laredo before.", "Seen at [FACILITY] before."),
        ("she lives at nineteen cabin creek road comma", "she lives at [LOCATION] comma"),
        ("she lives in a nursing home", "she lives in a nursing home"),
        ("treated in Texas before", "treated in Texas before"),
        ("The patient from Simulation was late.", "The patient from Simulation was late."),
        // Numbers.
        ("Call 0049 201 555 0177 first.", "Call [PHONE] first."), ("Tag RS5-0093-B is new.", "Tag [ID] is new."),
        ("Shown 3D to T2N0M0 in 6XFFF.", "Shown 3D to T2N0M0 in 6XFFF."),
        ("id LB-3301 and WF-21404, TX-RAM-24-0417", "id [ID] and [ID], [ID]"), ("policy RAD-014", "policy RAD-014"),
        ("Ir-192, I-131, TG-263, RTOG 0617, CA-125", "Ir-192, I-131, TG-263, RTOG 0617, CA-125"),
        ("badge 0318 was used", "badge [ID] was used"), ("run 3 of lot 12", "run 3 of lot 12"),
        ("login rwhitt09 was shared", "login [ID] was shared"),
        ("mosaiq server 10.24.117.36 is down", "mosaiq server [ID] is down"),
        // Ages.
        ("92M prostate mets", "[AGE 90+]M prostate mets"), ("the lady of 92 years", "the lady of [AGE 90+] years"),
        ("a dose of 92 Gy", "a dose of 92 Gy"),
        // Slips of the keyboard are no names.
        (
            "He acepted teh wrong plan insted of the adpated one.",
            "He acepted teh wrong plan insted of the adpated one."
        ),
    ]

    @Test(arguments: strangers) func writtenFormIsReplaced(source: String, expected: String) {
        #expect(scrubbed(source) == expected)
    }
}
