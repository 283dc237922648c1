"""The documents tell the truth: paths exist, commands exist, examples run, and no machine shows through."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from tiaoli.cli import main

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    path
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
    if path.is_file()
]
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
SUFFIXES = (".cfg", ".html", ".j2", ".json", ".lark", ".md", ".py", ".svg", ".tiao", ".toml", ".txt")
TEMPLATED = re.compile(r"[<>*{}…\s]|\b[A-Z]{3,}\b(?!\.md)")
GENERATED = ("build/", ".venv/", "dist/", "../shared/")

# A look-alike of what must not be committed; written so that it does not match itself.
FOREIGN = re.compile(
    r"(?<![\w.])/(?:work|tmp|root|home|opt)/"
    r"|index[-]url|find[-]links|pypi[.]org|pythonhosted[.]org|registry[.]npmjs|registry[.]yarnpkg"
    r'|"resolved": *"https?:'
)

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def spans(document: Path) -> list[str]:
    """Text in single backticks, fenced blocks left out."""
    return SPAN.findall(FENCE.sub("", document.read_text(encoding="utf-8")))


def commands(document: Path) -> Iterator[str]:
    """Whatever could be a command line: each span, and each line of a fenced block."""
    yield from spans(document)
    for _, block in FENCE.findall(document.read_text(encoding="utf-8")):
        yield from (line.strip().removeprefix("$ ") for line in block.splitlines())


@cache
def tracked() -> list[Path]:
    """The files that are or would be committed."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so there is no list of tracked files")
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def is_path(span: str) -> bool:
    """Whether a span names a file or folder of the repository, rather than a pattern or a word."""
    if TEMPLATED.search(span) or span.startswith((*GENERATED, "-", "/")) or "://" in span:
        return False
    first, slash, rest = span.partition("/")
    return (span.endswith(SUFFIXES) and span not in SUFFIXES) or bool(slash and (not rest or (ROOT / first).exists()))


def exists(path: str, document: Path) -> bool:
    """Whether a path exists from the root or from the document; a bare file name may lie in any folder."""
    if any((base / path).exists() for base in (ROOT, document.parent)):
        return True
    return "/" not in path and any(file.name == path for file in tracked())


@every_document
def test_paths_exist(document: Path) -> None:
    assert [span for span in spans(document) if is_path(span) and not exists(span, document)] == []


@every_document
def test_links_exist(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", FENCE.sub("", document.read_text(encoding="utf-8")))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (document.parent / target).exists()] == []


@every_document
def test_make_targets_exist(document: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = [match[1] for line in commands(document) if (match := re.match(r"make ([a-z]\w*)", line))]
    assert [name for name in named if name not in targets] == []


@every_document
def test_subcommands_exist(document: Path) -> None:
    named = [match[1] for line in commands(document) if (match := re.match(r"tiaoli ([a-z][a-z-]*)\b", line))]
    assert [name for name in named if name not in main.commands] == []


def examples() -> list[tuple[str, int]]:
    """The `tiaoli` lines in the README's sh blocks, each with the exit code its comment promises."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = []
    for language, block in FENCE.findall(text):
        lines = block.replace("\\\n", " ").splitlines() if language == "sh" else []
        for line in lines:
            command, _, comment = line.partition("#")
            if command.startswith("tiaoli "):
                code = re.search(r"\bexits (\d+)", comment)
                found.append((command.strip(), int(code[1]) if code else 0))
    return found


@pytest.mark.parametrize(("command", "code"), examples())
def test_readme_examples_run(command: str, code: int, tmp_path: Path) -> None:
    for folder in ("docs", "policies"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    _, *arguments = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-c", "from tiaoli.cli import main; main()", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_readme_shows_what_is_printed() -> None:
    """The explanation in the README is what the command prints; the rule is in the rule file."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = dict(FENCE.findall(text))["text"]
    person = ["--as-of", "2021-10-15", "--facts", str(ROOT / "docs" / "sample-person.json")]
    command = ["explain", "jing-ren-she-jiu-fa-2020-19", "--lang", "zh", *person, "--about", "可以参加本市社会保险"]
    printed = CliRunner().invoke(main, command).stdout
    assert shown.strip() == printed.strip()
    rules = (ROOT / "policies" / "jing-ren-she-jiu-fa-2020-19" / "第六条.tiao").read_text(encoding="utf-8")
    rule = dict(FENCE.findall(text))[""].strip()
    assert [line for line in rule.splitlines() if line and line not in rules] == []


def test_sample_person_fits_the_vocabulary(shared: Path) -> None:
    person = json.loads((ROOT / "docs" / "sample-person.json").read_text(encoding="utf-8"))
    vocabulary = json.loads((shared / "law" / "vocabulary.json").read_text(encoding="utf-8"))
    facts = {fact["name"]: fact for fact in vocabulary["facts"]}
    for name, value in person.items():
        match facts[name]["type"]:
            case "bool":
                assert isinstance(value, bool), name
            case "enum":
                assert value in facts[name]["values"], name
            case "date":
                assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", value), name


def test_no_machine_or_registry_shows_through() -> None:
    faults = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        faults += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(text.splitlines(), 1)
            if FOREIGN.search(line)
        ]
    assert faults == []
