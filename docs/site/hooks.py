"""Pages that are not in docs, and links that lead out of it: to files of the repository."""

import pathlib
import re

from mkdocs.structure.files import File

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUTSIDE = {"README.md": "index.md", "CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md"}
# Directories of docs that are no part of the site: see exclude_docs in mkdocs.yml
EXCLUDED = [ROOT / "docs" / name for name in ("benchmarks", "recording", "site", "walk")]
LINK = re.compile(r"(\]\()([^)\s]+)(\))")


def on_files(files, config):
    """Add the pages that are in the root directory."""
    for outside, page in OUTSIDE.items():
        content = (ROOT / outside).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=content))
    return files


def on_page_markdown(markdown, page, config, files):
    """Let links lead to pages where there are some, and to the repository elsewhere."""
    sources = {page: outside for outside, page in OUTSIDE.items()}
    source = sources.get(page.file.src_uri, f"docs/{page.file.src_uri}")

    def replaced(match):
        return match[1] + placed(match[2], ROOT / source, config["repo_url"]) + match[3]

    # What is in code blocks is no link
    parts = re.split(r"(^```.*?^```$)", markdown, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("```") else LINK.sub(replaced, part) for part in parts)


def placed(link, source, repository):
    """Return where a link of the repository leads on the site."""
    path, hash_, anchor = link.partition("#")
    if "://" in link or not path or link.startswith("mailto:"):
        return link
    target = (source.parent / path).resolve()
    name = target.relative_to(ROOT).as_posix()
    if name in OUTSIDE:
        return OUTSIDE[name] + hash_ + anchor
    if name.startswith("docs/") and target.is_file() and not any(map(target.is_relative_to, EXCLUDED)):
        return name.removeprefix("docs/") + hash_ + anchor
    if not target.exists():
        return link  # For the strict build to find
    return f"{repository}/{'tree' if target.is_dir() else 'blob'}/main/{name}{hash_}{anchor}"
