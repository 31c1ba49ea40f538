/// Tells the role of a member of staff from a remark that might identify.
enum StaffRoles {
    private static let words: Set<String> = [
        "attending", "resident", "radiation", "oncologist", "oncology", "physician", "therapist", "therapists", "rtt",
        "dosimetrist", "dosimetry", "physicist", "physics", "medical", "nurse", "np", "pa", "rn", "administrator",
        "patient", "student", "trainee", "chief", "lead", "senior", "junior", "assistant", "manager", "engineer",
        "treating", "referring", "covering", "or", "and", "of", "the", "clerk", "receptionist", "md", "cmd", "rt",
    ]

    /// Whether a text says nothing but a role.
    static func names(_ text: String) -> Bool {
        text.lowercased().split { !$0.isLetter }.allSatisfy { words.contains(String($0)) }
    }
}
