"""Sphinx: the pages of docs/ as a site with search. ``make site`` assembles its sources and runs it."""

project = "Porchlight"
author = "The Porchlight team"
html_title = "Porchlight"
extensions = ["myst_parser"]
myst_heading_anchors = 4
html_theme = "furo"
html_favicon = "images/porchlight.svg"
html_logo = "images/porchlight.svg"
html_copy_source = False
html_show_sphinx = False
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1f56a8", "color-brand-content": "#1f56a8"},
    "dark_css_variables": {"color-brand-primary": "#9cc2ff", "color-brand-content": "#9cc2ff"},
}
