"""What a check finds is a text: each reader's surface renders it in another language, and loses nothing by it."""

from porchlight.language.render import Renderer
from porchlight.language.sentence import Sentence
from porchlight.language.text import Items, Place, Text
from porchlight.model.result import Result


def assert_is_read_in_spanish(result: Result) -> None:
    """Its sentence in Spanish is another one, with the same names and figures."""
    sentence = result.sentence
    assert isinstance(sentence, Sentence), f"English for everybody: {sentence}"
    spanish = Renderer("es")(sentence)
    assert spanish != sentence
    assert "{" not in spanish.replace("{2019}", "")
    for name in _names(sentence.text):
        assert name in spanish, (name, spanish)
    assert _digits(spanish) == _digits(sentence), (sentence, spanish)


def _names(value: Place) -> list[str]:
    match value:
        case Sentence():
            return _names(value.text)
        case Text():
            return [name for place in value.places.values() for name in _names(place)]
        case Items(items):
            return [name for place in items for name in _names(place)]
        case str():
            return [value]
    return []


def _digits(text: str) -> list[str]:
    return sorted(letter for letter in text if letter.isdigit())
