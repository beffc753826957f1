"""Mail servers, as far as a probe goes: greeting, encryption, login. No mail is ever sent or read."""
