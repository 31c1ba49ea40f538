import Foundation

/// Who runs the program: what is done is recorded under this name.
public enum Operator {
    /// The account of the operating system; behind `sudo` the one it was called from.
    public static let name: String =
        ProcessInfo.processInfo.environment["SUDO_USER"].flatMap { $0.isEmpty ? nil : $0 } ?? NSUserName()
}
