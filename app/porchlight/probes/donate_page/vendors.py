"""The vendors whose forms stand on donation pages, and how each is recognised: by the address of a script or frame,
by an element, by code within the page, or by a link.

From the vendors' own embed codes, taken from public pages and in their documents (docs/integrations.md says
which of it is to be verified). A vendor's form may have a domain of the organisation's own: the page's host counts as
the vendor's, and so do those of the setting ``form_hosts``.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg

_UUID: Final = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


class FormVendor(StrEnum):
    """Who serves the form."""

    GOFUNDME_PRO = "gofundme_pro"
    DONORBOX = "donorbox"
    FUNDRAISE_UP = "fundraise_up"
    STRIPE = "stripe"
    PAYPAL = "paypal"
    BLACKBAUD = "blackbaud"
    NEON = "neon"
    GIVEWP = "givewp"
    PAGE = "page"

    @property
    def label(self) -> Text:
        """The vendor, for people."""
        if self is FormVendor.PAGE:
            return msg("A form of the page itself")
        return Text(TITLES[self])


TITLES: Final[Mapping[FormVendor, str]] = {
    FormVendor.GOFUNDME_PRO: "GoFundMe Pro",
    FormVendor.DONORBOX: "Donorbox",
    FormVendor.FUNDRAISE_UP: "Fundraise Up",
    FormVendor.STRIPE: "Stripe",
    FormVendor.PAYPAL: "PayPal",
    FormVendor.BLACKBAUD: "Blackbaud",
    FormVendor.NEON: "Neon One",
    FormVendor.GIVEWP: "GiveWP",
    FormVendor.PAGE: "",
}


@dataclass(frozen=True, slots=True)
class Signs:
    """How a vendor's form is recognised. A pattern's group ``id``, where it has one, is the form's id."""

    hosts: tuple[str, ...]
    """Its domains; names below them count as well."""
    scripts: tuple[str, ...] = ()
    """Of the path and the query of a script's address."""
    frames: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    """Of the address that a form of the page is sent to."""
    codes: tuple[str, ...] = ()
    """In a script within the page."""
    elements: tuple[tuple[str, str, str], ...] = ()
    """Tag (empty: any), attribute, and a pattern of its value."""
    loads: str = ""
    """The script that code within the page loads, with the place ``{id}``."""
    injects: str = ""
    """The origin of the frame that its script puts into the page."""
    calls: str = ""
    """The origin that its script calls."""


SIGNS: Final[Mapping[FormVendor, Signs]] = {
    FormVendor.GOFUNDME_PRO: Signs(
        hosts=("classy.org", "gofundme.com"),
        scripts=(r"/embedded/api/sdk/js/(?P<org>\d+)", r"/javascripts/classypay\.js"),
        frames=(r"/(?:campaign|give|checkout/donation\?eid=|embedded)/?(?P<id>\d+)", r".*[?&]campaign=(?P<id>\d+)"),
        links=(
            r"/(?:campaign|give)/(?:[\w-]+/c?)?(?P<id>\d+)(?:/(?:donate|landing|#!/.*))?",
            r"/checkout/donation\?eid=(?P<id>\d+)",
        ),
        elements=(("", "classy", r"(?P<id>\d+)"),),
        injects="https://giving.classy.org",
    ),
    FormVendor.DONORBOX: Signs(
        hosts=("donorbox.org",),
        scripts=(r"/widgets?\.js", r"/install-popup-button\.js"),
        frames=(r"/embed/(?P<id>[\w-]+)",),
        links=(r"/(?P<id>(?!embed|users|orgs|login|privacy|terms)[\w-]+)\?(?:.*&)?.*",),
        elements=(("dbox-widget", "campaign", r"(?P<id>[\w-]+)"),),
    ),
    FormVendor.FUNDRAISE_UP: Signs(
        hosts=("fundraiseup.com",),
        scripts=(r"/widget/(?P<id>[A-Z]{8})",),
        codes=(r"fundraiseup\.com/widget/[\s\S]{0,900}?['\"]FundraiseUp['\"]\s*,\s*['\"](?P<id>[A-Z]{8})['\"]",),
        loads="https://cdn.fundraiseup.com/widget/{id}",
    ),
    FormVendor.STRIPE: Signs(
        hosts=("stripe.com", "stripe.network"),
        scripts=(r"/(?:v3|v\d|basil|clover|[a-z]+)/?(?:stripe|buy-button|pricing-table)?(?:\.js)?(?:\?.*)?",),
        links=(r"/(?P<id>(?:test_)?[A-Za-z0-9]{8,40})(?:[?#].*)?",),
        frames=(r"/(?P<id>(?:test_)?[A-Za-z0-9]{8,40})",),
        elements=(
            ("stripe-buy-button", "buy-button-id", r"(?P<id>buy_btn_\w+)"),
            ("stripe-pricing-table", "pricing-table-id", r"(?P<id>prctbl_\w+)"),
        ),
        injects="https://js.stripe.com",
        calls="https://api.stripe.com",
    ),
    FormVendor.PAYPAL: Signs(
        hosts=("paypal.com", "paypalobjects.com", "paypal.me"),
        scripts=(r"/donate/sdk/donate-sdk\.js", r"/sdk/js\?.*"),
        frames=(r"/donate/?\?(?:.*&)?hosted_button_id=(?P<id>\w+)",),
        links=(
            r"/(?:[a-z]{2}/)?(?:donate/?|cgi-bin/webscr)\?(?:.*&)?hosted_button_id=(?P<id>\w+)",
            r"/ncp/payment/(?P<id>\w+)",
            r"/paypalme/(?P<id>\w+)",
        ),
        actions=(r"/(?:[a-z]{2}/)?(?:donate|cgi-bin/webscr)\b",),
        codes=(r"hosted_button_id['\"]?\s*:\s*['\"](?P<id>\w{4,40})['\"]",),
        elements=(("input", "hosted_button_id", r"(?P<id>\w+)"),),
    ),
    FormVendor.BLACKBAUD: Signs(
        hosts=("blackbaud.com", "blackbaudcdn.net", "blackbaudhosting.com", "convio.net"),
        scripts=(r"/static/donor-form-loader/\d+/main\.js", r"/webforms/bbox-min\.js"),
        frames=(rf"/donor-form/.*?[?&]formId=(?P<id>{_UUID})", rf"/webforms/.*?(?P<id>{_UUID})"),
        codes=(
            rf"BBDonorFormLoader\.\w+\([^)]{{0,200}}?['\"](?P<id>{_UUID})['\"]",
            rf"bbox\.showForm\(\s*['\"](?P<id>{_UUID})['\"]",
        ),
        elements=(("", "id", rf"blackbaud-donation-form_(?P<id>{_UUID})"),),
        injects="https://host.nxt.blackbaud.com",
    ),
    FormVendor.NEON: Signs(
        hosts=("neoncrm.com", "z2systems.com", "neonone.com"),
        scripts=(r"/(?:nx/)?(?:embed|widget)s?/.*\.js(?:\?.*)?", r"/forms/embed\.js(?:\?.*)?"),
        frames=(
            r"/(?:forms/)(?P<id>[\w-]+)",
            r"/np/clients/[\w-]+/(?:donation|giveGift)\.jsp\?(?:.*&)?(?:campaign|fund)=(?P<id>\d+)",
        ),
        links=(
            r"/(?:forms/)(?P<id>[\w-]+)",
            r"/np/clients/[\w-]+/(?:donation|giveGift)\.jsp\?(?:.*&)?(?:campaign|fund)=(?P<id>\d+)",
        ),
    ),
    FormVendor.GIVEWP: Signs(
        hosts=(),
        scripts=(r"/(?:.*/)?wp-content/plugins/give(?:-[\w-]+)?/.*\.js(?:\?.*)?",),
        frames=(
            r".*[?&](?:givewp-route=donation-form-view|givewp-view=donation-form)(?:&.*)?[&]form-id=(?P<id>\d+)",
            r".*[?&]giveDonationFormInIframe=1.*",
        ),
        elements=(
            ("", "data-src", r".*[?&]givewp-(?:route|view)=donation-form.*?[?&]form-id=(?P<id>\d+).*"),
            ("form", "id", r"give-form-(?P<id>\d+)(?:-\d+)?"),
            ("input", "give-form-id", r"(?P<id>\d+)"),
        ),
    ),
}
LINK_HOSTS: Final[Mapping[FormVendor, tuple[str, ...]]] = {
    FormVendor.STRIPE: ("buy.stripe.com", "donate.stripe.com"),
}
"""Where only some of a vendor's hosts have forms."""
TEST_KEY: Final = re.compile(r"\bpk_test_\w{8,}")
LIVE_KEY: Final = re.compile(r"\bpk_live_\w{8,}")


def of_vendor(host: str, vendor: FormVendor) -> bool:
    """Whether a host is one of the vendor's own."""
    return any(host == one or host.endswith(f".{one}") for one in SIGNS[vendor].hosts)
