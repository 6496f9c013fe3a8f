"""Make a real multilingual corpus: the installed manual pages in English, German and French, as HTML files.

    apt-get install manpages manpages-dev manpages-de manpages-fr mandoc
    python bench/manpages_corpus.py FOLDER [--limit N]

Sections are folders (`man1`, `man2`, ...); a page in German lies beside its English version as `ls.1.de.html`. Only
pages that exist in German or French are taken, so that the corpus is multilingual throughout; pages that only send the
reader to another page are left out. An existing file is kept, so a second run only adds what is missing.
"""

import argparse
import gzip
import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

MANUAL = Path("/usr/share/man")
TRANSLATIONS = {".de": MANUAL / "de", ".fr": MANUAL / "fr"}
SECTION = re.compile(r"man[1-8]$")
SEE_OTHER = re.compile(rb"^\.so ", re.MULTILINE)


def sources() -> Iterator[tuple[Path, str]]:
    """Yield every page's file and the place of its HTML file in the corpus, section by section."""
    for section in sorted(path.name for path in MANUAL.iterdir() if SECTION.match(path.name)):
        versions = {suffix: pages_in(root / section) for suffix, root in TRANSLATIONS.items()}
        translated = set().union(*versions.values())
        versions[""] = pages_in(MANUAL / section) & translated
        for name in sorted(translated):
            for suffix, names in versions.items():
                if name in names:
                    root = TRANSLATIONS.get(suffix, MANUAL)
                    yield root / section / f"{name}.gz", f"{section}/{name}{suffix}.html"


def pages_in(folder: Path) -> set[str]:
    """Return the names of the folder's own pages, such as `ls.1`."""
    return {page.name.removesuffix(".gz") for page in folder.glob("*.gz") if not page.is_symlink()}


def convert(page: Path, target: Path) -> bool:
    """Write one page as HTML; answer whether there was anything to write."""
    if target.exists():
        return True
    source = gzip.decompress(page.read_bytes())
    if SEE_OTHER.search(source[:200]):
        return False
    done = subprocess.run(["mandoc", "-Thtml", "-Ofragment"], input=source, capture_output=True, check=False)
    title = html.escape(target.name.split(".")[0])
    target.write_bytes(f"<title>{title}</title>\n".encode() + done.stdout)
    return True


def main() -> None:
    """Convert everything, two pages at a time per core."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--limit", type=int, default=None, help="stop after this many files")
    chosen = options.parse_args()
    if shutil.which("mandoc") is None:
        sys.exit("mandoc is missing: apt-get install mandoc manpages manpages-dev manpages-de manpages-fr")
    pages = list(islice(sources(), chosen.limit))
    for section in {place.partition("/")[0] for _, place in pages}:
        (chosen.folder / section).mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor((os.cpu_count() or 1) * 2) as pool:
        written = sum(pool.map(lambda item: convert(item[0], chosen.folder / item[1]), pages))
    print(f"{written} of {len(pages)} files are in {chosen.folder}")


if __name__ == "__main__":
    main()
