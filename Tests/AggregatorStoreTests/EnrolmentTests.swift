import AggregatorStore
import Foundation
import IncidentReports
import Postgres
import TestSupport
import Testing

/// Who may submit, which tasks are done, and what falls due.
@Suite struct EnrolmentTests {
    private static let code = PracticeCode("P001")!
    private static let old = CalendarDate("2020-01-01")!

    @Test func aCodeNeedsBothAgreementsInForce() async throws {
        try await TestAggregator.with { aggregator in
            let administration = PracticeAdministration(aggregator.database.pool, by: "admin")
            let today = Clock.system.today
            let tomorrow = CalendarDate(daysSince1970: today.daysSince1970 + 1)
            try await administration.add(code: Self.code, name: "Practice")
            // What is recorded, and where the practice stands then.
            let steps: [(Standing, () async throws -> Void)] = [
                (.agreementsMissing, {}),
                (
                    .agreementsMissing,
                    { try await administration.record(agreement("provider-services", Self.old), of: Self.code) }
                ),
                (
                    .agreementsMissing,
                    {
                        try await administration.record(
                            agreement("provider-services", today, ends: tomorrow), of: Self.code)
                    }
                ),
                (
                    .agreementsEnded,
                    { try await administration.record(agreement("business-associate", tomorrow), of: Self.code) }
                ),
                (
                    .enrolled,
                    { try await administration.record(agreement("business-associate", today), of: Self.code) }
                ),
                (
                    .agreementsEnded,
                    { try await administration.endAgreement("provider-services", of: Self.code, on: today) }
                ),
            ]
            for (index, (standing, step)) in steps.enumerated() {
                try await step()
                #expect(try await administration.standing(of: Self.code) == standing, "step \(index)")
                let issued = try? await administration.issueCode(to: Self.code, validFor: 60, clock: .system)
                #expect((issued != nil) == (standing == .enrolled), "step \(index)")
            }
        }
    }

    private func agreement(_ kind: String, _ day: CalendarDate, ends: CalendarDate? = nil) -> Agreement {
        Agreement(kind: kind, signedOn: day, signer: "N. N.", endsOn: ends)
    }

    @Test func tasksCompleteByWhatIsKnownAndByWhatPeopleSay() async throws {
        try await TestAggregator.with { aggregator in
            let administration = PracticeAdministration(aggregator.database.pool, by: "admin")
            try await administration.add(code: Self.code, name: "Practice")
            #expect(try await done(administration) == [])
            try await administration.recordAgreements(of: Self.code, signedOn: Self.old, signer: "N. N.")
            #expect(try await done(administration) == ["provider-services", "business-associate"])
            try await administration.addFacility("East", place: nil, to: Self.code)
            try await administration.addContact(KeyContact(name: "N. N.", role: "physicist"), to: Self.code)
            try await administration.complete("orientation", of: Self.code, on: Self.old, evidence: "minutes")
            let key = try await aggregator.practice("P001")
            try await aggregator.database.pool.withConnection { _ = try await $0.execute(insertion(of: key, UUID())) }
            #expect(
                try await done(administration) == [
                    "enrolment-form", "provider-services", "business-associate", "orientation", "first-report",
                ])
            try await administration.reopen("orientation", of: Self.code)
            #expect(try await !done(administration).contains("orientation"))
            await #expect(throws: AdministrationError.completesByItself) {
                try await administration.complete("first-report", of: Self.code, on: Self.old, evidence: nil)
            }
            await #expect(throws: AdministrationError.unknownTask) {
                try await administration.complete("dance", of: Self.code, on: Self.old, evidence: nil)
            }
        }
    }

    private func done(_ administration: PracticeAdministration) async throws -> [String] {
        try await administration.lists([.tasks], of: Self.code)[0].rows.filter { $0[3] != nil }.compactMap { $0[1] }
    }

    @Test func whatIsRecordedIsListedWithWhoDidIt() async throws {
        try await TestAggregator.with { aggregator in
            let administration = PracticeAdministration(aggregator.database.pool, by: "admin")
            try await administration.add(code: Self.code, name: "Practice")
            try await administration.setCurrentVersion("2026-02", ofAgreement: "provider-services")
            let content = Data("%PDF-1.7".utf8)
            try await administration.record(
                Agreement(
                    kind: "provider-services", signedOn: Self.old, signer: "N. N.",
                    file: .init(name: "psa.pdf", content: content, isKept: true)), of: Self.code)
            try await administration.addFacility("East", place: "Springfield, IL", to: Self.code)
            try await administration.addOtherPSO("Other PSO", to: Self.code)
            for role in KeyContact.roles {
                try await administration.addContact(KeyContact(name: "N. N.", role: role), to: Self.code)
            }
            let lists = try await administration.lists(PracticeListName.allCases, of: Self.code)
            let rows = Dictionary(uniqueKeysWithValues: lists.map { ($0.name, $0.rows) })
            #expect(rows["agreements"]?[0][2] == "2026-02")
            #expect(
                rows["agreements"]?[0][8]
                    == ReportCodec.contentHash(of: content).map { String(format: "%02x", $0) }.joined())
            #expect(rows["facilities"]?[0].prefix(2) == ["East", "Springfield, IL"])
            #expect(rows["contacts"]?.count == KeyContact.roles.count)
            for name in ["agreements", "facilities", "contacts", "other-psos"] {
                #expect(rows[name]?.allSatisfy { $0.last == "admin" } == true, "\(name)")
            }
            for list in lists {
                #expect(list.rows.allSatisfy { $0.count == list.columns.count }, "\(list.name)")
            }
            try await administration.removeContact("N. N.", from: Self.code)
            try await administration.removeFacility("East", from: Self.code)
            try await administration.removeOtherPSO("Other PSO", from: Self.code)
            await #expect(throws: AdministrationError.nothingToRemove) {
                try await administration.removeFacility("East", from: Self.code)
            }
            await #expect(throws: AdministrationError.unknownRole) {
                try await administration.addContact(KeyContact(name: "N. N.", role: "king"), to: Self.code)
            }
        }
    }

    @Test func clocksWarnAhead() async throws {
        try await TestAggregator.with { aggregator in
            let administration = PracticeAdministration(aggregator.database.pool, by: "admin")
            try await administration.add(code: Self.code, name: "Practice")
            try await administration.recordAgreements(
                of: Self.code, signedOn: Self.old, signer: "N. N.", endsOn: day("2027-01-01"))
            try await administration.recordListing(from: day("2025-03-01"), until: day("2028-02-29"))
            // The first period of 24 months ends on 2027-02-28, 45 days after 2027-01-14.
            let expected: [(String, [String: EnrolmentClock.State])] = [
                ("2026-09-01", ["agreement-ends": .later, "two-contracts": .later, "continued-listing": .later]),
                ("2026-10-16", ["agreement-ends": .soon, "two-contracts": .soon, "listing": .later]),
                ("2027-01-14", ["agreement-ends": .overdue, "two-contracts": .soon]),
                ("2027-01-15", ["two-contracts": .overdue]),
                ("2027-12-17", ["continued-listing": .overdue, "listing": .soon]),
                ("2028-03-01", ["listing": .overdue]),
            ]
            for (today, states) in expected {
                let clocks = try await administration.clocks(today: day(today))
                for (kind, state) in states {
                    #expect(clocks.first { $0.kind == kind }?.state == state, "\(kind) on \(today)")
                }
            }
            let contracts = try await administration.clocks(today: day("2027-01-14")).first {
                $0.kind == "two-contracts"
            }
            #expect(contracts?.detail == "period 2025-03-01 to 2027-02-28, contracts with 1 practices of 2 needed")

            try await administration.recordFiling(
                .twoContracts, periodEnd: day("2027-02-28"), on: day("2027-01-05"), evidence: nil)
            try await administration.recordAgreements(of: Self.code, signedOn: day("2026-12-01"), signer: "N. N.")
            let later = try await administration.clocks(today: day("2027-01-15"))
            #expect(!later.contains { $0.kind == "two-contracts" || $0.kind == "agreement-ends" })
        }
    }

    private func day(_ text: String) -> CalendarDate { CalendarDate(text)! }

    @Test func keysExpireAndAreReplaced() async throws {
        try await TestAggregator.with { aggregator in
            let administration = PracticeAdministration(aggregator.database.pool)
            _ = try await aggregator.enrolmentCode(Self.code)
            try await administration.addFacility("East", place: nil, to: Self.code)
            await #expect(throws: AdministrationError.unknownFacility) {
                try await administration.issueCode(to: Self.code, facility: "West", validFor: 60, clock: .system)
            }
            let code = try await administration.issueCode(
                to: Self.code, facility: "East", validFor: 60, keyDays: 30, clock: .system)
            let enrolled = try await aggregator.store.redeem(
                code: EnrolmentCode(typed: code), kid: "1", jwk: "{}", clock: .system)
            let client = try #require(enrolled?.clientID)
            let store = aggregator.store
            func isTrusted(_ kid: String, inDays days: Double) async throws -> Bool {
                let clock = Clock.fixed(Date().addingTimeInterval(days * 86_400))
                return try await store.submitterKey(clientID: client, kid: kid, clock: clock) != nil
            }
            #expect(try await isTrusted("1", inDays: 29))
            #expect(try await !isTrusted("1", inDays: 31))
            let halfway = Clock.fixed(Date().addingTimeInterval(15 * 86_400))
            _ = try await store.registerKey(clientID: client, kid: "2", jwk: "{}", clock: halfway)
            #expect(try await isTrusted("1", inDays: 15.5))
            #expect(try await !isTrusted("1", inDays: 17))
            #expect(try await isTrusted("2", inDays: 44))
            #expect(try await !isTrusted("2", inDays: 46))
            let submitters = try await administration.lists([.submitters], of: Self.code)[0].rows
            #expect(submitters.count == 1 && submitters[0][1] == "East")
        }
    }

    @Test func disclosuresNeedTwoPeopleAndAnAggregateReport() async throws {
        try await TestAggregator.with { aggregator in
            let administration = PracticeAdministration(aggregator.database.pool, by: "admin")
            let practice = try await aggregator.practice("P001")
            let publications = try await aggregator.database.pool.withConnection {
                try await $0.query(
                    """
                    INSERT INTO publication (kind, practice_id, period, specification, document, content_hash)
                    VALUES ('aggregate', NULL, '2025Q4', '2012', '{}', decode(repeat('00', 32), 'hex')),
                           ('practice-summary', \(practice.id)::integer, '2025H2', '2012', '{}',
                            decode(repeat('00', 32), 'hex'))
                    RETURNING publication_id
                    """, as: (Int).self)
            }
            func disclosure(
                _ publication: Int, _ approvers: (String, String), _ basis: Disclosure.Basis = .removal
            ) -> Disclosure {
                Disclosure(
                    publication: publication, recipient: "public", basis: basis, evidence: nil, approvers: approvers,
                    disclosedOn: Self.old)
            }
            _ = try await administration.record(disclosure(publications[0], ("A. Adams", "B. Brown")))
            await #expect(throws: AdministrationError.sameApprover) {
                try await administration.record(disclosure(publications[0], ("A. Adams", "a adams ")))
            }
            await #expect(throws: AdministrationError.unknownPublication) {
                try await administration.record(disclosure(publications[1], ("A. Adams", "B. Brown")))
            }
            await #expect(throws: DatabaseError.self, "an expert's determination is named") {
                try await administration.record(disclosure(publications[0], ("A. Adams", "B. Brown"), .expert))
            }
            let rows = try await administration.disclosures().rows
            #expect(rows.count == 1 && rows[0].last == "admin")
            for statement in ["UPDATE disclosure SET recipient = 'x'", "DELETE FROM disclosure", "TRUNCATE disclosure"]
                as [SQL]
            {
                await #expect(throws: DatabaseError.self) {
                    try await aggregator.database.pool.withConnection { _ = try await $0.execute(statement) }
                }
            }
        }
    }
}

/// A report row that says hardly anything.
func insertion(of practice: PracticeKey, _ id: UUID) -> SQL {
    """
    INSERT INTO report (practice_id, report_id, revision, specification, content_hash, client_id, asks_analysis,
                        asks_response, incident_date)
    VALUES (\(practice.id)::integer, \(id), 1, '2012', decode(repeat('00', 32), 'hex'), \(UUID()), true, false,
            '2025-01-01')
    """
}
