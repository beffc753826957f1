# ruff: noqa: E501 - an embed code stands on one line
"""Donation pages as they stand on the web: one good page for each vendor, thirty that are broken and thirty edits that
break nothing. Each is a small web of its own, which a stand-in for the HTTP client or a real browser can be given.

The faults are from the bug lists: GiveWP #3673, #4763, #4825, Charitable #693, ext_paypal_donation #114, uptime-kuma
#1884, letsencrypt/website #1087, mozilla/addons #77, and from the field: consent managers, policies, moved ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

UUID = "463ff1d3-3592-4ac2-9aa1-5b86f85b4ca6"
OTHER_UUID = "11111111-2222-4333-8444-555555555555"
PAGE = "https://give.example.org/donate"


@dataclass(frozen=True)
class Served:
    """What one address answers."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    refuses: str = ""
    """A reason for which no answer comes: dns, timeout, tls."""


HTML = {"Content-Type": "text/html; charset=utf-8"}
SCRIPT = {"Content-Type": "text/javascript"}


def html(body: str, head: str = "") -> str:
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Give to Example Charity</title>"
        f"{head}</head><body><header><a href='/'>Example Charity</a> <a href='/about'>About us</a></header><main>"
        "<h1>Warm meals for Winter</h1><p>Every gift helps a neighbour through the cold months. Thank you.</p>"
        f"{body}</main><footer>Example Charity, 12 Lane End. Registered charity.</footer></body></html>"
    )


AMOUNTS = (
    "<form onsubmit='return false'><label><input type=radio name=preset value=25> $25</label>"
    "<label>Other amount <input name=amount></label><button>Donate</button></form>"
)
FORM_PAGE = Served(f"<!doctype html><title>Form</title>{AMOUNTS}", headers=HTML)


def framing(url: str) -> Served:
    """A vendor's script that puts its frame into the page."""
    code = (
        "(function(){var f=document.createElement('iframe');f.width=600;f.height=500;f.src='%s';"
        "(document.getElementById('spot')||document.querySelector('main')).appendChild(f)})()".replace("%s", url)
    )
    return Served(code, headers=SCRIPT)


BUTTON = Served(
    "(function(){var b=document.createElement('button');b.textContent='Donate now';"
    "(document.getElementById('spot')||document.querySelector('main')).appendChild(b)})()",
    headers=SCRIPT,
)


@dataclass(frozen=True)
class Web:
    """A page, and what it loads."""

    name: str
    body: str
    served: Mapping[str, Served]
    head: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    whole: str | None = None
    """The page in full, where it is not made of ``body``."""
    needs_browser: bool = False
    """Nobody but a browser could know."""
    plain_http: Served | None = None

    def all(self) -> dict[str, Served]:
        page = html(self.body, self.head) if self.whole is None else self.whole
        return {**self.served, PAGE: Served(page, self.status, {**HTML, **self.headers})}


DONORBOX_FRAME = "https://donorbox.org/embed/warm-winter?default_interval=o"
DONORBOX = Web(
    "Donorbox",
    "<script src='https://donorbox.org/widget.js' paypalExpress='false'></script>"
    f"<iframe src='{DONORBOX_FRAME}' name='donorbox' allowpaymentrequest seamless frameborder=0 height=900 "
    "width=500></iframe>",
    {"https://donorbox.org/widget.js": Served("window.dbox=1;", headers=SCRIPT), DONORBOX_FRAME: FORM_PAGE},
)
CLASSY_SDK = "https://giving.classy.org/embedded/api/sdk/js/72482"
CLASSY_FRAME = "https://giving.classy.org/campaign/743443/donate"
CLASSY = Web(
    "GoFundMe Pro",
    "<div id='spot' classy='743443'></div>",
    {CLASSY_SDK: framing(CLASSY_FRAME), CLASSY_FRAME: FORM_PAGE},
    head=f"<script async src='{CLASSY_SDK}'></script>",
)
FRU_CODE = (
    "(function(w,d,s,n,a){if(!w[n]){var j=d.createElement(s);j.async=!0;"
    "j.src='https://cdn.fundraiseup.com/widget/'+a+'';d.head.appendChild(j);w[n]=1}})"
    "(window,document,'script','FundraiseUp','ADYXKZEY');"
)
FRU_SDK = "https://cdn.fundraiseup.com/widget/ADYXKZEY"
FUNDRAISE_UP = Web("Fundraise Up", "<div id='spot'></div>", {FRU_SDK: BUTTON}, head=f"<script>{FRU_CODE}</script>")
STRIPE_JS = "https://js.stripe.com/v3/buy-button.js"
STRIPE = Web(
    "Stripe",
    f"<div id='spot'></div><script async src='{STRIPE_JS}'></script><stripe-buy-button buy-button-id='buy_btn_1Nabc' "
    "publishable-key='pk_live_51Mabcdefgh12345'></stripe-buy-button>",
    {STRIPE_JS: BUTTON},
)
PAYPAL_SDK = "https://www.paypalobjects.com/donate/sdk/donate-sdk.js"
PAYPAL = Web(
    "PayPal",
    "<form action='https://www.paypal.com/donate' method='post' target='_top'><input type='hidden' "
    "name='hosted_button_id' value='ABC123XYZ9'><input type='submit' value='Donate with PayPal'></form>",
    {},
)
BB_LOADER = "https://sky.blackbaudcdn.net/static/donor-form-loader/2/main.js"
BB_FRAME = f"https://host.nxt.blackbaud.com/donor-form/?svcid=renxt&formId={UUID}"
BB_CODE = f"BBDonorFormLoader.newBlackbaudDonationFormZoned('renxt','p-Mm','{UUID}','usa')"
BLACKBAUD = Web(
    "Blackbaud",
    f"<div id='blackbaud-donation-form_{UUID}'></div><div id='spot'></div><script src='{BB_LOADER}'></script>"
    f"<script>{BB_CODE}</script>",
    {
        BB_LOADER: Served(
            f"window.BBDonorFormLoader={{newBlackbaudDonationFormZoned:function(){{{framing(BB_FRAME).body}}}}};",
            headers=SCRIPT,
        ),
        BB_FRAME: FORM_PAGE,
    },
)
NEON_FRAME = "https://example.app.neoncrm.com/forms/warm-winter"
NEON = Web("Neon One", f"<iframe src='{NEON_FRAME}' width=600 height=800></iframe>", {NEON_FRAME: FORM_PAGE})
GIVE_FRAME = "https://give.example.org/?givewp-route=donation-form-view&form-id=42"
GIVE_JS = "https://give.example.org/wp-content/plugins/give/build/donationFormBlockApp.js?ver=4.1"
GIVEWP = Web(
    "GiveWP",
    f"<div class='root-data-givewp-embed' id='spot' data-src='{GIVE_FRAME}' data-givewp-embed-id='a1'></div>"
    f"<script src='{GIVE_JS}'></script>",
    {GIVE_JS: framing(GIVE_FRAME), GIVE_FRAME: FORM_PAGE},
)
OWN = Web("A form of its own", AMOUNTS, {})
GOOD = (DONORBOX, CLASSY, FUNDRAISE_UP, STRIPE, PAYPAL, BLACKBAUD, NEON, GIVEWP, OWN)


def csp(policy: str) -> dict[str, str]:
    return {"Content-Security-Policy": policy}


def changed(web: Web, name: str, **fields: object) -> Web:
    return replace(web, name=name, **fields)  # type: ignore[arg-type]


def serving(web: Web, name: str, url: str, served: Served, **fields: object) -> Web:
    return changed(web, name, served={**web.served, url: served}, **fields)


def edited(web: Web, name: str, old: str, new: str, **fields: object) -> Web:
    assert old in web.body + web.head, (name, old)
    return changed(web, name, body=web.body.replace(old, new), head=web.head.replace(old, new), **fields)


def whole(web: Web, name: str, page: str, **fields: object) -> Web:
    return changed(web, name, whole=page, **fields)


MOVED_CODE = FRU_CODE.replace("ADYXKZEY", "ZZYXKZEY")
NOT_FOUND = Served("<h1>Not found</h1>", 404, HTML)
BROKEN: tuple[tuple[Web, Web], ...] = (
    # What the page says.
    (
        PAYPAL,
        whole(
            PAYPAL,
            "says that it is not accepting donations [ext_paypal_donation#114]",
            html("<p>This organisation is not accepting donations at this time.</p>"),
        ),
    ),
    (
        GIVEWP,
        whole(
            GIVEWP,
            "database error with 200 [uptime-kuma#1884]",
            "<html><head><title>Database Error</title></head><body><h1>Error establishing a database connection</h1></body></html>",
        ),
    ),
    (
        GIVEWP,
        whole(
            GIVEWP,
            "maintenance page with 200",
            "<html><body>Wegen Wartungsarbeiten ist diese Website kurzzeitig nicht verfügbar.</body></html>",
        ),
    ),
    (
        GIVEWP,
        whole(
            GIVEWP,
            "critical error in the middle [givewp#4825]",
            html("<p>Il y a eu une erreur critique sur ce site.</p>"),
        ),
    ),
    (
        GIVEWP,
        whole(
            GIVEWP,
            "plug-in off: its shortcode stands in the page [Charitable#693]",
            html('<p>[give_form id="42"]</p>'),
        ),
    ),
    (
        GIVEWP,
        whole(GIVEWP, "no payment gateway [givewp]", html("<p>You must enable a payment gateway to use GiveWP.</p>")),
    ),
    (
        DONORBOX,
        whole(DONORBOX, "domain lapsed and parked", "<html><body>This domain is for sale! example.org</body></html>"),
    ),
    (
        OWN,
        whole(
            OWN,
            "hosting account suspended",
            "<html><title>Account Suspended</title><body>Contact your provider</body></html>",
        ),
    ),
    (
        DONORBOX,
        whole(
            DONORBOX,
            "bot wall with 200",
            "<html><title>Just a moment...</title><body>Verify you are human by completing the action below.</body></html>",
        ),
    ),
    # The form is gone or another.
    (DONORBOX, changed(DONORBOX, "embed removed by an edit", body="<p>Thank you!</p>")),
    (DONORBOX, changed(DONORBOX, "embed commented out", body=f"<!-- {DONORBOX.body} --><p>Back soon.</p>")),
    (CLASSY, edited(CLASSY, "campaign id moved", "743443", "999999")),
    (
        FUNDRAISE_UP,
        changed(
            FUNDRAISE_UP,
            "account id moved",
            head=f"<script>{MOVED_CODE}</script>",
            served={FRU_SDK.replace("ADYXKZEY", "ZZYXKZEY"): BUTTON},
        ),
    ),
    (BLACKBAUD, changed(BLACKBAUD, "another vendor's form", body=DONORBOX.body, head="", served=DONORBOX.served)),
    (OWN, changed(OWN, "own form gone", body="<p>Please write to us.</p>")),
    (STRIPE, edited(STRIPE, "Stripe in test mode", "pk_live_51Mabcdefgh12345", "pk_test_51Mabcdefgh12345")),
    # Its addresses.
    (CLASSY, serving(CLASSY, "script answers 404", CLASSY_SDK, NOT_FOUND)),
    (BLACKBAUD, serving(BLACKBAUD, "script's host not found", BB_LOADER, Served(refuses="dns"))),
    (STRIPE, serving(STRIPE, "script is a web page", STRIPE_JS, Served("<html>Moved</html>", 200, HTML))),
    (DONORBOX, serving(DONORBOX, "expired embed: frame answers 404", DONORBOX_FRAME, NOT_FOUND)),
    (
        DONORBOX,
        serving(
            DONORBOX,
            "expired embed: frame says so",
            DONORBOX_FRAME,
            Served("<html><body>This campaign has ended.</body></html>", headers=HTML),
        ),
    ),
    (NEON, serving(NEON, "frame answers 500", NEON_FRAME, Served("oops", 500, HTML))),
    # What forbids it.
    (
        FUNDRAISE_UP,
        changed(
            FUNDRAISE_UP, "policy forbids inline code", headers=csp("script-src 'self' https://cdn.fundraiseup.com")
        ),
    ),
    (
        CLASSY,
        changed(
            CLASSY, "policy forbids the script", headers=csp("default-src 'self'; script-src 'self' 'unsafe-inline'")
        ),
    ),
    (
        DONORBOX,
        changed(
            DONORBOX,
            "policy in the page forbids the frame",
            head="<meta http-equiv='Content-Security-Policy' content=\"default-src 'self' https:; frame-src 'self'\">",
        ),
    ),
    (
        NEON,
        serving(
            NEON,
            "frame refuses the page [givewp#3673]",
            NEON_FRAME,
            replace(FORM_PAGE, headers={**HTML, "X-Frame-Options": "SAMEORIGIN"}),
        ),
    ),
    (
        GIVEWP,
        edited(
            GIVEWP,
            "mixed content after a move to https",
            f"src='{GIVE_JS}'",
            f"src='{GIVE_JS.replace('https:', 'http:')}'",
        ),
    ),
    (
        FUNDRAISE_UP,
        edited(
            FUNDRAISE_UP,
            "consent manager holds the form back",
            "<script>",
            "<script type='text/plain' data-cookieconsent='marketing'>",
        ),
    ),
    # What only a browser sees.
    (
        CLASSY,
        serving(
            CLASSY,
            "script runs into an error",
            CLASSY_SDK,
            Served("window.x.y.z();", headers=SCRIPT),
            needs_browser=True,
        ),
    ),
    (
        OWN,
        edited(
            OWN,
            "style sheet hides the form [givewp#4763]",
            "<form",
            "<style>form{display:none}</style><form",
            needs_browser=True,
        ),
    ),
)
IMAGE = "<img alt='' src='data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUgAA" * 2000 + "'>"
HARMLESS: tuple[tuple[Web, Web], ...] = (
    (
        DONORBOX,
        edited(DONORBOX, "new words above the form", "<script", "<p>New this week: a matching gift!</p><script"),
    ),
    (DONORBOX, edited(DONORBOX, "a large inline picture", "<script", f"{IMAGE}<script")),
    (DONORBOX, edited(DONORBOX, "frame's size", "height=900", "height=1200")),
    (
        DONORBOX,
        edited(
            DONORBOX,
            "campaign's page says accepting",
            "<script",
            "<p>We are now accepting donations of coats, not of furniture.</p><script",
        ),
    ),
    (
        DONORBOX,
        edited(
            DONORBOX,
            "no-script notice",
            "<script",
            "<noscript>This form is not available without JavaScript.</noscript><script",
        ),
    ),
    (
        DONORBOX,
        edited(DONORBOX, "hidden notice", "<script", "<div hidden>This form is currently unavailable.</div><script"),
    ),
    (
        DONORBOX,
        edited(
            DONORBOX,
            "notice hidden by its style",
            "<script",
            "<p style='display: none'>This campaign has ended.</p><script",
        ),
    ),
    (
        DONORBOX,
        edited(
            DONORBOX,
            "commented-out old form",
            "<script",
            "<!-- <iframe src='https://donorbox.org/embed/old'></iframe> --><script",
        ),
    ),
    (DONORBOX, edited(DONORBOX, "lazy frame", "seamless", "loading=lazy seamless")),
    (
        DONORBOX,
        changed(
            DONORBOX,
            "fitting policy",
            headers=csp("default-src 'self'; script-src 'self' https://donorbox.org; frame-src https://donorbox.org"),
        ),
    ),
    (
        DONORBOX,
        changed(
            DONORBOX,
            "policy that only reports",
            headers={"Content-Security-Policy-Report-Only": "default-src 'none'"},
        ),
    ),
    (
        DONORBOX,
        serving(
            DONORBOX,
            "frame with ALLOWALL [letsencrypt/website#1087]",
            DONORBOX_FRAME,
            replace(FORM_PAGE, headers={**HTML, "X-Frame-Options": "ALLOWALL"}),
        ),
    ),
    (
        DONORBOX,
        serving(DONORBOX, "vendor answers programs 403", "https://donorbox.org/widget.js", Served("no", 403, HTML)),
    ),
    (
        CLASSY,
        changed(
            CLASSY,
            "script moved to the end",
            head="",
            body=CLASSY.body + f"<script async src='{CLASSY_SDK}'></script>",
        ),
    ),
    (
        CLASSY,
        changed(
            CLASSY,
            "policy with nonce and strict-dynamic",
            head=f"<script nonce='r4nd0m' async src='{CLASSY_SDK}'></script>",
            headers=csp("script-src 'nonce-r4nd0m' 'strict-dynamic' https:; object-src 'none'"),
        ),
    ),
    (
        CLASSY,
        changed(
            CLASSY, "policy with wildcards", headers=csp("script-src 'self' *.classy.org; frame-src *.classy.org")
        ),
    ),
    (CLASSY, changed(CLASSY, "analytics added", head=CLASSY.head + "<script>window.dataLayer=[];</script>")),
    (
        CLASSY,
        edited(
            CLASSY,
            "second link to the same campaign",
            "<div",
            f"<a href='{CLASSY_FRAME}'>Give on a page of its own</a><div",
        ),
    ),
    (
        FUNDRAISE_UP,
        changed(
            FUNDRAISE_UP,
            "newer loader code",
            head=f"<script>{FRU_CODE.replace('j.async=!0;', 'j.async=true;')}</script>",
        ),
    ),
    (
        FUNDRAISE_UP,
        changed(
            FUNDRAISE_UP,
            "policy with unsafe-inline",
            headers=csp("script-src 'self' 'unsafe-inline' https://*.fundraiseup.com"),
        ),
    ),
    (
        FUNDRAISE_UP,
        edited(
            FUNDRAISE_UP,
            "consent manager for other scripts",
            "<script>",
            "<script type='text/plain' data-cookieconsent='marketing'>var pixel=1</script><script>",
        ),
    ),
    (
        STRIPE,
        edited(
            STRIPE,
            "second Stripe button",
            "<div",
            "<stripe-buy-button buy-button-id='buy_btn_2Nxyz' publishable-key='pk_live_51Mabcdefgh12345'></stripe-buy-button><div",
        ),
    ),
    (
        STRIPE,
        changed(
            STRIPE,
            "Stripe's documented policy",
            headers=csp(
                "script-src 'self' https://js.stripe.com; frame-src https://js.stripe.com https://hooks.stripe.com; connect-src https://api.stripe.com"
            ),
        ),
    ),
    (PAYPAL, edited(PAYPAL, "new button picture", "value='Donate with PayPal'", "value='Donate' alt='Donate'")),
    (
        PAYPAL,
        edited(
            PAYPAL,
            "questions and answers",
            "<form",
            "<p>Can't give online? Cheques are accepted. We are not taking a salary.</p><form",
        ),
    ),
    (
        CLASSY,
        changed(
            CLASSY,
            "loader delayed by an optimiser",
            head=f"<script type='rocketlazyloadscript' data-rocket-src='{CLASSY_SDK}'></script>",
            body=CLASSY.body
            + "<script>addEventListener('load',function(){var a=document.querySelector('[data-rocket-src]'),"
            "b=document.createElement('script');b.src=a.dataset.rocketSrc;document.head.appendChild(b)})</script>",
        ),
    ),
    (
        NEON,
        serving(
            NEON,
            "frame allows this page",
            NEON_FRAME,
            replace(
                FORM_PAGE,
                headers={**HTML, **csp("frame-ancestors https://*.example.org"), "X-Frame-Options": "SAMEORIGIN"},
            ),
        ),
    ),
    (
        GIVEWP,
        changed(
            GIVEWP,
            "new version of the plug-in",
            body=GIVEWP.body.replace("ver=4.1", "ver=4.2"),
            served={GIVE_JS.replace("4.1", "4.2"): framing(GIVE_FRAME), GIVE_FRAME: FORM_PAGE},
        ),
    ),
    (
        GIVEWP,
        edited(
            GIVEWP,
            "http script with upgraded requests",
            f"src='{GIVE_JS}'",
            f"src='{GIVE_JS.replace('https:', 'http:')}'",
            headers=csp("upgrade-insecure-requests"),
        ),
    ),
    (
        OWN,
        edited(
            OWN,
            "more amounts",
            "<label>Other",
            "<label><input type=radio name=preset value=50> $50</label><label>Other",
        ),
    ),
)
