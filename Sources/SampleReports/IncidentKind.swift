/// What an incident of a kind changes.
enum IncidentEffect: Sendable {
    /// The dose to the patient.
    case dose
    /// Someone's safety, but no dose.
    case safety
    /// The work of the department.
    case operation
}

/// A family of incidents whose coded answers and sentences fit one another.
struct IncidentKind: Sendable {
    /// What the kind is called here; it appears in no report.
    let name: String
    /// The map of its steps; nil where neither map fits.
    var map: ProcessMap? = .external
    /// The treatments it can happen to; none where no patient is treated.
    var deliveries: [Delivery] = Delivery.photons
    /// How often it occurs beside the others.
    var weight = 10
    /// Percent by which the weight changes from quarter to quarter.
    var trend = 0
    /// What it changes.
    var effect: IncidentEffect = .dose
    /// Draws of the severity scale, of which the worst counts; 0 takes the better of two.
    var harm = 1
    /// Element 1.6 of an actual incident; option 4 needs `affectedOther`.
    var affected = 1
    /// Extension X.5.
    var affectedOther: String?
    /// Only paired sites.
    var isPaired = false
    /// Elements 2.42 and 1.9, as section * 100 + step; a pair is used only where the origin comes first.
    var origins: [Int] = []
    var found: [Int] = []
    /// Element 2.34; option 6 needs `otherError`.
    var errors: [Int] = [4]
    /// Extension X.12.
    var otherError: String?
    /// Element 2.44.
    let causes: [String]
    /// Element 2.40.
    let titles: [Template]
    /// Sentences for near misses; a kind without them is always an actual incident.
    var near: [Template] = []
    /// Sentences for actual incidents; a kind without them is always a near miss.
    var actual: [Template] = []
    /// Element 2.41.
    let analysis: [Template]
    /// Element 3.5.
    let preventive: [Template]

    /// Every kind.
    static let all = planning + setup + delivery + records + brachytherapy + elsewhere
}
