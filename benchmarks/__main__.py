"""Runs the benchmarks that are named, or all; each prints its figures as lines of JSON."""

import argparse
import pkgutil
from collections.abc import Callable, Sequence
from importlib import import_module

import benchmarks


def find_benchmarks() -> dict[str, Callable[[], object]]:
    """The `main` of every module here that has one, by the module's name."""
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
    modules = {name: import_module(f"benchmarks.{name}") for name in names if name != "__main__"}
    return {name: module.main for name, module in modules.items() if hasattr(module, "main")}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run them one after another; stops at the first whose figures are wrong."""
    known = find_benchmarks()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of: {', '.join(known)}")
    chosen = parser.parse_args(arguments).names or list(known)
    if unknown := [name for name in chosen if name not in known]:
        parser.error(f"there is no benchmark named {', '.join(unknown)}")
    for name in chosen:
        known[name]()


if __name__ == "__main__":
    main()
