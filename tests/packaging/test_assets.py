"""The built files of a package: a missing one is a clear refusal that says how to make it."""

import shutil

import pytest

from app.packaging.assets import SCHEMAS_12, VENDOR, NotBuilt, load_assets


def test_the_built_files_are_complete():
    assets = load_assets()

    assert assets.css
    assert set(assets.schemas) == set(SCHEMAS_12)
    assert all(name.startswith("fonts/") for name in assets.fonts)
    assert "<symbol" in assets.icons


@pytest.mark.parametrize("missing", ["manifest.json", "player/player-scorm12.js", "schemas/scorm12/ims_xml.xsd"])
def test_a_missing_file_is_named_with_its_remedy(tmp_path, missing):
    vendor = tmp_path / "vendor"
    shutil.copytree(VENDOR, vendor, ignore=shutil.ignore_patterns("pdf", "axe", "rte"))
    (vendor / missing).unlink()

    with pytest.raises(NotBuilt, match=r"not complete.*dev\.py setup"):
        load_assets(vendor)


def test_every_name_in_the_style_sheet_is_a_file_of_the_package():
    assets = load_assets()

    for name in assets.fonts:
        assert name.encode() in assets.css or name.removeprefix("fonts/").encode() in assets.css
