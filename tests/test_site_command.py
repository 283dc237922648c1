"""The site command and what goes wrong outside of it: options that do not go together, and what the operating system
says, in both languages."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.sample import FOLDER
from tiaoli.about import Unusable, read_text
from tiaoli.cli import main
from tiaoli.requests import sentence
from tiaoli.system import why
from tiaoli.write import write_pages

HAN = re.compile("[\u4e00-\u9fff]")


def site(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(main, ["site", str(FOLDER), *arguments])
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.parametrize(
    ("lang", "saying"), [("zh", "要和 --about 一起用"), ("en", "name the conclusion to be explained too")]
)
def test_facts_without_a_conclusion_are_refused(tmp_path: Path, lang: str, saying: str) -> None:
    facts = tmp_path / "person.json"
    facts.write_text(json.dumps({"持残疾证": True}), encoding="utf-8")
    out = tmp_path / "site"
    given = ["-o", str(out), "--as-of", "2024-03-01", "--facts", str(facts), "--lang", lang]
    said = site(*given, code=2)
    assert saying in said
    assert "--about" in said
    assert not out.exists()
    site(*given, "--about", "停车费")
    assert (out / "explanation.html").exists()


def test_every_known_cause_is_told_wholly_in_both_languages() -> None:
    numbers = [number for number in errno.errorcode if why(OSError(number, "x"))[0] != why(OSError(9999, "x"))[0]]
    named = [n for n in numbers if "system error" not in why(OSError(n, "x"))[1]]
    assert {errno.EACCES, errno.ENOSPC, errno.EROFS, errno.ENOTDIR, errno.EADDRINUSE} <= set(named)
    for number in named:
        zh, en = why(OSError(number, os.strerror(number)))
        assert HAN.search(zh)
        assert not re.search("[A-Za-z]", zh)
        assert not HAN.search(en)
        assert "；" in zh, "the cause, then the next step"
        assert ";" in en
    zh, en = why(OSError(errno.ENOTTY, "Inappropriate ioctl for device"))
    assert "ENOTTY" in zh
    assert "ENOTTY" in en
    assert "ioctl" not in zh + en
    assert all("?" in words for words in why(OSError("no number")))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_cannot_be_read_or_written_is_told_wholly_in_one_language(tmp_path: Path, lang: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    said: list[str] = []
    for path in (tmp_path / "file" / "below", tmp_path / ("长" * 200)):
        with pytest.raises(Unusable) as refused:
            write_pages(path, {"index.html": "x"})
        said.append(refused.value.text[lang].replace(str(path), ""))
    for path in (tmp_path, tmp_path / "file" / "below"):
        with pytest.raises(Unusable) as refused:
            read_text(path)
        said.append(refused.value.text[lang].replace(str(path), ""))
    said.append(sentence(PermissionError(errno.EACCES, "Permission denied", str(tmp_path)))[lang])
    for words in said:
        words = words.replace(str(tmp_path), "").replace("/pages.txt", "")
        assert bool(HAN.search(words)) == (lang == "zh"), words
        assert (lang == "en") == bool(re.search("[a-z]{3}", words)), words
