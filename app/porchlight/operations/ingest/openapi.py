"""The description of the endpoint as OpenAPI 3.1, made from the models that validate bodies. It needs no token: all
of it is in the docs, and authors of programs need it before anything works."""

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from porchlight import __version__
from porchlight.loopback.answers import PROBLEM
from porchlight.operations.ingest.body import MOST_RUNS, RunGiven, StartGiven, Taken

OPERATIONS_PATH = "/v1/operations"
STARTS_PATH = "/v1/starts"
OPENAPI_PATH = "/openapi.json"
_REFUSALS = {
    "400": "The body is not JSON, or the request is no HTTP.",
    "401": "The token is missing or wrong.",
    "403": "A web page asks.",
    "408": "The request took too long to arrive.",
    "413": "The body is over 256 KiB, or has more than 1,000 runs.",
    "415": "It is not application/json.",
    "421": "It was asked by another name than 127.0.0.1, [::1] or localhost, with the port.",
    "422": "Some fields do not fit; each is named.",
    "429": "There were too many requests in the last minute; see Retry-After.",
    "431": "The headers are too long.",
    "503": "There is no token yet, too many are connected, or the history cannot be written; see Retry-After.",
}


class ProblemField(BaseModel):
    """A field that does not fit."""

    pointer: str = Field(description="RFC 6901, from the root of the body.")
    detail: str


class ProblemGiven(BaseModel):
    """RFC 9457: why a request was not granted."""

    model_config = ConfigDict(title="Problem")

    type: str
    title: str
    status: int
    detail: str = Field(description="One plain sentence.")
    errors: list[ProblemField] = Field(default=[], description="The fields that do not fit, ten at most.")


@cache
def openapi(port: int) -> dict[str, Any]:
    """The whole document, for the endpoint at ``port``."""
    _, schemas = models_json_schema(
        [(RunGiven, "validation"), (StartGiven, "validation"), (Taken, "validation"), (ProblemGiven, "validation")],
        by_alias=True,
        ref_template="#/components/schemas/{model}",
    )
    run = {"$ref": "#/components/schemas/RunGiven"}
    start = {"$ref": "#/components/schemas/StartGiven"}
    problem = {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemGiven"}}}
    several = {"type": "array", "items": run, "minItems": 1, "maxItems": MOST_RUNS}
    taken = {"schema": {"$ref": "#/components/schemas/Taken"}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Porchlight",
            "version": __version__,
            "description": "Programs on this computer tell Porchlight of runs of jobs.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": f"http://127.0.0.1:{port}"}],
        "paths": {
            OPERATIONS_PATH: {
                "post": {
                    "operationId": "tellOfRuns",
                    "summary": "Tell of one run, or of several",
                    "description": "The same run counts once, however often it is sent: known by its id, else by its"
                    " times. They are in the history when the answer comes.",
                    "security": [{"token": []}],
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": {"oneOf": [run, several]}}},
                    },
                    "responses": {
                        "201": {"description": "They are taken.", "content": {"application/json": taken}},
                        **{code: {"description": text, "content": problem} for code, text in _REFUSALS.items()},
                    },
                }
            },
            STARTS_PATH: {
                "post": {
                    "operationId": "reportStart",
                    "summary": "Report that a run has started",
                    "description": "Its end is reported as a run, with the same id. A start without an end is an"
                    " error of the component that expects the job's reports.",
                    "security": [{"token": []}],
                    "requestBody": {"required": True, "content": {"application/json": {"schema": start}}},
                    "responses": {
                        "201": {"description": "It is taken.", "content": {"application/json": taken}},
                        **{code: {"description": text, "content": problem} for code, text in _REFUSALS.items()},
                    },
                }
            },
            OPENAPI_PATH: {
                "get": {
                    "operationId": "describe",
                    "summary": "This description",
                    "security": [],
                    "responses": {
                        "200": {
                            "description": "OpenAPI 3.1.",
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        }
                    },
                }
            },
        },
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "From “porchlight ingest token”."}
            },
        },
    }
