extension IncidentKind {
    /// Incidents of brachytherapy.
    static let brachytherapy = [
        IncidentKind(
            name: "dwell time", map: .brachytherapy, deliveries: [.hdr, .surfaceHDR], weight: 9,
            origins: [310, 311, 315], found: [401, 402, 404, 407],
            causes: ["1.b.iii", "3.b", "1.d.vi", "6.d.ii", "2.b.ii"],
            titles: [
                "Dwell times not scaled", "Wrong step size in HDR plan", "Dwell positions differ from the directive",
            ],
            near: [
                """
                The dwell times for the {site} were not scaled to the source strength of the day. The second \
                calculation showed it.
                """,
                "The step size of the plan for the {site} was that of another applicator.",
            ],
            actual: [
                """
                The {site} was treated for {wrongFractions} of {fractions} fractions at {dose} with dwell times that \
                belonged to an earlier optimization.
                """
            ],
            analysis: [
                """
                The plan was optimized again in the afternoon while the printed sheet of the morning was used for the \
                check.
                """
            ],
            preventive: ["The second calculation reads the plan file and not the printed sheet."]),
        IncidentKind(
            name: "wrong channel", map: .brachytherapy, deliveries: [.hdr], weight: 6, harm: 2,
            origins: [505, 508], found: [509, 510, 512], errors: [2, 4],
            causes: ["3.b", "2.b.ii", "1.d.iii", "6.a.ii"],
            titles: ["Transfer tubes exchanged", "Wrong channel connected", "Guide tubes in the wrong order"],
            near: [
                """
                Two transfer tubes were exchanged at the applicator for the {site}. {Physicist} traced them before the \
                source went out.
                """
            ],
            actual: [
                """
                Channels two and three were exchanged for {wrongFractions} of {fractions} fractions to the {site}, so \
                that part of the target had less dose.
                """
            ],
            analysis: [
                "The tubes have the same colour and their numbers are worn off. The room was dark for the imaging."
            ],
            preventive: ["The numbers are engraved and read aloud from the applicator to the afterloader."]),
        IncidentKind(
            name: "applicator length", map: .brachytherapy, deliveries: [.hdr, .surfaceHDR], weight: 6, harm: 2,
            origins: [305, 302], found: [312, 404, 406, 507, 603], errors: [2],
            causes: ["1.c.ii", "2.a.iv", "6.c.iii.3", "1.d.i"],
            titles: ["Wrong applicator length", "Source would stop short", "Offset of the applicator tip"],
            near: [
                """
                The length of the applicator for the {site} was entered {distance} too short. The measurement with the \
                ruler differed from the plan.
                """
            ],
            actual: [
                """
                The applicator length was wrong by {distance} for {wrongFractions} of {fractions} fractions and the \
                dose was {direction} of the {site}.
                """
            ],
            analysis: [
                "The length in the library was that of the old model. The new set came without a commissioning report."
            ],
            preventive: [
                "Each applicator is measured before its first use and the length is kept with its serial number."
            ]),
        IncidentKind(
            name: "source strength", map: .brachytherapy, deliveries: [.seeds], weight: 5,
            origins: [306, 308], found: [402, 403, 407, 509],
            causes: ["1.d.i", "6.b.iii", "1.c.i", "2.a.ii"],
            titles: ["Seed strength in the wrong unit", "Seeds of the wrong strength ordered", "Wrong batch of seeds"],
            near: [
                """
                The seeds for the {site} were ordered in millicurie and planned in air kerma units. The assay showed \
                the difference.
                """
            ],
            analysis: [
                """
                The order form of the vendor and the planning system use different units and the form does not print \
                them.
                """
            ],
            preventive: ["The order form carries the unit and the conversion, and a physicist signs it."]),
        IncidentKind(
            name: "implant displacement", map: .brachytherapy, deliveries: [.seeds, .hdr], weight: 5, harm: 2,
            origins: [508, 512], found: [603, 604], errors: [2, 4],
            causes: ["4.e", "1.c.i", "6.d.ii", "7"],
            titles: ["Implant below the target", "Needles moved before treatment", "Seeds outside the gland"],
            actual: [
                """
                The images after the implant show sources {distance} {direction} of the {site}. The dose to the target \
                is lower than the directive asks.
                """
            ],
            analysis: ["The view was poor and the base plane was not found again after a pause."],
            preventive: ["The base plane is confirmed by a second person after each pause."]),
        IncidentKind(
            name: "afterloader fault", map: .brachytherapy, deliveries: [.hdr, .surfaceHDR], weight: 3, effect: .safety,
            harm: 2,
            affected: 3, origins: [512], found: [513, 515], errors: [6], otherError: "source did not retract at once",
            causes: ["2.b.vi", "2.c.iii", "1.a.ii.2"],
            titles: ["Source did not retract", "Afterloader alarm", "Survey meter did not work"],
            near: [
                """
                The afterloader stopped with an error during the check cable run for the {site}. The source did not \
                leave the safe.
                """
            ],
            actual: [
                """
                The source was slow to retract after the {site} and {physicist} turned the hand crank. The badge \
                readings were below the limit.
                """
            ],
            analysis: ["The drive had been reported as noisy and the service visit was put off for two weeks."],
            preventive: ["The emergency drill is held with every new member of the team and each quarter."]),
        IncidentKind(
            name: "written directive", map: .brachytherapy, deliveries: [.hdr, .seeds, .surfaceHDR], weight: 5,
            origins: [304, 315], found: [408, 502], errors: [4],
            causes: ["1.b.iv", "1.d.i", "1.b.v", "6.e.ii"],
            titles: ["Written directive incomplete", "Directive differs from plan", "Directive not signed"],
            near: [
                "The written directive for the {site} gave another dose than the plan, {total} being what was meant.",
                "The directive for the {site} was not signed when {patient} was already in the room.",
            ],
            analysis: ["The directive is a paper form and was filled in from the plan of an earlier patient."],
            preventive: ["The directive is printed from the plan and signed before anesthesia is called."]),
    ]

    /// Incidents that no process map describes.
    static let elsewhere = [
        IncidentKind(
            name: "radioisotope activity", map: nil, deliveries: [.radioisotope], weight: 2, errors: [4],
            causes: ["1.d.i", "3.b", "1.b.iv"],
            titles: ["Activity of the capsule differs from the directive", "Wrong capsule delivered"],
            near: ["The capsule for {patient} was assayed and held another activity than the directive asked for."],
            analysis: ["The order was made by telephone and the pharmacy repeated another number."],
            preventive: ["Orders of activity are made in writing and read back."]),
        IncidentKind(
            name: "unsafe condition", map: nil, deliveries: [], weight: 4, effect: .safety, harm: 0,
            affected: 4, affectedOther: "visitor", errors: [7],
            causes: ["2.d.i", "2.d.iii", "1.e.i", "5.a", "5.b", "1.f.iii", "2.d.v"],
            titles: [
                "Water on the floor of the waiting room", "Door interlock does not latch",
                "Emergency light not working",
            ],
            near: [
                "The floor outside {machine} was wet from a leak and nobody had put up a sign.",
                "The last person out button of {machine} can be pressed from outside the room.",
            ],
            actual: ["A visitor slipped on the wet floor outside {machine} and was not hurt."],
            analysis: ["The fault had been reported to the facility twice and no one followed it up."],
            preventive: ["Faults of the building are on the list of the daily huddle until they are mended."]),
    ]
}
