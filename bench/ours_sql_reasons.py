"""As ours_sql.py, with reason codes: for each condition that the answers rest on one bit says whether it holds, another
whether it fails."""

from __future__ import annotations

from functools import partial

from ours_sql import WHOLE, batch, file, native, person, single, table
from ours_sql import load as loaded

__all__ = ["WHOLE", "batch", "file", "load", "native", "person", "single", "table"]

load = partial(loaded, told=True)
