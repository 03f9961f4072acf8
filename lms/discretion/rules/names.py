"""Given names that are common in England, of many origins; a child need not have one of them."""


def listed(words: str) -> frozenset[str]:
    """Return the words of a list that is easy to read and to add to."""
    return frozenset(words.split())


GIVEN = listed(
    """
    aaliyah aanya aarav aaron abbie abby abdi abdul abdullah abdullahi abdulrahman abebe abel
    abena abi abigail abu achieng adam adan addison adeel adele aden adil adnan adrian advika
    adwoa afua agnes agnieszka ahmad ahmed ahmet aidan aiden aileen ailsa aimee aisha aishah
    aisling ajay akash akua alan alana alastair alba albert albie alec alejandro aleksander
    aleksandra alesha alessia alex alexa alexander alexandra alexandru alexia alexis alfie
    alfonso alfred ali alia alice alicia alina alisha alison alistair allan allegra alyssa ama
    amaan amal amalia amanda amara amarachi amari amaya ameera amelia amelie amina aminah aminata
    amir amira amit amna amrit amy ana anais anand anas anastasia anaya andre andreea andrei
    andrew andrzej andy aneesa angela angelina angus anika anil anisa anish anita anja anjali ann
    anna annabel annabelle anne annie annika anouk ansel anthony antoni antonia antonio antony
    anya aoife arabella aran arber archie ariana arianna ariella arjun arlo armaan arman arnav
    arran artem arthur arvind arya asad asha ashleigh ashton asif asim astrid ava ayaan ayaana
    ayah ayan ayesha aylin ayo ayomide ayra ayub azaan aziz babajide babatunde balvinder baptiste
    bartosz basia beatrice beatriz becca becky behrouz ben benedict benjamin bernard bertie
    besnik beth bethan bethany betty bev beverley bhavesh bianca bilal billie billy blessing
    bogdan bohdan boris bradley brandon brendan brian brianna bridget brody brogan bronwyn bruno
    bryony bushra cadi cai caitlin caleb callum calum calvin cameron camila camilla caoimhe cara
    carl carla carlos carly carmen caroline carys casey caspian cassandra catherine cathy catrin
    cecilia cecily celeste celia celine cerys chanelle chantelle charles charlie charlotte
    chiamaka chiara chidera chidi chinedu chioma chipo chloe chris christina christine
    christopher cian ciara claire clara clarissa claudette claudia clementine cleo cody colette
    colin connie connor conor constantin cora coraline corey cormac cosmin cosmo courtney craig
    cristian cyrus d'andre dafydd daisuke dalia damian damilola damon dan dana daniel daniela
    daniella danielle danny danylo daphne darcey darcy daria darius darragh darren david davina
    deandre deborah declan deepa deepak deirdre delilah delroy denis denisa denise dennis denzel
    derek desmond dexter dhruv diana diego dilan dilnaz dilys dimitri dina dmytro dominic dominik
    dominika donna donovan doris dorothy douglas dritan duncan dylan ebony eddie edgar edith
    edmund edna edward edwin eesa effie efua eileen eilidh elaine eleanor elena eleni eli eliana
    elias elif elijah elin eliot elisa elise eliza elizabeth elke ella elle ellen ellie elliot
    elliott ellis elodie eloise elsa elsie elton eluned elvis emeka emer emil emilia emilio emily
    emma emmanuel emmeline emre emrys enid enoch enrique enzo eoin erica erik erika erin erion
    ernest errol esha esi esme esmee esther eszter ethan ethel etta eugene eva evan evangeline
    evelyn evie ewan ezekiel ezra fabian fabien fahad faisal faiza faizan farah farai fareeda
    farhan farhiya farida faris fatima fatimah fatou fatoumata fearne felicity felix fernando
    ffion filip finlay finley finn finnian fiona fionn flora florence florin folake folasade
    fozia francesca francesco francis frankie fraser freddie freddy frederick freya frida gabriel
    gabriela gabriella gareth gary gavin gemma george georgie georgina geraint gerald gethin
    giacomo gideon gina giorgia giovanni giulia gladys glenn gloria glynis gordon grainne gregory
    greta gruffudd grzegorz gurdeep gurpreet gus gwen gwilym gwyneth habib hadi hadiya hafsa
    haider haile hajra hakeem halima hamid hamish hammad hamse hamza hana hanan hania hanna
    hannah hari haris harjit haroon harpreet harriet harris harry haruto hasan hashim hassan
    hattie haya hayden hayley hector heidi heledd helen helena henrietta henry hetty hiba hilary
    hira hiro hiroshi hodan huda hugh hugo hui humaira husna hussain hussein huw huzaifa iain ian
    ianto ibrahim ibrahima idil idris ieuan ieva ifan ifeoma igor ikenna ikram ikran ilana ilhan
    ilias ilinca illya ilyas imaan imani imara imogen imran ina inara inaya inayah indie indira
    ines inez ingrid ioan ioana iona ionut ira isaac isabel isabella isabelle isaiah isha ishaan
    ishaq isla ismael ismail isobel issa ivan ivo iwan izaan izabela izzy jabari jacob jacqueline
    jacques jaden jai jaime jake jakub jamal james jamie jamila jana jane janet janice janis
    jannat jared jasleen jasmin jason jaspreet jasvir javier jaxon jaxson jaya jayda jayden
    jeanette jedidiah jemima jemma jenna jennifer jenny jensen jenson jeremy jermaine jerome
    jerzy jesse jessica jessie jethro jian jim jimmy jo joan joanna joanne joao joaquim jodie joe
    joel joey johan johannes john johnny jon jonah jonas jonathan joni jose joseph josephine
    joshua josiah josie juan juanita jude judith judy julia julian juliana julie juliet juliette
    juma junaid jurgen justin justyna juwon kabir kacper kai kaia kaiden kaitlyn kaleb kalisha
    kamal kamau kamil kamila kamran kane kara karan karen karim karina karl karolina kasia kasper
    kate kateryna katherine kathleen kathryn katie katrina katy kaya kayden kayleb kaylee
    kayleigh keana keane keegan keir keira keiran keith kelechi kelly kelsey kelsie kelvin kemi
    kendra kenneth kenny kenzie kenzo kevin keyon kezia keziah khadija khadijah khaled khalid
    kiaan kian kiara kiera kieran kiki kim kimberley kimberly kingsley kirsten kirsty kobe koby
    kofi krish krishna kristian krystian krzysztof kuba kudzai kuldeep kunal kush kwabena kwame
    kwesi kyla kyle kylie kyra kyran lacey lachlan laila lakshmi lana lara larissa lateefah
    latisha latoya laura lauren laurence laurie lauryn layan layla layton lea leah leanne leia
    leila leilani lena lennie lennon lenny leo leon leonard leonardo leonie leonor lerato leroy
    leslie levi lewis lexi lexie leyla lia liam liana liban libby liepa lilah lilli lillian
    lillie lilly lina linda lindsay lindsey ling linh lionel lisa liv livia liz lizzie llewelyn
    lloyd lois lola lorcan lorenzo loretta lorna lottie lou louie louis louisa louise lowri luan
    luc luca lucas lucia lucian lucie lucille lucinda lucy luis luisa luiza lukas lukasz luke
    luqman luther lydia lyla lynette lynn lyra maariya mabel maceo maciej macsen madara maddie
    maddison maddox maddy madeleine madeline madison maeve magda magdalena maggie magnus mahdi
    mahir mahmoud mahnoor maia maisie maisy maja makayla malachi malachy malaika malakai malcolm
    mali malik malika mallory mamadou manal mandy manisha manjit manraj manuel mara marc marcel
    marcin marco marcus mared margaret margot maria mariah mariam mariama marianne marie mariela
    marilyn mario marion marius marjorie marlene marley marlon martha martin martyn marvin mary
    maryam masood mateo mateusz mathew mathilda matilda matteo matthew matthias matylda maureen
    maurice mavis maximilian maximus maxine maxwell maya mayar meera megan mehdi mehmet mehmood
    mei mel melanie melia melinda melissa meredith meron merryn mia micah michael michaela michal
    michelle miguel mihaela mihai mikaeel mikael mikayla mikey mikolaj mila milan milena miles
    millie milo minh minnie mira mirabel mirela miriam misha mitchell moesha mohamad mohamed
    mohammad mohammed mohamud mohsin moira molly mona monica monika morag morgan moses mousa
    moussa muhammad muriel murray musa musab mustafa mwangi mya mykola mylo myra myrtle nabil
    nabila nadeem nadia nadine naeem nahla naia naila naima najib najibullah nala naledi nana
    nancy naomi nasim nasima nasir nasra nasreen natalia natalie natasha nathan nathaniel naveed
    nayan nazar ned neema neha nehal neil nell nellie nelly nerys nevaeh neve ngalula ngozi nia
    niall niamh nicholas nicola nicolas nicole niels nieve nigel nikesh nikhil nikita nikki niko
    nikola nikolai nila nils nina nisha nishant njeri nkechi nnamdi noa noah noel noelle noemi
    noor nora norah noreen norma nour nusrat nyah nyasha nyla obinna octavia odette odhran oksana
    ola olena olga oliver olivia oliwia oliwier ollie olly olumide oluwaseun omar omari omer omid
    oona opal ophelia orla orlaith oscar osian oskar osman otieno ottilie ottis otto ottoline
    ousmane owen oyin ozzy pablo paige pamela paola parisa parminder parveen patricia patrick
    patrycja paul paula paulina pauline pavel pawel payton pedro peggy penelope percy perran
    peter petra peyton philip philippa phillip phoebe phuong phyllis pia pierre piotr pippa polly
    pooja poonam pranav preeti priscilla prisha priya priyanka przemyslaw qasim quentin quillon
    quinn rabia rachael rachel radoslaw rafael rafe rafferty rafiq raheem rahim rahma rahul
    raihan raj rajan rajesh rajinder rajveer ralph ramla ramona rana rania ranveer raphael rashid
    rayan raymond rayyan razvan reagan rebecca reece reggie reham rehan rehana remi renata rene
    renee reuben rhea rhian rhianna rhiannon rhodri rhona rhys ria rian ricardo richard rihanna
    riley rima rina rio rishi rita ritu riya rizwan robbie robert roberta rocco rodney rodrigo
    roger rohan roisin rojin rokas rokhsana roland romeo romy rona ronald ronan ronke ronnie rory
    rosa rosalie rosalind rosanna rosie ross rowena roxanne roya ruairi ruaridh rubin rubina rudi
    rudo rudy rufus rukayat rukhsana rukia rumaisa rupert ruqayyah russell ruth ryan ryder rylan
    saad sabina sabrina sachin sade sadia sadie safa safia safiya safiyyah sahar sahil sahra saif
    saima sajid sakina salim salma salman salome sam samantha samar sameer sami samia samina
    samir samira sammy samson samuel sana sandeep sandra sanjay saoirse sapphira sara sarah
    saskia saul savannah seamus sean seb sebastian segun selam selena selina selma seren serena
    sergio seth shabana shabnam shafiq shahid shahzad shaima shamima shanaya shane shanelle
    shania shanice shaniqua shanna shannon shanthi sharon shaun shauna shay shayaan shayan shayla
    shazia sheila shelby shelley shirin shirley shivani shola shona shreya shuaib sian sid
    siddharth sidney siena sienna sierra silas silvia simeon simon simona simone simran sinead
    siobhan sioned sipho sobia sofia sofija solomiia solomon sonia sonya sophia sophie soraya
    sorcha stacey stanislaw stanley stefan stefania steffan stella stephanie stephen steve steven
    stewart stuart suhayb sukhdeep sulaiman suleiman sumaya sumayyah sunil sunita suraj suresh
    surinder susan susanna susie suzanne sven svitlana sybil sydney sylvia szymon tabitha tadhg
    taha tahir talha talia taliyah tallulah tamar tamara tamika tamsin tania tanisha tanveer
    tanya tara taran tariq tasha tasneem tatenda tatiana tayla tayo ted tegan temi temitope
    temperance tendai teo terence teresa terri terry tessa thabo thaddeus thalia thandeka thea
    theo theodora theodore theresa thiago thomas thulani thuy tiago tiana tianna tiarna tiegan
    tiffany tilda tillie tilly tim timothy tina tinashe tobi tobias toby todd tola tom tomas
    tomasz tomek tommy toni tracey tracy travis tremaine trevor tristan trudy tunde tyler tyreece
    tyrell tyrese tyrone uche uma umair umar una ursula usaid usama usman uzma valentina
    valentino valerie vanessa veer vera veronica vicky victoria vihaan vijay vikram viktor
    viktoria vilte vincent vinnie virginia vivaan vivian vivienne vlad vladimir waleed walid
    walter wanda wanjiru waqas warsame wayne wei wendy wesley wiktor wiktoria wilfred wilfrid
    willem william winifred winsome winston wojciech xander xanthe xavi xavier xena ximena xin
    xochitl yahya yan yaqub yara yaroslav yaseen yash yasin yasir yasmin yasmina yasmine yaw
    yazan yetunde yewande yonas yosef yousef youssef yuki yulia yunus yusra yusuf yvette yvonne
    zac zach zachariah zachary zack zadie zahir zahra zahraa zaid zain zaina zainab zak zakariya
    zalmay zamzam zane zara zarah zayan zayn zaynab zeeshan zeinab zelda zena zeynep zhara ziad
    zoe zoey zofia zohaib zohra zola zora zoya zubaida zubair zuri zuzanna zuzia
    """
)
"""Names in any case, ``kayden`` as ``Kayden``: none of them is an ordinary word."""

WHEN_CAPITAL = listed(
    """
    alma angel archer ash asher aurora bailey basil bay beau bella belle blake blossom bob bobby
    bonnie brooke buddy buster candice carol carter cedar chelsea cherry christian clay clover
    coco cole cooper coral crystal daisy dale dallas danica destiny dora eden ember eve everly
    fern fin fleur flynn ginger hadley harley harmony harper harrison harvey hazel heath heather
    henna holly honey hunter indigo iris isa ivy jack jackson jade jagger jasmine jasper jay jean
    jett jewel jill jonty josh joss juno kay ken kerry kit lance laurel lee leigh lexus liberty
    lily lincoln logan lorelai luna mabli maple marina mason mauve max maxim melody mercedes
    mercy merlin mickey mike milly mina missy montgomery myles nate nelson nick norman oakley
    olive otis parker patience pearl penny perry phoenix pierce piper poppy precious princess
    prudence quincy rafi raven ray reed reef regina remy rex ricky rico rob robin robyn rocket
    rocky roman romilly rose rosemary rowan ruby rue saffron sage sally sandy sapphire scarlett
    scout sebby sky skye skyla skylar sonny sorrel storm sunny tallow tate taylor teagan teddy
    terra tony treasure trinity tulip valentine vaughn verity vince viola violet viv wilbur
    willow wren zeb zeke zion
    """
)
"""Names where they begin with a capital; else a flower, a bird or another word."""

WORDS_TOO = listed(
    """
    amber april august austin autumn brook charity chase constance dawn dean faith georgia
    grace guy hero honour hope india jan jordan joy june justice kenya king may miracle paris
    prince river star summer unity victor vienna
    """
)
"""Names that also begin with a capital where they are none: months, places, the first word."""

VERBS_TOO = listed(
    """
    bill chuck drew frank grant mark pat rich sue wade will
    """
)
"""The same, of names that are verbs: 'Will has' names somebody, 'Will be' does not."""
