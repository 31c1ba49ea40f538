/// Invented people are put together from these lists.
enum Names {
    /// First names that the narratives treat as female.
    static let female = list(
        """
        Marjorie Dana Odalys Ingrid Beatriz Colleen Fatima Yuki Roxanne Priya Wilhelmina Tamsin Leocadia Noor Henrietta
        Sunniva Gwendolyn Paloma Ottilie Keziah Margarethe Rosalind Imani Theodora Lucinda Soledad Winifred Anneliese
        Chiamaka Delphine Patricia Katherine Elizabeth Margaret Susan Deborah Joy Grace Hope Dawn Rose May Mei Zoë
        """)
    /// First names that the narratives treat as male.
    static let male = list(
        """
        Aurelio Bertram Casimir Desmond Emeka Ferdinand Gideon Hiroshi Ignatius Jedediah Kwabena Leopold Mordecai
        Nathaniel Octavio Percival Quentin Rajesh Sebastian Thaddeus Ulysses Valentin Wendell Xavier Yusuf Zebulon
        William Robert Michael Thomas Edward Richard Anthony Mark Bill Grant Chase Sven Nguyen José Bo Li Will Cliff
        """)
    /// Surnames; some are words of the language or of the field on purpose.
    static let last = list(
        """
        Hollis Whitlock Abernathy Brackenridge Castellanos Dunwoody Eberhardt Fairweather Grzybowski Hallorann Ivarsson
        Jankowiak Kettlewell Lindqvist Mbeki-Rowe Nakagawa Oyelaran Pemberton Quillfeather Rasmussen Strickland
        Thistlewood Underhill Vandermeer Wojcik Xiong Yarborough Zielinski Ashgrove Birdsong Copperfield Delacroix
        Everhart Featherstone Gallowglass Haverford Isakov Juarez Kimathi Lovelace Marchbanks Nightingale Ostrander
        Papadakis Quintero Rutherglen Saltonstall Tremblay Urquhart Villanueva Wainwright Yamamoto Zabriskie Gray Field
        Short Beam Block Marker Wedge Frame Couch Cone Page Stone Head Hand Foote Rush Low Long Little Brown Young
        Hill Case O'Malley D'Angelo Núñez Müller Ng Ho Le Park Singh Begum Okonkwo Achterberg Belvedere Cavendish
        Drinkwater Eastlake Fotheringay Goldblum Hawthorne Ironside Jessup Kellerman Langstrom Merriweather Northcutt
        """)

    private static let nicknames = [
        "Marjorie": "Marge", "Patricia": "Patty", "Katherine": "Kate", "Elizabeth": "Liz", "Margaret": "Peggy",
        "Deborah": "Debbie", "William": "Billy", "Robert": "Bob", "Michael": "Mike", "Thomas": "Tom",
        "Edward": "Ted", "Richard": "Rick", "Anthony": "Tony", "Nathaniel": "Nate", "Sebastian": "Seb",
        "Theodora": "Teddie", "Gwendolyn": "Gwen", "Henrietta": "Etta", "Wilhelmina": "Mina", "Desmond": "Des",
    ]

    /// The usual short form of a first name, where it has one.
    static func nickname(_ first: String) -> String? { nicknames[first] }

    /// A surname with one letter left out or two exchanged, as a tired typist leaves it.
    static func misspelt(_ name: String, _ random: inout SeededGenerator) -> String {
        guard name.count >= 6 else { return name }
        var letters = Array(name)
        let place = random.within(2...letters.count - 2)
        if letters[place] == letters[place - 1] || random.chance(50) {
            letters.remove(at: place)
        } else {
            letters.swapAt(place, place - 1)
        }
        return String(letters)
    }
}

/// The words of a list that is written over several lines.
func list(_ words: String) -> [String] {
    words.split { $0 == " " || $0 == "\n" }.map(String.init)
}

/// Invented places and institutions.
enum Places {
    /// Towns that do not exist.
    static let cities = [
        "Elleryville", "Lakemere", "Cedar Hollow", "Marlow Springs", "Quarry Bend", "New Aldwick", "Stonewick",
        "Fort Pellham", "Silver Ferry", "Eastmarch", "Tallow Creek", "Granite Pass", "Wexcombe", "Blue Tarn",
        "Harrowgate Falls", "Saint Orrin", "Pinnacle Grove", "Oak Meridian", "Kestrel Bay", "Dunmore Heights",
        "Larkfield", "Ashby Mills", "Rivermouth", "Copper Ridge", "Old Tamsford", "Vesper Lake", "Norwell Point",
    ]
    /// States by their two letters.
    static let states = list(
        """
        AL AZ AR CA CO CT FL GA IL IN IA KS KY LA ME MD MA MI MN MO MT NE NV NH NJ NM NY NC OH OK OR PA SC TN TX UT VA \
        WA
        """
    )
    /// What follows the town in a practice's name.
    static let practiceKinds = [
        "Radiation Oncology Associates", "Cancer Center", "Regional Cancer Institute", "Memorial Hospital",
        "Community Cancer Care", "University Medical Center", "Oncology Group",
    ]
    /// Institutions that are nobody's own.
    static let outside = [
        "Bryncastle General", "Our Lady of Fenwick Hospital", "Tri-Rivers Imaging", "Mount Corrin Clinic",
        "Southmoor VA Annex", "Pelican Coast Oncology", "Hartsgrove Medical Center", "Olmsgate Infirmary",
    ]
}

/// What radiation oncology departments run.
enum Equipment {
    /// Linear accelerators.
    static let linacs = [
        ("Varian", "TrueBeam"), ("Elekta", "Versa HD"), ("Varian", "Clinac iX"), ("Varian", "Halcyon"),
        ("Elekta", "Infinity"), ("Accuray", "Radixact"),
    ]
    /// Treatment planning systems.
    static let planning = [
        ("Varian", "Eclipse"), ("RaySearch", "RayStation"), ("Philips", "Pinnacle"), ("Elekta", "Monaco"),
    ]
    /// Record and verify systems.
    static let recordAndVerify = [("Varian", "ARIA"), ("Elekta", "MOSAIQ")]
    /// Third-party devices.
    static let ancillary = [
        ("CIVCO", "thermoplastic mask"), ("Vision RT", "AlignRT"), ("CIVCO", "wing board"), ("Sun Nuclear", "ArcCHECK"),
        ("Qfix", "kVue insert"), ("PTW", "Octavius"), ("Orfit", "breast board"),
    ]
    /// High dose rate afterloaders.
    static let afterloaders = [("Varian", "Bravos"), ("Elekta", "Flexitron")]
    /// Proton machines.
    static let protonUnits = [("IBA", "Proteus ONE"), ("Mevion", "S250i")]
    /// Kilovoltage units.
    static let superficial = [("Xstrahl", "300"), ("Sensus", "SRT-100")]
    /// Dedicated radiosurgery units.
    static let radiosurgery = [("Elekta", "Leksell Gamma Knife Icon"), ("Accuray", "CyberKnife M6")]
}
