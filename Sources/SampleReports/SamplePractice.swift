/// One invented practice.
public struct SamplePractice: Sendable, Encodable {
    /// "P001" and so on; the first is the largest.
    public let code: String
    /// The practice's own name.
    public let name: String
    /// The initials by which its people call it.
    public let acronym: String
    /// An invented town.
    public let city: String
    /// Two letters.
    public let state: String
    /// The main line, from the numbers reserved for fiction.
    public let phone: String
    /// What follows the @ in the addresses of its people.
    public let mailDomain: String
    /// Everyone who may appear in a report, oncologists included.
    public let staff: [SampleStaffMember]
    /// The full names of the attending radiation oncologists.
    public let oncologists: [String]
    /// Everything that delivers treatment.
    public let machines: [SampleMachine]
    /// The treatment planning system.
    public let planningSystem: SampleProduct
    /// The record and verify system.
    public let recordAndVerify: SampleProduct
    /// Patients on treatment on a usual day.
    public let patientsOnTreatment: Int

    /// What sets its reports apart from the others'.
    let habits: PracticeHabits

    private enum CodingKeys: String, CodingKey {
        case code, name, acronym, city, state, phone, mailDomain, staff, oncologists, machines
        case planningSystem, recordAndVerify, patientsOnTreatment
    }

    /// The staff of one role of element 1.17.
    func staff(role: Int) -> [SampleStaffMember] { staff.filter { $0.role == role } }
}

/// A member of a practice's staff.
public struct SampleStaffMember: Sendable, Encodable, Hashable {
    /// First name.
    public let first: String
    /// Last name.
    public let last: String
    /// An option of element 1.17.
    public let role: Int

    /// First and last name.
    public var name: String { "\(first) \(last)" }

    /// The role in words, as element 2.33 shows it.
    var roleName: String { Self.roleNames[role - 1] }

    private static let roleNames = [
        "attending radiation oncologist", "resident radiation oncologist", "other physician", "radiation therapist",
        "dosimetrist", "physicist", "nurse", "administrator", "patient", "other",
    ]
}

/// A manufacturer's model.
public struct SampleProduct: Sendable, Encodable, Hashable {
    /// The manufacturer.
    public let manufacturer: String
    /// The model.
    public let model: String

    /// A product from the lists of `Equipment`.
    init(_ product: (String, String)) {
        (manufacturer, model) = product
    }
}

/// A machine that delivers treatment.
public struct SampleMachine: Sendable, Encodable, Hashable {
    /// What the department calls it.
    public let name: String
    /// Manufacturer and model.
    public let product: SampleProduct
    /// The serial number.
    public let serial: String
    /// What it can deliver.
    let kind: MachineKind

    private enum CodingKeys: String, CodingKey {
        case name, product, serial
    }
}

/// The kinds of machines that deliver differently.
enum MachineKind: Sendable {
    case linac, afterloader, proton, radiosurgery, superficial
}

/// What sets a practice's reports apart from the others'.
struct PracticeHabits: Sendable {
    /// Percent of the reports that are near misses.
    var nearMisses: Int
    /// Percent of the recommended answers that are given; of the optional ones, two thirds of it.
    var completeness: Int
    /// Percent of the reports that reach the response form.
    var responses: Int
    /// Draws from the severity scale of which the worst counts.
    var severityDraws = 1
    /// The incident kind that is several times as frequent here as elsewhere.
    var frequentKind: String?
    /// The usual voice of its reporters, as often as the other voices together.
    var voice: Voice
    /// What stands before the digits of its record numbers.
    var recordNumberPrefix: String
}
