import Foundation
import Postgres
import Testing

@Suite struct ConnectionSettingsTests {
    @Test(arguments: [
        "postgresql://ada:s3cret@db.example:5433/incidents?sslpassword=s3cret&sslmode=require",
        "host=db.example port=5433 user=ada password='s3cret' sslpassword=s3cret dbname=incidents sslmode=require",
    ])
    func thePasswordIsNeverShown(text: String) throws {
        let settings = try ConnectionSettings(text, user: "bob", applicationName: "tests")
        var dumped = ""
        dump(settings, to: &dumped)
        for shown in ["\(settings)", String(reflecting: settings), dumped] {
            #expect(!shown.contains("s3cret"))
            #expect(shown.contains("user='bob'") && shown.contains("application_name='tests'"))
            #expect(shown.contains("host='db.example'") && shown.contains("sslmode='require'"))
        }
        #expect(settings.connectionString.contains("password='s3cret'"))
    }

    @Test func theKeywordStringReadsBack() throws {
        let settings = try ConnectionSettings(#"host='/tmp/it\'s \\ here' dbname='odd \' name'"#)
        #expect(try ConnectionSettings(settings.connectionString) == settings)
    }

    @Test func anUnreadableStringIsNotRepeated() {
        let error = #expect(throws: ConnectionSettingsError.self) { try ConnectionSettings("password s3cret") }
        #expect(error.map { !String(reflecting: $0).contains("s3cret") } == true)
    }
}
