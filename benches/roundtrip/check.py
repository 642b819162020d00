"""Reads exports back with pandas, DuckDB and R and compares them with the events, cell by cell.

Usage: check.py PROGRAM. Events are coded from examples/*.txt; to some of them words are given that trip readers of tables.
"""

import csv
import json
import math
import pathlib
import shutil
import subprocess
import sys
import tempfile

import duckdb
import pandas

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NASTY = [
    'said "no", twice',
    "two\nlines, and\r\nanother",
    "a\ttab; a semicolon",
    "'single' and `back`",
    "=1+1",
    "# no comment",
    " blanks around ",
    "back\\slash \\n",
    "Málaga, 中国, 🙂",
    "NULL",
    "nan",
    '"',
]
JOIN = "; "


def run(program, *args, stdin=None):
    done = subprocess.run([program, *args], input=stdin, capture_output=True, check=True, cwd=ROOT)
    return done.stdout


def events(program):
    lines = run(program, "code", "examples", "--dates", "examples/index.tsv", "--format", "jsonl", "--quiet").splitlines()
    coded = [json.loads(line) for line in lines]
    assert len(coded) >= 20, len(coded)
    for number, event in enumerate(coded):
        if number % 2 == 0:
            words = NASTY[number // 2 % len(NASTY)]
            event["trigger"]["text"] = words
            event["event_text"] = [words, "and more"]
            event["date_text"] = words
            for party in event["actor"] + event["recipient"]:
                party["entity_text"] = words
    return coded


def expected(event):
    """Some columns of an event as the layout says they are."""
    parties = lambda role: JOIN.join(party["entity_text"] for party in event[role])
    return {
        "id": event["id"],
        "doc_id": event["doc_id"],
        "date": event.get("date") or "",
        "date_text": event.get("date_text") or "",
        "actor_text": parties("actor"),
        "recipient_text": parties("recipient"),
        "event": JOIN.join(event["event"]),
        "quad_code": str(event["quad_code"]),
        "trigger": event["trigger"]["text"],
        "trigger_start": str(event["trigger"]["start"]),
        "event_text": JOIN.join(event["event_text"]),
    }


def export(program, folder, stdin, form, *options):
    path = folder / f"events.{form}"
    run(program, "export", "-", "--format", form, "--output", str(path), *options, stdin=stdin)
    return path


def check_csv(path, coded):
    """The CSV as Python, pandas and DuckDB read it. Its cells."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert len(rows) == len(coded), (len(rows), len(coded))
    for row, event in zip(rows, coded):
        for column, cell in expected(event).items():
            assert row[column] == cell, (column, row[column], cell)
    table = pandas.read_csv(path, dtype=str, keep_default_na=False)
    assert table.to_dict("records") == rows, "pandas"
    guessed = pandas.read_csv(path)
    assert len(guessed) == len(rows) and guessed.quad_code.dtype.kind == "i" and guessed.event_scale.dtype.kind == "f"
    assert pandas.api.types.is_numeric_dtype(guessed.lat)
    found = duckdb.sql(f"select * from read_csv('{path}', header = true, all_varchar = true, nullstr = '<none>')").df()
    assert found.fillna("").to_dict("records") == rows, "DuckDB"
    guessed = duckdb.sql(f"select quad_code + 1, event_scale + 0.5, trigger_start + 1 from '{path}'").fetchall()
    assert len(guessed) == len(rows), "DuckDB, guessing"
    return rows


def same(cell, value):
    """Whether a cell of the CSV and a value with a type are the same."""
    if value is None or value is pandas.NA or isinstance(value, float) and math.isnan(value):
        return cell == ""
    return cell == value if isinstance(value, str) else math.isclose(float(cell), float(value))


def check_parquet(path, rows):
    for name, table in [("pandas", pandas.read_parquet(path)), ("DuckDB", duckdb.sql(f"select * from '{path}'").df())]:
        assert list(table.columns) == list(rows[0]), name
        for row, values in zip(rows, table.to_dict("records"), strict=True):
            wrong = [column for column, cell in row.items() if not same(cell, values[column])]
            assert not wrong, (name, wrong)


def check_layout(path, form):
    """GDELT or ICEWS: no cell can break a line, whatever the reader makes of quotes. Its cells, and the head, if it has one."""
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    cells = [line.split("\t") for line in lines]
    head = cells.pop(0) if form == "icews" else None
    width = {"gdelt": 58, "icews": 20}[form]
    assert cells and all(len(row) == width for row in cells), form
    assert not any("\r" in cell for row in cells for cell in row)
    table = pandas.read_csv(path, sep="\t", header=0 if head else None, dtype=str, keep_default_na=False)
    assert table.values.tolist() == cells, f"pandas, {form}"
    if form == "gdelt":
        assert all(not row[1] or row[1].isdigit() and len(row[1]) == 8 for row in cells), "SQLDATE"
    found = duckdb.sql(
        f"select * from read_csv('{path}', delim = '\t', header = {head is not None}, all_varchar = true, nullstr = '<none>')"
    ).fetchall()
    assert [list(row) for row in found] == [[cell or "" for cell in row] for row in cells] or [
        [cell or "" for cell in row] for row in found
    ] == cells, f"DuckDB, {form}"
    return head, cells


def check_r(path, form, head, cells):
    rscript = shutil.which("Rscript")
    if not rscript:
        return False
    out = path.with_suffix(".from_r")
    done = subprocess.run([rscript, "--vanilla", HERE / "read.R", form, path, out], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with open(out, newline="", encoding="utf-8") as file:
        names, *rows = list(csv.reader(file))
    # R knows one end of a line.
    plain = lambda cell: cell.replace("\r\n", "\n").replace("\r", "\n")
    assert [[plain(c) for c in row] for row in rows] == [[plain(c) for c in row] for row in cells], f"R, {form}"
    if head:
        assert names == ["".join(c if c.isalnum() or c in "._" else "." for c in name) for name in head], names
    return True


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    coded = events(program)
    stdin = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in coded).encode()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        path = export(program, folder, stdin, "csv")
        rows = check_csv(path, coded)
        by_r = check_r(path, "csv", list(rows[0]), [list(row.values()) for row in rows])
        check_parquet(export(program, folder, stdin, "parquet"), rows)
        for form in ["gdelt", "icews"]:
            path = export(program, folder, stdin, form)
            check_r(path, form, *check_layout(path, form))
    readers = f"pandas {pandas.__version__}, DuckDB {duckdb.__version__}" + (" and R" if by_r else "")
    print(f"round trip: {len(coded)} events as CSV, Parquet, GDELT and ICEWS came back whole from {readers}")


main()
