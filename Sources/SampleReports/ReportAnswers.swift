/// Writes the elements of the three forms in their order, leaving out what nobody answered.
struct ReportAnswers {
    /// What happened.
    let facts: ReportFacts
    /// Where it happened.
    let practice: SamplePractice
    /// When it happened.
    let timing: ReportTiming
    /// True for the second revision, which always reaches the response.
    let isAmendment: Bool
    /// Writes the free text.
    var narrator: Narrator
    /// Decides what is answered.
    var random: SeededGenerator
    /// The JSON written so far.
    var line = JSONLine()

    /// Our additions, written after the elements.
    var extensions: [(name: String, write: (inout JSONLine, String) -> Void)] = []

    /// Percent of the recommended answers that are given.
    private var completeness: Int { practice.habits.completeness }

    /// True if a recommended element is answered.
    mutating func recommended() -> Bool { random.chance(completeness) }

    /// True if an optional element is answered.
    mutating func optional() -> Bool { random.chance(completeness * 2 / 3) }

    /// Writes the elements and the extensions.
    mutating func write() {
        line.open("{", "elements")
        writeReport()
        writeAnalysis()
        if isAmendment || random.chance(practice.habits.responses) { writeResponse() }
        line.close()
        line.open("{", "extensions")
        for (name, write) in extensions { write(&line, name) }
        line.close()
    }

    /// Notes an extension that is a number or a numeric code.
    mutating func extend(_ name: String, _ value: Int) {
        extensions.append((name, { line, name in line.member(name, value) }))
    }

    /// Notes an extension that is a text.
    mutating func extend(_ name: String, _ value: String) {
        extensions.append((name, { line, name in line.member(name, value) }))
    }

    /// Notes an extension of several answers.
    mutating func extend(_ name: String, _ values: [String]) {
        extensions.append((name, { line, name in line.member(name, values) }))
    }
}

// MARK: Section 1

extension ReportAnswers {
    private mutating func writeReport() {
        line.member("incidentDate", timing.incident.description)
        if optional() { line.member("incidentTime", "\(random.within(11...23).padded):\(random.below(60).padded)") }
        if recommended() { line.member("reportDate", timing.report.description) }
        if optional() { line.member("discoveryDate", timing.discovery.description) }
        line.member("incidentType", facts.isNearMiss ? 2 : 1)
        line.member("personAffected", facts.affected)
        line.member("fractionsDeliveredIncorrectly", facts.wrongFractions)
        line.member("incidentDescription", narrator.description())
        if let found = facts.found, let map = facts.map, recommended() { line.member("whereFound", map.value(found)) }
        let how = Phrases.finding(facts.found, facts.map ?? .external).templates
        if recommended() { line.member("howDiscovered", narrator.text("howDiscovered", how, extra: 15)) }
        writePatient()
        if facts.modality == 6 || recommended() { line.member("treatmentModality", facts.modality) }
        writePerson(facts.reporter, "reporter", "reporterRoleOther", as: "reporterFirstName", "reporterLastName")
        let action = facts.isNearMiss ? Phrases.nearAction : Phrases.actualAction
        if optional() { line.member("reporterAction", narrator.text("reporterAction", action)) }

        if recommended() { extend("incidentClass", incidentClass) }
        extend("psesStatus", 1)
        if facts.affected == 2 { extend("personAffectedCount", random.within(2...40)) }
        if facts.affected == 4, let other = facts.kind.affectedOther { extend("personAffectedOther", other) }
        if facts.modality == 6 { extend("treatmentModalityOther", "kilovoltage x rays") }
    }

    private var incidentClass: Int {
        switch (facts.kind.effect, facts.isNearMiss) {
        case (.operation, _): 5
        case (.safety, true) where facts.map == nil: 4
        case (_, true): 3
        case (.dose, false): 1
        case (.safety, false): 2
        }
    }

    private mutating func writePatient() {
        let patient = facts.patient
        let fields: [(String, String, PlantedIdentifier.Kind)] = [
            ("patientFirstName", patient.first, .patientName), ("patientLastName", patient.last, .patientName),
            ("patientMedicalRecordNumber", patient.recordNumber, .recordNumber),
        ]
        if facts.affected == 2 {
            for (element, _, _) in fields where recommended() { line.member(element, "Multiple") }
        } else if facts.namesPatient {
            // A text that names the patient goes with fields that do, so that "known" is true of it.
            for (element, value, kind) in fields where narrator.identifies || recommended() {
                line.member(element, value)
                narrator.note(element, kind, value)
            }
        }
    }

    /// The names and the role of the reporter or the discoverer.
    private mutating func writePerson(
        _ member: SampleStaffMember, _ prefix: String, _ companion: String, as first: String, _ last: String
    ) {
        guard optional() else { return }
        line.member(first, member.first)
        line.member(last, member.last)
        narrator.note(first, .staffName, member.first)
        narrator.note(last, .staffName, member.last)
        let isOther = member.role == 4 && random.chance(5)
        line.member(prefix + "Role", isOther ? 10 : member.role)
        if isOther { extend(companion, "student therapist") }
    }
}

// MARK: Section 2

extension ReportAnswers {
    private mutating func writeAnalysis() {
        writePlaceAndPatient()
        writeTreatment()
        writePerson(
            facts.discoverer, "discoverer", "discovererRoleOther", as: "discovererFirstName", "discovererLastName")
        writeEquipment()
        writeAssessment()
    }

    private mutating func writePlaceAndPatient() {
        if recommended() {
            line.member("location", "\(practice.city), \(practice.state)")
            narrator.note("location", .place, practice.city)
        }
        if recommended() {
            let linacs = practice.machines.filter { $0.kind == .linac }.count
            line.member("facilityProfile", "linacs=\(linacs); patientsOnTreatment=\(practice.patientsOnTreatment)")
        }
        if facts.namesPatient {
            if recommended() { line.member("patientAge", facts.patient.age) }
            if recommended() { line.member("patientRace", facts.patient.race) }
            if recommended() { line.member("gender", facts.patient.sex) }
        }
        let told = random.place(in: facts.isNearMiss ? [10, 85, 5] : [80, 12, 8])
        if recommended() { line.member("patientNotified", ["Y", "N", "unknown"][told]) }
        if let oncologist = facts.member(1), facts.treatment != nil, recommended() {
            line.member("treatingRadiationOncologist", oncologist.name)
            narrator.note("treatingRadiationOncologist", .staffName, oncologist.name)
        }
        if recommended() {
            line.member("treatingRadiationOncologistNotified", random.chance(facts.isNearMiss ? 70 : 95) ? "Y" : "N")
        }
        if recommended() {
            let referring = random.place(in: facts.isNearMiss ? [5, 85, 10] : [45, 40, 15])
            line.member("referringPhysicianNotified", ["Y", "N", "unknown"][referring])
        }
    }

    private mutating func writeTreatment() {
        guard let treatment = facts.treatment else {
            if recommended() { line.member("treatmentTechnique", [15]) }
            return
        }
        if recommended() { line.member("diseaseTreated", treatment.disease) }
        if !treatment.stages.isEmpty, optional() { line.member("diseaseStage", random.pick(treatment.stages)) }
        if recommended() { line.member("intendedTreatmentSite", facts.site) }
        if optional() { line.member("treatmentIntent", treatment.isPalliative ? 2 : 1) }
        if recommended() {
            line.member("totalPrescribedDose", hundredths: treatment.totalDose)
            line.member("dosePerFraction", hundredths: treatment.fractionDose)
        }
        if recommended() {
            let isAgain = facts.kind.name == "previous radiation" && random.chance(60)
            let course =
                isAgain ? 4 : treatment.site.hasSuffix("boost") ? 2 : facts.kind.name == "adaptive replan" ? 3 : 1
            line.member("course", course)
            if isAgain { extend("courseOther", "re-irradiation") }
        }
        let techniques = treatment.delivery.techniques
        if recommended() {
            line.member("treatmentTechnique", techniques)
            if techniques == [14] { extend("treatmentTechniqueOther", "pencil beam scanning") }
        }
        if optional() {
            let guidance = random.pick(treatment.delivery.imageGuidance)
            line.member("imageGuidance", guidance)
            if guidance.contains(7) {
                extend("imageGuidanceOther", facts.modality == 4 ? "ultrasound" : "surface imaging")
            }
        }
    }

    private mutating func writeEquipment() {
        let products = [
            ("treatmentUnit", facts.machine?.product, 0), ("planningSystem", practice.planningSystem, 0),
            ("recordAndVerify", practice.recordAndVerify, 0),
            ("ancillaryDevice", SampleProduct(random.pick(Equipment.ancillary)), 70),
        ]
        for (name, product, missing) in products {
            guard let product, facts.treatment != nil, recommended(), !random.chance(missing) else { continue }
            line.member(name + "Manufacturer", product.manufacturer)
            line.member(name + "Model", product.model)
        }
        guard let found = facts.found, facts.map == .external, found / 100 == 5 else { return }
        if optional() { line.member("patientsOnTreatment", random.within(12...38)) }
        if optional() { line.member("radiationTherapistsPresent", random.within(1...4)) }
        if optional() { line.member("otherStaffPresent", random.below(3)) }
    }

    private mutating func writeAssessment() {
        if optional() {
            let involved = random.some(random.within(1...3), of: facts.cast.filter { $0.role != 8 })
            line.member("staffInvolved", involved.map { "\($0.name) (\($0.roleName))" })
            for member in involved { narrator.note("staffInvolved", .staffName, member.name) }
        }
        if optional() {
            line.member("errorType", facts.kind.errors)
            if let other = facts.kind.otherError { extend("errorTypeOther", other) }
        }
        if optional() {
            if let severity = facts.dosimetricSeverity {
                line.member("dosimetricSeverity", severity)
            } else {
                line.member("dosimetricSeverity", "notApplicable")
            }
        }
        let isReportable = !facts.isNearMiss && (facts.dosimetricSeverity ?? 0) >= 7
        if optional() { line.member("reportableEvent", isReportable ? "Y" : "N") }
        if facts.medicalSeverity < 0 {
            line.member("medicalSeverity", "unknown")
        } else {
            line.member("medicalSeverity", facts.medicalSeverity)
        }
        let isObserved = !facts.isNearMiss && (isAmendment || random.chance(45))
        let isWithoutScore = !facts.isNearMiss && facts.medicalSeverity < 0
        line.member("severityAssessmentType", isWithoutScore ? 3 : isObserved ? 2 : 1)
        if recommended() {
            let when = 1 + random.place(in: [45, 20, 20, 15])
            line.member("whenSeverityAssessed", isWithoutScore ? 4 : when)
        }
        if optional() { line.member("summaryTitle", narrator.text("summaryTitle", facts.kind.titles, extra: 0)) }
        let addendum = isAmendment ? [Phrases.addendum] : []
        if isAmendment || optional() {
            let analysis = random.pick(facts.kind.analysis)
            line.member("incidentAnalysis", narrator.text("incidentAnalysis", allOf: [analysis] + addendum))
        }
        if let origin = facts.origin, let map = facts.map, recommended() {
            line.member("whereOriginated", map.value(origin))
        }
        if random.chance(8) { writeFiles() }
        line.open("[", "causes")
        for cause in facts.causes { line.member(nil, cause) }
        line.close("]")
    }

    private mutating func writeFiles() {
        guard narrator.identifies, facts.namesPatient else {
            line.member("attachedFiles", ["screenshot-\(random.within(1...9)).png"])
            return
        }
        let last = facts.patient.last
        line.member("attachedFiles", ["\(last)_plan_check.pdf"])
        narrator.note("attachedFiles", .patientName, last)
    }
}

// MARK: Section 3

extension ReportAnswers {
    private mutating func writeResponse() {
        if optional() { line.member("clinicalActionScale", ["A", "B", "C", "D"][random.place(in: [8, 22, 40, 30])]) }
        if recommended() { writeIntervention() }
        let barriers = (facts.caughtBarriers + facts.failedBarriers).sorted()
        if let map = facts.map, !barriers.isEmpty, recommended() {
            line.member("safetyBarriers", barriers.map(map.value))
            if !facts.caughtBarriers.isEmpty { extend("safetyBarriersCaught", facts.caughtBarriers.map(map.value)) }
            if !facts.failedBarriers.isEmpty { extend("safetyBarriersFailed", facts.failedBarriers.map(map.value)) }
        }
        let correction = facts.isNearMiss ? Phrases.nearCorrection : Phrases.actualCorrection
        if optional() { line.member("correctiveAction", narrator.text("correctiveAction", correction, extra: 15)) }
        if optional() {
            line.member("preventiveAction", narrator.text("preventiveAction", facts.kind.preventive, extra: 8))
        }
        if optional() { line.member("learningActions", narrator.text("learningActions", Phrases.learning, extra: 8)) }
        if isAmendment || optional() { line.member("incidentClosed", isAmendment || random.chance(70) ? "Y" : "N") }
    }

    private mutating func writeIntervention() {
        guard !facts.isNearMiss else {
            line.member("intervention", [9])
            return
        }
        switch random.place(in: [40, 30, 10, 14, 6]) {
        case 0: line.member("intervention", [6])
        case 1: line.member("intervention", facts.kind.effect == .dose ? [1, 2] : [1])
        case 2: line.member("intervention", [5])
        case 3: line.member("intervention", facts.kind.effect == .dose ? [2, 3] : [7])
        default:
            line.member("intervention", [8])
            extend("interventionOther", "closer follow-up visits")
        }
    }
}
