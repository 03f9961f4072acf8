"""Settings of one council: copy this to config.py and change what must differ.

Shown are the defaults, with an example beside those that need one. Each may also be given in the
environment under the same name, which then counts. An unknown name is refused at the start.
"""

# The council
LMS_COUNCIL_NAME = "Your council"  # "Marlshire Council"
LMS_COUNCIL_SHORT_NAME = ""  # for the page header; the name without 'Council' when empty
LMS_DIRECTORATE = "Children's services"  # "Children and Families"
LMS_BASE_URL = ""  # "https://training.marlshire.example", as people type it, no slash at the end
LMS_LOGO = ""  # "logo.svg": an SVG or PNG in this folder
LMS_BRAND_COLOUR = "#17514e"  # its contrast on white must be 4.5 or more
LMS_BRAND_STRONG_COLOUR = "#0d3836"  # darker: edges, and what the pointer is over
LMS_SUPPORT_LINE = ""  # "Staff support: 01632 960 300": your own line for staff, on every page
LMS_HELP_CONTACT = ""  # "training@marlshire.example": who helps with this site
LMS_PRIVACY_CONTACT = ""  # "dpo@marlshire.example"
LMS_SECURITY_CONTACT = ""  # "mailto:security@marlshire.example", for /.well-known/security.txt
LMS_DEMO = False  # an invented council: sign-in links never wear out

# Mail: without a server, messages are written to outbox/ in this folder
LMS_MAIL_FROM = ""  # "training@marlshire.example"
LMS_SMTP_HOST = ""  # "smtp.marlshire.example"
LMS_SMTP_PORT = 587
LMS_SMTP_USER = ""
LMS_SMTP_PASSWORD = ""
LMS_SMTP_STARTTLS = True

# Database, jobs, server
DATABASE_URL = ""  # "postgresql://outset@db.marlshire.example/outset"; SQLite here when empty
LMS_JOBS = "inside"  # "workers": jobs run in `lms work`, on this machine or others
LMS_JOBS_URL = ""  # "redis://jobs.marlshire.example/0", for workers on other machines
LMS_PROXIES = 0  # how many proxies stand before the site
LMS_SECRET_KEY = ""  # signs sessions and links; secret.key in this folder when empty

# Signing in
LMS_LINK_MINUTES = 15
LMS_INVITATION_DAYS = 7
LMS_IDLE_MINUTES = 45
LMS_GRACE_DAYS = 30  # days after the last engagement in which somebody may still sign in
LMS_SIGN_IN_TRIES = 10  # an hour from one network address
LMS_VERIFY_TRIES = 60  # certificate checks an hour from one network address
LMS_TOKEN_TRIES = 60  # tokens that do not work, an hour from one network address

# Signing in with the council's accounts: docs/operating.md says what each setting does and risks.
# In the environment: LMS_OIDC_MARLSHIRE_ISSUER, LMS_OIDC_MARLSHIRE_CLIENT_SECRET and so on.
LMS_OIDC: list[dict[str, object]] = []
# Each a provider: key marlshire, name "Marlshire Council", client_id, client_secret, issuer (like
# https://login.microsoftonline.com/‹tenant›/v2.0), and where its addresses are to be believed,
# verified_claim (xms_edov) with domains (marlshire.gov.uk). See docs/operating.md.

# Training and certificates
LMS_DUE_SOON_DAYS = 5  # working days
LMS_TARGET_PERCENT = 100  # what the picture of the quarter's starters is held against
LMS_MODULES = ""  # "/srv/outset/modules"; the modules that ship when empty
LMS_CERTIFICATES = ""  # "/srv/outset/certificates"; the templates that ship when empty
LMS_CERTIFICATE_TEMPLATE = "plain"

# Files from HR
LMS_UPLOAD_MEGABYTES = 20
LMS_IMPORT_ROWS = 100_000
LMS_AUTHORITY = ""  # the council's name or code in the register of schools; its short name without
LMS_DSL_ROLE_MODULE = ""  # slug of the module that is a DSL's role training, if you have one
LMS_DSL_REFRESH_MODULE = ""  # slug of the module that is a DSL's yearly refresh
LMS_HEADINGS: dict[str, str] = {}  # {"Staff No": "employee_number"}: headings of your own
