"""The stand-alone verifier as strangers use it: one copied file, run as a program."""

import ast
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from forecasts.ledger import MAX_LINE_BYTES, standalone, to_line
from tests.ledger.tampering import build_chain, head_of

CHAIN = build_chain(20)
LINES = [to_line(entry) for entry in CHAIN]
NUMBER, HASH = head_of(CHAIN)
HEAD = f"{NUMBER}:{HASH}"


@pytest.fixture
def export(tmp_path):
    def write(lines, ending="\n"):
        path = tmp_path / "ledger.jsonl"
        path.write_text("".join(line + ending for line in lines), encoding="utf-8")
        return path

    return write


def run(capsys, *arguments):
    code = standalone.main([str(argument) for argument in arguments])
    return code, *capsys.readouterr()


def test_runs_from_a_copy_where_nothing_else_is(tmp_path, export):
    copy = tmp_path / "elsewhere" / "verify_ledger.py"
    copy.parent.mkdir()
    shutil.copy(standalone.__file__, copy)

    done = subprocess.run(
        [sys.executable, "-I", "-S", copy, export(LINES), "--head", HEAD],
        cwd=copy.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"20 entries hold; head {HEAD}\n"


def test_imports_nothing_but_the_standard_library():
    tree = ast.parse(Path(standalone.__file__).read_text(encoding="utf-8"))

    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_an_export_that_holds_is_0(capsys, export, ending):
    code, out, err = run(capsys, export(LINES, ending), "--head", HEAD)

    assert (code, out, err) == (0, f"20 entries hold; head {HEAD}\n", "")


def test_says_what_is_not_known_without_a_published_head(capsys, export):
    code, out, _ = run(capsys, export(LINES[:7]))

    assert code == 0
    assert f"head 7:{CHAIN[6].hash}; without a published head a cut tail does not show" in out


def test_an_empty_export_holds(capsys, export):
    code, out, _ = run(capsys, export([]))

    assert code == 0
    assert out.startswith("0 entries hold")


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        pytest.param([*LINES[:4], *LINES[5:]], 5, id="a line taken out"),
        pytest.param([*LINES[:4], "", *LINES[4:]], 5, id="an empty line"),
        pytest.param([*LINES[:4], LINES[4][:-9], *LINES[5:]], 5, id="a line cut short"),
        pytest.param([LINES[0].replace(CHAIN[0].kind, "x")], 1, id="a kind changed"),
        pytest.param([*LINES[:4], " " * MAX_LINE_BYTES + LINES[4]], 5, id="a line too long"),
        pytest.param(LINES[:19], 20, id="the last line cut off"),
        pytest.param([LINES[0].replace("tags", "tag")], 1, id="a fact renamed"),
    ],
)
def test_names_the_first_bad_entry_and_is_1(capsys, export, lines, named):
    code, out, err = run(capsys, export(lines), "--head", HEAD)

    assert (code, err) == (1, "")
    assert out.startswith(f"entry {named} is bad: ")
    assert out.count("\n") == 1


@pytest.mark.parametrize("missing", ["nowhere.jsonl", "."])
def test_a_file_that_cannot_be_read_is_2(capsys, tmp_path, missing):
    code, out, err = run(capsys, tmp_path / missing)

    assert (code, out) == (2, "")
    assert err.startswith("cannot read ")


def test_a_head_that_is_no_head_is_2(capsys, export):
    with pytest.raises(SystemExit) as end:
        run(capsys, export(LINES), "--head", "20")

    assert end.value.code == 2
    assert "--head" in capsys.readouterr().err


def test_a_file_without_line_breaks_is_refused(capsys, tmp_path):
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(b"[" * (3 * MAX_LINE_BYTES))

    code, out, _ = run(capsys, path)

    assert code == 1
    assert out == f"entry 1 is bad: it is longer than {MAX_LINE_BYTES} bytes\n"


def test_never_reads_more_of_a_line_than_shows_that_it_is_too_long():
    lines = standalone.capped_lines(BytesIO(b"short\n" + b"[" * (3 * MAX_LINE_BYTES)))

    assert [next(lines), len(next(lines))] == [b"short\n", MAX_LINE_BYTES + 1]
