/// Short and familiar forms of given names.
enum Nicknames {
    private static let groups: [Set<String>] = """
        robert bob rob bobby robbie bert;william bill will billy willie liam;richard rick rich dick ricky;james jim jimmy jamie
        john jack johnny;jonathan jon jonny nathan;joseph joe joey;michael mike mikey mick;thomas tom tommy;charles charlie chuck
        christopher chris kit topher;christine chris chrissy tina;christina chris tina chrissy;daniel dan danny;david dave davey
        edward ed eddie ted ned;anthony tony;andrew andy drew;alexander alex al xander sandy;alexandra alex alexa sandra lexi
        benjamin ben benny benji;samuel sam sammy;samantha sam sammie;matthew matt matty;steven steve stevie;stephen steve stevie
        patrick pat paddy;patricia pat patty trish tricia;peter pete;philip phil;phillip phil;gregory greg;jeffrey jeff;kenneth ken kenny
        lawrence larry;leonard len lenny leo;ronald ron ronnie;donald don donnie;douglas doug;frederick fred freddie;gerald gerry jerry
        henry hank harry;nicholas nick nicky;raymond ray;theodore ted teddy theo;timothy tim timmy;vincent vince vinny;walter walt
        zachary zach zack;joshua josh;jacob jake;nathaniel nate nathan;francis frank;francisco paco pancho;jose pepe;eugene gene
        elizabeth liz beth betty eliza lizzie betsy libby liza;katherine kate katie kathy kat kay;catherine cathy kate katie cat
        kathleen kathy kate;margaret maggie meg peggy marge greta;jennifer jen jenny jenn;jessica jess jessie;rebecca becky becca
        susan sue susie suzy;deborah deb debbie;barbara barb barbie;victoria vicky tori vicki;theresa terry tess tessa;teresa terry tess
        pamela pam;nancy nan;judith judy;cynthia cindy;sandra sandy;dorothy dot dottie;virginia ginny;abigail abby gail;amanda mandy
        angela angie;valerie val;stephanie steph;kimberly kim;melissa missy mel lissa;michelle shelly;natalie nat;natasha tasha
        olivia liv livvy;rachel rach;isabella bella izzy;allison ally allie;alison ali;carolyn carol lyn;caroline carrie carol
        jacqueline jackie;josephine josie jo;joanne jo;lillian lily lil;madeline maddie;madison maddie;gabriel gabe;gabriella gabby
        maxwell max;maximilian max;dominic dom nick;emmanuel manny;manuel manny;ernest ernie;stanley stan;albert al bert;alfred al fred
        arthur art;bernard bernie;clifford cliff;curtis curt;franklin frank;harold hal harry;howard howie;leslie les;martin marty
        mitchell mitch;norman norm;oliver ollie;randall randy;rodney rod;russell russ;sidney sid;terence terry;wesley wes;yvonne evie
        """.split(whereSeparator: { $0 == ";" || $0 == "\n" }).map { Set($0.split(separator: " ").map(String.init)) }

    private static let table: [String: Set<String>] = groups.reduce(into: [:]) { table, group in
        for name in group { table[name, default: []].formUnion(group.subtracting([name])) }
    }

    /// Other forms of a folded given name.
    static func of(_ name: String) -> Set<String> { table[name] ?? [] }
}
