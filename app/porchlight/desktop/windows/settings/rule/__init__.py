"""The rule editor: a condition as sentences with drop-downs."""
