import ArgumentParser
import ClinicStore

/// Puts new keys in use.
struct RotateKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-keys",
        abstract: "Put a new sealing pair and a new signing key in use.",
        discussion: """
            Old sealing pairs stay in the store, because old envelopes open with them alone. The server takes the old \
            signing key for another day. A run that was killed is taken up by the next.

            EXAMPLE
              goodcatch-clinic rotate-keys
            """)

    @OptionGroup var options: StoreOptions

    func run() async throws {
        let practice = try options.practice()
        let rotation = try await practice.directory.locked { try await practice.rotateKeys() }
        print("sealing key: \(rotation.sealingKeyID)")
        print("signing key: \(rotation.signingKeyID ?? "kept, because the practice is not enrolled")")
    }
}
