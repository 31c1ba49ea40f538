import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct DatabaseErrorTests {
    private static let schema = """
        CREATE TABLE person (
            name text CONSTRAINT person_key PRIMARY KEY,
            age int CONSTRAINT age_range CHECK (age < 150));
        CREATE TABLE visit (name text NOT NULL CONSTRAINT visit_person REFERENCES person);
        INSERT INTO person VALUES ('Rosalind', 30);
        """

    private static let refusals: [(DatabaseError.Kind, SQL)] = [
        (.uniqueViolation(constraint: "person_key"), "INSERT INTO person VALUES (\("Rosalind"), 1)"),
        (.checkViolation(constraint: "age_range"), "INSERT INTO person VALUES (\("Rosalind F"), \(200))"),
        (.foreignKeyViolation(constraint: "visit_person"), "INSERT INTO visit VALUES (\("Rosalind F"))"),
        (.notNullViolation(column: "name"), "INSERT INTO visit VALUES (\(String?.none))"),
        (.undefinedObject, "SELECT \("Rosalind") FROM nowhere"),
        (.undefinedObject, "SELECT nothing FROM person WHERE name = \("Rosalind")"),
        (.other, "SELECT \("Rosalind")::int"),
        (.timeout, "SELECT set_config('statement_timeout', '20', false), pg_sleep(10)"),
    ]

    @Test func kindsAndGenericDescriptions() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withTransaction { try await $0.simple(Self.schema) }
            for (kind, sql) in Self.refusals {
                let error = try await #require(throws: DatabaseError.self) {
                    try await database.pool.withTransaction(name: "storePerson") { transaction in
                        try await transaction.execute("SET LOCAL statement_timeout = 100")
                        try await transaction.execute(sql)
                    }
                }
                #expect(error.kind == kind && error.operation == "storePerson")
                for text in ["\(error)", error.localizedDescription] {
                    #expect(!text.contains("Rosalind") && !text.contains("INSERT"))
                }
                let code = try #require(error.sqlState)
                #expect("\(error)".contains("in storePerson") && "\(error)".contains(code))
            }
        }
    }

    @Test func fullDetailOnlyByReflecting() async throws {
        try await TestDatabase.with { database in
            let error = try await #require(throws: DatabaseError.self) {
                try await database.pool.withConnection { try await $0.query("SELECT \("Rosalind")::int") }
            }
            #expect(String(reflecting: error).contains("Rosalind") && String(reflecting: error).contains("$1"))
        }
    }

    @Test func insufficientPrivilegeAndReadOnly() async throws {
        try await TestDatabase.with { database in
            try await database.pool.withConnection { try await $0.simple(Self.schema) }
            let role = "role_\(database.name)"
            try await database.pool.withConnection { try await $0.execute("CREATE ROLE \(identifier: role) LOGIN") }
            let lesser = Pool(try database.settings(user: role))
            let refused = await #expect(throws: DatabaseError.self) {
                try await lesser.withConnection { try await $0.query("SELECT * FROM person") }
            }
            #expect(refused?.kind == .insufficientPrivilege)
            let write = await #expect(throws: DatabaseError.self) {
                try await database.pool.withTransaction(readOnly: true) { try await $0.execute("DELETE FROM person") }
            }
            #expect(write?.kind == .readOnly)
            await lesser.close()
            try await database.pool.withConnection { try await $0.execute("DROP ROLE \(identifier: role)") }
        }
    }

    @Test func noServer() async throws {
        let settings = try ConnectionSettings("postgresql://u:secret@/d?host=/nonexistent", applicationName: "tests")
        let error = await #expect(throws: DatabaseError.self) { try await Connection.connect(settings) }
        #expect(error?.kind == .connection)
        #expect(error.map { !String(reflecting: $0).contains("secret") } == true)
    }
}
