"""What we call slow, trend and forecast, measured on published series whose answers others chose."""
