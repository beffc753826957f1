"""A condition goes through the rule editor's blocks and comes out as it went in."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from porchlight.desktop.windows.settings.rule.blocks import (
    COMPONENT_ASKS,
    OPERATION_ASKS,
    About,
    Mode,
    read,
    write,
)
from porchlight.desktop.windows.settings.rule.condition_texts import ask_label, condition_sentence
from porchlight.settings.builtin_rules import BUILT_IN
from porchlight.settings.rules import ComponentCondition, OperationCondition

_component = st.fixed_dictionaries(
    {"component": st.sampled_from(["*", "a", "b"])},
    optional={
        "critical": st.booleans(),
        "besides": st.lists(st.sampled_from(["c", "d"]), max_size=2),
        "status": st.sampled_from(["error", ["degraded", "error"]]),
        "reason_not": st.lists(st.sampled_from(["slow", "quota"]), max_size=2),
        "response_time_over": st.sampled_from(["3s", 2]),
        "certificate_days_below": st.integers(1, 90),
    },
)
_measure = st.fixed_dictionaries(
    {"tag": st.just("donors"), "measure": st.just("queue"), "value": st.integers() | st.text(max_size=5)},
    optional={"operator": st.sampled_from(["greater_than", "equals"])},
)
_report = st.fixed_dictionaries(
    {"path": st.just("summary.errors"), "operator": st.just("greater_than")}, optional={"value": st.integers()}
)
_operation = st.fixed_dictionaries({"operation": st.just("*"), "failures": st.integers(1, 5)})
_leaf = _component | _measure | _report | _operation
_simple = _leaf | st.fixed_dictionaries({"not": _leaf})
_any_depth = st.recursive(
    _simple,
    lambda inner: (
        st.fixed_dictionaries({"all": st.lists(inner, min_size=2, max_size=3)})
        | st.fixed_dictionaries({"any": st.lists(inner, min_size=2, max_size=3)})
        | st.fixed_dictionaries({"not": inner})
    ),
    max_leaves=6,
)


@given(_any_depth)
def test_nothing_is_lost_and_nothing_is_added(condition: dict[str, Any]) -> None:
    assert write(read(condition)) == condition


@given(st.lists(_simple, min_size=2, max_size=4), st.sampled_from(Mode))
def test_a_list_of_plain_conditions_can_be_edited(conditions: list[dict[str, Any]], mode: Mode) -> None:
    found = read({mode.value: conditions})
    assert found.mode is mode
    assert [block.about for block in found.blocks].count(About.OTHER) == 0


def test_every_built_in_rule_can_be_edited_and_written_as_a_sentence(qapp: QApplication) -> None:
    for rule in BUILT_IN.values():
        found = read(rule["when"])
        assert About.OTHER not in {block.about for block in found.blocks}
        assert "{" not in condition_sentence(found, {})


def test_all_that_a_rule_can_ask_can_be_chosen(qapp: QApplication) -> None:
    of_component = set(ComponentCondition.model_fields) - {"component", "tag", "kind", "critical", "besides"}
    assert of_component - {"operator", "value"} == set(COMPONENT_ASKS)
    assert set(OperationCondition.model_fields) - {"operation"} == set(OPERATION_ASKS)
    assert [key for key in (*COMPONENT_ASKS, *OPERATION_ASKS) if ask_label(key) == key] == []
