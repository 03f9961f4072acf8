"""Marlshire, an invented council: its units, schools, agencies, and what people are called.

Every name is invented; telephone numbers are of the range kept for drama, addresses of the domain
kept for examples.
"""

from dataclasses import dataclass

COUNCIL = "Marlshire Council"
DIRECTORATE = "Children and Families"
DOMAIN = "marlshire.example"
PERSONAL = ("post.example", "mail.example", "inbox.example")


@dataclass(frozen=True)
class Team:
    """A team, the posts in it, and whether its people write risk assessments."""

    name: str
    posts: tuple[str, ...]
    writes: bool = False


SERVICES: dict[str, tuple[Team, ...]] = {
    "Early Help and Family Support": (
        Team("Family Support North", ("Family support worker", "Senior family support worker")),
        Team("Family Support South", ("Family support worker", "Parenting practitioner")),
        Team("Children's Centres", ("Centre worker", "Early years practitioner", "Crèche worker")),
        Team("Youth Support", ("Youth worker", "Detached youth worker", "Sessional worker")),
    ),
    "Children's Social Care": (
        Team("Front Door", ("Social worker", "Screening officer"), writes=True),
        Team("Assessment East", ("Social worker", "Social work assistant"), writes=True),
        Team("Assessment West", ("Social worker", "Senior social worker"), writes=True),
        Team("Children in Care", ("Social worker", "Contact supervisor"), writes=True),
        Team("Leaving Care", ("Personal adviser", "Social worker")),
        Team("Fostering", ("Supervising social worker", "Placement officer")),
    ),
    "Education and Inclusion": (
        Team("Education Safeguarding", ("Education safeguarding adviser",), writes=True),
        Team("Virtual School", ("Education adviser", "Learning mentor")),
        Team("SEND Casework", ("Casework officer", "Senior casework officer"), writes=True),
        Team("Admissions and Attendance", ("Attendance officer", "Admissions officer")),
    ),
}

SETTINGS: tuple[tuple[str, str], ...] = (
    ("Otterbeck Primary School", "primary"),
    ("Hollin Moor Primary School", "primary"),
    ("Plover Field Primary School", "primary"),
    ("Millrace Infant School", "primary"),
    ("Saltmarsh Academy", "secondary"),
    ("Marl Hill High School", "secondary"),
    ("Ashvale College", "post_16"),
    ("Weirside Sixth Form", "post_16"),
    ("Cinder Path School", "special"),
    ("The Sidings", "alternative"),
    ("Lantern Street Nursery", "early_years"),
    ("Harebell Nursery School", "early_years"),
)
"""Name and phase."""

FIRST_URN = 990001
"""Above any that is given out."""

AGENCIES = ("Tarnbrook Staffing", "Fennel Row Supply", "Oxbarrow Locums", "Marl & Mead Care")

GIVEN = tuple(
    """
    Aaliyah Abdi Abena Adaeze Adwoa Agnieszka Aidan Aisha Ajay Akua Alasdair Aleksandra Alice
    Amara Amina Amir Anaïs Andrei Angharad Anjali Anwar Asha Ayesha Babatunde Beatriz Bilal
    Bronwen Callum Carys Catrin Chiamaka Chidi Ciara Daniel Daria Darius Deepa Derya Dilan
    Dominika Ebele Eilidh Elif Elin Emeka Emily Esme Farah Farhan Fatima Femi Fergus Fiona
    Gareth Gita Grace Gulsum Gwen Halima Hana Harpreet Hassan Hiba Hui Ibrahim Ifeoma Imani
    Imran Ioana Isaac Isla Iwan Jamila Jasmine Javier Jaya Joanna Joel Jorge Julia Kasia Kavita
    Keisha Kemal Khadija Kofi Krystyna Kwame Laila Leah Leszek Li Lowri Lucia Łukasz Maeve
    Mahmoud Manjit Marcus Mariam Marek Megan Mei Mihai Miriam Mohammed Mwansa Nadia Naomi
    Nasreen Neha Ngozi Niamh Nia Nikhil Oksana Olena Olu Omar Orla Owen Padma Patrick Pavel
    Petra Precious Priya Rachel Radek Rafael Rahel Rania Ravi Rebecca Rhys Rosa Roxana Ruth
    Sabah Safiya Samira Samuel Sanjay Sarah Seren Seun Shabnam Shanice Siân Simran Sofia Stefan
    Sunita Tamar Tanisha Tariq Tesfaye Thandi Theo Tomasz Uchenna Usha Valentina Vikram Wei
    Wiktoria Winston Xin Yasmin Yemi Yusuf Zainab Zara Zoë Zuzanna
    """.split()  # noqa: SIM905 - quotation marks would not help
)

FAMILY = tuple(
    """
    Abara Achebe Adeyemi Ahmed Akhtar Amadi Anand Andrews Ashworth Asante Bailey Banerjee Begum
    Bello Bevan Blackwood Bondarenko Bose Boateng Brannigan Brennan Castellano Chanda Chaudhry
    Chen Choudhury Clarke Coleman Costa Cooper Cruz Dąbrowska Daley Davies Demir Desai Diallo
    Dlamini Doyle Dube Eze Fashola Faulkner Fernandes Fletcher Gallagher Georgescu Ghosh Gordon
    Grant Greenwood Griffiths Gupta Gutiérrez Haddad Hallam Hamid Hargreaves Hassan Hollis
    Hopkins Hughes Hussain Ibekwe Idowu Iqbal Jablonski Jarvis Jenkins Jovanović Kaur Kamara
    Kapoor Kaya Kelly Khumalo Kimathi Kowalczyk Koroma Kumar Lawal Lee Lewandowska Lim Llewellyn
    Lopez Mahmood Malik Marchetti Marsden Mbeki McAllister Mehta Mensah Mirza Mitchell Mokoena
    Moreau Murphy Nair Ncube Nguyen Novak Nowak Nwosu O’Connell O’Leary O’Neill Obi Odhiambo
    Ogunleye Okafor Okonkwo Oliveira Osei Osman Owusu Özdemir Parekh Parry Patel Pearce Pereira
    Petrov Phiri Popescu Powell Price Prosser Qureshi Rahman Rana Rashid Reid Rees Richards
    Rowntree Rossi Ryan Saeed Sahin Sandhu Santos Sato Sesay Shah Sharma Shevchenko Silva Singh
    Sithole Solomon Stokes Sutton Świątek Sze Tadesse Tan Taylor Teixeira Tembo Thapa Thornley
    Tran Umar Usman Varga Vaughan Verma Walsh Wang Warsame Watkins Whittle Wiśniewska Wong
    Yeboah Yılmaz Yusuf Zając Zhang Zielińska Zulu
    """.split()  # noqa: SIM905 - as above
)

CONTACTS: tuple[dict[str, str], ...] = (
    {
        "kind": "dsl",
        "name": "Duty safeguarding lead",
        "telephone": "01632 960 110",
        "hours": "Monday to Friday, 8am to 6pm",
    },
    {
        "kind": "mash",
        "name": "Marlshire Front Door",
        "telephone": "01632 960 120",
        "email": f"frontdoor@{DOMAIN}",
        "hours": "Monday to Friday, 8.30am to 5.30pm",
    },
    {
        "kind": "edt",
        "name": "Emergency duty team",
        "telephone": "01632 960 130",
        "hours": "Evenings, nights, weekends and bank holidays",
    },
    {"kind": "police", "name": "Police, when it is not an emergency", "telephone": "101"},
    {
        "kind": "lado",
        "name": "Designated officer (LADO)",
        "telephone": "01632 960 140",
        "email": f"lado@{DOMAIN}",
        "hours": "Monday to Friday, 9am to 5pm",
    },
    {
        "kind": "whistleblowing",
        "name": "Whistleblowing line",
        "telephone": "01632 960 150",
        "hours": "At any hour; you need not say who you are",
    },
    {
        "kind": "support",
        "name": "Staff support",
        "telephone": "01632 960 160",
        "hours": "At any hour",
    },
)
"""Source of the numbers: Ofcom, telephone numbers for drama (01632 960000 to 960999).

101 is the real one."""

SETTINGS_OF_THE_SITE = {
    "LMS_DEMO": True,
    "LMS_COUNCIL_NAME": COUNCIL,
    "LMS_DIRECTORATE": DIRECTORATE,
    "LMS_SUPPORT_LINE": "Staff support: 01632 960 160",
    "LMS_HELP_CONTACT": f"training@{DOMAIN}",
    "LMS_PRIVACY_CONTACT": f"dataprotection@{DOMAIN}",
    "LMS_SECURITY_CONTACT": f"mailto:security@{DOMAIN}",
    "LMS_MAIL_FROM": f"training@{DOMAIN}",
}
"""What config.py of a demonstration says."""
