import Foundation

/// A statement whose interpolated values are bound as `$1`, `$2` ... and so can never be read as SQL.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The text between the parameters: always one piece more than there are parameters.
    private(set) var pieces: [String]
    private(set) var parameters = Parameters()
    /// Whether the server keeps it prepared for its next use; not for texts that hardly come twice.
    private(set) var isPrepared = true

    /// A statement without parameters, written as a literal.
    public init(stringLiteral text: String) {
        pieces = [text]
    }

    /// A statement with its interpolated values bound.
    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// A statement written beforehand, its parameters as `$1`, `$2` ..., for texts too long to be put together at each use;
    /// it cannot be put into another.
    public init(numbered text: String, _ values: [SQLArray], after first: [any SQLValue] = []) {
        pieces = [text]
        for value in first { parameters.append(value) }
        for value in values { parameters.append(value) }
    }

    /// The statement as the server sees it, parameters as `$n`.
    public var text: String {
        var text = pieces[0]
        for index in 1..<max(1, pieces.count) {
            text += "$\(index)"
            text += pieces[index]
        }
        return text
    }

    /// Puts `/* name */` in front, so that the server's log and activity view lead back to the caller.
    func named(_ name: String) -> SQL {
        var named = self
        named.pieces[0] = "/* \(name) */ " + pieces[0]
        return named
    }

    private mutating func append(text: String) {
        pieces[pieces.count - 1] += text
    }

    private mutating func append(_ other: SQL) {
        append(text: other.pieces[0])
        pieces += other.pieces.dropFirst()
        parameters.append(other.parameters)
    }

    private mutating func bind(_ value: some SQLValue) {
        parameters.append(value)
        pieces.append("")
    }
}

extension SQL {
    /// Sets something for the rest of the transaction: `SET LOCAL`, which takes no parameters.
    ///
    /// `set_config()` would take them, but a Citus coordinator hands only `SET LOCAL` on to its workers.
    public static func setLocal(_ setting: String, _ value: Int) -> SQL {
        let path = setting.split(separator: ".").map { quoted(String($0)) }.joined(separator: ".")
        var statement = SQL(stringLiteral: "SET LOCAL \(path) = '\(value)'")
        statement.isPrepared = false
        return statement
    }
}

extension SQL: CustomStringConvertible, CustomReflectable {
    /// The text with `$n`, never a parameter.
    public var description: String { text }

    /// Keeps parameters out of `dump` and of whatever else walks a mirror.
    public var customMirror: Mirror { Mirror(self, children: ["text": text]) }
}

extension SQL {
    /// Collects the literal parts and binds the rest.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql: SQL = ""

        /// Begins an empty statement.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Adds text written by the programmer.
        public mutating func appendLiteral(_ literal: String) {
            sql.append(text: literal)
        }

        /// Binds a value; where PostgreSQL cannot infer its type, write the cast: `\(codes)::smallint[]`.
        public mutating func appendInterpolation(_ value: some SQLValue) {
            sql.bind(value)
        }

        /// Binds a value that may be absent, as NULL then.
        public mutating func appendInterpolation(_ value: (some SQLValue)?) {
            sql.bind(value)
        }

        /// Binds bytes as `bytea`.
        public mutating func appendInterpolation(_ bytes: [UInt8]) {
            sql.bind(Data(bytes))
        }

        /// Inserts another statement with its parameters.
        public mutating func appendInterpolation(_ fragment: SQL) {
            sql.append(fragment)
        }

        /// Inserts a name quoted as one identifier.
        public mutating func appendInterpolation(identifier: String) {
            sql.append(text: quoted(identifier))
        }

        /// Inserts raw SQL; never for anything that came from outside the program.
        public mutating func appendInterpolation(unescaped text: String) {
            sql.append(text: text)
        }
    }
}

/// An identifier between double quotes, its own doubled.
func quoted(_ identifier: String) -> String {
    "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
