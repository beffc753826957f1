"""Jobs of any kind tell Porchlight of their runs; programs do it by ``from porchlight import track``."""
