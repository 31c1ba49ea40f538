/// Words of the field that say what a number is, so that it is no identifier.
enum FieldWords {
    /// Units and things that are counted.
    static let units: Set<String> = [
        "gy", "cgy", "mgy", "mu", "mus", "mv", "mev", "kv", "kvp", "cm", "mm", "m", "ml", "cc", "mg", "mcg", "kg", "g",
        "hu", "hz", "khz", "mhz", "ghz", "mas", "ma", "s", "sec", "secs", "second", "seconds", "min", "mins", "minute",
        "minutes", "h", "hr", "hrs", "hour", "hours", "day", "days", "week", "weeks", "wk", "wks", "month", "months",
        "year", "years", "yr", "yrs", "deg", "degree", "degrees", "percent", "pct", "fx", "fxs", "frac", "fractions",
        "fraction", "x", "ci", "mci", "uci", "bq", "mbq", "gbq", "kbq", "u", "rpm", "mmhg", "bpm", "lb", "lbs", "k",
        "kb",
        "mb", "gb", "tb", "bytes", "counts", "particles", "histories", "voxels", "pixels", "points", "slices", "files",
        "images", "cm2", "cm3", "fps", "rad", "rads", "msv", "usv", "ms", "us", "w", "kw", "v", "ul", "ng", "ev",
        "ratio",
    ]

    /// What "3/28" beside it is no date: fractions, scores, pressures, angles, doses, versions, stages.
    static let ratioWords: Set<String> = units.union([
        "fx", "fxs", "fraction", "fractions", "frac", "fracs", "tx", "txs", "treatment", "treatments", "session",
        "sessions", "visit", "gleason", "gamma", "bp", "ecog", "kps", "grade", "score", "scored", "scale", "pain",
        "stage", "dose", "doses", "plan", "version", "ver", "v", "gantry", "couch", "collimator", "coll", "nodes",
        "node",
        "cores", "core", "positive", "arc", "arcs", "beam", "beams", "field", "fields", "segment", "segments", "phase",
        "phases", "isocenter", "isocentre", "iso", "strength", "out", "of", "ratio", "power", "machine", "machines",
        "linac", "linacs", "spo2", "vision", "check", "checks", "step", "steps", "page", "pages", "slice", "image",
        "images", "level", "levels", "pitch", "roll", "yaw", "shift", "shifts", "vrt", "lng", "lat", "criteria",
        "criterion", "tolerance", "energy", "energies", "photon", "photons", "ci", "delivered", "remaining",
        "completed",
        "received", "boost", "leaf", "leaves", "filter", "wedge", "port", "ports", "item", "items", "patients", "staff",
        "therapists", "detector", "detectors", "points", "part", "parts", "day", "week", "cycle", "cycles", "insertion",
        "insertions", "catheters", "seeds", "needles", "channel", "channels", "group", "groups", "setups", "alpha",
        "severity", "severities", "rating",
    ])

    /// What "15.6.11" or four numbers with points behind it are: a version.
    static let versionWords: Set<String> = [
        "version", "versions", "ver", "v", "vers", "release", "rel", "software", "build", "patch", "firmware",
        "upgrade",
        "upgraded", "eclipse", "aria", "mosaiq", "raystation", "pinnacle", "monaco", "update", "tps", "sp", "mr",
    ]

    /// Beginnings of a mix of letters and digits that is a standard, a model or a code, not a record.
    static let models: Set<String> = [
        "tg", "iec", "iso", "icru", "icd", "cpt", "nrc", "cfr", "hl", "rtog", "nrg", "nsabp", "clinac", "truebeam",
        "cyberknife", "tomotherapy", "halcyon", "ethos", "versa", "synergy", "mosaiq", "aria", "eclipse", "ir", "pd",
        "hypofx", "vmat", "imrt", "sbrt", "ptv", "ctv", "gtv", "itv", "prv", "dmax", "dmin", "mppg", "ncrp", "iaea",
    ]
}
