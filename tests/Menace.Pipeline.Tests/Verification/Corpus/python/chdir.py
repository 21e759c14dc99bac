import os

import Sample


def test_leaves_another_folder(tmp_path):
    os.chdir(tmp_path)
    assert os.getcwd() == str(tmp_path.resolve())


def test_is_still_there():
    assert not os.path.exists("pyproject.toml")
