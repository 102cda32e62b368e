"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "dragoman"
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-train.lock")
LONGEST = 500

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"model", "errors", "extensions"}),
    frozenset({"sources", "syntax"}),
    frozenset({"passages"}),
    frozenset({"gazetteer"}),
    frozenset({"dating"}),
    frozenset({"actors"}),
    frozenset({"places"}),
    frozenset({"attribution"}),
    frozenset({"coding"}),
    frozenset({"pipeline", "report", "reading"}),
    frozenset({"ledger"}),
    frozenset({"render"}),
    frozenset({"evaluation", "examples"}),
    frozenset({"cli", "output"}),
)
"""Each may import from those above it and from its own; the order is that in which a document flows."""
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
ALLOWED_UPWARD = {("model", "report")}
"""``Report.to_dict`` is a convenience of the public face: the format itself lives in ``report``."""


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def layer(path: Path) -> str:
    """The top-level module or package that a file belongs to; ``""`` for the public face itself."""
    first = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imported(path: Path) -> Iterator[str]:
    """The top-level modules of Dragoman that a file imports, the public face aside."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "dragoman":
            yield from (alias.name for alias in node.names if (SOURCE / alias.name).is_dir() or (SOURCE / f"{alias.name}.py").is_file())
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dragoman."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("dragoman."))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_run_downward(path: Path) -> None:
    here = layer(path)
    if not here:
        return
    assert here in RANK, f"{here} has no place in LAYERS"
    upward = {name for name in imported(path) if RANK[name] > RANK[here] and (here, name) not in ALLOWED_UPWARD}
    assert not upward, f"{here} imports from above: {sorted(upward)}"


def test_no_file_is_long() -> None:
    long = {str(path.relative_to(ROOT)): n for path in modules() if (n := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST}
    assert not long


def test_no_broad_except() -> None:
    broad = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]
    assert not broad


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_address_and_hash_everything(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--(extra-)?index|^--find-links|\.(org|com|io)\b", text, re.MULTILINE)
    pinned = re.findall(r"^([a-z0-9._-]+)==.*(?:\n    --hash=sha256:[0-9a-f]{64} ?\\?)+", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 0


def test_runtime_lock_is_part_of_the_others() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==[^ ]+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
    assert pins("requirements.lock") <= pins("requirements-train.lock")


def test_every_import_of_the_package_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["frames"]]
    declared = {re.split(r"[<>=!~\[; ]", item)[0].replace("-", "_") for item in wanted}
    nodes = [node for path in modules() for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    top = {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"dragoman"}
    assert not top - declared


def test_every_declared_dependency_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["frames"]]
    declared = {re.split(r"[<>=!~\[; ]", item)[0].replace("-", "_") for item in wanted}
    source = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    assert not {name for name in declared if not re.search(rf"^\s*(?:import|from) {re.escape(name)}\b", source, re.MULTILINE)}


def test_every_dependency_is_pinned_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["build-system"]["requires"]
    names = {re.split(r"[<>=!~\[; ]", item)[0].lower().replace("_", "-") for item in wanted}
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not {name for name in names if not re.search(rf"^{re.escape(name)}==", text, re.MULTILINE)}


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = {re.split(r"[<>=!~\[; ]", item)[0] for item in project["project"]["dependencies"]}
    assert not {name for name in names if f"`{name}`" not in page}


def test_data_files_are_packaged() -> None:
    globs = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]["dragoman"]
    packaged = {path for pattern in globs for path in SOURCE.glob(pattern)}
    data = {path for path in SOURCE.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}}
    assert not {str(path.relative_to(ROOT)) for path in data - packaged}


def test_every_package_has_an_init() -> None:
    folders = {path.parent for path in modules()}
    assert not {str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").is_file()}
