"""A register through the rules: who is entitled, who nearly is, which fact is missing, for everyone, with reasons."""

from tiaoli.about import Unusable


def unusable(zh: str, en: str, help_zh: str, help_en: str) -> Unusable:
    """What cannot be screened, and what to do."""
    return Unusable(f"{zh}\n    怎么办：{help_zh}", f"{en}\n    help: {help_en}")


def needs() -> None:
    """Raises Unusable where the extra is not installed."""
    try:
        import duckdb  # noqa: F401
        import sqlglot  # noqa: F401
    except ModuleNotFoundError as lack:
        raise unusable(
            f"缺少 {lack.name}：tiaoli screen 要用它",
            f"{lack.name} is missing: tiaoli screen needs it",
            "安装 tiaoli[batch]",
            "install tiaoli[batch]",
        ) from None
