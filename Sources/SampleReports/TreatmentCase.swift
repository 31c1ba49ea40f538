/// How a treatment is delivered: modality, techniques and image guidance that fit one another.
enum Delivery: Sendable, Hashable {
    case simple, conformal, imrt, arc, radiosurgery, sbrt, electrons, protons, orthovoltage
    case hdr, surfaceHDR, seeds, radioisotope

    /// Element 1.14.
    var modality: Int {
        switch self {
        case .electrons: 2
        case .protons: 3
        case .hdr, .surfaceHDR, .seeds: 4
        case .radioisotope: 5
        default: 1
        }
    }

    /// Element 2.17.
    var techniques: [Int] {
        switch self {
        case .simple, .electrons: [1]
        case .conformal: [2]
        case .imrt: [3]
        case .arc: [6]
        case .radiosurgery: [4]
        case .sbrt: [5]
        case .orthovoltage: [13]
        case .protons: [14]
        case .hdr: [8, 10, 11]
        case .surfaceHDR: [7, 10, 11]
        case .seeds: [8, 9, 12]
        case .radioisotope: [15]
        }
    }

    /// Choices for element 2.18; each choice is a whole answer.
    var imageGuidance: [[Int]] {
        switch self {
        case .simple: [[1], [8]]
        case .conformal: [[1], [1, 2], [2]]
        case .imrt, .arc: [[2], [1, 2], [1, 2, 6], [3], [4], [1, 7]]
        case .radiosurgery: [[2], [2, 6], [8]]
        case .sbrt: [[2], [1, 2], [2, 6]]
        case .electrons, .orthovoltage: [[8]]
        case .protons: [[1], [1, 2]]
        case .hdr, .surfaceHDR: [[1], [8], [7]]
        case .seeds: [[7], [1]]
        case .radioisotope: [[9]]
        }
    }

    /// The machine that delivers it; none for seeds and radioisotopes, which the owners of an afterloader use.
    var machine: MachineKind? {
        switch self {
        case .hdr, .surfaceHDR: .afterloader
        case .protons: .proton
        case .radiosurgery: .radiosurgery
        case .orthovoltage: .superficial
        case .seeds, .radioisotope: nil
        default: .linac
        }
    }

    /// Every external beam treatment.
    static let external: [Delivery] = [
        .simple, .conformal, .imrt, .arc, .radiosurgery, .sbrt, .electrons, .protons, .orthovoltage,
    ]
    /// The usual photon treatments.
    static let photons: [Delivery] = [.simple, .conformal, .imrt, .arc, .sbrt]
}

/// A disease, the site treated for it and one prescription.
struct TreatmentCase: Sendable {
    /// How it is delivered.
    let delivery: Delivery
    /// The site without a side.
    let site: String
    /// True where the site has a left and a right.
    let isPaired: Bool
    /// Element 2.10, with the ICD-9 code.
    let disease: String
    /// Element 2.11; empty where staging does not apply.
    let stages: [String]
    /// "F", "M" or nil for either.
    let sex: String?
    /// Element 2.13.
    let isPalliative: Bool
    /// Elements 2.14 and 2.15, in cGy.
    let totalDose, fractionDose: Int

    /// One row of the table.
    init(
        _ delivery: Delivery, _ site: String, paired: Bool = false, _ disease: String, _ stages: String = "",
        sex: String? = nil, palliative: Bool = false, _ totalDose: Int, _ fractionDose: Int
    ) {
        self.delivery = delivery
        self.site = site
        isPaired = paired
        self.disease = disease
        self.stages = stages.isEmpty ? [] : stages.split(separator: "/").map(String.init)
        self.sex = sex
        isPalliative = palliative
        self.totalDose = totalDose
        self.fractionDose = fractionDose
    }

    /// Prescribed fractions.
    var fractions: Int { totalDose / fractionDose }

    /// Every treatment that occurs.
    static let all: [TreatmentCase] = [
        TreatmentCase(.conformal, "breast", paired: true, "174.9 breast cancer", breast, sex: "F", 4_256, 266),
        TreatmentCase(.conformal, "breast", paired: true, "174.9 breast cancer", breast, sex: "F", 5_000, 200),
        TreatmentCase(
            .conformal, "chest wall", paired: true, "174.8 breast cancer", "T3N1M0/T2N2M0", sex: "F", 5_040, 180),
        TreatmentCase(.electrons, "breast boost", paired: true, "174.4 breast cancer", breast, sex: "F", 1_000, 200),
        TreatmentCase(.electrons, "cheek", paired: true, "173.3 skin cancer", "T1N0M0/T2N0M0", 5_000, 250),
        TreatmentCase(.electrons, "scalp", "173.4 skin cancer", "T2N0M0", 5_500, 250),
        TreatmentCase(.orthovoltage, "nose", "173.3 skin cancer", "T1N0M0", 4_500, 300),
        TreatmentCase(.imrt, "oropharynx", "146.9 oropharyngeal cancer", headNeck, 7_000, 200),
        TreatmentCase(.arc, "oropharynx", "146.0 tonsil cancer", headNeck, 6_996, 212),
        TreatmentCase(.arc, "larynx", "161.9 laryngeal cancer", "T3N0M0/T2N1M0", 7_000, 200),
        TreatmentCase(.imrt, "parotid", paired: true, "142.0 parotid cancer", "T2N0M0/T3N1M0", 6_000, 200),
        TreatmentCase(.arc, "prostate", "185 prostate cancer", prostate, sex: "M", 7_920, 180),
        TreatmentCase(.arc, "prostate", "185 prostate cancer", prostate, sex: "M", 6_000, 300),
        TreatmentCase(.imrt, "prostate bed", "185 prostate cancer", "T3aN0M0/T2cN0M0", sex: "M", 6_660, 180),
        TreatmentCase(.sbrt, "prostate", "185 prostate cancer", prostate, sex: "M", 3_625, 725),
        TreatmentCase(.sbrt, "upper lung", paired: true, "162.3 lung cancer", "T1N0M0/T2aN0M0", 5_400, 1_800),
        TreatmentCase(.sbrt, "lower lung", paired: true, "162.5 lung cancer", "T1N0M0", 5_000, 1_000),
        TreatmentCase(.sbrt, "liver", "155.0 hepatocellular cancer", "T1N0M0/T2N0M0", 4_000, 800),
        TreatmentCase(.sbrt, "T8 vertebra", "198.5 bone metastasis", "M1", palliative: true, 2_400, 800),
        TreatmentCase(.imrt, "lung and mediastinum", "162.9 lung cancer", "T3N2M0/T2N3M0", 6_000, 200),
        TreatmentCase(.arc, "esophagus", "150.9 esophageal cancer", "T3N1M0", 5_040, 180),
        TreatmentCase(.imrt, "rectum and pelvic nodes", "154.1 rectal cancer", "T3N1M0", 5_040, 180),
        TreatmentCase(.arc, "cervix and pelvic nodes", "180.9 cervical cancer", cervix, sex: "F", 4_500, 180),
        TreatmentCase(.imrt, "brain", "191.9 glioblastoma", "", 6_000, 200),
        TreatmentCase(.simple, "whole brain", "198.3 brain metastases", "M1", palliative: true, 3_000, 300),
        TreatmentCase(.simple, "lumbar spine", "198.5 bone metastases", "M1", palliative: true, 3_000, 300),
        TreatmentCase(.simple, "hip", paired: true, "198.5 bone metastases", "M1", palliative: true, 800, 800),
        TreatmentCase(.simple, "femur", paired: true, "198.5 bone metastases", "M1", palliative: true, 2_000, 400),
        TreatmentCase(
            .radiosurgery, "frontal lobe", paired: true, "198.3 brain metastases", "M1", palliative: true, 2_000,
            2_000),
        TreatmentCase(
            .radiosurgery, "cerebellum", paired: true, "198.3 brain metastases", "M1", palliative: true, 1_800, 1_800),
        TreatmentCase(.radiosurgery, "trigeminal nerve", paired: true, "350.1 trigeminal neuralgia", "", 8_000, 8_000),
        TreatmentCase(.radiosurgery, "acoustic nerve", paired: true, "225.1 acoustic neuroma", "", 1_250, 1_250),
        TreatmentCase(.protons, "craniospinal axis", "191.6 medulloblastoma", "M0/M1", 3_600, 180),
        TreatmentCase(.protons, "prostate", "185 prostate cancer", prostate, sex: "M", 7_800, 200),
        TreatmentCase(.protons, "orbit", paired: true, "190.1 orbital tumor", "T2N0M0", 5_040, 180),
        TreatmentCase(.hdr, "vaginal cuff", "182.0 endometrial cancer", "T1bN0M0/T1aN0M0", sex: "F", 2_100, 700),
        TreatmentCase(.hdr, "cervix", "180.9 cervical cancer", cervix, sex: "F", 2_800, 700),
        TreatmentCase(.hdr, "breast", paired: true, "174.9 breast cancer", "T1N0M0", sex: "F", 3_400, 340),
        TreatmentCase(.hdr, "prostate", "185 prostate cancer", prostate, sex: "M", 1_500, 1_500),
        TreatmentCase(.surfaceHDR, "ear", paired: true, "173.2 skin cancer", "T1N0M0", 4_000, 500),
        TreatmentCase(.surfaceHDR, "esophagus", "150.9 esophageal cancer", "T2N0M0", palliative: true, 1_500, 500),
        TreatmentCase(.seeds, "prostate", "185 prostate cancer", "T1cN0M0/T2aN0M0", sex: "M", 14_500, 14_500),
        TreatmentCase(.radioisotope, "thyroid remnant", "193 thyroid cancer", "T2N1M0", 3_000, 3_000),
    ]

    private static let breast = "T1N0M0/T2N0M0/T1cN1M0/TisN0M0"
    private static let headNeck = "T2N1M0/T2N2bM0/T4N2M0"
    private static let prostate = "T1cN0M0/T2aN0M0/T2bN0M0/T3aN0M0"
    private static let cervix = "T1b2N0M0/T2bN1M0"
}
