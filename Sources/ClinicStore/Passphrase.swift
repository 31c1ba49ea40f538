public import Deidentification
public import Foundation
import Synchronization

/// The passphrase of the practice's private keys.
public enum Passphrase {
    /// The environment variable that may hold it.
    public static let variable = "GOODCATCH_PASSPHRASE"
    /// The fewest characters of a new one.
    public static let shortest = 12

    /// From a file, of which the first line counts, else from the environment, else none.
    public static func find(file: String?, environment: [String: String]) throws(PracticeError) -> String? {
        guard let file else { return environment[variable].flatMap { $0.isEmpty ? nil : $0 } }
        guard let data = FileManager.default.contents(atPath: file), let text = String(validating: data, as: UTF8.self),
            let line = text.split(whereSeparator: \.isNewline).first, !line.isEmpty
        else { throw .passphraseFile }
        return String(line)
    }

    /// For the keys of a new store: one that is long enough, or none on request.
    ///
    /// - Parameter ask: asks a person for it when none was given.
    public static func new(
        given: String?, none: Bool, ask: () throws -> String?
    ) throws -> String? {
        if none { return nil }
        guard let passphrase = try given ?? ask() else { throw PracticeError.passphraseNeeded }
        guard passphrase.count >= shortest else { throw PracticeError.passphraseTooShort }
        return passphrase
    }
}

/// Reads and writes encrypted key files under one passphrase, and reads each file once.
///
/// It takes a fifth of a second to derive a key from a passphrase, and a person is asked once.
public final class KeyLock: Sendable {
    private struct State {
        var passphrase: String?
        var keys: [String: SealingKey] = [:]
    }

    private let state: Mutex<State>
    private let ask: (@Sendable () -> String?)?

    /// - Parameters:
    ///   - passphrase: of the key files, if they are encrypted.
    ///   - ask: asks a person for it, the first time that an encrypted key is read and no passphrase was given.
    public init(passphrase: String?, ask: (@Sendable () -> String?)?) {
        state = Mutex(State(passphrase: passphrase))
        self.ask = ask
    }

    /// Reads a key's file.
    func open(_ pem: String) throws -> SealingKey {
        try state.withLock { state in
            if let key = state.keys[pem] { return key }
            let key: SealingKey
            do throws(SealingError) {
                key = try SealingKey(pem: pem, passphrase: state.passphrase)
            } catch {
                guard error == .passphraseNeeded, let answer = ask?() else { throw error }
                key = try SealingKey(pem: pem, passphrase: answer)
                state.passphrase = answer
            }
            state.keys[pem] = key
            return key
        }
    }

    /// Reads a recovery key's file.
    public func recoveryKey(_ file: URL) throws -> SealingKey {
        guard let data = try? Data(contentsOf: file), let pem = String(validating: data, as: UTF8.self) else {
            throw PracticeError.recoveryKeyUnreadable
        }
        return try open(pem)
    }

    /// A key's file, encrypted if there is a passphrase.
    func write(_ key: SealingKey) throws -> String {
        try key.pem(passphrase: state.withLock(\.passphrase))
    }
}
