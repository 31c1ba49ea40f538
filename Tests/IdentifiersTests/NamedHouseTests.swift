import Testing

/// Houses named with everyday words, what stands beside a place, and addresses as people dictate and post them: each
/// with near misses that stay.
@Suite struct NamedHouseTests {
    static let houses: [(String, String)] = [
        ("the films came from summit open mri today", "the films came from [FACILITY] today"),
        ("on call was from heartland radiation group", "on call was from [FACILITY]"),
        ("SEEN AT VALLEY HEART GROUP BEFORE", "SEEN AT [FACILITY] BEFORE"),
        ("sent to the archive of broken arrow spine & sport", "sent to the archive of [FACILITY]"),
        ("she lives at the poplars", "she lives at [FACILITY]"),
        ("the driver from sunrise transit waited", "the driver from [FACILITY] waited"),
        ("a copy from the planning ct was used", "a copy from the planning ct was used"),
        ("seen at the radiation oncology group meeting", "seen at the radiation oncology group meeting"),
        ("the shift from the breast mri was wrong", "the shift from the breast mri was wrong"),
        ("copied from the treatment planning system", "copied from the treatment planning system"),
        ("it was noted at the time of the ct scan", "it was noted at the time of the ct scan"),
    ]

    static let addresses: [(String, String)] = [
        ("write to lakshmi dot v at postbox dot example please", "write to [EMAIL] please"),
        ("the file is at portal dot clinic dot com", "the file is at [URL]"),
        ("put it on his page @semi_f_82 yesterday", "put it on his page [REMOVED] yesterday"),
        ("by WeChat (tingting_zt88) she asked", "by WeChat ([REMOVED]) she asked"),
        ("call facilities \"x5518\"", "call facilities \"[PHONE]\""),
        ("caught on june the second by physics", "caught on [DATE] by physics"),
        ("normalised @ 95 % of the dose", "normalised @ 95 % of the dose"),
        ("plan lung_v3 was used", "plan lung_v3 was used"),
        ("the dot at isocenter", "the dot at isocenter"),
    ]

    @Test(arguments: houses + addresses)
    func houseIsReplaced(source: String, expected: String) {
        #expect(scrubbed(source).replacing(/-[0-9]+\]/, with: "]") == expected)
    }
}
