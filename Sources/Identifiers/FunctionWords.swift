/// Words that bind sentences and are part of no name.
enum FunctionWords {
    static let all: Set<String> = Cues.never.union([
        "about", "above", "across", "after", "again", "ago", "almost", "along", "already", "also", "although", "always",
        "am", "among", "another", "anyone", "around", "away", "because", "been", "before", "behind", "being", "below",
        "beside", "between", "beyond", "bit", "both", "comma", "during", "either", "else", "enough", "even", "ever",
        "every", "everyone", "except", "few", "first", "got", "here", "how", "however", "inside", "instead", "into",
        "its", "just", "last", "later", "least", "less", "like", "lot", "many", "maybe", "more", "most", "much", "near",
        "never", "next", "nobody", "none", "nothing", "now", "often", "once", "one", "only", "onto", "other", "others",
        "ours", "outside", "period", "please", "quite", "rather", "really", "same", "second", "several", "since", "so",
        "some", "somebody", "someone", "something", "soon", "still", "such", "than", "thanks", "their", "there",
        "these",
        "thing", "things", "those", "though", "through", "till", "today", "together", "tomorrow", "too", "toward",
        "towards", "twice", "two", "under", "until", "upon", "very", "what", "whatever", "where", "whether", "which",
        "whole", "whose", "why", "without", "yes", "yesterday", "yet", "you", "your", "ok", "okay", "well", "right",
        "left", "ready", "sorry", "sure", "new", "old", "three", "four", "five", "six",
    ])
}
