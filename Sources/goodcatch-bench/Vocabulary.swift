/// Names and places of one set; the set for tuning and the set for reporting share none.
struct Vocabulary {
    let given: [String]
    let family: [String]
    let cities: [(city: String, state: String, code: String, zip: String)]
    let facilities: [String]
    let others: [String]
    let streets: [String]

    private static func list(_ text: String) -> [String] { text.split(separator: ",").map { String($0) } }

    /// Used while the scrubber is being changed.
    static let tune = Vocabulary(
        given: list(
            "Robert,Maria,James,Linda,Priya,Wei,Ahmed,Olga,Kevin,Rose,Grace,Susan,Thomas,Yolanda,Pedro,Ingrid,Michael,Fatima"
        ),
        family: list(
            "Johnson,Kowalski,Nguyen,Patel,O'Brien,Garcia,Gray,Field,Schmidt,Yamamoto,Okafor,Haddad,Lindqvist,Brown,Petrov,Walsh"
        ),
        cities: [
            ("Spokane", "Washington", "WA", "99201"), ("Duluth", "Minnesota", "MN", "55802"),
            ("Macon", "Georgia", "GA", "31201"), ("El Paso", "Texas", "TX", "79901"),
        ],
        facilities: [
            "Lakeside Regional Cancer Center", "St. Anne's Medical Center", "Prairie Radiation Oncology Associates",
        ],
        others: [
            "Mercy General Hospital", "St. Vincent's Hospital", "Mayfield Cancer Center",
            "University of Tarrant Medical Center",
            "Holy Cross", "Northgate Oncology", "Baptist Memorial",
        ],
        streets: ["412 Maple Street", "77 Orchard Lane Apt 4", "1900 W. Division Ave"])

    /// Used for the figures only.
    static let report = Vocabulary(
        given: list(
            "Deborah,Hector,William,Xiomara,Tariq,Brendan,Aisha,Mei,Jonathan,Patricia,Sven,Joy,Dawn,Mark,Catherine,Rafael,Nadia,Gregory,Keiko,Elizabeth"
        ),
        family: list(
            "Thompson,Wojcik,Ramirez,Hussein,Fitzgerald,Short,Beam,Tanaka,Abernathy,Delacroix,Oyelaran,Stone,Mbeki,Sorensen,Vasquez,McAllister,Price,Chaudhry,Block,Novak"
        ),
        cities: [
            ("Fresno", "California", "CA", "93701"), ("Bangor", "Maine", "ME", "04401"),
            ("Grand Forks", "North Dakota", "ND", "58201"), ("Akron", "Ohio", "OH", "44301"),
        ],
        facilities: [
            "Pinecrest Community Cancer Institute", "St. Luke's University Hospital",
            "Valley View Radiation Therapy Center",
        ],
        others: [
            "Riverside Methodist Hospital", "St. Joseph's", "Cedar Hills Clinic", "University of Kentmere Hospital",
            "Sacred Heart Medical Center", "Bayview Cancer Institute", "Good Samaritan Hospital", "Harborview",
        ],
        streets: ["28 Willow Creek Road", "5101 Jefferson Blvd", "9 Chestnut Court"])
}
