extension IncidentKind {
    /// Incidents that begin with the decision to treat, imaging or planning.
    static let planning = [
        IncidentKind(
            name: "wrong plan transferred", deliveries: [.imrt, .arc, .sbrt, .conformal], weight: 14, trend: 2, harm: 2,
            origins: [311, 313, 314], found: [401, 404, 408, 509, 601],
            causes: ["1.d.iii", "2.b.iii", "3.b", "6.e.i", "1.b.iii"],
            titles: [
                "Superseded plan exported to R&V", "Wrong plan version transferred",
                "Unapproved plan sent to record and verify",
            ],
            near: [
                """
                A revised plan for the {site} was approved, but the earlier version was exported to the record and \
                verify system. The monitor units differed from the approved plan on every field.
                """,
                """
                Two plans with nearly the same name existed for the {site}. {Dosimetrist} exported the one that \
                {oncologist} had rejected because of the cord dose.
                """,
            ],
            actual: [
                """
                The superseded plan for the {site} was exported and treated for {wrongFractions} of {fractions} \
                fractions at {dose}. The approved plan had a different beam arrangement.
                """,
                """
                After a re-plan of the {site}, {dosimetrist} sent the old plan to record and verify. {Patient} \
                received {wrongFractions} fractions with the old fields before the monitor units were compared.
                """,
            ],
            analysis: [
                """
                Both plan versions stayed in approvable status and their names differ by one character. The export \
                screen lists plans by name only.
                """,
                """
                The re-plan was finished late and the export was done during the hand-over between two dosimetrists. \
                Nothing in the checklist asks for the plan identifier.
                """,
            ],
            preventive: [
                "Superseded plans are now marked as rejected before the new one is approved.",
                "The plan check compares the plan identifier in the planning system with the one in record and verify.",
            ]),
        IncidentKind(
            name: "laterality", deliveries: Delivery.external, weight: 6, harm: 2, isPaired: true,
            origins: [110, 203, 304, 302], found: [310, 401, 407, 502, 510], errors: [3],
            causes: ["1.d.i", "1.d.v", "6.b.iii", "6.d.iii", "3.b", "1.b.iv"],
            titles: ["Wrong side on the order", "Laterality mismatch {site}", "Possible wrong-side treatment"],
            near: [
                """
                The simulation order asked for the {wrongSite}, while the pathology report and the consult note say \
                {site}.
                """,
                """
                The prescription read {wrongSite}. {Patient} pointed to the {site} when asked where the treatment \
                would be.
                """,
            ],
            actual: [
                """
                {WrongFractions} of {fractions} fractions at {dose} were delivered to the {wrongSite} instead of the \
                {site}. The order had been copied from a referral letter with the wrong side.
                """,
                """
                {Oncologist} contoured the {wrongSite}; the disease was in the {site}. The plan was approved and \
                treated for {wrongFractions} fractions.
                """,
            ],
            analysis: [
                """
                The side was typed by hand in three places and two of them disagreed. Nobody compared the order with \
                the pathology report.
                """,
                """
                The referral letter named the wrong side and the consult note repeated it. The time-out asked for the \
                site and not for the side.
                """,
            ],
            preventive: [
                "The side is now read from the pathology report at the time-out.",
                "The order form refuses a paired site without a side.",
            ]),
        IncidentKind(
            name: "prescription mismatch", deliveries: Delivery.external, weight: 14, trend: -2,
            origins: [304, 313], found: [401, 406, 408, 601, 605],
            causes: ["1.d.i", "1.d.viii", "6.d.ii", "1.b.iii", "3.c"],
            titles: [
                "Prescription and plan disagree", "Fractionation in plan differs from Rx", "Dose per fraction mismatch",
            ],
            near: [
                """
                The written prescription for the {site} was {total} at {dose} per fraction, the plan had been made for \
                a different fractionation.
                """,
                """
                {Oncologist} changed the prescription of the {site} by telephone. The plan still showed the earlier \
                dose and the change was not written down.
                """,
            ],
            actual: [
                """
                The plan for the {site} was normalized to a different dose per fraction from the one prescribed. \
                {WrongFractions} of {fractions} fractions were delivered before it was noticed.
                """,
                """
                The boost was added to the prescription after the plan was approved. {WrongFractions} fractions were \
                delivered at the wrong dose per fraction, the prescribed one being {dose}.
                """,
            ],
            analysis: [
                """
                The intent form and the prescription are kept in different systems. The change was given by word of \
                mouth during clinic.
                """,
                """
                The plan template carried a default fractionation that was not changed. The first check looked at the \
                total dose only.
                """,
            ],
            preventive: [
                "Verbal changes of a prescription are no longer acted on until they are written.",
                "Default fractionation was removed from the plan templates.",
            ]),
        IncidentKind(
            name: "contour", deliveries: [.imrt, .arc, .sbrt, .radiosurgery], weight: 11, trend: 1,
            origins: [302, 303], found: [310, 401, 407], errors: [2, 4],
            causes: ["1.f.vi", "1.c.i", "3.c", "6.c.iii.3", "1.a.i.1"],
            titles: ["Target contour missed a slice", "Organ at risk contoured wrongly", "Contour problem {site}"],
            near: [
                """
                The target of the {site} ended two slices too low because the contour was interpolated and not \
                reviewed.
                """,
                """
                An organ at risk was contoured three slices short, so that the plan for the {site} was optimized \
                without part of it.
                """,
            ],
            actual: [
                """
                The target volume of the {site} left out a node that was named in the consult note. {WrongFractions} \
                of {fractions} fractions were delivered before the chart rounds found it.
                """,
                """
                A couch structure was kept as part of the body contour and the dose to the {site} was lower than \
                planned for {wrongFractions} fractions.
                """,
            ],
            analysis: [
                """
                {Resident} drew the volumes and they were approved without a slice by slice look. The peer review came \
                only after the first week.
                """,
                """
                The template of structures was for another site. The review before planning was skipped because the \
                start date had been promised.
                """,
            ],
            preventive: [
                "Contours are reviewed by a second physician before planning begins.",
                "Each site has its own structure template with a volume range that raises a warning.",
            ]),
        IncidentKind(
            name: "image registration", deliveries: [.radiosurgery, .imrt, .sbrt], weight: 5, harm: 2,
            origins: [210, 211, 301], found: [309, 310, 401, 510], errors: [2],
            causes: ["2.b.ii", "1.d.i", "6.b.iv", "1.c.ii", "2.a.iv"],
            titles: ["Fusion was off", "MR registered to the wrong series", "Image registration error {site}"],
            near: [
                """
                The MR of the {site} was registered to a planning scan of an earlier course. The shift between the two \
                was {distance} in the {direction} direction.
                """,
                """
                The fusion for the {site} was saved before the last rotation had been applied and the target moved by \
                {distance}.
                """,
            ],
            actual: [
                """
                The contrast MR for the {site} was fused by its header alone. The target was drawn {distance} too far \
                {direction} and treated for {wrongFractions} of {fractions} fractions.
                """
            ],
            analysis: [
                """
                The registration status is shown only in a submenu. The check asks whether there is a fusion and not \
                whether it is right.
                """,
                """
                Two series with the same description came from the outside hospital. The wrong one was chosen from the \
                list.
                """,
            ],
            preventive: [
                "A person other than the one who made a registration signs it.",
                "Outside series are renamed with their date at import.",
            ]),
        IncidentKind(
            name: "calculation", deliveries: [.conformal, .imrt, .arc, .electrons, .sbrt], weight: 8,
            origins: [307, 308], found: [401, 402, 405, 406],
            causes: ["1.c.iii", "2.b.v", "6.d.ii", "3.b", "1.d.vi"],
            titles: ["Calculation failed second check", "Wrong calculation grid", "Density override left in plan"],
            near: [
                """
                The independent calculation for the {site} differed by more than the tolerance. The plan had been \
                computed without the couch top.
                """,
                """
                A density override for the contrast was left in the plan and the dose to the {site} was wrong by a few \
                percent.
                """,
            ],
            actual: [
                """
                The plan for the {site} was calculated with the wrong treatment energy curve. {WrongFractions} of \
                {fractions} fractions at {dose} were delivered before the measurement was looked at.
                """
            ],
            analysis: [
                "The template for this machine was made before the upgrade and nobody owns it.",
                "The measurement was scheduled after the first fraction because the phantom was in use.",
            ],
            preventive: [
                "No first fraction without a passed independent calculation.",
                "The plan templates are reviewed after each upgrade by one named physicist.",
            ]),
        IncidentKind(
            name: "previous radiation", deliveries: Delivery.photons, weight: 6, harm: 2,
            origins: [108], found: [310, 401, 407, 606],
            causes: ["1.d.iv", "1.d.v", "6.b.i", "1.b.iii"],
            titles: ["Previous course not considered", "Overlap with earlier radiation", "Prior RT missed at consult"],
            near: [
                """
                An earlier course near the {site} was not mentioned at consult. {Patient} told the nurse about it on \
                the day of the simulation.
                """,
                """
                The old records were requested and never came. The plan for the {site} overlapped with a field of an \
                earlier course.
                """,
            ],
            actual: [
                """
                {WrongFractions} of {fractions} fractions to the {site} were delivered before the records of an \
                earlier course were found. The fields overlap by {distance}.
                """
            ],
            analysis: [
                "The intake form asks about radiation in one line at the end. The records request has no owner.",
                "The outside records were scanned under another heading and nobody looked there.",
            ],
            preventive: ["Simulation is not scheduled until the answer about earlier radiation is complete."]),
        IncidentKind(
            name: "simulation scan", deliveries: [.conformal, .imrt, .arc, .sbrt, .simple], weight: 7,
            origins: [204, 206, 208, 209], found: [301, 306, 309, 310, 401], errors: [2, 4],
            causes: ["1.d.i", "1.e.iii", "3.b", "6.e.ii", "4.e"],
            titles: ["Scan too short", "Simulation in the wrong position", "Reference marks not at the planned place"],
            near: [
                """
                The planning scan of the {site} stopped above the lower border of the target. {Patient} had to be \
                scanned again.
                """,
                "{Patient} was scanned with the arms down although the directive for the {site} asked for arms up.",
            ],
            actual: [
                """
                The reference point was marked {distance} {direction} of the marker that was used for planning. \
                {WrongFractions} fractions to the {site} were given with the offset.
                """
            ],
            analysis: [
                """
                The scan limits were taken from another protocol. Three add-on patients had been squeezed in that \
                morning.
                """,
                "The directive was changed after the immobilization had been made and the change was not seen.",
            ],
            preventive: ["The scan protocol shows the directive on the same screen and asks for the borders."]),
    ]
}
