extension IncidentKind {
    /// Incidents of setting the patient up and of verifying the position.
    static let setup = [
        IncidentKind(
            name: "wrong shift instructions", weight: 16, trend: -4,
            origins: [209, 306, 314], found: [401, 408, 507, 510, 601, 603], errors: [2],
            causes: ["6.e.iii", "1.d.i", "3.b", "2.b.iii", "6.d.iii", "1.b.ii"],
            titles: ["Wrong shift on the setup sheet", "Shift direction reversed", "User origin not at the marks"],
            near: [
                """
                The setup sheet for the {site} asked for a shift of {distance} {direction}; the plan needed the \
                opposite direction.
                """,
                """
                The user origin had not been placed at the simulation markers, so the shift for the {site} was off by \
                {distance}.
                """,
            ],
            actual: [
                """
                The shift of {distance} {direction} was wrong and {wrongFractions} of {fractions} fractions to the \
                {site} were treated with it.
                """,
                """
                {Therapist} performed the shift as it was written. The sheet had been copied from an earlier plan, and \
                the {site} was treated {distance} off for {wrongFractions} fractions.
                """,
            ],
            analysis: [
                """
                Shifts are computed by hand from the origin and typed into the sheet. The first image was matched to \
                bone near the edge of the volume.
                """,
                "The origin was moved after the sheet had been printed. The sheet does not carry the plan identifier.",
            ],
            preventive: [
                "The setup sheet is now produced by a script from the approved plan.",
                "The origin is compared with the markers by the automatic plan check.",
            ]),
        IncidentKind(
            name: "wrong shift performed", weight: 11,
            origins: [507], found: [509, 510, 602, 603], errors: [2],
            causes: ["3.b", "1.e.ii", "6.a.ii", "6.a.iii", "1.a.i.1"],
            titles: [
                "Shift made in the wrong direction", "Patient not shifted from the marks", "Couch moved the wrong way",
            ],
            near: [
                """
                {Patient} was set to the marks and the shift of {distance} {direction} was not made. The image before \
                the first beam showed it.
                """,
                """
                The couch was moved {distance} to the wrong side for the {site}. {Therapist} stopped when the match \
                did not converge.
                """,
            ],
            actual: [
                """
                The shift of {distance} {direction} was forgotten for {wrongFractions} of {fractions} fractions to the \
                {site}.
                """,
                """
                {Therapist} moved the couch {direction} instead of the other way and the {site} was treated with an \
                offset of {distance}.
                """,
            ],
            analysis: [
                """
                Two therapists were at lunch and a third was called in from {machine}. The sheet was read aloud by \
                nobody.
                """,
                "The second person at the console was on the telephone when the couch was moved.",
            ],
            preventive: [
                "Shifts are read back by the second therapist before anyone leaves the room.",
                "The couch values are acquired on day one and their tolerance is tightened.",
            ]),
        IncidentKind(
            name: "imaging mismatch", deliveries: [.sbrt, .imrt, .arc], weight: 13, trend: 2,
            origins: [312, 510], found: [512, 602, 603], errors: [2],
            causes: ["6.c.iii.1", "6.b.iv", "1.c.i", "6.a.iii", "2.b.ii"],
            titles: [
                "Matched to the wrong vertebra", "CBCT match accepted at the wrong level", "Image guidance mismatch",
            ],
            near: [
                """
                The cone beam scan for the {site} was matched one vertebral body too far {direction}. {Oncologist} \
                noticed it before the beam was turned on.
                """,
                "The automatic match of the {site} ran on the wrong structure and gave a shift of {distance}.",
            ],
            actual: [
                """
                The match for the {site} was accepted one level too far {direction}. {WrongFractions} of {fractions} \
                fractions at {dose} were delivered with an offset of {distance}.
                """,
                """
                Offline review showed that the {site} had been matched to the clip and not to the target for \
                {wrongFractions} fractions.
                """,
            ],
            analysis: [
                """
                The field of view showed three similar bodies and no landmark. The reference had no label of the \
                level.
                """,
                """
                The box of the automatic match included the shoulder. The person at the console had not treated this \
                site before.
                """,
            ],
            preventive: [
                "The level is labelled on the reference image and counted from a landmark.",
                "The match box is drawn at planning and locked.",
            ]),
        IncidentKind(
            name: "setup notes missing", weight: 7, effect: .operation, harm: 0,
            origins: [205, 206], found: [502, 507, 510], errors: [2],
            causes: ["1.d.i", "1.b.iv", "6.b.ii", "1.e.iii"],
            titles: ["Setup photo missing", "Immobilization not documented", "Wrong head rest listed"],
            near: [
                "The setup note of the {site} named a different head rest from the one in the simulation photograph.",
                """
                There was no setup photograph for the {site} and {therapist} had to call the simulator to ask how the \
                arms were.
                """,
            ],
            analysis: ["The note is typed after {patient} has left and from memory."],
            preventive: ["The setup note is finished while the patient is still on the table."]),
        IncidentKind(
            name: "motion management", deliveries: [.sbrt, .imrt, .arc], weight: 6, trend: 3,
            origins: [312, 507], found: [511, 512, 515],
            causes: ["1.c.ii", "6.e.ii", "2.b.ii", "4.c", "1.d.i"],
            titles: ["Gating not switched on", "Breath hold at the wrong amplitude", "Abdominal compression omitted"],
            near: [
                "The plan for the {site} needed gating and the window had not been set. The beam was not started.",
                """
                The compression for the {site} was noted in the directive and not in the setup note; {patient} \
                reminded us.
                """,
            ],
            actual: [
                """
                {WrongFractions} of {fractions} fractions to the {site} were delivered in free breathing although the \
                plan was made in breath hold.
                """
            ],
            analysis: [
                "The gating flag is lost when the plan is copied. The therapists could not have seen it in the chart.",
                "The trace had drifted and the baseline was not taken again.",
            ],
            preventive: ["The time-out names the motion technique and the chart check compares it with the plan."]),
        IncidentKind(
            name: "wrong patient", deliveries: Delivery.external, weight: 3, harm: 2,
            origins: [501, 504], found: [502, 507, 510, 512], errors: [1],
            causes: ["1.b.iv", "3.c", "4.b", "6.c.iii.2", "1.e.ii"],
            titles: [
                "Wrong patient in the room", "Chart of another patient open", "Identification not by two methods",
            ],
            near: [
                "The chart of another patient was open at the console when {patient} was brought in for the {site}.",
                "{Patient} answered to the name of another patient who was waiting for treatment of the same site.",
            ],
            actual: [
                """
                The fields of another patient were started on {patient}. One fraction was delivered in part before the \
                photograph was compared.
                """
            ],
            analysis: [
                """
                Two patients with similar names were scheduled one after the other. The name was called and no birth \
                date asked.
                """,
                "The order of the day had changed and the queue on the screen was not refreshed.",
            ],
            preventive: ["The face photograph opens with the chart and has to be confirmed."]),
        IncidentKind(
            name: "fall or collision", deliveries: Delivery.external, weight: 5, effect: .safety,
            origins: [503, 507], found: [514, 515], errors: [6], otherError: "injury without change of dose",
            causes: ["2.d.i", "2.d.ii", "4.e", "1.e.i", "1.e.iii"],
            titles: ["Fall from the couch", "Gantry touched the patient", "Near collision with the couch"],
            near: [
                "The panel came within a finger's width of {patient} and the movement was stopped by hand.",
                """
                {Patient} tried to get up while the couch was raised. {Therapist} was in the room and prevented a \
                fall.
                """,
            ],
            actual: [
                """
                {Patient} slipped from the couch when it had been lowered and hit an elbow. No treatment was affected.
                """,
                """
                The gantry touched the foot of {patient} during the rotation. The skin was red and nothing was broken.
                """,
            ],
            analysis: [
                "The room camera does not show the far side of the couch. The clearance was tried without the board."
            ],
            preventive: ["The clearance is tried with all devices in place before the first fraction."]),
    ]
}
