/// Sentences of the field that identify nobody and must stay as they are.
let innocentSentences = [
    "The patient was treated to the wrong isocenter for fx 3/28.",
    "Fraction 3/28 was delivered with a 1.5 cm longitudinal shift.",
    "Prescription was 5040 cGy/28 but the plan was approved as 4500 cGy/25.",
    "Patient-specific QA passed gamma 3%/2mm at 97.4%.",
    "Gamma 3/3 analysis was repeated with 2/2 criteria.",
    "Prostate cancer, Gleason 3+4, PSA 7.2, intermediate risk.",
    "Gleason 4+3=7 in 6/12 cores.",
    "BP 120/80 and heart rate 72 before the infusion.",
    "Gantry 180, couch 0, collimator 15 for the second arc.",
    "Gantry angle was 270.5 instead of 90.5 degrees.",
    "The arc delivered 312 MU of 624 MU before the interlock.",
    "1/2 of the dose was given before the error was caught.",
    "2/3 of fractions had been delivered.",
    "Plan v2.1 was exported instead of plan v2.",
    "ICD code C61 was entered where 174.9 was meant.",
    "The software was upgraded to version 15.6 over the weekend.",
    "Eclipse version 15.6.11 was installed.",
    "It may be that the therapist did not see the note.",
    "Patients may 3 times out of 4 be shifted twice.",
    "The error dates from 2019.",
    "The linac was commissioned in 2012.",
    "Couch shifts were 1.2/0.3/-0.5 cm.",
    "Shifts of 10/10/10 mm were applied in error.",
    "The wedge was 45 degrees, the field 10x10 cm.",
    "A 10x10x10 phantom was used.",
    "60 Gy in 30 fractions, 2 Gy per fraction.",
    "The patient was 3 cm off in the vertical direction.",
    "6 MV photons were planned and 10 MV were used.",
    "6/10 MV dual energy linac.",
    "ECOG 1/4, pain 7/10 at simulation.",
    "T2N0M0 carcinoma of the left breast.",
    "The CT simulation used 3 mm slices.",
    "CPT 77427 was billed twice.",
    "HDR brachytherapy, 3 catheters, 7 Gy x 3.",
    "Ir-192 source strength was 10.2 Ci.",
    "Y-90 microspheres, 90Y activity 1.2 GBq.",
    "TG-263 names were not followed for OARs.",
    "IEC61217 coordinates were mixed up.",
    "The therapist noticed a 5 mm discrepancy on CBCT.",
    "A time out was not performed.",
    "The physicist called the dosimetrist at 1430.",
    "Treatment began at 08:15 and ended at 08:40.",
    "The patient waited 45 minutes.",
    "The wrong patient ID band was checked.",
    "MRI fusion was off by 4 mm; the MR scan was old.",
    "The chart check was not done before treatment 1.",
    "The serial imaging showed no change.",
    "Winston-Lutz test was within 1 mm.",
    "Hodgkin lymphoma, involved site, 30.6 Gy.",
    "Wilms tumor flank irradiation.",
    "Foley catheter was in place.",
    "A Bragg peak shift of 3 mm was seen.",
    "The dose rate was 600 MU/min.",
    "Dmax was 107% of 5000 cGy.",
    "The bolus was omitted for 4 of 25 fractions.",
    "The field was treated with a 3 x 4 cm cutout.",
    "Beam 1 and beam 2 were swapped.",
    "The 3rd fraction was missed.",
    "On the 2nd arc the gantry stopped.",
    "Two patients with the same first name were scheduled back to back.",
    "The plan was exported to the record and verify system without the setup notes.",
    "Dose to the cord was 4512.3 cGy against a limit of 4500 cGy.",
    "Histories: 100000000 particles were simulated.",
    "The treatment couch was indexed at H3.",
    "Lung SBRT 5000 cGy in 5 fx, every other day.",
    "Fields 1/2/3 were treated with the wrong wedge.",
    "Interlock code 420713 was not understood.",
    "The oncologist signed after 3 fractions; policy 4.2 requires it before the first.",
    "A 64-slice scanner and a 16-slice scanner were confused.",
    "Staffing was 2 therapists for 35 patients.",
    "Hypofractionation: 4256 cGy in 16 fractions.",
    "Patients march through the waiting room in the morning.",
    "The second check on monitor units differed by 4.8%.",
    "A stereotactic frame was set at x=101.5, y=98.2, z=110.0.",
    "Image guidance used kV/kV match to bone, then CBCT.",
    "Medical severity 8/9 was given by one rater, severity 7/8 by the other.",
    "Right lung was treated instead of left lung.",
    "Patient had prior RT 45 Gy/25 fx to the pelvis in 2008.",
    "The incident reached the patient, severity 4/10.",
    "Ethos plan adapted daily; contours took 20 min.",
    "Setup on tattoos, SSD 92.5 instead of 94.0 cm.",
]

/// A longer report in our own words that identifies nobody.
let innocentNarrative = """
    During weekly chart review the physicist noticed that the monitor units of the medial tangent did not agree with
    the independent calculation. The difference was 4.8 percent, above the department tolerance of 3 percent. The plan
    had been normalized to a point near the lung and breast interface, and the heterogeneity correction was switched
    off in the secondary check. Treatment was paused after 3 of 25 fractions. A new plan was made the same day with the
    reference point moved 2 cm anterior, and the remaining 22 fractions were delivered as intended.

    Contributing factors: two dosimetrists shared the workload of three because of sick leave, the template for breast
    plans still pointed to an old beam model, and the pretreatment check list had no line for the normalization point.
    The therapists asked about the unusually high number of monitor units on day 1, but the physicist on duty was at
    the other machine for monthly quality assurance and said it could wait. No one called the radiation oncologist.
    The dose to the whole breast would have been 4 percent low over the full course. The estimated effect on tumor
    control is small; no change in acute toxicity is expected.

    Imaging on the first three days was by orthogonal kV pair with a match to the chest wall. Shifts were 0.3 cm left,
    0.5 cm superior and 0.1 cm posterior. The cone beam scan on day 4 was reviewed offline and showed good agreement
    with the planning scan. The surface guidance system reported a 2 mm offset, within tolerance. The gantry was at 52
    degrees for the medial and at 232 degrees for the lateral tangent; collimator 5, couch 0. The field size was 9 by 18
    cm with a 15 degree wedge, 6 MV, 113 and 121 MU.

    Corrective action: the beam model was corrected in the template, the check list has a new line, and the secondary
    calculation now stops when the heterogeneity setting differs. Preventive action: a second physicist covers the
    machine during monthly tests, and any therapist can stop a treatment when the number of monitor units looks wrong.
    Lessons: a question from a therapist deserves an answer before the beam goes on. A near miss like this in 2011 led
    to the same advice, which was never written into the procedure. The team will look at ten recent breast plans to see
    whether others were affected, and the results will be presented at the next safety meeting. The patient was told by
    the oncologist and thanked the team for being open about it. The incident was scored 4/10 and the case was closed.
    """
