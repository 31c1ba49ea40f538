/// Sentences that fit incidents of any kind.
enum Phrases {
    /// Sentences that name someone, a number or a place; used only in reports that plant identifiers.
    static let identifying: [Template] = [
        "MRN {recordNumber}.", "Record number is {recordNumber}, born {birthDate}.",
        "{Patient} was told by {oncologist} on {date}.", "{Relative} called from {phone} and asked what had happened.",
        "Service engineer {engineer} was paged at {phone}.", "The outside records came from {outsideFacility}.",
        "The screenshots were sent to {email}.", "The console was logged in as {login}.",
        "The unit has serial number {serial}.", "{Patient} has been seen at {facility} since {date}.",
        "{Patient} drives in from {town} with {relative}.", "Please call {therapist} at {phone} with questions.",
        "{Oncologist} spoke with {outsideFacility} on {date}.",
        "Discussed with {physicist} and {oncologist} on {date}.",
        "Per {oncologist} the treatment goes on.", "Covering that day was {engineer}, a locum.",
        "{Dosimetrist} and {therapist} were there.", "The same happened on {date}.",
    ]

    /// Those of `identifying` that do not speak of the patient.
    static let identifyingOthers = identifying.filter { template in
        ![Blank.patient, .recordNumber, .birthDate, .relative].contains(where: template.uses)
    }

    /// Beginnings of a description.
    static let opening: [Template] = [
        "", "", "", "During a busy afternoon the following was noticed. ", "This concerns treatment on {machine}. ",
        "Reported from {machine}. ", "The course has {fractions} fractions at {dose}. ", "For information. ",
    ]

    /// Sentences between the account and the closing.
    static let details: [Template] = [
        "The prescription is {total} in {fractions} fractions.", "The plan had been made the week before.",
        "{Therapist} and {physicist} looked at it together.", "{Oncologist} was not in the building.",
        "The chart had passed two checks by then.", "The team had worked through lunch.",
        "Image guidance was done as ordered.", "The same template had been used for other patients.",
        "{Dosimetrist} was asked to look at the export log.", "The gamma of the measurement was above 95% at 3%/2 mm.",
        "The Winston-Lutz test of the morning was within 1 mm.", "The hand-over between the shifts was short.",
        "The note of the consult was not final at the time.", "The couch vert was 12.4 and the gantry at 180.",
    ]

    /// Ends of a description.
    static let closing: [Template] = [
        "", "", " The treatment was held until it was clear.", " Nobody had noticed it earlier.",
        " It could have gone on for the whole course.", " This has happened before.",
        " The schedule was tight that day and {machine} was running late.",
    ]

    /// The head of a note that was copied from a chart.
    static let chartHeader: Template = "Pt: {patient} MRN {recordNumber} DOB {birthDate}\n"
    /// The same without a name.
    static let plainChartHeader: Template = "RADIATION ONCOLOGY NOTE\nSite: {site}\n"
    /// The signature below such a note.
    static let chartFooter: Template = "\nElectronically signed: {oncologist} {date}"

    /// Element 1.18 of near misses.
    static let nearAction: [Template] = [
        "Stopped and asked for a correction before treatment.", "Called {dosimetrist}, who corrected the plan.",
        "Held the patient in the waiting room until the answer came.", "Informed {physicist} and {oncologist}.",
        "Corrected the chart and told the team.",
    ]
    /// Element 1.18 of actual incidents.
    static let actualAction: [Template] = [
        "Stopped the treatment and called {physicist}.", "Informed {oncologist} at once.",
        "Called {physicist} and {oncologist}; the next fraction was put on hold.",
        "Told the lead therapist and filed this report.",
    ]

    /// Element 3.4 of near misses.
    static let nearCorrection: [Template] = [
        "Corrected before the first treatment.", "The plan was corrected, approved again and exported.",
        "The chart was corrected while the patient waited.",
    ]
    /// Element 3.4 of actual incidents.
    static let actualCorrection: [Template] = [
        "The rest of the course was adapted to make up for the difference.",
        "{Oncologist} discussed the deviation with {patient}; the course goes on unchanged.",
        "The dose was recalculated and found acceptable by {oncologist}.",
        "A compensating plan was made by {dosimetrist}.",
    ]

    /// Element 3.6.
    static let learning: [Template] = [
        "Presented at the monthly safety rounds.", "Shared at the morning huddle of all therapists.",
        "{Physicist} gave a short talk about it.", "Added to the orientation of new staff.",
        "Reviewed by the quality committee, which asked for a follow-up in three months.",
    ]

    /// What an amendment adds to element 2.41.
    static let addendum: Template =
        " Addendum: the committee looked at the report again, talked to everyone involved and confirmed the causes."

    /// Who usually finds something at a step, and what people call the step.
    static func finding(_ step: Int?, _ map: ProcessMap) -> (role: Int, templates: [Template]) {
        guard let step, let finding = (map == .external ? externalFindings : brachytherapyFindings)[step] else {
            return (4, unplaced)
        }
        return finding
    }

    private static let unplaced: [Template] = ["Seen by chance.", "{Therapist} noticed it."]

    private static func finding(_ role: Int, _ place: String) -> (role: Int, templates: [Template]) {
        let blank =
            [1: "oncologist", 4: "therapist", 5: "dosimetrist", 6: "physicist", 7: "nurse"][role] ?? "therapist"
        let capital = blank.prefix(1).uppercased() + blank.dropFirst()
        return (
            role,
            [
                "Found at \(place).", "{\(capital)} noticed it at \(place).", "It came up at \(place).",
                "Seen by {\(blank)} at \(place).",
            ].map(Template.init(stringLiteral:))
        )
    }

    private static let externalFindings = [
        201: finding(4, "the check of identity before simulation"), 207: finding(7, "the contrast injection"),
        208: finding(4, "the planning scan"), 301: finding(5, "the image registration"),
        306: finding(5, "the placement of the isocenter"), 309: finding(6, "the first look of physics at the plan"),
        310: finding(1, "the first look of the physician at the plan"), 401: finding(6, "the physics plan review"),
        402: finding(6, "the independent calculation"), 404: finding(4, "the check of the parameters at the machine"),
        405: finding(6, "the measurement before treatment"), 406: finding(6, "the final physics approval"),
        407: finding(1, "chart rounds"), 408: finding(4, "the therapists' chart check"),
        502: finding(4, "the time-out"),
        503: finding(7, "the preparation in the room"), 504: finding(4, "the choice of the session"),
        507: finding(4, "the setup in the room"), 508: finding(4, "the placing of the accessories"),
        509: finding(4, "the check of accessories and parameters"), 510: finding(4, "the imaging before treatment"),
        511: finding(4, "the check of the breathing trace"), 512: finding(1, "the physician's check at the console"),
        514: finding(4, "the delivery"), 515: finding(4, "the monitoring during the beam"),
        517: finding(4, "the check of the device during treatment"), 601: finding(6, "the initial physics check"),
        602: finding(1, "the review of the portal images"), 603: finding(1, "the offline review of the images"),
        605: finding(6, "the weekly physics check"), 606: finding(1, "the weekly visit"),
        607: finding(4, "the weekly therapist check"), 702: finding(6, "the final chart check"),
        804: finding(6, "the regular quality tests"), 807: finding(6, "the tests after the repair"),
    ]

    private static let brachytherapyFindings = [
        312: finding(6, "the first look of physics at the plan"), 401: finding(6, "the physics plan review"),
        402: finding(6, "the independent calculation"), 403: finding(6, "the source assay"),
        404: finding(6, "the check of the dwell positions"), 406: finding(6, "the check of the parameters at the unit"),
        407: finding(6, "the final physics approval"), 408: finding(1, "the signing of the written directive"),
        502: finding(7, "the time-out"), 507: finding(6, "the check of the applicator"),
        509: finding(6, "the check of the source"), 510: finding(1, "the imaging before treatment"),
        512: finding(6, "the delivery"), 513: finding(6, "the check that the source is back"),
        515: finding(6, "the survey after treatment"), 603: finding(6, "the dosimetry after the implant"),
        604: finding(6, "the review of the written directive"),
    ]
}
