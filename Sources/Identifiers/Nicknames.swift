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
        mitchell mitch;norman norm;oliver ollie;randall randy;melinda mindy mel lindy;lucinda lucy cindy;marianne mary annie;amelia millie amy;emily em emmy;emma em emmy
        eleanor ellie nell nora ella;helen nell nellie;ellen nell ellie;louise lou lulu;louis lou louie;luis lucho;eduardo eddie lalo
        guadalupe lupe lupita;alejandro alex ale;alejandra alex ale;ignacio nacho;jesus chuy;fernando nando;leonardo leo;antonio tony
        roberto beto;alberto beto;humberto beto;enrique quique kike;rafael rafa;ricardo ricky rich;miguel mike;guillermo memo
        consuelo chelo connie;concepcion connie concha;mercedes mercy meche;rosario charo rosie;dolores lola;esperanza hope espe
        constance connie;cornelius neil corny;desmond des;dennis denny;edmund ed ned;edwin ed eddie;elijah eli;ezekiel zeke
        frances fran frannie;florence flo;georgina georgie gina;george geo;geoffrey geoff jeff;gilbert gil bert;gwendolyn gwen wendy
        harriet hattie;herbert herb bert;hubert hugh bert;irving irv;isaac ike zac;jason jay;jeremy jerry jem;jeremiah jerry
        jerome jerry;joan joanie;johannes hans;katarzyna kasia;magdalena magda lena;malgorzata gosia;aleksandra ola sasha
        aleksander sasha alek;vladimir vova vlad;dmitri dima;dmitry dima;mikhail misha;nikolai kolya;yevgeny zhenya;svetlana sveta
        tatiana tanya;ekaterina katya;anastasia nastya stacy ana;maria mia mari;marilyn mary lyn;matilda tilly;maureen mo
        mohammed mo;mohamed mo;muhammad mo;morris mo;moses mo;myrtle myrt;nadine nadia;nicole nikki nicky;penelope penny
        priscilla cilla;rosemary rose rosie;roland rollie;roxanne roxy;salvatore sal;sebastian seb bash;seymour sy;shirley shirl
        silvia syl;sylvia syl;simon si;siobhan shiv;solomon sol;spencer spence;tabitha tabby;thaddeus thad tad;tobias toby;tyrone ty
        ursula ursy;vernon vern;veronica ronnie roni vera;vivian viv;wilfred will fred;wilhelmina billie mina;winifred winnie fred
        xavier xavi;yolanda yoli;zoltan zoli;srinivas srini;venkatesh venky;krishnan krish;priyanka pri priya;rajesh raj;rajendra raj
        subramaniam subbu;lakshmi laks;aishwarya aish;bartholomew bart;clarence clare;clement clem;cecilia cece celia;cordelia delia
        darlene dar;delores dee;deirdre dee;diane di;diana di;donna dee;eloise ellie;ferdinand ferdie;gertrude trudy;hannah han
        rodney rod;russell russ;sidney sid;terence terry;wesley wes;yvonne evie
        """.split(whereSeparator: { $0 == ";" || $0 == "\n" }).map { Set($0.split(separator: " ").map(String.init)) }

    private static let table: [String: Set<String>] = groups.reduce(into: [:]) { table, group in
        for name in group { table[name, default: []].formUnion(group.subtracting([name])) }
    }

    /// Other forms of a folded given name.
    static func of(_ name: String) -> Set<String> { table[name] ?? [] }
}
