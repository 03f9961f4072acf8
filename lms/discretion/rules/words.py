"""What ordinary words mean to the check: a boy, a mother, year 4; and what is none of that."""

from collections.abc import Mapping

from lms.discretion.rules.names import listed

CLASSES: Mapping[str, str] = {
    "child": "child pupil girl boy student lad lass baby toddler teenager teen youngster infant "
    "learner sibling kid schoolboy schoolgirl babies",
    "children": "children pupils girls boys students siblings kids lads",
    "kin": "mum mam mom mummy mother dad daddy father parent parents stepmum stepmom stepdad "
    "stepfather stepmother nan nana nanny gran granny grandma grandmother grandad grandpa "
    "grandfather aunt auntie aunty uncle cousin carer carers guardian partner boyfriend "
    "girlfriend",
    "young": "son daughter brother sister niece nephew grandson granddaughter stepson "
    "stepdaughter stepbrother stepsister eldest youngest godson "
    "goddaughter",
    "brood": "family families brothers sisters household",
    "twins": "twins twin triplets",
    "year": "year yr",
    "class": "reception nursery preschool sixth",
    "old": "old aged age",
    "definite": "the our my this that one",
    "article": "a an some",
    "only": "only",
    "in": "in at on near above behind opposite next",
    "from": "from",
    "of": "of",
    "with": "with",
    "and": "and &",
    "for": "for to",
    "about": "about like re regarding concerning",
    "worry": "worry worries concerned concern",
    "called": "called named",
    "name": "name names",
    "initials": "initials initial",
    "is": "is was isn't wasn't",
    "be": "are were be being am",
    "has": "has had hasn't",
    "turns": "turned turns turning",
    "tell": "told asked",
    "ask": "tell ask",
    "feeling": "upset frightened scared sad angry unhappy hungry tired ill absent missing late "
    "pregnant alone worried hurt crying lonely anxious afraid cold quiet",
    "says": "said says tells disclosed discloses tells asks wants wanted cried cries refuses "
    "refused ran hit goes went came comes thinks moved arrived started stopped needs "
    "needed feels felt joined",
    "lives": "lives lived",
    "stays": "stays staying stay",
    "have": "have got",
    "live": "live living",
    "deed": "lost won survived saved found swam swims plays played",
    "they": "they he she him her his hers their them",
    "who": "who that",
    "whose": "whose",
    "happened": "happened happens happening belongs belonged",
    "clause": "what how why when where if because whether",
    "run": "run runs own owns keep keeps",
    "work": "work works worked teaches teach",
    "job": "councillor governor vicar priest imam teacher cook caretaker doctor nurse gp head "
    "headteacher magistrate policeman policewoman farmer landlord publican mayor postman",
    "role": "colleague deputy adviser advisor mentor trainer coordinator officer manager "
    "lead leader chair speaker practitioner worker author",
    "birth": "dob born birthday birthdate",
    "ref": "ref reference case mosaic liquidlogic lcs eclipse upn nhs cin crime ccm",
    "number": "number no num id nr",
    "own": "attendance bruise bruises bruising injury injuries passport phone coat shoes bag "
    "bedroom medication diagnosis behaviour birthday teacher friend friends uniform "
    "drawing drawings",
    "file": "file case plan record chronology placement conference",
    "home": "home address postcode house",
    "venue": "meet meets met meeting meetings venue training course office offices room hall "
    "conference library centre network workshop",
    "review": "review reviews report",
    "there": "there here",
    "month": "january february march july september october november december feb mar apr jul "
    "aug sep sept oct nov dec jun",
    "ordinal": "first second third",
    "few": "two three four",
}
"""Class → its words, in small letters and without accents."""

CAPITAL_CLASSES: Mapping[str, str] = {
    "institution": "School Schools Academy College Nursery Primary Infant Junior High Trust "
    "Foundation Centre Center Hospital Church Chapel Hall House Library Society Association Day "
    "Week Month Award Awards Law Rule Act Hub Team Service Services Partnership Council "
    "University Institute Charity Project Programme Tool Toolkit Report Inquiry Review Vouchers "
    "Guidance Policy Profile Framework Scale Model Appeal Prize Park Surgery Clinic",
    "street": "Road Street Avenue Lane Close Drive Crescent Court Gardens Terrace Grove Mews "
    "Cottages Cottage Rise Row Walk Way Square View Place Hill Flats Estate Farm Barn Villas",
    "title": "Mr Mrs Ms Miss Mx",
    "saint": "St Saint",
}
"""The same of words that mean it with a capital only."""

AGENCIES = listed(
    """
    MASH LADO DSL DSLs DDSL DDSLs SENCO SENCo SENDCO HR LA EDT NSPCC DfE DFE SLT SMT PTA CEOP IWF
    ICB LSCP PCSO IRO DPO
    """
)
"""Letters of those who work for children, exactly as written: *Sarah from MASH* is a colleague."""

ACRONYMS = listed(
    """
    KCSIE SEND SEN EHCP EHC PSHE RSE RSHE RE PE PA IT ICT CP TA TAs HT AP EAL DBS SCR LAC PLAC
    CLA PLO GP GPs CSE CCE CE HSB EFH FGM DA DV ACE ACEs CAMHS ELSA UK EU GDPR AI MAT KS EYFS EY
    EH FE SW HV CPD PPA INSET QA PP FSM MFL DT RS LAs OK TV FAQ PDF URN MARAC MAPPA PC SCP CPOMS
    CME EHE NEET TAF TAC CAF FH NQT ECT ECTs SLA DPIA SAR FOI PM GCSE BTEC SATs SATS CCTV ID IDs
    VPN MFA LGBT LGBTQ GRT EBSA ADHD ASD UASC WT DOs LGfL
    """
)
"""Other letters that are nobody's initials, exactly as written."""

KNOWN = listed(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    sat sun easter christmas ramadan eid diwali michaelmas lent spring winter term half working
    together safeguard safeguarding keeping safe education ofsted prevent operation encompass
    brook traffic light signs safety graded care child children's childline barnardo's barnardos
    samaritans stonewall kooth women's aid internet watch report remove early help front door
    levels level need needs threshold thresholds power control wheel key stage part annex section
    chapter information sharing data protection designated lead leads officer local authority
    multi agency emergency duty social services family hub virtual head english maths science
    history geography computing latin german french spanish british european american welsh
    scottish irish england wales scotland britain herefordshire hereford worcestershire worcester
    shropshire birmingham london manchester bristol leeds kent essex cardiff teams zoom google
    microsoft word excel powerpoint outlook tiktok snapchat instagram whatsapp youtube roblox
    discord facebook youth mental health first everyone somebody nobody staff headteacher deputy
    governor governors mentor mentoring mentee network training course policy procedures
    procedure induction referral referrals recording supervision transfer audit north south east
    west new old great green red amber blue black white big public private national government
    minister state department human rights equality online i'm i've i'd i'll god muslim christian
    catholic jewish sikh hindu church polish romanian roma gypsy traveller traveller's safer
    recruitment anti bullying pupil student premium voice support the it how you what when who
    why where which there they we he she this that these those if as at in on to for from by of
    and but or so then also both all any some most many more less one two three four five six
    seven eight nine ten yes no not next last please thanks thank dear hello can could should
    would will may might must do does did is are was were has have had be been let how's it's
    that's what's who's there's don't didn't can't won't read ask look talk talked discussed
    agreed action actions goal goals aim aims question questions note notes today tomorrow
    yesterday mondays tuesdays wednesdays thursdays fridays saturdays sundays whitsun hanukkah
    passover myconcern hackett makaton educare cruse farrer nspcc womens refuge shelter mind
    relate crimestoppers winston's hallam safelives arbor sims bromcom provision map classcharts
    attendance behaviour behavior exclusion exclusions suspension chronology neglect abuse
    cyberbullying consent inclusion wellbeing welfare pastoral punctuality curriculum assembly
    assemblies inspection inspections inspector inspectors checklist template form forms letter
    letters email emails phone website webinar session sessions meeting meetings agenda minutes
    update updates refresher certificate handbook manual flowchart chart poster posters leaflet
    leaflets risk assessment assessments plan plans planning review reviews reflection practice
    professional curiosity differences disagreements resolving resolution escalation learners
    learner learning contextual effective unique harmful sexual exploitation criminal domestic
    violence offline concern concerns worry worries log logs file files record records transfers
    starter starters leaver leavers volunteer volunteers contractor contractors visitor visitors
    governor's headteacher's principal bursar receptionist secretary caretaker lunchtime
    playground gym minibus trip trips residential budget cover time timetable rota never always
    each whether someone anyone anybody others ours yours his her hers my your our their its show
    write say keep begin end start finish add send share bring book ring call find make take give
    get go use think know feel felt try tell told asked see seen good better best very just only
    even still again often once before after during while until since because although however
    therefore about against between into through under over out up down off above below possible
    likely unlikely rare real serious severe minor nothing something everything anything okay
    fine well bridgend powys gloucestershire monmouthshire ireland europe africa asia america
    hebrew greek roman victorian tudor co
    """
)
"""Words that may begin with a capital and are no names."""

PHRASES: Mapping[str, str] = {
    "working together": "plain",
    "child protection": "plain",
    "child safeguarding": "plain",
    "child - on - child": "plain",
    "child in need": "plain",
    "child - centred": "plain",
    "child sexual": "plain",
    "child criminal": "plain",
    "voice of the child": "plain",
    "child 's voice": "plain",
    "pupil premium": "plain",
    "pupil referral": "plain",
    "pupil voice": "plain",
    "pupil survey": "plain",
    "student teacher": "plain",
    "student voice": "plain",
    "student support": "plain",
    "meeting id": "plain",
    "case study": "plain",
    "case studies": "plain",
    "baby room": "plain",
    "key stage": "plain",
    "year group": "plain",
    "year groups": "plain",
    "social worker": "role",
    "key worker": "role",
    "social care": "ref",
    "early help": "ref",
    "such as": "about",
    "case of": "about",
    "spoke to": "about",
    "spoke with": "about",
    "talked to": "about",
    "sixth form": "class",
    "year - old": "yearold",
    "year old": "yearold",
    "yr old": "yearold",
    "- year - old": "yearold",
    "date of birth": "birth",
    "d . o . b .": "birth",
    "d . o . b": "birth",
    "head girl": "headchild",
    "head boy": "headchild",
    "captain of": "headchild",
    "mr .": "title",
    "mrs .": "title",
    "ms .": "title",
    "on the news": "news",
    "in the news": "news",
    "in the paper": "news",
    "in the papers": "news",
    "in the local paper": "news",
    "in the local news": "news",
    "wheelchair user": "child",
    "looked after child": "child",
    "looked - after child": "child",
    "next door": "in",
    "parental responsibility": "plain",
    "parents ' evening": "plain",
    "family help": "plain",
    "family hub": "plain",
    "nursery school": "plain",
    "fraser guidelines": "plain",
    "gillick and fraser": "plain",
    "in year": "inyear",
}
"""Words that mean something together, in small letters with a space between all signs."""
