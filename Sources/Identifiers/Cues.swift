/// Words beside which a name stands.
enum Cues {
    /// Titles: whatever follows is a name.
    static let titles: Set<String> = [
        "dr", "drs", "doctor", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "mister", "missus", "fr", "rev",
        "herr", "frau", "madame", "monsieur", "mme", "mlle", "senor", "senora", "signor", "signora", "dona", "pere",
        "soeur", "docteur", "doamna", "domnul", "kuya", "ate", "mdm", "madam", "smt", "shri", "ing", "dipl", "hanim",
        "dottor", "dottoressa", "dra", "sra", "pani", "mevrouw", "meneer",
        "reverend", "pastor", "rabbi", "imam", "deacon", "sgt", "capt", "officer", "detective",
    ]

    /// Relatives, roles and what is done with somebody: a name often follows.
    static let weak: Set<String> = titles.union([
        "wife", "husband", "daughter", "son", "mother", "father", "sister", "brother", "spouse", "partner", "niece",
        "nephew", "aunt", "uncle", "friend", "neighbor", "neighbour", "caregiver", "interpreter", "mom", "dad",
        "grandson", "granddaughter", "guardian", "therapist", "therapists", "physicist", "physicists", "dosimetrist",
        "nurse", "engineer", "rep", "representative", "resident", "physician", "oncologist", "tech", "technician",
        "technologist", "manager", "supervisor", "director", "chief", "secretary", "scheduler", "receptionist",
        "coordinator", "student", "intern", "fellow", "locum", "attending", "specialist", "chaplain", "colleague",
        "surgeon", "urologist", "radiologist", "anesthesiologist", "assistant", "navigator", "consultant", "planner",
        "called", "paged", "told", "asked", "notified", "informed", "emailed", "texted", "contacted", "phoned",
        "messaged", "alerted", "consulted", "by", "per", "with", "signed", "initials", "cc", "attn", "named", "name",
        "thanks", "regards", "to", "from", "and", "for", "patient", "pt", "reporter", "author", "witness", "mentioned",
        "rtt", "rn", "md", "np", "contact", "dictated", "hi", "hello", "dear", "reminded", "trained", "relieved",
        "covering", "remote", "fse", "applications", "trainer", "biomed", "counterpart", "cousin", "stepson",
        "stepdaughter", "grandmother", "grandfather", "grandma", "grandpa", "girlfriend", "boyfriend", "fiance",
        "fiancee",
        "roommate", "landlord", "courier", "agent", "inspector", "surveyor", "electrician", "plumber", "custodian",
        "cleaner", "porter", "transporter", "driver", "guard", "paramedic", "emt", "dietitian", "dietician", "ot",
        "slp",
        "pharmacist", "paralegal", "attorney", "lawyer", "adjuster", "reviewer", "auditor", "administrator", "admin",
        "traveler", "traveller", "temp", "trainee", "extern", "volunteer", "translator", "midwife", "dentist",
        "cardiologist", "ophthalmologist", "neurologist", "gastroenterologist", "pulmonologist", "hospitalist",
        "intensivist", "pathologist", "neurosurgeon", "oncologists", "doc", "docs", "crna", "aprn", "lady", "gentleman",
        "guy", "boss", "cousin", "kid", "called", "spouse",
    ])

    /// Weak cues behind which a word that is also a name is one even without a capital.
    static let close: Set<String> = titles.union([
        "wife", "husband", "daughter", "son", "mother", "father", "sister", "brother", "therapist", "physicist",
        "dosimetrist", "nurse", "engineer", "rep", "called", "paged", "told", "asked", "notified", "informed",
        "emailed", "texted", "phoned", "per", "named", "signed", "initials", "colleague", "locum", "surgeon",
        "resident",
        "fellow", "technician", "technologist", "interpreter", "partner", "spouse", "friend", "niece", "nephew", "aunt",
        "uncle", "contacted", "messaged", "alerted", "cc", "attn", "thanks", "regards", "mom", "dad", "cousin",
        "neighbor",
        "neighbour", "grandson", "granddaughter", "caregiver", "courier", "electrician", "inspector", "surveyor",
        "stepson",
        "stepdaughter", "boyfriend", "girlfriend", "fiance", "fiancee", "pharmacist", "attorney", "chaplain", "rtt",
        "crna",
        "dosim", "rn", "np", "aprn", "tech", "manager", "supervisor", "administrator", "secretary", "receptionist",
    ])

    /// What only a person does; a name stands before.
    static let acts: Set<String> = [
        "said", "called", "noticed", "stated", "reported", "told", "asked", "noted", "confirmed", "paged", "explained",
        "answered", "replied", "thought", "realized", "realised", "remembered", "recalled", "forgot", "spoke", "wrote",
        "emailed", "texted", "phoned", "admitted", "suggested", "decided", "checked", "caught", "found", "saw", "felt",
        "was", "had", "did", "is", "and", "has", "reviewed", "approved", "signed", "discovered", "came", "left",
        "stopped", "went", "then", "who", "verified", "performed", "planned", "entered", "agreed", "pointed", "says",
        "thinks",
        "knows", "wants", "asks", "heard", "ran", "took", "gave", "made", "put", "got", "drove", "pulled", "helped",
        "answered", "insisted", "recalc", "calc", "adj", "resim", "replan", "reran", "rechecked", "saved", "sees",
        "worried", "cried", "apologized", "apologised", "complained", "mentioned", "overrode",
    ]

    /// Who belongs to a person.
    static let relatives: Set<String> = [
        "wife", "husband", "daughter", "son", "mother", "father", "sister", "brother", "spouse", "partner", "niece",
        "nephew", "aunt", "uncle", "friend", "neighbor", "neighbour", "caregiver", "mom", "dad", "grandson",
        "granddaughter", "cousin", "stepson", "stepdaughter", "grandmother", "grandfather", "grandma", "grandpa",
        "girlfriend", "boyfriend", "fiance", "fiancee", "roommate", "mum", "granny", "auntie", "widow", "widower",
    ]

    /// What only a person does and nothing suffers: whoever stands before is somebody.
    static let voices: Set<String> = [
        "said", "told", "tells", "thought", "thinks", "knew", "knows", "wants", "wanted", "asked", "asks", "remembered",
        "remembers", "forgot", "wrote", "spoke", "replied", "answered", "insists", "insisted", "swears", "swore",
        "believes", "believed", "texted", "emailed", "phoned", "admits", "admitted", "mentioned",
        "apologized", "apologised", "complained", "heard", "saw", "agreed", "noticed", "worried", "cried", "laughed",
        "shrugged", "nodded", "overheard", "recalled", "recalls", "promised", "yelled", "whispered", "joked",
    ]

    /// What only a person does, beside `acts`; a word of the field before it is somebody.
    static let deeds: Set<String> = [
        "noticed", "said", "told", "asked", "called", "stated", "remembered", "thought", "explained", "replied",
        "paged", "reported", "realized", "realised", "initialed", "countersigned", "signed", "approved", "reviewed",
        "spoke", "forgot", "saw", "notified", "informed", "aware", "agrees", "agreed", "ok'd", "okayed", "oked",
        "approves", "reviews", "recommends", "recommended", "advised", "advises", "requested", "requests", "wanted",
        "wants", "believes", "believed", "assumed", "assumes", "suspects", "suspected", "insists", "insisted",
        "declined", "refused", "disagrees", "disagreed", "apologized", "apologised", "apologises", "disclosed",
        "counseled", "counselled", "consented", "documented", "emailed", "texted", "phoned", "messaged", "answered",
        "arrived", "returned", "joined", "helped", "covered", "relieved", "supervised", "witnessed", "instructed",
        "directed", "ordered", "prescribed", "contoured", "replanned", "recalculated", "recalced", "discovered",
        "spotted", "identified", "caught", "knew", "knows", "says", "thinks", "asks", "calls", "tells", "writes",
        "wrote", "heard", "noted", "notes", "confirmed", "confirms", "verified", "verifies", "intends", "proposes",
        "proposed", "concluded", "acknowledged", "investigated", "escalated", "followed", "decided", "chose",
        "admits", "admitted", "worries", "worried", "understood", "misread", "overrode", "resigned", "hates", "loves",
        "pg", "pgd", "txtd", "ntfd",
    ]

    /// What a person is and a term of the field is not.
    static let states: Set<String> = [
        "aware", "called", "paged", "told", "informed", "asked", "notified", "away", "sick", "covering", "unsure",
        "certain", "convinced", "interviewed", "trained", "counseled", "counselled", "upset", "worried", "distracted",
        "tired", "busy", "alone", "unaware", "reached", "consulted", "relieved", "contacted", "surprised", "confident",
        "concerned", "responsible", "supervising", "assisting", "new", "working", "talking", "helping", "sorry",
    ]

    /// Roles and degrees that stand behind a name in brackets or after a comma, or right before it.
    static let roles: Set<String> = degrees.subtracting(["ms", "do", "pa"]).union([
        "rtt", "rtts", "therapist", "physicist", "dosimetrist", "dosim", "dosi", "physics", "phys", "nurse", "nursing",
        "resident", "attending", "oncologist", "radonc", "physician", "doctor", "engineer", "fse", "tech",
        "technologist", "technician", "student", "trainee", "manager", "supervisor", "chief", "director", "locum",
        "radiographer", "mtra", "planner", "coordinator", "scheduler", "secretary", "crna", "anesthesiologist",
        "anesthetist", "surgeon", "fellow", "registrar", "consultant", "rso", "cmd", "pa-c", "aprn", "lpn", "mppa",
        "receptionist", "clerk", "navigator", "pharmacist", "dietitian", "porter",
    ])

    /// Degrees and registrations behind a name.
    static let degrees: Set<String> = [
        "md", "rn", "rtt", "rt", "cmd", "phd", "dabr", "np", "pa", "do", "bsn", "ms", "msc", "dmp", "mbbs", "rtrt",
        "lpn",
    ]

    /// Words that follow a title or a cue and are no name, whatever their case.
    static let never: Set<String> = [
        "the", "a", "an", "and", "or", "of", "in", "on", "at", "to", "for", "with", "by", "from", "that", "this", "who",
        "was", "were", "is", "are", "had", "has", "have", "did", "does", "do", "not", "no", "but", "he", "she", "they",
        "we", "i", "it", "his", "her", "their", "our", "my", "as", "if", "when", "while", "then", "after", "before",
        "will", "may", "can", "could", "would", "should", "must", "might", "call", "called", "calls", "came", "asked",
        "told", "said", "office", "order", "orders", "ordered", "appointment", "visit", "notified", "informed",
        "approved", "signed", "about", "via", "per", "also", "again", "all", "any", "both", "each", "me", "him", "us",
        "them", "s", "t", "march", "mark", "bill", "art", "faith", "hope", "page", "chance", "drew", "ray", "rad",
        "port",
        "note", "notes", "on-call", "oncall", "covering", "attending", "resident", "out", "up", "back", "over",
    ]
}
