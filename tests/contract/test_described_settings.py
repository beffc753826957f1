"""Every setting says what it is: a title, a sentence, and an example where its form is not plain to see. Every kind
of component says what it is, too."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import time
from enum import StrEnum
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from porchlight.insight.advice import measure_title
from porchlight.language.english import english
from porchlight.probes.registry import BUILT_IN
from porchlight.runtime.kinds import channel_kinds, component_kinds, kind_title, known_kinds
from porchlight.settings import rules
from porchlight.settings.defaults import is_span
from porchlight.settings.describe import Described, choice_label, description_of, without_none
from porchlight.settings.export import OtlpSettings, PrometheusSettings
from porchlight.settings.gift_paths import PathSettings
from porchlight.settings.report import ReportSettings
from porchlight.settings.schema import (
    ComponentSettings,
    DesktopSettings,
    IngestSettings,
    MonitorSettings,
    Section,
)
from porchlight.settings.status_page import StatusPageSettings
from porchlight.settings.updates import UpdateSettings

SECTIONS: list[type[Section]] = [
    *(MonitorSettings, DesktopSettings, IngestSettings, UpdateSettings, PathSettings, ReportSettings),
    StatusPageSettings,
    *(OtlpSettings, PrometheusSettings, ComponentSettings, rules.ChannelSettings, rules.AlertsSettings),
    *(rules.RuleSettings, rules.QuietHours, rules.MaintenanceSettings, rules.CalendarSettings, rules.Adjustment),
    *(rules.ComponentCondition, rules.ReportCondition, rules.OperationCondition, rules.AllOf, rules.AnyOf),
    *(rules.NotOf, rules.ActionSettings, rules.HeartbeatSettings),
]
MODELS = [*SECTIONS, *component_kinds().values(), *channel_kinds().values()]


def _settings(model: type[Section]) -> Iterator[tuple[str, Any, Described]]:
    for name, info in model.model_fields.items():
        yield name, info, description_of(name, info)


def _name(model: type[Section]) -> str:
    return f"{model.__module__}.{model.__name__}"


def _models_below(model: type[Section]) -> Iterator[type[Section]]:
    for one in model.__subclasses__():
        yield one
        yield from _models_below(one)


def test_no_model_of_ours_is_left_out() -> None:
    ours = {_name(one) for one in _models_below(Section) if one.__module__.startswith("porchlight.")}
    listed = {_name(one) for model in MODELS for one in model.__mro__ if issubclass(one, Section)}
    assert ours - listed == set()


@pytest.mark.parametrize("model", MODELS, ids=_name)
def test_every_setting_declares_a_title_and_a_sentence(model: type[Section]) -> None:
    for name, info in model.model_fields.items():
        assert any(isinstance(one, Described) for one in without_none(info)[1]), name
    for name, _, described in _settings(model):
        title, text = english(described.title), english(described.description)
        assert title, name
        assert not title.endswith("."), name
        assert text.endswith((".", "…")), name
        assert text != title, name


@pytest.mark.parametrize("model", MODELS, ids=_name)
def test_an_example_stands_where_the_form_of_a_value_is_not_plain_to_see(model: type[Section]) -> None:
    missing = []
    for name, info, described in _settings(model):
        plain, _ = without_none(info)
        if (
            (is_span(info) or plain is time or info.is_required())
            and described.example is None
            and not _chosen(plain)
        ):
            missing.append(name)
    assert missing == []


def _chosen(plain: Any) -> bool:
    """Whether a list offers the values, or conditions stand there."""
    parts = get_args(plain) or (plain,)
    return all(isinstance(part, type) and issubclass(part, StrEnum) for part in parts) or bool(get_args(plain))


@pytest.mark.parametrize("model", MODELS, ids=_name)
def test_examples_are_ones_that_the_settings_take(model: type[Section]) -> None:
    for name, info, described in _settings(model):
        if described.example is not None:
            key = info.alias or name
            faults = _faults(model, key, described.example)
            assert faults == [], f"{name}: {faults}"


def _faults(model: type[Section], key: str, value: object) -> list[str]:
    try:
        model.model_validate({key: value})
    except ValidationError as error:
        return [fault["msg"] for fault in error.errors() if fault["loc"][:1] == (key,)]
    return []


@pytest.mark.parametrize("model", MODELS, ids=_name)
def test_every_choice_has_a_label(model: type[Section]) -> None:
    for _, info, _ in _settings(model):
        plain, _ = without_none(info)
        if isinstance(plain, type) and issubclass(plain, StrEnum):
            assert len({english(choice_label(one)) for one in plain}) == len(plain)


# -- kinds


def test_titles_distinguish_the_kinds() -> None:
    titles = [english(kind.title) for kind in known_kinds()]
    assert len(set(titles)) == len(titles) >= len(BUILT_IN)


def test_a_measure_is_called_as_its_kind_says() -> None:
    assert english(measure_title("disk", "free")) == "Free space"
    assert english(measure_title("disk", "some_other")) == "Some other"
    assert english(measure_title("classy_sync_log", "recurring_plans_rate")) == "Recurring plans: items per second"
    assert english(measure_title("classy_sync_freshness", "supporters_3_age")) == "Supporters: newest record (3)"
    assert english(measure_title("no-such-kind", "free_room")) == "Free room"
    assert english(kind_title("no-such-kind")) == "no-such-kind"


def test_the_settings_of_one_component_load_the_module_of_its_kind_alone() -> None:
    code = (
        "import sys; from porchlight.runtime.kinds import kind_title; kind_title('disk'); "
        "print([name for name in ('stripe', 'http', 'database') if f'porchlight.probes.{name}' in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
