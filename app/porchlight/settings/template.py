"""The beginning of a new settings file: in an editor, and from a window."""

SCHEMA = "https://raw.githubusercontent.com/porchlight-monitor/porchlight/main/docs/schemas/settings.schema.json"
"""Where editors find what a settings file may hold. Porchlight itself never looks there."""

TEMPLATE = f"""\
#:schema {SCHEMA}
# Porchlight watches the components below. Check this file with: porchlight config check
# Secrets do not belong here: store them with "porchlight secrets set NAME" and name them with credential = "NAME".

[monitor]
interval = "60s"       # how often each component is checked
timeout = "10s"        # how long an answer may take
confirmations = 2      # how often an error is checked again before it counts

# Take the signs # away from what you use.

# [components.website]
# kind = "http"
# name = "Donation page"
# url = "https://give.example.org/"
# expect_text = "Donate"
# critical = true

# [components.classy]
# kind = "classy"
# name = "Classy API"
# organization_id = 6789
# credential = "classy"        # its client ID and client secret: porchlight secrets set classy

# [components.mailchimp]
# kind = "mailchimp"
# name = "Mailchimp"
# credential = "mailchimp"     # its secret is the API key
# list_id = "abc123def4"

# [components.database]
# kind = "database"
# name = "Sync database"
# url = "mysql+pymysql://reader@127.0.0.1:3306/classy_sync"
# credential = "sync-database" # its secret is the password
# critical = true

[components.porchlight]
kind = "self"
name = "Porchlight itself"
"""

EMPTY = f"""\
#:schema {SCHEMA}
# Porchlight's settings. Secrets do not belong here: the keyring holds them, credential = "NAME" says which.
# Check this file with: porchlight config check
"""
"""The beginning of a file that a window writes."""
