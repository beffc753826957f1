"""What a user's query may be: one SELECT, of constructs and functions that are known only to read.

A list of what is allowed, not of what is forbidden: databases have hundreds of functions that write files, call other
servers, sleep or take locks, also within a read-only transaction. The parser (sqlglot) takes a second to load, so it
is loaded only where there is a query. What is run is what the parser saw: comments are left out, since servers differ
in where one ends and some execute its contents.
"""

import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from porchlight.language.english import unfit
from porchlight.language.text import msg

if TYPE_CHECKING:
    from sqlglot import exp
    from sqlglot.tokenizer_core import Token

LONGEST: Final = 10_000
"""Characters of a query."""
DEEPEST: Final = 30
"""Brackets within brackets."""
ONE_SELECT: Final = msg("Please write a single SELECT.")
NOT_UNDERSTOOD: Final = msg("The query cannot be understood. Please write a single SELECT.")
COMMENT: Final = msg("The query contains a comment that some servers run.")

_DIALECTS: Final = {"postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql", "sqlite": "sqlite"}
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_RUN_BY_SOME: Final = re.compile(r"/\*M?!")
_ROOTS: Final = frozenset({"Select", "Union", "Intersect", "Except"})
_CONSTRUCTS: Final = frozenset(
    {
        # the parts of a SELECT
        "Select", "Union", "Intersect", "Except", "Subquery", "CTE", "With", "RecursiveWithSearch", "From",
        "Join", "Where", "Group", "Having", "Order", "Ordered", "Limit", "LimitOptions", "Offset", "Fetch",
        "Distinct", "Lateral", "Table", "TableAlias", "Alias", "Column", "Identifier", "Star", "Values",
        "Tuple", "Var", "TableSample", "IndexTableHint", "Partition", "ColumnDef",
        # values
        "Literal", "Null", "Boolean", "National", "HexString", "BitString", "RawString", "ByteString",
        "UnicodeString", "Interval", "DataType", "DataTypeParam", "SessionParameter", "ObjectIdentifier",
        # operators
        "Paren", "Neg", "Not", "And", "Or", "Xor", "EQ", "NEQ", "NullSafeEQ", "NullSafeNEQ", "GT", "GTE",
        "LT", "LTE", "Is", "In", "Between", "Like", "ILike", "SimilarTo", "Glob", "Escape", "Add", "Sub",
        "Mul", "Div", "IntDiv", "Mod", "DPipe", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitwiseNot",
        "BitwiseLeftShift", "BitwiseRightShift", "Collate", "Case", "If", "Exists", "Any", "All", "Array",
        "Bracket", "Slice", "AtTimeZone", "RegexpLike", "RegexpILike", "Overlaps", "ArrayContainsAll",
        "ArrayContainedBy", "ArrayOverlaps", "MatchAgainst",
        # a named argument; an arrow within brackets, which is JSON's wherever these servers read it
        "Kwarg", "Lambda",
        # windows
        "Window", "WindowSpec", "WithinGroup", "Filter", "IgnoreNulls", "RespectNulls", "Rollup", "Cube",
        "GroupingSets",
        # JSON
        "JSONExtract", "JSONExtractScalar", "JSONBExtract", "JSONBExtractScalar", "JSONPath", "JSONPathRoot",
        "JSONPathKey", "JSONPathSubscript", "JSONArrayLength", "JSONBContains", "JSONKeys", "JSONType",
        "JSONBContainsTopKey", "JSONBContainsAnyTopKeys", "JSONBContainsAllTopKeys", "JSONValue", "JSONKeyValue",
        "JSONTable", "JSONSchema", "JSONColumnDef", "OnCondition",
    }
)  # fmt: skip
_FUNCTIONS: Final = frozenset(
    {
        # the names of those that the parser knows: aggregates, windows
        "Count", "CountIf", "Sum", "Avg", "Min", "Max", "Median", "Mode", "Stddev", "StddevPop", "StddevSamp",
        "Variance", "VariancePop", "PercentileCont", "PercentileDisc", "ArrayAgg", "GroupConcat",
        "LogicalAnd", "LogicalOr", "AnyValue", "BitwiseAndAgg", "BitwiseOrAgg", "RowNumber", "Rank",
        "DenseRank", "PercentRank", "CumeDist", "Ntile", "Lag", "Lead", "FirstValue", "LastValue", "NthValue",
        "Corr", "CovarPop", "CovarSamp", "BitwiseXorAgg", "Grouping", "RegrSlope", "RegrIntercept", "RegrR2",
        # numbers
        "Rand", "Abs", "Ceil", "Floor", "Round", "Sign", "Sqrt", "Pow", "Exp", "Ln", "Log", "Greatest",
        "Least", "Trunc", "Pi", "Degrees", "Radians", "Sin", "Cos", "Tan", "Cot", "Asin", "Acos", "Atan", "Atan2",
        "Cbrt", "WidthBucket", "BitwiseCount", "NumberToStr", "ToNumber",
        # text
        "Lower", "Upper", "Length", "ByteLength", "Trim", "Substring", "Left", "Right", "StrPosition",
        "Concat", "ConcatWs", "Replace", "Reverse", "Initcap", "Overlay", "Hex", "Unicode", "Ascii", "Chr", "MD5",
        "SHA", "SHA2", "SplitPart", "StartsWith", "SubstringIndex", "Elt", "Pad", "Translate", "Soundex",
        "RegexpReplace", "RegexpExtract", "RegexpExtractAll", "RegexpSubstr", "RegexpInstr", "RegexpCount",
        "RegexpSplit", "MD5Digest", "SHA1Digest", "SHA2Digest", "Encode", "Decode", "ToBase64", "FromBase64",
        "BitLength", "Unhex", "Uuid",
        # dates
        "CurrentDate", "CurrentTime", "CurrentTimestamp", "CurrentDatetime", "UtcDate", "UtcTime",
        "UtcTimestamp", "Localtime", "Localtimestamp", "Extract", "Date", "DateAdd", "DateSub", "DateDiff",
        "DateTrunc", "Datetime", "Time", "TimeToStr", "TimestampDiff", "TimestampAdd", "TimestampSub",
        "TimestampTrunc", "TsOrDsToDate", "TsOrDsToTimestamp", "TsOrDsAdd", "TsOrDsDiff", "UnixToTime",
        "TimeToUnix", "TimeStrToUnix", "StrToTime", "StrToDate", "StrToUnix", "DateToDi", "Day", "DayOfMonth",
        "DayOfWeek", "DayOfYear", "Dayname", "Monthname", "Hour", "Minute", "Second", "Month", "Quarter",
        "Week", "WeekOfYear", "Year", "LastDay", "ToChar", "MakeInterval",
        "TimestampFromParts", "DateFromParts", "TimeFromParts", "ConvertTimezone", "JustifyDays", "JustifyHours",
        "JustifyInterval", "DateBin", "ToDays", "TimeAdd", "TimeSub", "TimeDiff", "DatetimeAdd", "DatetimeSub",
        "DatetimeDiff", "TimestampTzFromParts", "UnixToStr", "CurrentTimezone", "GetExtract", "DayOfWeekIso",
        "Timestamp",
        # lists, JSON, rows made of them
        "ArraySize", "ArrayContains", "ArrayPosition", "ArrayToString", "StringToArray", "ArrayAppend",
        "ArrayPrepend", "ArrayConcat", "ArrayRemove", "Explode", "Unnest", "Posexplode", "GenerateSeries",
        "ExplodingGenerateSeries", "JSONObject", "JSONArray", "JSONArrayAgg", "JSONObjectAgg", "JSONBObjectAgg",
        "JSONArrayContains", "JSONExists", "JSONBExists", "JSONBPathExists", "JSONFormat", "ParseJSON",
        # the rest
        "Cast", "TryCast", "Coalesce", "Nullif", "Typeof", "CurrentUser", "SessionUser", "CurrentSchema",
        "CurrentVersion", "CurrentCatalog", "CurrentDatabase",
    }
)  # fmt: skip
_FUNCTION_NAMES: Final = frozenset(
    {
        # without a name in the parser
        "total", "now", "sysdate", "curdate", "curtime", "unix_timestamp", "from_unixtime", "utc_timestamp",
        "utc_date", "timediff", "to_days", "to_seconds", "sec_to_time", "time_to_sec", "addtime", "subtime",
        "maketime", "makedate", "date_part", "julianday", "unixepoch", "datetime", "time", "date", "strftime",
        "timezone", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "isfinite",
        "justify_days", "justify_hours", "to_timestamp", "to_date", "to_number", "truncate", "format",
        "ifnull", "isnull", "char_length", "character_length", "octet_length", "bit_length", "instr",
        "locate", "position", "field", "elt", "ltrim", "rtrim", "substr", "mid", "strcmp", "char", "unhex",
        "quote_literal", "btrim", "regexp_count", "json_valid", "json_type", "json_length", "json_unquote",
        "json_contains", "json_array_length", "jsonb_array_length", "json_typeof", "jsonb_typeof", "bool_and",
        "bool_or", "every", "numnonnulls", "cardinality", "array_length", "num_nulls", "age", "degrees",
        "radians", "cbrt", "div", "mod", "database", "schema", "version", "user", "connection_id",
        "found_rows", "row_count", "sqlite_version", "changes", "bin", "oct", "ord", "conv", "crc32", "find_in_set",
        "quote", "inet_aton", "inet_ntoa", "inet6_aton", "inet6_ntoa", "convert_tz", "adddate", "subdate", "weekday",
        "yearweek", "microsecond", "period_add", "period_diff", "time_format", "get_format", "from_days", "std",
        "bit_count", "space", "export_set", "make_set", "likely", "unlikely", "likelihood",
        "sha256", "to_hex", "initcap", "strpos",
        "regexp_match", "regexp_matches", "regexp_like", "regexp_split_to_table", "regexp_split_to_array",
        "quote_ident", "make_date", "make_time", "make_timestamp", "make_timestamptz", "num_nonnulls", "pg_typeof",
        # lists, ranges, words
        "array_upper", "array_lower", "array_ndims", "array_positions", "generate_subscripts", "tsrange",
        "tstzrange", "daterange", "int4range", "int8range", "numrange", "isempty", "to_tsvector", "to_tsquery",
        "plainto_tsquery", "phraseto_tsquery", "websearch_to_tsquery", "ts_rank",
        # JSON, and rows made of it
        "json", "json_quote", "json_each", "json_tree", "json_group_array", "json_group_object", "json_search",
        "json_overlaps", "json_contains_path", "json_depth", "json_exists", "json_query", "json_build_object",
        "jsonb_build_object", "json_build_array", "jsonb_build_array", "row_to_json", "to_json", "to_jsonb",
        "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg", "json_array_elements",
        "json_array_elements_text", "jsonb_array_elements", "jsonb_array_elements_text", "json_each_text",
        "jsonb_each", "jsonb_each_text", "json_object_keys", "jsonb_object_keys", "json_extract_path",
        "json_extract_path_text", "jsonb_extract_path", "jsonb_extract_path_text", "jsonb_path_exists",
        "jsonb_path_match", "jsonb_path_query", "jsonb_path_query_array", "jsonb_path_query_first",
        "jsonb_strip_nulls", "json_to_record", "json_to_recordset", "jsonb_to_record", "jsonb_to_recordset",
        "json_array", "jsonb_array", "json_arrayagg",
        # reports how a server is, and changes nothing of it
        "current_setting", "pg_is_in_recovery", "pg_last_xact_replay_timestamp", "pg_last_wal_receive_lsn",
        "pg_last_wal_replay_lsn", "pg_current_wal_lsn", "pg_wal_lsn_diff", "pg_postmaster_start_time",
        "pg_database_size", "pg_relation_size", "pg_total_relation_size", "pg_table_size", "pg_indexes_size",
        "pg_size_pretty", "pg_backend_pid", "pg_current_wal_insert_lsn", "pg_is_wal_replay_paused",
        "pg_blocking_pids", "pg_conf_load_time", "pg_column_size", "pg_tablespace_size", "pg_get_userbyid",
        "pg_encoding_to_char", "format_type", "to_regclass", "has_table_privilege", "has_schema_privilege",
        "has_database_privilege", "obj_description", "col_description", "current_schemas",
    }
)  # fmt: skip
_NOT_ON: Final = {"sqlite": frozenset({"RegexpLike", "RegexpILike"})}
"""Where SQLite has such an operator, this process would do the matching, possibly for ever."""


@lru_cache(maxsize=64)
def read_only(query: str, backend: str) -> str:
    """The statement in ``query``, without comments, if it only reads; the ValueError says what is wrong with it.
    ``backend``: as in the address. May take a second the first time."""
    if len(query) > LONGEST:
        raise unfit(msg("The query is too long. The maximum is {most} characters.", most=LONGEST))
    if _CONTROLS.search(query):
        raise unfit(msg("The query contains a control character."))
    query = query.lstrip("\ufeff")  # what editors put at the beginning of a text file
    import sqlglot

    # It logs what it cannot parse, the query with it.
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    dialect = _DIALECTS[backend]
    try:
        tokens = sqlglot.tokenize(query, read=dialect)
    except Exception:  # whatever the error
        raise unfit(NOT_UNDERSTOOD) from None
    if _depth(tokens) > DEEPEST:
        raise unfit(
            msg("The brackets of the query are nested too deeply. The maximum is {most} levels.", most=DEEPEST)
        )
    try:
        statements = sqlglot.parse(query, read=dialect)
    except Exception:  # it raises more than its own errors for unusual input: AttributeError for ``RAND(a, b, c)``
        raise unfit(NOT_UNDERSTOOD) from None
    found = [one for one in statements if one is not None and type(one).__name__ != "Semicolon"]
    if len(found) != 1:
        raise unfit(ONE_SELECT)
    root = found[0]
    while type(root).__name__ == "Subquery":
        root = root.this
    if type(root).__name__ not in _ROOTS or (type(root).__name__ == "Select" and not root.expressions):
        raise unfit(ONE_SELECT)
    for node in found[0].walk():
        _require_known(node, backend)
    return _without_comments(query, tokens)


def _require_known(node: "exp.Expr", backend: str) -> None:
    from sqlglot import exp

    name = type(node).__name__
    if isinstance(node, exp.Anonymous):
        if not isinstance(node.this, str) or node.this.lower() not in _FUNCTION_NAMES:
            raise unfit(msg("We don't know whether the function {name} only reads.", name=_shown(node.name)))
    elif name in _NOT_ON.get(backend, ()):
        raise unfit(msg("{name} cannot be used with this database.", name=name))
    elif name in _CONSTRUCTS or name in _FUNCTIONS:
        return
    elif isinstance(node, exp.Func):
        raise unfit(msg("We don't know whether the function {name} only reads.", name=_shown(node.sql_name())))
    elif isinstance(node, exp.Lock):
        raise unfit(msg("The query locks rows. It may only read."))
    elif isinstance(node, exp.Into):
        raise unfit(msg("The query writes into a table or a variable. It may only read."))
    elif isinstance(node, exp.DDL | exp.DML):
        raise unfit(msg("The query changes data ({statement}). It may only read.", statement=name.upper()))
    else:
        raise unfit(msg("The query contains something that may do more than read ({name}).", name=_shown(name)))


def _without_comments(query: str, tokens: "list[Token]") -> str:
    """What the parser saw: its tokens as written, with a blank where there was anything between two."""
    from sqlglot.tokenizer_core import TokenType

    while tokens and tokens[-1].token_type is TokenType.SEMICOLON:
        tokens = tokens[:-1]
    while tokens and tokens[0].token_type is TokenType.SEMICOLON:
        tokens = tokens[1:]
    if _RUN_BY_SOME.search(query, 0, tokens[0].start):
        raise unfit(COMMENT)
    pieces: list[str] = []
    end, quoted, before = tokens[0].start - 1, False, None
    for token in tokens:
        if _RUN_BY_SOME.search(query, end + 1, token.start):
            raise unfit(COMMENT)
        if quoted and token.token_type is TokenType.L_PAREN:
            raise unfit(msg("Write the name of a function without quotation marks."))
        if token.start > end + 1:
            # Two texts on separate lines are one to PostgreSQL, and on one line they are a fault.
            pieces.append("\n" if "\n" in query[end + 1 : token.start] else " ")
        pieces.append(query[token.start : token.end + 1])
        # After these words something gets a name, with its columns in brackets.
        quoted = query[token.start] in '"`[' and before not in (TokenType.ALIAS, TokenType.WITH, TokenType.RECURSIVE)
        end, before = token.end, token.token_type
    if _RUN_BY_SOME.search(query, end + 1):
        raise unfit(COMMENT)
    return "".join(pieces)


def _depth(tokens: "list[Token]") -> int:
    """Of brackets within brackets; those within a text or a comment do not count."""
    from sqlglot.tokenizer_core import TokenType

    opening = (TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE)
    closing = (TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE)
    depth = most = 0
    for token in tokens:
        if token.token_type in opening:
            depth += 1
            most = max(most, depth)
        elif token.token_type in closing:
            depth -= 1
    return most


def _shown(name: str) -> str:
    from porchlight.intake.text import quote

    return f"“{quote(name, 60)}”"
