"""The composition root: builds what a surface needs from the settings. It imports every part; no part imports it."""
