import tempfile
from pathlib import Path

import Sample


def test_file(tmp_path):
    (tmp_path / "a").write_text("x")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_is_new(tmp_path, tmp_path_factory, tmpdir):
    assert list(tmp_path.iterdir()) == [] or list(tmp_path.iterdir()) == [Path(str(tmpdir))]
    assert tmp_path_factory.mktemp("more").is_dir()


def test_temporary_folder():
    assert Path(tempfile.gettempdir()) in Path(tempfile.mkdtemp()).parents
