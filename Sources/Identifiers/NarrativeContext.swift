/// What is known beside a narrative, as `goodcatch-clinic scrub` reads it; every part is optional.
public struct NarrativeContext: Sendable, Decodable {
    /// The patient of the report.
    public struct Patient: Sendable, Decodable {
        let first, last, middleInitial, dob, mrn, account, address, city, state, zip: String?

        enum CodingKeys: String, CodingKey {
            case first, last
            case middleInitial = "middle_initial"
            case dob, mrn, account, address, city, state, zip
        }
    }

    /// A person of the roster.
    public struct Person: Sendable, Decodable {
        let first, last, role: String?
    }

    /// The facility of the report.
    public struct Facility: Sendable, Decodable {
        let name: String?
    }

    /// A device of the practice.
    public struct Device: Sendable, Decodable {
        let model, serial: String?
    }

    /// The patient of the report.
    public let patient: Patient?
    /// The practice's roster.
    public let staff: [Person]?
    /// The facility of the report.
    public let facility: Facility?
    /// The practice's devices.
    public let devices: [Device]?
    /// Day of the event, "YYYY-MM-DD".
    public let eventDate: String?

    enum CodingKeys: String, CodingKey {
        case patient, staff, facility, devices
        case eventDate = "event_date"
    }

    /// Makes a context of its parts.
    public init(
        patient: Patient? = nil, staff: [Person]? = nil, facility: Facility? = nil, devices: [Device]? = nil,
        eventDate: String? = nil
    ) {
        self.patient = patient
        self.staff = staff
        self.facility = facility
        self.devices = devices
        self.eventDate = eventDate
    }

    /// The same, made ready for the detectors.
    public func identifiers(forms: KeptForms) -> IdentifierContext {
        identifiers(practice: practice, forms: forms)
    }

    /// What is the same for all narratives of a practice: staff, facility, devices.
    public var practice: [KnownIdentifier] {
        (staff ?? []).map { KnownIdentifier(.roster, $0.first, $0.last) }
            + [facility?.name].compactMap(\.self).map { KnownIdentifier(.facility, $0) }
            + (devices ?? []).compactMap(\.serial).map { KnownIdentifier(.serial, $0) }
    }

    /// The patient and the days of this context with the staff, facility and devices of a practice.
    public func identifiers(practice: [KnownIdentifier], forms: KeptForms) -> IdentifierContext {
        var known: [KnownIdentifier] = []
        if let patient {
            known.append(KnownIdentifier(.patient, patient.first, patient.middleInitial, patient.last))
            known += [patient.mrn, patient.account].compactMap(\.self).map { KnownIdentifier(.number, $0) }
            if let zip = patient.zip { known.append(KnownIdentifier(.postalCode, zip)) }
            known += [patient.address, patient.city].compactMap(\.self).map { KnownIdentifier(.location, $0) }
            if let state = patient.state, state.unicodeScalars.count > 2 {
                known.append(KnownIdentifier(.location, state))
            }
        }
        return IdentifierContext(
            known: known + practice,
            eventDates: [eventDate, patient?.dob].compactMap { $0.flatMap(CalendarDay.init(iso:)) }, forms: forms)
    }
}
