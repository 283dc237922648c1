"""What a bench that compares the engines is asked for on the command line."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence


def asked(doc: str | None, count: int, what: str, policies: Sequence[str]) -> tuple[argparse.Namespace, Sequence[str]]:
    """count, --seed, --jobs and --policy, and which policies that means; `what` there are so many of unless told."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=count, help=f"{what} ({count})")
    parser.add_argument("--seed", type=int, default=1, help="of the first (1)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (all cores)")
    parser.add_argument("--policy", choices=policies, help="only this one")
    arguments = parser.parse_args()
    if arguments.count < 1 or arguments.jobs < 1:
        parser.error("count and --jobs are 1 or more")
    return arguments, [arguments.policy] if arguments.policy else policies
