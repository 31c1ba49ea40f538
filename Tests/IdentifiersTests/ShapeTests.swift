import Identifiers
import Testing

/// Shapes that identify somebody without any context, each with near misses that stay.
@Suite struct ShapeTests {
    /// What replaced what; a text that is its own outcome is a near miss.
    static let dates: [(String, String)] = [
        ("on 3/14/2024 at", "on [DATE] at"), ("03-14-24", "[DATE]"), ("14.03.2024", "[DATE]"), ("2024-03-14", "[DATE]"),
        ("2024/3/14", "[DATE]"), ("3/14", "[DATE]"), ("on 1/2", "on [DATE]"), ("3/14-16", "[DATE]"),
        ("03/2024", "[DATE]"),
        ("3/14/2024-3/16/2024", "[DATE]-[DATE]"), ("20240103", "[DATE]"), ("March 14, 2024", "[DATE]"),
        ("14-Mar-24", "[DATE]"), ("14Mar2024", "[DATE]"), ("Mar. 14", "[DATE]"), ("the 3rd of May", "the [DATE]"),
        ("May 3rd", "[DATE]"), ("on may 3", "on [DATE]"), ("Monday, March 14", "[DATE]"), ("in March", "in [DATE]"),
        ("mid-April", "mid-[DATE]"), ("in May.", "in [DATE]."), ("Mar '24", "[DATE]"),
        ("seen on the 14th.", "seen on the [DATE]."),
        ("after Christmas", "after [DATE]"), ("DOB3/14/1957", "DOB[DATE]"),
        ("2024-03-14T12:30:00Z", "[DATE]T12:30:00Z"),
        ("March 2024", "[DATE]"), ("3 / 14 / 2024", "[DATE]"), ("3/14/24,", "[DATE],"), ("tx 3/14/24", "tx [DATE]"),
        ("in 2024", "in 2024"), ("2019", "2019"), ("13/45", "13/45"), ("50.4/28", "50.4/28"), ("#3/28", "#3/28"),
        ("it may 3 times", "it may 3 times"), ("May need it", "May need it"), ("march 3 steps", "march 3 steps"),
        ("1/2", "1/2"), ("5/5 strength", "5/5 strength"), ("the 5th floor", "the 5th floor"), ("3/28 fx", "3/28 fx"),
        ("v. 15.6.11", "v. 15.6.11"), ("MAR 3 used", "MAR 3 used"), ("6/15 MV", "6/15 MV"), ("Sat 98%", "Sat 98%"),
    ]
    static let numbers: [(String, String)] = [
        ("SSN 123-45-6789", "SSN [SSN]"), ("123 45 6789", "[SSN]"), ("ssn: 123456789", "ssn: [SSN]"),
        ("last four of SSN 6789", "last four of SSN [SSN]"), ("MRN 123456", "MRN [ID]"),
        ("MRN#: 00-12-34", "MRN#: [ID]"),
        ("mrn=A123", "mrn=[ID]"), ("MR# 4455", "MR# [ID]"), ("acct no. 99 88 77", "acct no. [ID]"),
        ("case no: 4451", "case no: [ID]"),
        ("patient ID 55123", "patient ID [ID]"), ("accession 77-2231", "accession [ID]"),
        ("MRN of patient was 12", "MRN of patient was [ID]"),
        ("medical record number 1234", "medical record number [ID]"), ("(MRN:7)", "(MRN:[ID])"),
        ("1234567", "[ID]"), ("H1234567 was", "[ID] was"), ("AB12345", "[ID]"), ("RT-2024-00123", "[ID]"),
        ("12-34-567", "[ID]"), ("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "[ID]"), ("S/N H19-2345", "S/N [SERIAL]"),
        ("serial no. 1234", "serial no. [SERIAL]"), ("SN: 42B7", "SN: [SERIAL]"), ("1.2.840.10008.5.1.4.1.1.2", "[ID]"),
        ("10.20.30.40", "[ID]"), ("fe80::1ff:fe23:4567:890a", "[ID]"), ("00:1B:44:11:3A:B7", "[ID]"),
        ("case 3", "case 3"), ("chart 2 of 5", "chart 2 of 5"), ("MR 3T", "MR 3T"), ("visit 12", "visit 12"),
        ("1234567 particles", "1234567 particles"), ("5040cGy", "5040cGy"), ("10x10x10", "10x10x10"),
        ("12:30:45", "12:30:45"),
        ("1,234,567", "1,234,567"), ("0.1234567", "0.1234567"), ("version 15.6.0.2", "version 15.6.0.2"),
        ("G6015", "G6015"),
        ("ID was verified", "ID was verified"), ("serial CT 2", "serial CT 2"), ("77427", "77427"),
    ]
    static let contacts: [(String, String)] = [
        ("call (555) 123-4567 x12", "call [PHONE]"), ("555.123.4567", "[PHONE]"), ("1-800-555-1234", "[PHONE]"),
        ("5551234567", "[ID]"), ("555-1234", "[PHONE]"), ("+44 20 7946 0958", "[PHONE]"),
        ("pager 4432", "pager [PHONE]"),
        ("ext. 4432", "[PHONE]"), ("paged at 55512", "paged at [PHONE]"),
        ("call GJ at (712) 555-0137 w/ questions", "call [REMOVED] at [PHONE] w/ questions"),
        ("(712) 555-0137 min", "[PHONE] min"),
        ("555 123 4567, ext 3", "[PHONE], ext 3"),
        ("020 7946 0958", "[PHONE]"), ("1 (555) 123-4567", "[PHONE]"), ("297-301 (2007)", "297-301 (2007)"),
        ("by phone at 1430", "by phone at 1430"), ("called 3 times", "called 3 times"),
        ("180-1810 cGy", "180-1810 cGy"), ("100-2000 MU", "100-2000 MU"), ("x 3 cm", "x 3 cm"), ("+3 mm", "+3 mm"),
        ("mail jane.doe-x@mail.hosp.org.", "mail [EMAIL]."), ("a_b@x.com", "[EMAIL]"), ("jdoe@mercy", "[EMAIL]"),
        ("180 cGy @ 100 SSD", "180 cGy @ 100 SSD"), ("dose@isocenter", "dose@isocenter"),
        ("see https://x.org/a?b=1.", "see [URL]."), ("www.mercy.health/x", "[URL]"), ("portal.mercy.org", "[URL]"),
        ("file \\\\srv01\\plans\\doe", "file [URL]"), ("e.g. plan", "e.g. plan"), ("plan.In the", "plan.In the"),
    ]
    static let places: [(String, String)] = [
        ("123 Main Street", "[ADDRESS]"), ("at 45 N. Oak Ave., Suite 200, Peoria, IL 61602-1234.", "at [ADDRESS]."),
        ("P.O. Box 123", "[ADDRESS]"), ("PO Box 9", "[ADDRESS]"), ("12 West 5th St", "[ADDRESS]"),
        ("77 elm grove rd", "[ADDRESS]"),
        ("Apt 4B", "[ADDRESS]"), ("IL 62704", "IL [POSTAL-CODE]"), ("Ohio 44101-2222", "Ohio [POSTAL-CODE]"),
        ("zip 62704", "zip [POSTAL-CODE]"), ("K1A 0B1", "[POSTAL-CODE]"), ("H2X1Y4", "[POSTAL-CODE]"),
        ("CT 77014", "CT 77014"), ("T2N0M0", "T2N0M0"), ("3 planning CT", "3 planning CT"),
        ("2 Dr visits", "2 Dr visits"),
        ("3 mm off the road", "3 mm off the road"), ("suite 2", "suite 2"), ("65536 voxels", "65536 voxels"),
        ("92-year-old", "[AGE 90+]-year-old"), ("aged 101", "aged [AGE 90+]"),
        ("ninety-three years old", "[AGE 90+] years old"),
        ("a nonagenarian", "a [AGE 90+]"), ("89 yo", "89 yo"), ("90Y", "90Y"), ("92 years of data", "92 years of data"),
        ("age 91%", "age 91%"),
    ]

    @Test(arguments: dates + numbers + contacts + places) func shape(source: String, expected: String) {
        #expect(scrubbed(source) == expected)
    }

    @Test(arguments: innocentSentences) func innocentSentenceStays(source: String) {
        #expect(scrubbed(source) == source)
    }

    @Test func innocentNarrativeStays() {
        #expect(scrubbed(innocentNarrative) == innocentNarrative)
    }
}
