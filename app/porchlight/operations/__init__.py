"""Jobs of any kind report their runs to Porchlight; programs do it by ``from porchlight import track``."""
