import IncidentReports
import Testing

@Suite struct TextFormsTests {
    /// A field, and how it stands in a line; a lone newline is not the character that CR LF is.
    @Test(
        arguments: [
            ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"no\"", "\"say \"\"no\"\"\""),
            ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), ("a\r\nb", "\"a\r\nb\""), (" a", "\" a\""), ("a ", "\"a \""),
            ("a;b", "a;b"),
        ])
    func csvFieldIsQuotedWhereItMustBe(_ field: String, _ expected: String) {
        #expect(CSVLine.text([field]) == expected)
        #expect(CSVLine.text(["x", field, "y"]) == "x,\(expected),y")
    }

    @Test func csvLineTakesAnotherSeparator() {
        #expect(CSVLine.text(["a,b", "c;d"], separator: ";") == "a,b;\"c;d\"")
    }

    @Test func tableIsAsWideAsItsWidestCell() {
        #expect(TextTable.text(["id", "why"], [["long-one", "x"], ["2", ""]]) == "id        why\nlong-one  x\n2")
    }
}
