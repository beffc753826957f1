"""The composition root: builds what a surface needs from the settings, and knows everyone. Nobody below knows it."""
