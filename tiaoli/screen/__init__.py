"""A register through the rules: who is entitled, who nearly is, which fact is missing, for everyone, with reasons."""

from collections.abc import Sequence
from importlib import import_module

from tiaoli.about import Unusable


def unusable(zh: str, en: str, help_zh: str, help_en: str) -> Unusable:
    """What cannot be screened, and what to do."""
    return Unusable(visible(f"{zh}\n    怎么办：{help_zh}"), visible(f"{en}\n    help: {help_en}"))


def visible(text: str) -> str:
    """A message in which names of a register stand: what no terminal is to act on is shown as a sign."""
    return "".join(c if c.isprintable() or c in "\n\u3000" else "\ufffd" for c in text)


def no_row(where: str) -> Unusable:
    """Of an input, or for a result, without anybody."""
    return unusable(f"{where}：输入里没有一行人", f"{where}: the input has no row", "检查输入", "check it")


def needs(modules: Sequence[str] = ("duckdb", "sqlglot")) -> None:
    """Raises Unusable where the extra with these modules is not installed."""
    try:
        for name in modules:
            import_module(name)
    except ModuleNotFoundError as lack:
        raise unusable(
            f"缺少 {lack.name}：tiaoli screen 要用它",
            f"{lack.name} is missing: tiaoli screen needs it",
            "安装 tiaoli[batch]",
            "install tiaoli[batch]",
        ) from None
