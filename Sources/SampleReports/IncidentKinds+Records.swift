extension IncidentKind {
    /// Incidents of scheduling, recording and replanning.
    static let records = [
        IncidentKind(
            name: "scheduling", deliveries: Delivery.external, weight: 12, trend: 1, effect: .operation, harm: 0,
            origins: [315], found: [502, 504, 605, 607], errors: [7],
            causes: ["1.a.i.1", "1.d.iii", "1.d.vi", "1.a.i.4", "6.e.ii"],
            titles: ["Fraction not scheduled", "Second daily fraction too early", "Start date before plan was ready"],
            near: [
                "{Patient} was scheduled to start on the {site} before the plan was approved and was sent home.",
                """
                The two fractions of a day for the {site} were scheduled less than six hours apart. {Therapist} moved \
                the second.
                """,
            ],
            actual: [
                """
                One fraction to the {site} was missed because the schedule ended a week early. It was added at the \
                end.
                """
            ],
            analysis: [
                "The template of the schedule counts weeks and not fractions. The front desk was short of one person."
            ],
            preventive: ["The scheduled fractions are compared with the prescription every Friday."]),
        IncidentKind(
            name: "adaptive replan", deliveries: [.imrt, .arc], weight: 6, trend: 6,
            origins: [604], found: [605, 607], errors: [4],
            causes: ["1.d.iii", "1.b.ii", "6.e.ii", "1.d.vi", "2.b.iii"],
            titles: ["Replan not activated", "Old plan treated after replan", "Adaptive plan late"],
            near: [
                "The adaptive plan for the {site} was ready, but the old one was still scheduled for the next day."
            ],
            actual: [
                """
                The new plan for the {site} was approved and the old one was treated for {wrongFractions} more \
                fractions out of {fractions}.
                """,
                """
                {Patient} had lost weight and the immobilization was loose; the replan of the {site} was asked for and \
                forgotten, so that {wrongFractions} fractions were treated with the old plan.
                """,
            ],
            analysis: ["A replan has no task in the workflow, it is asked for in the hallway."],
            preventive: ["A replan opens a task that blocks the session of the chosen day."]),
        IncidentKind(
            name: "treatment record", deliveries: Delivery.photons, weight: 7, effect: .operation, harm: 0,
            origins: [516], found: [605, 607, 702], errors: [7],
            causes: ["2.b.iv", "2.b.v", "3.b", "2.d.iv"],
            titles: ["Fraction recorded twice", "Treatment not recorded", "Dose tracking wrong"],
            near: [
                """
                A fraction to the {site} stood in the record twice after the network failed. It had been delivered \
                once.
                """,
                "The dose tracking of the {site} counted the imaging fields. {Physicist} corrected the record.",
            ],
            analysis: [
                "The session was closed by hand after the connection broke and the console sent it again later."
            ],
            preventive: ["A session that was closed by hand is checked against the machine's log on the same day."]),
        IncidentKind(
            name: "consent or orders", deliveries: Delivery.external, weight: 7, effect: .operation, harm: 0,
            origins: [111, 114], found: [201, 408, 502], errors: [7],
            causes: ["1.b.iv", "1.d.i", "1.a.i.1", "6.e.ii"],
            titles: ["Consent not signed", "Registered under an old number", "Two records for one patient"],
            near: [
                """
                There was no signed consent for the {site} at the first treatment. {Oncologist} was called and it was \
                signed.
                """,
                "{Patient} had two records in the oncology information system and the pathology was in the other one.",
            ],
            analysis: ["The forms went with the patient to the other building and nobody missed them."],
            preventive: ["The consent is checked the day before and not at the door of the room."]),
    ]
}
