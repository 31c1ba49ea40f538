/// Houses named with everyday words, behind a word of place: "at pinnacle imaging", "FROM VALLEY HEART GROUP",
/// "lives at the poplars".
public struct NamedHouse: Detector {
    /// The stable name of the rule.
    public let rule = "named-house"

    /// Makes the detector.
    public init() {}

    /// Kinds that no word of the field is.
    static let houses: Set<String> = [
        "group", "assoc", "associates", "annex", "univ", "dispensary", "contractors", "coop",
    ]
    /// What ends such a name, beside the heads of ``OtherFacility``; each also a word of the field or of every day.
    static let kinds: Set<String> = houses.union([
        "rad", "feed", "seed", "op", "co", "mri", "hall", "wing",
        "transit", "transport", "technical",
        "contracting", "hematology", "heme", "onc", "radonc", "birth", "birthing", "sport", "sports",
        "spine", "heart", "place", "mri", "ct", "pet", "ir", "imaging", "radiology", "oncology", "radiation",
        "medical", "cardiology", "vascular", "orthopedics", "orthopaedics", "ortho", "vision", "eye", "ent", "gi",
        "therapy", "physio", "pt", "diagnostics", "diagnostic", "xray", "scan", "scans", "practice", "office",
        "services", "service", "supply", "systems", "solutions", "tech", "mobility", "rehab", "village", "house",
        "home", "homes", "terrace", "court", "gardens", "suites", "lodge", "academy", "school", "college", "church",
        "parish", "temple", "shelter", "kitchen", "cafe", "bakery", "market", "store", "shop", "motors", "garage",
        "plumbing", "electric", "construction", "elevator", "elevators", "courier", "couriers", "logistics", "staffing",
    ])
    /// What such names begin with: lie of the land, trees, stones, stars, virtues and boasts.
    static let names: Set<String> = [
        "valley", "summit", "pinnacle", "heartland", "lakeside", "riverside", "bayside", "seaside", "hillside",
        "desert", "bay", "mercy", "grace", "hope", "faith", "charity", "sunrise", "sunset", "horizon", "premier",
        "precision", "advanced", "bloom", "oak", "oaks", "pine", "pines", "cedar", "cedars", "maple", "birch",
        "willow", "willows", "elm", "elms", "aspen", "spruce", "poplar", "poplars", "river", "rivers", "lake", "lakes",
        "lakeview", "hill", "hills", "hillcrest", "mountain", "ridge", "creek", "harbor", "harbour", "coast", "coastal",
        "prairie", "canyon", "mesa", "island", "ocean", "sea", "spring", "springs", "meadow", "meadows", "forest",
        "park", "parkland", "garden", "gateway", "star", "lone", "golden", "silver", "crescent", "crown", "eagle",
        "liberty", "union", "pioneer", "frontier", "heritage", "legacy", "unity", "trinity", "providence", "angels",
        "samaritan", "cascade", "delta", "gulf", "atlantic", "pacific", "plains", "highland", "highlands", "midland",
        "midtown", "uptown", "downtown", "metro", "metropolitan", "capital", "capitol", "blue", "green", "red",
        "rock", "rocky", "stone", "broken", "arrow", "apex", "alpine", "beacon", "bridge", "cornerstone", "compass",
        "evergreen", "fair", "fairview", "first", "foothills", "freedom", "friendship", "glen", "good", "great",
        "greater", "grove", "harvest", "haven", "holy", "independence", "keystone", "lighthouse", "magnolia",
        "majestic",
        "mission", "north", "northern", "northeast", "northwest", "northside", "northwestern", "oasis", "orchard",
        "palm", "palmetto", "paramount", "patriot", "peak", "phoenix", "prime", "quality", "rainbow", "ranch",
        "redwood", "renaissance", "royal", "sacred", "sandy", "sentinel", "shepherd", "shore", "sierra", "sky",
        "south", "southern", "southeast", "southwest", "southside", "southwestern", "sterling", "sun", "sunshine",
        "sunny", "swan", "tri", "twin", "vanguard", "victory", "village", "vista", "west", "western", "westside",
        "east", "eastern", "eastside", "white", "wild", "wildwood", "windsor", "wood", "woodland", "woodlands",
        "bone", "joint", "saint", "st", "mt", "mount", "fort", "ft", "port", "lady", "queen", "king", "kings",
        "emerald", "diamond", "ruby", "amber", "jade", "pearl", "crystal", "granite", "iron", "copper", "steel",
        "arbor", "ivy", "laurel", "linden", "hawthorn", "juniper", "cypress", "sycamore", "walnut", "chestnut",
        "fox", "deer", "bear", "elk", "wolf", "hawk", "falcon", "heron", "cardinal", "robin", "dove", "bluebird",
        "hotel", "harmony", "serenity", "tranquility", "comfort", "courage", "triumph", "journey", "pathway",
        "crossroads", "junction", "landing", "station", "tower", "towers", "gable", "gables", "laurels", "gardens",
    ]
    /// Words whose plural with an article names where somebody lives.
    private static let homes: Set<String> = [
        "poplars", "oaks", "elms", "pines", "cedars", "willows", "maples", "birches", "gables", "laurels", "meadows",
        "hollies", "beeches", "limes", "chestnuts", "terraces", "towers", "arbors", "magnolias", "palms", "lindens",
        "sycamores", "cypresses", "orchards", "highlands", "woodlands", "heights", "gardens", "springs", "shores",
    ]
    private static let cues: Set<String> = ["at", "from", "of", "to", "via", "by", "near", "in"]
    private static let joints: Set<String> = ["and", "of", "n"]

    /// Every such house.
    public func findings(in text: FoldedText, context: IdentifierContext) -> [IdentifierSpan] {
        text.places.compactMap { cue in
            guard text.tokens[cue].trigger.contains(.place), Self.cues.contains(text.word(cue)) else { return nil }
            let hasArticle = text.word(cue + 1) == "the"
            let start = hasArticle ? cue + 2 : cue + 1
            guard let first = text.token(start), first.shape == .letters, !first.startsLine || start == cue + 1,
                !text.isMixedCase || first.casing != .lower
            else { return nil }
            if hasArticle, Self.homes.contains(first.text), text.word(cue) == "at" || text.word(cue) == "from" {
                return span(text, cue + 1..<start + 1, .facility, .medium)
            }
            return house(start, in: text).map { span(text, $0, .facility, .medium) }
        }
    }

    /// Up to six words that end in a kind of house, with a word before it that tells which.
    private func house(_ first: Int, in text: FoldedText) -> Range<Int>? {
        var (start, end, place, isTold) = (first, first, first, false)
        while place - start < 8, let token = text.token(place), !token.startsLine || place == start {
            if token.shape == .sign {
                guard text.isSign(place, "&/'-") else { break }
            } else if Self.isKind(token), place > start, isTold {
                end = place + 1
            } else if token.shape == .letters {
                // "the archive of broken arrow spine & sport".
                if token.text == "of", !isTold { (start, end) = (place + 1, place + 1) }
                if Self.joints.contains(token.text) || token.text == "s" && text.isSign(place - 1, "'") {
                    place += 1
                    continue
                }
                guard !token.trigger.contains(.function), !token.trigger.contains(.act), !token.trigger.contains(.cue)
                else { break }
                isTold = isTold || tells(place, in: text)
            } else {
                break
            }
            place += 1
        }
        return end > start + 1 ? start..<end : nil
    }

    private static func isKind(_ token: Token) -> Bool {
        token.shape == .letters && (kinds.contains(token.text) || token.trigger.contains(.head))
    }

    private func tells(_ place: Int, in text: FoldedText) -> Bool {
        let token = text.tokens[place]
        guard text.isOneWord(place), token.count > 1 else { return false }
        if Self.names.contains(token.text) { return true }
        return (!token.word.isVouched || token.word.contains(.name)) && token.count > 2
            && !token.word.contains(.field) && !token.trigger.contains(.generic)
    }
}
