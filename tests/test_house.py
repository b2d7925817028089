"""The house keeps itself: imports only look down, every module says what it is, documents name what there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import framing

ROOT = Path(__file__).parent.parent
MODULES = {
    p.stem if p.name != "__init__.py" else p.parent.name: p
    for p in [*(ROOT / "framing").glob("*.py"), ROOT / "framing" / "wordlists" / "__init__.py"]
    if p.stem != "__init__" or p.parent.name != "framing"
}
DOORS = {"__main__"}  # stand outside the house: they only open it


def levels() -> dict[str, int]:
    rows = re.findall(
        r"^\| (\d+) \| ([^|]+) \|", (ROOT / "docs" / "architecture.md").read_text(), re.MULTILINE
    )
    return {name: int(level) for level, names in rows for name in re.findall(r"`(\w+)`", names)}


def imported(path: Path) -> set[str]:
    """Modules of the package that ``path`` imports, wherever, but for type checking alone."""
    tree = ast.parse(path.read_text())
    skipped = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in ast.walk(block)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "framing":
            inner = node.module.split(".")[1:]
            found |= {inner[0]} if inner else {a.name for a in node.names if a.name in MODULES}
    return found


def test_the_table_names_every_module():
    assert set(levels()) == set(MODULES) - DOORS


@pytest.mark.parametrize("name", sorted(set(MODULES) - DOORS))
def test_imports_only_look_down(name):
    level = levels()
    upward = {other for other in imported(MODULES[name]) if level[other] >= level[name]}
    assert not upward


@pytest.mark.parametrize(
    "path",
    [*MODULES.values(), *(ROOT / "scripts").glob("*.py"), *(ROOT / "tests").glob("*.py")],
    ids=lambda p: p.stem,
)
def test_every_module_opens_with_what_it_is(path):
    assert len(ast.get_docstring(ast.parse(path.read_text())) or "") > 40


def test_public_names_agree_with_what_is_there():
    assert sorted(framing.__all__) == framing.__all__
    for name in framing.__all__:
        value = getattr(framing, name)
        assert name == "__version__" or value.__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        framing.nothing  # noqa: B018


def test_readme_examples_run(tmp_path, monkeypatch):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert blocks
    monkeypatch.chdir(ROOT)
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})


def test_the_readme_names_every_command_and_every_document():
    from framing.cli import main

    readme = (ROOT / "README.md").read_text()
    for command in main.commands:
        assert f"framing {command}" in readme, command
    for document in (ROOT / "docs").glob("*.md"):
        assert f"docs/{document.name}" in readme, document


def test_nothing_committed_names_this_machine():
    words = re.compile(r"/(?:work|tmp|root|home)/[a-z]")
    for folder in ("framing", "scripts", "docs", "examples", "training_data"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".md", ".txt"}:
                assert not words.search(path.read_text(encoding="utf-8")), path
