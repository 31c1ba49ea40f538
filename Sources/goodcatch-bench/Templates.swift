/// Sentences with places for identifiers in braces; `known.*`, `near.*` and `never.*` say who could know.
enum Templates {
    static let tune = """
        {known.patient} was brought to the vault and {known.staff} pulled up the wrong plan.
        During chart check {known.staffLast} noticed that the MU for the left lateral field did not match the second check.
        Pt {known.patientLast}, MRN {known.mrn}, received fx 3/28 with the wrong bolus.
        Dr. {known.staffLast} was notified at 1430 and approved the shift of 1.2 cm.
        The plan was exported by {near.user} at 14:05 to ARIA.
        {near.initials} initialed the timeout sheet but did not check the isocenter.
        Per {near.typo}, the couch was moved 2 cm superior before the CBCT.
        {near.nick} said the patient had been sick after fraction 5 and wanted to stop.
        The machine ({known.device}) threw an interlock, Clinac 21EX, 6 MV, 312 of 624 MU given.
        His wife {never.given} called and asked why the treatment took so long.
        The Varian engineer, {never.person}, replaced the MLC motor and left at noon.
        Prior records from {never.other} showed 45 Gy in 25 fractions to the pelvis.
        Dr. {never.family} from medical oncology was paged twice.
        Please call {never.phone} with questions.
        The patient lives in {known.city} and was seen on {never.date}.
        {known.facility} uses a 3%/2mm gamma criterion; the {near.acronym} policy requires a pass rate of 95%.
        Event happened on {known.date}; discovered two days later at weekly chart rounds.
        Dose to the cord was 4512 cGy against a limit of 4500 cGy, Gleason 3+4, PSA 7.2.
        Prescription was 5040 cGy/28 but plan was approved as 4500 cGy/25.
        Gantry 180, couch 0, collimator 15; the wedge was left out for two of the four fields.
        CBCT showed a 7 mm shift inferior; the therapist did not apply it because the screen had frozen.
        Spoke with {never.person} at the front desk who had scheduled two patients with similar names.
        Reviewed by {known.staff}, CMD, and signed.
        DOB {known.dob}, acct {known.account}, {known.address}.
        MRN was entered as {near.spaced} in the record and verify system.
        Email was sent to {never.email} and the ticket {never.id} was opened.
        New dosimetrist {never.given} had not been trained on the template for prone breast.
        {near.reversed}: the laterality was not marked on the consent form.
        Root cause was communication between simulation and planning, not equipment.
        """.split(separator: "\n").map { String($0).trimmed }

    static let report = """
        While setting up {known.patientFirst} for her boost, {known.staffFirst} saw that the shell in the room belonged to someone else.
        {known.staff} and {known.staffLast} performed the pretreatment pause but read the identifiers from the screen.
        Mr. {known.patientLast} ({known.mrn}) had been contoured on the old scan.
        I asked {known.staffFirst} to hold treatment until physics could look at the DRR.
        Plan name "{near.user}_v2" was selected instead of the approved one.
        Shift was applied by {near.initials} after the second kV pair.
        {near.typo} the dosimetrist copied the field-in-field plan without updating the normalization point.
        {near.nick} remembered that the same thing had happened in spring on the other linac.
        Log file of unit S/N {known.device} shows beam hold at control point 87.
        The daughter, {never.given}, mentioned that he had a pacemaker placed elsewhere.
        {never.person} from Elekta service reset the console remotely.
        He had been irradiated at {never.other} in 2008 and no records were requested.
        Referring surgeon Dr {never.family} changed the margin status after simulation.
        The on-call physicist can be reached at {never.phone} after hours.
        Transport from {known.city} was late, so the slot of {never.date} was missed.
        At {known.facility} two planners share one template; {near.acronym} has since locked it.
        On {known.date} the chart showed 12 of 15 fractions although 13 were given.
        V20 of the lung rose from 28% to 34% once the couch structure was included in the calculation.
        Three HDR catheters were connected to channels 1, 3 and 2; source strength was 8.4 Ci.
        The electron cutout for the chest wall boost had been poured for the right side.
        Surface guidance flagged a 6 degree pitch that nobody acted on since the alarm is often false.
        A locum, {never.family}, countersigned the prescription without opening the note.
        Contoured by {known.staff}, MD; planned by {known.staffLast}.
        Born {known.dob}; billing account {known.account}; home address {known.address}.
        Barcode scan read {near.spaced} while the wristband was from the ward.
        Screenshots went to {never.email}; see also case number {never.id}.
        Her sister {never.person} waited outside and overheard the discussion.
        {near.reversed} - hold until verified.
        No harm is expected, but the team agreed that a second person must look at every manual entry.
        """.split(separator: "\n").map { String($0).trimmed }
}

extension String {
    var trimmed: String { String(drop { $0 == " " }) }
}
