extension IncidentKind {
    /// Incidents of delivery and of the machines.
    static let delivery = [
        IncidentKind(
            name: "missing bolus", deliveries: [.conformal, .electrons], weight: 12,
            origins: [314, 505, 508], found: [509, 512, 602, 605, 607],
            causes: ["6.e.ii", "1.d.i", "3.b", "6.a.i", "1.e.iii"],
            titles: ["Bolus omitted", "Bolus not in the treatment chart", "Bolus of the wrong thickness"],
            near: [
                """
                The bolus for the {site} was in the plan and not in the treatment chart. {Therapist} asked because the \
                photograph showed it.
                """,
                "Bolus of the wrong thickness was laid out for the {site} and exchanged before the beam.",
            ],
            actual: [
                "The bolus on the {site} was left out for {wrongFractions} of {fractions} fractions.",
                "Bolus was to be used every other day; it was missed for {wrongFractions} fractions to the {site}.",
            ],
            analysis: [
                """
                The bolus was added to the plan after the fields had been exported. The accessory is not coded, so \
                nothing interlocks.
                """,
                "The note about the bolus scrolls out of sight below the older notes.",
            ],
            preventive: ["Bolus is entered as an accessory that has to be confirmed for each field."]),
        IncidentKind(
            name: "wrong accessory", deliveries: [.electrons], weight: 6,
            origins: [205, 508], found: [509, 512, 607], errors: [4, 5],
            causes: ["3.b", "6.e.i", "2.b.ii", "1.a.ii.6"],
            titles: ["Cutout of another patient used", "Wrong electron cone", "Wrong electron energy selected"],
            near: [
                """
                The cutout of another patient was in the cone for the {site}. The light field did not match the skin \
                marks.
                """,
                "The plan for the {site} needed a lower electron energy than the one that was moded up.",
            ],
            actual: [
                """
                The {site} was treated for {wrongFractions} of {fractions} fractions with the cutout of another \
                patient.
                """
            ],
            analysis: [
                "Cutouts are kept in one drawer and labelled with a pencil. The code of the tray was overridden."
            ],
            preventive: ["Cutouts are stored by patient and carry a printed label with the field name."]),
        IncidentKind(
            name: "wrong field or session", deliveries: [.imrt, .conformal, .arc, .simple], weight: 9, harm: 0,
            origins: [504, 506], found: [508, 509, 602, 605, 607], errors: [4],
            causes: ["3.b", "6.e.i", "2.b.ii", "1.e.ii", "6.a.iii"],
            titles: ["Boost started too early", "Wrong course selected", "Field treated twice"],
            near: [
                """
                The boost session was opened for the {site} although the first phase had not ended. {Therapist} closed \
                it before the beam.
                """,
                "The fields of the second isocenter were loaded for the {site} of the first.",
            ],
            actual: [
                "The boost of the {site} was begun {wrongFractions} fractions too early.",
                """
                One field to the {site} was treated twice after an interruption, because the partial was recorded as \
                missing. This happened on {wrongFractions} of {fractions} days.
                """,
            ],
            analysis: [
                """
                The sessions were not in sequence after a machine transfer. The console shows the session name in \
                small print.
                """
            ],
            preventive: ["Sessions are re-sequenced by one person after each transfer and checked by a second."]),
        IncidentKind(
            name: "hardware fault", deliveries: [.conformal, .imrt, .arc, .sbrt], weight: 8,
            origins: [514, 806], found: [515, 807], errors: [4],
            causes: ["2.b.vi", "2.c.iii", "2.c.v", "2.b.v", "2.c.iv"],
            titles: ["Leaf motor failed during treatment", "Dose rate interlock", "Couch drifted under load"],
            near: [
                """
                A leaf of {machine} did not follow the plan and the interlock stopped the beam. The field for the \
                {site} was completed after the repair.
                """,
                """
                After the repair of {machine} the imaging arm was {distance} off. The verification found it before the \
                first patient.
                """,
            ],
            actual: [
                """
                The couch of {machine} drifted by {distance} during the treatment of the {site}. {WrongFractions} of \
                {fractions} fractions may have been affected.
                """
            ],
            analysis: [
                "The same motor had been replaced twice in half a year. The service report was not copied to physics.",
                "The log shows the fault for some days below the threshold of the interlock.",
            ],
            preventive: ["Repeated faults of one part are taken up with the service manager every week."]),
        IncidentKind(
            name: "commissioning", deliveries: [.imrt, .arc, .sbrt, .conformal], weight: 2, harm: 3, affected: 2,
            origins: [801, 802, 806], found: [804, 807], errors: [4],
            causes: ["2.a.i", "2.a.ii", "1.c.iii", "1.f.vi", "1.a.ii.3"],
            titles: ["Small field factors wrong", "Beam model error", "Calibration used the wrong factor"],
            near: [
                """
                The new beam model of {machine} had wrong factors for small fields. No patient had been treated with \
                it.
                """
            ],
            actual: [
                """
                The output of {machine} was set with the wrong chamber factor. Patients were treated with it, \
                {patient} among them, for {wrongFractions} of {fractions} fractions.
                """
            ],
            analysis: ["The data were taken by one person and there was no independent review before release."],
            preventive: ["A beam model is released only after a measurement by someone who did not make it."]),
        IncidentKind(
            name: "cardiac device", deliveries: Delivery.photons, weight: 5, effect: .safety, harm: 2,
            origins: [107], found: [503, 517, 606], errors: [6], otherError: "implanted device not assessed",
            causes: ["1.b.iii", "1.d.iv", "6.d.i", "1.d.vi"],
            titles: ["Pacemaker not noted", "Cardiac device found on day one", "Device check not arranged"],
            near: [
                "{Patient} has a pacemaker that was not on the intake form. The scan of the {site} showed the leads.",
                "The device clinic had not been called before the start for the {site}.",
            ],
            actual: [
                """
                {Patient} was treated to the {site} for some days without the device checks that the protocol asks \
                for. The device was found to work.
                """
            ],
            analysis: ["The intake form has the device on its second page and the page was not scanned."],
            preventive: ["The simulation checklist asks for implanted devices and stops without an answer."]),
        IncidentKind(
            name: "range shifter", deliveries: [.protons], weight: 3,
            origins: [308, 508], found: [401, 509, 602], errors: [4, 5],
            causes: ["2.b.iii", "3.b", "1.c.ii", "6.e.i"],
            titles: ["Range shifter missing", "Wrong snout position", "Wrong range for the field"],
            near: [
                """
                The field to the {site} needed a range shifter that was not in the nozzle. The accessory check refused \
                the beam.
                """
            ],
            actual: [
                """
                The {site} was treated for {wrongFractions} of {fractions} fractions with the snout {distance} too far \
                back.
                """
            ],
            analysis: ["The snout position is entered by hand and was taken from the other field."],
            preventive: ["The snout position is exported with the plan and no longer typed."]),
        IncidentKind(
            name: "contrast reaction", deliveries: [.imrt, .arc, .sbrt], weight: 3, effect: .safety, harm: 2,
            origins: [119], found: [207, 208], errors: [7],
            causes: ["1.d.iv", "1.d.v", "6.d.iv", "4.a"],
            titles: [
                "Contrast given despite allergy", "Reaction to contrast at simulation",
                "Contrast order without lab values",
            ],
            near: [
                """
                Contrast was drawn up for the simulation of the {site} although the chart lists an allergy. {Nurse} \
                stopped it.
                """
            ],
            actual: [
                """
                {Patient} had hives after the contrast at the simulation of the {site}. {Nurse} gave medication and \
                the reaction settled.
                """
            ],
            analysis: ["The allergy stood in the hospital record and had not come over to the department's own."],
            preventive: ["The allergy list is read aloud before contrast is drawn up."]),
    ]
}
