import Identifiers

/// A report whose fields know a patient, four of the staff, a place and a day.
let testContext = IdentifierContext(
    known: [
        KnownIdentifier(.patient, "María José", "Núñez-O'Brien"),
        KnownIdentifier(.number, "0012-345-678"),
        KnownIdentifier(.reporter, "John", "Smith"),
        KnownIdentifier(.discoverer, "Wei", "Li"),
        KnownIdentifier(.oncologist, "Dr. Jürgen van der Berg, MD"),
        KnownIdentifier(.staff, "Dana Lee (therapist)"),
        KnownIdentifier(.location, "Springfield, Illinois"),
        KnownIdentifier(.facility, "Mercy General Hospital"),
    ],
    patientAges: [67],
    eventDates: [CalendarDay(year: 2024, month: 3, day: 14)])

/// The scrubbed form of one text.
func scrubbed(_ text: String, _ context: IdentifierContext = .empty) -> String {
    Scrubber().scrub([("1.8", text)], context: context)[0].text
}
