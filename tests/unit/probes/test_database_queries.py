"""What a query of the user's own may be: whatever is not known to only read is refused, before it is ever sent."""

import subprocess
import sys
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from porchlight.alerts.channels.registry import find_kind as find_channel
from porchlight.probes.database import DatabaseSettings
from porchlight.probes.databases.address import database_url, require_database_url, shown_database, written_database
from porchlight.probes.databases.query import DEEPEST, read_only
from porchlight.probes.registry import find_kind
from porchlight.settings.file import parse

ADDRESSES = {
    "postgresql": "postgresql://reader@localhost/gifts",
    "mysql": "mysql://reader@localhost/gifts",
    "sqlite": "sqlite:////var/lib/gifts.sqlite3",
}
EVERYWHERE = [
    "SELECT count(*) FROM gifts",
    "select max(amount), min(amount), sum(amount), avg(amount) from gifts where amount > 5 group by donor",
    "WITH recent AS (SELECT * FROM gifts WHERE id > 10) SELECT count(*) FROM recent",
    "SELECT 1 UNION ALL SELECT 2",
    "SELECT 'a;b -- no comment /* nor this */'",
    "-- what it is for\nSELECT 1",
    "/* first */ SELECT /* second */ 1 ; ",
    "-- it's one; really\n/* and; this */ -- too\nSELECT ';' ;; -- the end; at last",
    ";SELECT count(*) FROM gifts WHERE note LIKE '%;%' OR note = '/*;' OR note = '--;'",
    "SELECT 'it''s; fine' AS \"a;b\"",
    "SELECT '((((((((((((((((((((((((((((((((((((((((((((((((('",
    "SELECT CASE WHEN a > 1 THEN 'x' ELSE 'y' END FROM t LEFT JOIN u ON t.id = u.id ORDER BY 1 DESC LIMIT 1",
    "SELECT coalesce(max(id), 0) FROM gifts WHERE name LIKE '%a%' AND x IN (1, 2) AND y BETWEEN 1 AND 2",
    "SELECT count(DISTINCT lower(trim(email))) FROM donors WHERE NOT EXISTS (SELECT 1 FROM gifts)",
    "SELECT CAST(a AS CHAR(10)), round(b, 2), abs(c), length(d), replace(e, 'x', 'y'), substr(f, 1, 2) FROM t",
    "SELECT row_number() OVER (PARTITION BY a ORDER BY b) FROM t",
    "SELECT current_timestamp",
]
READS = {
    "postgresql": [
        "SELECT extract(epoch FROM now() - max(created_at)) FROM gifts",
        "SELECT count(*) FILTER (WHERE created_at > now() - interval '1 day') FROM gifts",
        "SELECT extract(epoch FROM now() - pg_last_xact_replay_timestamp())",
        "SELECT pg_database_size(current_database()) / 1024",
        "SELECT data->>'a', x::int, date_trunc('day', at) FROM t",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) FROM t",
        "SELECT count(*) FROM t WHERE data @> '{\"a\": 1}' AND data ? 'b' AND NOT tags && ARRAY['c']",
        "SELECT jsonb_array_length(data->'items') FROM t",
        "SELECT count(*) FROM t, jsonb_array_elements(data->'items') AS item WHERE item->>'sku' = 'a'",
        "SELECT count(*) FROM generate_series(current_date - 7, current_date, interval '1 day') AS day",
        "SELECT count(*) FROM unnest(ARRAY[1, 2]) AS one",
        "SELECT reltuples::bigint FROM pg_class WHERE oid = 'public.gifts'::regclass",
        "SELECT regexp_replace(phone, '[^0-9]', '', 'g'), lpad(a, 5, '0'), array_length(b, 1), c[1:2] FROM t",
        "SELECT now() - make_interval(days => 3), make_date(2026, 1, 31), justify_interval(now() - a) FROM t",
        "SELECT row_to_json(t), json_build_object('a', 1), jsonb_agg(a) FROM t",
        "SELECT count(*) FROM t TABLESAMPLE SYSTEM (10) WHERE (a, b) OVERLAPS (c, d)",
        "SELECT count(*) FROM t WHERE to_tsvector('english', a) @@ plainto_tsquery('b')",
        'WITH "Recent" ("Day") AS (SELECT 1) SELECT "Day" FROM "Recent"',
        'SELECT "v"."x" FROM (VALUES (1), (2)) AS "v" ("x")',
    ],
    "mysql": [
        "SELECT TIMESTAMPDIFF(SECOND, MAX(created_at), NOW()) FROM `my gifts`",
        "SELECT COUNT(*) FROM gifts WHERE at > NOW() - INTERVAL 1 DAY",
        "SELECT IFNULL(SUM(amount), 0), DATE_SUB(CURDATE(), INTERVAL 1 MONTH) FROM gifts",
        "SELECT UNIX_TIMESTAMP() - UNIX_TIMESTAMP(MAX(at)) FROM gifts",
        "SELECT @@max_connections",
        "SELECT JSON_VALUE(data, '$.a'), JSON_ARRAYAGG(a), JSON_OBJECT('a', 1), JSON_ARRAY(1, 2) FROM t",
        "SELECT SUBSTRING_INDEX(email, '@', -1), LPAD(a, 3, '0'), FIND_IN_SET('a', b), ELT(1, 'a') FROM t",
        "SELECT COUNT(*) FROM t FORCE INDEX (x) WHERE a = 1",
        "SELECT WEEKDAY(a), YEARWEEK(a), ADDDATE(a, 1), CONVERT_TZ(NOW(), 'UTC', 'Europe/Berlin') FROM t",
        "SELECT REGEXP_REPLACE(a, 'x', 'y'), CRC32(a), INET_ATON(b), STD(c), UUID(), PI() FROM t",
        "SELECT COUNT(*) FROM t WHERE MATCH(a) AGAINST ('b' IN BOOLEAN MODE)",
    ],
    "sqlite": [
        "SELECT count(*) FROM gifts WHERE created_at > datetime('now', '-1 day')",
        "SELECT (julianday('now') - julianday(max(at))) * 24 FROM gifts",
        "SELECT strftime('%s', 'now') - strftime('%s', max(at)) FROM gifts",
        "SELECT json_extract(data, '$.a') FROM t",
        "SELECT count(*) FROM gifts, json_each(gifts.data, '$.items') AS item WHERE item.value > 1",
        "SELECT quote(a), json_group_array(b), json_object('a', 1), json_array(1), pi() FROM t",
    ],
}
REFUSED = {
    "postgresql": [
        "SELECT pg_reload_conf()",
        "SELECT dblink_exec('dbname=x', 'DELETE FROM gifts')",
        "SELECT * FROM dblink('x', 'y') AS t(a int)",
        "SELECT pg_create_physical_replication_slot('x')",
        "SELECT pg_drop_replication_slot('x')",
        "SELECT pg_logical_emit_message(true, 'a', 'b')",
        "SELECT pg_switch_wal()",
        "SELECT setval('s', 1)",
        "SELECT nextval('s')",
        "SELECT set_config('default_transaction_read_only', 'off', false)",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT * FROM pg_ls_dir('/')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT lo_export(1, '/tmp/x')",
        "SELECT pg_sleep(1e9)",
        "SELECT pg_catalog.pg_sleep(1)",
        'SELECT "pg_sleep"(1)',
        "SELECT evil.lower('x')",
        "SELECT \"LOWER\"('x')",
        "SELECT pg_terminate_backend(1)",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_notify('a', 'b')",
        "SELECT query_to_xml('DELETE FROM gifts', true, true, '')",
        "SELECT database_to_xml(true, true, '')",
        "SELECT * FROM gifts FOR UPDATE",
        "SELECT * FROM gifts FOR KEY SHARE",
        "SELECT * INTO copy FROM gifts",
        "WITH gone AS (DELETE FROM gifts RETURNING *) SELECT * FROM gone",
        "WITH new AS (INSERT INTO gifts VALUES (1) RETURNING *) SELECT * FROM new",
        "WITH x AS (SELECT 1) UPDATE gifts SET a = 1",
        "COPY gifts TO '/tmp/x'",
        "COPY (SELECT 1) TO PROGRAM 'sh'",
        "DO $$ BEGIN PERFORM 1; END $$",
        "CALL x()",
        "VACUUM",
        "EXPLAIN ANALYZE DELETE FROM gifts",
        "MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE",
        "SELECT 1 OPERATOR(evil.+) 2",
        "SELECT $1",
        "VALUES (1)",
    ],
    "mysql": [
        "SELECT * FROM gifts INTO OUTFILE '/tmp/x'",
        "SELECT a INTO OUTFILE '/tmp/x' FROM gifts",
        "SELECT a INTO DUMPFILE '/tmp/x' FROM gifts",
        "SELECT 1 INTO @v",
        "SELECT @a := 1",
        "SELECT 1 --1 INTO OUTFILE '/tmp/x'",
        "SELECT /*! SLEEP(3) */ 1",
        "SELECT 1 /*!50000 INTO OUTFILE '/tmp/x' */",
        "SELECT 1 /*M!100100 FOR UPDATE */",
        "SELECT /*+ SET_VAR(max_execution_time=0) */ 1",
        "SELECT LOAD_FILE('/etc/passwd')",
        "SELECT SLEEP(10)",
        "SELECT BENCHMARK(1000000000, MD5('a'))",
        "SELECT GET_LOCK('a', 100)",
        "SELECT RELEASE_ALL_LOCKS()",
        "SELECT MASTER_POS_WAIT('a', 1)",
        "SELECT WAIT_FOR_EXECUTED_GTID_SET('a')",
        "SELECT LAST_INSERT_ID(5)",
        "SELECT NEXTVAL(s)",
        "SELECT NEXT VALUE FOR s",
        "SELECT SETVAL(s, 5)",
        "SELECT sys_exec('id')",
        "SELECT `sleep`(1)",
        "SELECT evil.now()",
        "SELECT * FROM gifts LOCK IN SHARE MODE",
        "SELECT * FROM gifts PROCEDURE ANALYSE()",
        "WITH x AS (SELECT 1) DELETE FROM gifts",
        "CALL x()",
        "DO SLEEP(1)",
        "SET @x = 1",
        "HANDLER gifts OPEN",
        "LOAD DATA INFILE 'x' INTO TABLE gifts",
        "SHOW GRANTS",
        "XA START 'x'",
    ],
    "sqlite": [
        "PRAGMA user_version = 5",
        "SELECT * FROM pragma_journal_mode('delete')",
        "ATTACH 'x' AS y",
        "VACUUM INTO '/tmp/x'",
        "SELECT load_extension('x')",
        "SELECT writefile('a', 'b')",
        "SELECT readfile('/etc/passwd')",
        "SELECT edit('x')",
        "SELECT fts3_tokenizer('x')",
        "SELECT randomblob(1000000000)",
        "SELECT zeroblob(1000000000)",
        "SELECT printf('%1000000000s', 'x')",
        "SELECT 'aaaaaaaaaaaaaaaa!' REGEXP '(a+)+$'",
        "REPLACE INTO gifts VALUES (1)",
        "SELECT ?",
    ],
}
BROKEN = [
    "",
    ";",
    "SELECT",
    "SELECT 1; SELECT 2",
    "SELECT 1; DELETE FROM gifts",
    "SELECT 1;; DROP TABLE gifts",
    "DELETE FROM gifts",
    "SELECT\0 1",
    "SELECT 'a\x1b[2J'",
    "SELECT " + "(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1),
    "SELECT " + "1+" * 6000 + "1",
    "selectively nothing",
    "SELECT 'never ended",
    "SELECT /* never ended",
    "SELECT lower('x'), something_of_our_own('x')",
    # what the parser stumbles over without saying so
    "SELECT DATE_ADD(a)",
    "SELECT LEVENSHTEIN_LESS_EQUAL()",
]


@pytest.mark.parametrize("backend", ADDRESSES)
def test_a_query_that_only_reads_is_run_without_its_comments(backend: str) -> None:
    for query in [*EVERYWHERE, *READS[backend]]:
        statement = read_only(query, backend)
        assert statement.lower().startswith(("select", "with"))
        assert not statement.endswith((";", " "))
        if "--" not in query and "/*" not in query:
            assert statement == query.strip().rstrip("; ")


def test_what_stands_in_a_text_is_no_comment() -> None:
    assert read_only("/* a */ SELECT 'x /* y */ -- z;' -- end", "mysql") == "SELECT 'x /* y */ -- z;'"


@pytest.mark.parametrize("backend", ADDRESSES)
def test_what_editors_and_people_put_around_a_select_is_left_out(backend: str) -> None:
    assert read_only("\ufeff-- saved; by itself\n;; SELECT 1;;\n-- the end", backend) == "SELECT 1"


def test_two_texts_one_below_the_other_stay_so_since_postgresql_takes_them_for_one() -> None:
    assert read_only("SELECT 'a;'\n  'b'", "postgresql") == "SELECT 'a;'\n'b'"


@pytest.mark.parametrize("backend", ADDRESSES)
def test_whatever_is_not_known_to_only_read_is_refused_with_a_sentence(backend: str) -> None:
    for query in [*REFUSED[backend], *BROKEN]:
        with pytest.raises(ValueError, match=r"\w \w") as refused:
            read_only(query, backend)
        assert len(str(refused.value)) < 200, query


@pytest.mark.parametrize("backend", ADDRESSES)
def test_the_settings_say_what_is_wrong_with_a_query(backend: str) -> None:
    query = REFUSED[backend][0].replace("\\", "\\\\").replace('"', '\\"')
    text = f'[components.db]\nkind = "database"\nurl = "{ADDRESSES[backend]}"\nquery = "{query}"\n'
    loaded = parse("test.toml", text.encode(), find_kind, find_channel)
    assert [problem for problem in loaded.all_problems() if "query" in str(problem)], loaded.all_problems()


def test_the_name_of_an_unknown_function_is_in_the_sentence_once_made_fit() -> None:
    with pytest.raises(ValueError, match="pg_reload_conf"):
        read_only("SELECT pg_reload_conf()", "postgresql")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.sampled_from(sorted(ADDRESSES)))
def test_any_text_is_either_one_select_or_refused(text: str, backend: str) -> None:
    for query in (text, f"SELECT {text}", f"SELECT 1 {text}", f"SELECT 1; {text}"):
        with suppress(ValueError):
            statement = read_only(query, backend)
            assert statement == read_only(statement, backend)


def test_a_query_is_judged_within_a_second_however_it_is_made() -> None:
    read_only("SELECT 1", "postgresql")
    for query in (
        "SELECT " + "+".join(["1"] * 4000),
        "SELECT " + "NOT " * 2400 + "1",
        "SELECT " + "CASE WHEN 1 THEN " * 500 + "1",
        "SELECT 1" + " UNION SELECT 1" * 600,
        "SELECT " + ",".join(["a"] * 4900),
        "SELECT " + "((" * 4000,
    ):
        began = time.process_time()
        with suppress(ValueError):
            read_only(query, "postgresql")
        assert time.process_time() - began < 3


def test_the_parser_is_loaded_only_where_there_is_a_query() -> None:
    program = (
        "import sys\n"
        "from porchlight.settings.file import parse\n"
        "from porchlight.probes.registry import find_kind\n"
        "from porchlight.alerts.channels.registry import find_kind as find_channel\n"
        'text = b\'[components.db]\\nkind = "database"\\nurl = "sqlite:////x"\\n\'\n'
        "assert not parse('x', text, find_kind, find_channel).all_problems()\n"
        "assert 'sqlglot' not in sys.modules\n"
        "parse('x', text + b'query = \"SELECT 1\"\\n', find_kind, find_channel)\n"
        "assert 'sqlglot' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///",
        "sqlite://",
        "sqlite:////a\\u0000b",
        "sqlite:////a\\nb",
        "sqlite://data/gifts.sqlite3",
        "postgresql://r@h/d?ssl_ca=x",
        "postgresql://r@h/d?sslmode=sometimes",
        "postgresql://r@h/d?options=-c%20x",
        "mysql://r@h/d?sslmode=require",
        "mysql://r@h/d?charset=gbk",
        "mysql://r@h/d?local_infile=1",
        "mysql://r@h/d?auth_plugin_map=x",
        "mysql://r@h/d%0a",
    ],
)
def test_an_address_says_only_what_is_known_of_its_system(url: str) -> None:
    loaded = parse("x", f'[components.db]\nkind = "database"\nurl = "{url}"\n'.encode(), find_kind, find_channel)
    assert len(loaded.all_problems()) == 1


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("sqlite:////srv/gifts%41.db", "/srv/gifts%41.db"),
        ("sqlite:////srv/a?mode=ro#x", "/srv/a?mode=ro#x"),
        (r"sqlite:///C:\Users\Some Body\gifts.db", r"C:\Users\Some Body\gifts.db"),
        ("sqlite:///C:/Users/Jos\xe9/100%.db", "C:/Users/Jos\xe9/100%.db"),
        ("sqlite+pysqlite:///gifts @ home:5.db", "gifts @ home:5.db"),
        # as an earlier import from Classy Sync wrote them
        ("sqlite:///C%3A%5CUsers%5CJos%C3%A9%5Cgifts.db", "C:\\Users\\Jos\xe9\\gifts.db"),
    ],
)
def test_a_files_name_in_an_address_is_the_name_as_it_is(address: str, name: str) -> None:
    assert require_database_url(address) == address
    assert shown_database(address) == name
    assert database_url(written_database(database_url(address))).database == name


@pytest.mark.parametrize(
    ("written_value", "value"),
    [
        ('"1.10"', "1.10"), ("1.10", 1.1), ("9007199254740993", 9007199254740993), ("true", True),
        ("2026-11-26", "2026-11-26"), ("2026-11-26T10:00:00Z", "2026-11-26 10:00:00+00:00"), ("09:30:00", "09:30:00"),
    ],
)  # fmt: skip
def test_an_expected_value_is_taken_as_it_is_written(written_value: str, value: object) -> None:
    lines = ('kind = "database"', 'url = "sqlite:////a"', 'query = "SELECT 1"', f"query_value = {written_value}")
    loaded = parse("x", "\n".join(("[components.d]", *lines)).encode(), find_kind, find_channel)
    assert loaded.all_problems() == []
    settings = loaded.components[0].settings
    assert isinstance(settings, DatabaseSettings)
    assert settings.query_value == value
    assert type(settings.query_value) is type(value)
