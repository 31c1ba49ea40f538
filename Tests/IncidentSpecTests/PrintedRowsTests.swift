import IncidentSpec
import Testing

/// Rows compared word for word with print, and the codes we derive from them.
struct PrintedRowsTests {
    let specification = Specification.v2012

    @Test(arguments: [
        ("1.2", "incidentTime", "Time of incident(s)", Level.optional, "HH:mm 24-hr format UTC"),
        ("1.13", "patientMedicalRecordNumber", "Patient's medical record number", .recommended, "Text"),
        ("2.2", "facilityProfile", "Facility profile", .recommended, "TBD"),
        ("2.9", "referringPhysicianNotified", "Referring physician(s) notified", .recommended, "Y/N/unknown"),
        ("2.14", "totalPrescribedDose", "Total prescribed dose", .recommended, "Real number"),
        ("2.28", "ancillaryDeviceManufacturer", "Third-party ancillary device manufacturer", .recommended, "Pulldown"),
        ("2.30", "patientsOnTreatment", "Number of patients on-treatment", .optional, "Integer"),
        ("2.43", "attachedFiles", "Attached files", .optional, "File"),
        ("3.7", "incidentClosed", "Incident closed", .optional, "Y/N"),
    ])
    func element(_ number: String, _ name: String, _ title: String, _ level: Level, _ format: String) throws {
        let element = try #require(specification.element(number))
        #expect(element.name == name)
        #expect(element.title == title)
        #expect(element.level == level)
        #expect(element.format == format)
        #expect(specification[name: name]?.number == element.number)
    }

    @Test(arguments: [
        ("EBRT:1.1", "Verification of patient ID by two methods", 10101, true, true),
        ("EBRT:4.1", "Physics plan review", 10401, true, false),
        ("EBRT:4.3", "Plan data transfer to treatment unit", 10403, false, false),
        (
            "EBRT:5.2", "Time-out (e.g., verification of clinical parameters, treatment consent, etc.)", 10502, true,
            true
        ),
        ("EBRT:5.14", "Treatment delivery", 10514, false, true),
    ])
    func step(_ code: String, _ label: String, _ storage: Int16, _ barrier: Bool, _ present: Bool) throws {
        let step = try #require(specification.processSteps.first { $0.code == code })
        #expect(step.label == label)
        #expect(step.storage == storage)
        #expect(step.safetyBarrier == barrier)
        #expect(step.patientPresent == present)
        #expect(specification.step(storage: storage) == step)
    }

    @Test(arguments: [
        ("1", "Organizational management", 1000), ("1.a.i", "Inadequate human resources", 1110),
        ("1.a.i.1", "Staffing not consistent with professional clinical recommendations", 1111),
        ("1.d.viii", "Verbal instructions not supported by written documentation", 1480), ("7", "Other", 7000),
    ])
    func cause(_ path: String, _ label: String, _ storage: Int16) throws {
        let cause = try #require(specification.causes.first { $0.path == path })
        #expect(cause.label == label)
        #expect(cause.storage == storage)
        #expect(cause.branch == String(path.prefix(1)))
    }

    @Test(arguments: [
        ("treatmentTechnique", "7", 7, "intracranial, intraluminal, intravascular or surface"),
        ("race", "5", 5, "Native Hawaiian or Other Pacific Islander"), ("yesNoUnknown", "N", 0, "N"),
        ("gender", "unknown", 9, "unknown"), ("clinicalActionScale", "D", 4, "D"),
        ("dosimetricSeverity", "1", 1, "<5% absolute dose deviation from the total prescription for any structure"),
        ("medicalSeverity", "7", 7, "Permanent major disability (or grade 3/4 permanent toxicity)"),
        ("ageBand", "8", 8, "90+"), ("incidentClass", "4", 4, "Unsafe condition"),
    ])
    func option(_ list: String, _ code: String, _ storage: Int16, _ label: String) throws {
        let option = try #require(specification.lists[list]?[code: code])
        #expect(option.label == label)
        #expect(option.storage == storage)
        #expect(specification.lists[list]?[storage: storage] == option)
    }

    @Test func theSameNumberMayNameAnElementOrItsName() {
        #expect(specification.element("2.17")?.name == "treatmentTechnique")
        #expect(specification.element("treatmentTechnique")?.columnName == "treatment_technique")
        #expect(specification.element("X.14")?.name == "safetyBarriersCaught")
        #expect(specification.element("TreatmentTechnique") == nil)
    }
}
