"""One word for one thing, in every language: the glossary of docs/translating.md is what the catalogues say."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from porchlight.language.catalogue import ENGLISH, LANGUAGES
from tests.contract.test_catalogues import read_catalogue

TRANSLATED = [code for code in LANGUAGES if code != ENGLISH]
COLUMNS = ("en", "es", "fr", "pt_BR", "de")


class Other(NamedTuple):
    """Another word for a thing that the glossary has a word for."""

    pattern: str
    instead: str
    english: str = ""
    """Only in translations of messages with this."""
    unless: str = ""
    """Not in translations of messages with this: there it means something else."""


OTHERS: dict[str, tuple[Other, ...]] = {
    "es": (
        Other(r"ordenador|computadora", "equipo"),
        Other(r"donativo", "donación"),
        Other(r"simpatizante", "donante"),
        Other(r"fichero", "archivo"),
        Other(r"encabezado", "cabecera"),
        Other(r"\bcupos?\b", "cuota"),
        Other(r"petici[oó]n", "solicitud"),
        Other(r"\bcaíd[oa]s?\b", "sin servicio, interrupción"),
        Other(r"período", "periodo"),
        Other(r"\bdaemon\b|demonio", "servicio", unless=r"daemon\.pid"),
        Other(r"quien l[oa] llev[ae]", "quien lo administra"),
        Other(r"advertencia", "aviso", unless="visitors see"),
        Other(r"[“”]", "« »"),
    ),
    "fr": (
        Other(r"paramètre", "réglage", unless="parameters|Discord"),
        Other(r"hors connexion", "hors ligne"),
        Other(r"hors service", "en panne"),
        Other(r"sympathisant", "donateur"),
        Other(r"en sourdine", "en silence"),
        Other(r"heures calmes", "heures de silence"),
        Other(r"signal de vie", "signe de vie"),
        Other(r"limite de fréquence", "limite de débit"),
        Other(r"\bdémon\b|\bdaemon\b", "service", unless=r"daemon\.pid"),
        Other(r"\bstatut\b", "état"),
        Other(r"(?<!\{)\btags?\b", "étiquette"),
        Other(r"(?<=[^\W\d])'(?=[^\W\d])", "’"),
        Other(r" [;:?!»]|« ", "a narrow space (U+202F)"),
    ),
    "pt_BR": (
        Other(r"\bo(ff|n)-?line\b", "sem conexão, com conexão"),
        Other(r"requisiç", "solicitação"),
        Other(r"utilizador|ficheiro|ecrã|palavra-passe|contacto", "usuário, arquivo, tela, senha, contato"),
        Other(r"\bdisparando\b", "ativo", english=r"\bfiring\b"),
        Other(r"embutid", "integrado"),
        Other(r"\bdaemon\b", "serviço", unless=r"daemon\.pid"),
    ),
    "de": (
        Other(r"Warnung", "Alarm", english=r"(?i)\balerts?\b"),
        Other(r"Kennwort", "Passwort"),
        Other(r"Synchronisation\b", "Synchronisierung"),
        Other(r"Wiederherstellungsaktion", "Reparaturaktion"),
        Other(r"\bAufgaben?\b", "Job"),
        Other(r"Vorhersage", "Prognose"),
        Other(r"\bPanel\b", "Übersicht"),
        Other(r"pausiert", "angehalten"),
        Other(r"Zustimmung", "Einwilligung", english=r"(?i)\bconsent\b"),
        Other(r"\bDaemon\b", "Hintergrunddienst"),
        Other(r"\bRechner\b", "Computer"),
        Other(r"\bEmail", "E-Mail"),
    ),
}


def _translations(code: str) -> Iterator[tuple[str, str]]:
    """What it says in English, and each form of what it says in ``code``."""
    for message in read_catalogue(code):
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[0]
            forms = [message.string] if isinstance(message.string, str) else message.string
            yield from ((one, str(form)) for form in forms)


def _glossary(code: str) -> dict[str, list[str]]:
    """By English term, the words for it."""
    page = Path("docs/translating.md").read_text(encoding="utf-8").partition("## Glossary")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| ")]
    terms = {row[0]: row[COLUMNS.index(code)].split(", ") for row in rows[2:]}
    assert len(terms) > 50
    return terms


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_translation_uses_another_word_than_the_glossary(code: str) -> None:
    found = [
        f"{other.instead}, not “{hit[0]}”: {text}"
        for english, text in _translations(code)
        for other in OTHERS[code]
        if re.search(other.english, english)
        if not (other.unless and re.search(other.unless, english))
        if (hit := re.search(other.pattern, text))
    ]
    assert found == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_word_of_the_glossary_is_used(code: str) -> None:
    whole = "\n".join(text for _, text in _translations(code)).casefold()
    unused = [word for words in _glossary(code).values() for word in words if word.casefold() not in whole]
    assert unused == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_label_that_is_one_of_its_terms_is_translated_as_it_says(code: str) -> None:
    glossary = _glossary(code)
    wrong = [
        f"{english}: {text}"
        for english, text in _translations(code)
        if (words := glossary.get(english.casefold()))
        if text.casefold() not in map(str.casefold, words)
    ]
    assert wrong == []
