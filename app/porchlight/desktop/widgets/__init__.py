"""Parts that windows are put together from: they are given values and show them, they fetch nothing."""
