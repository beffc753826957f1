"""Kind ``paypal_account``: whether PayPal will go on paying.

``looks`` judges what each of PayPal's answers shows, ``probe`` asks for them and is the kind.
"""
