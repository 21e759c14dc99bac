import os
import shutil

import pytest

import Sample


def test_removes_its_folder(tmp_path):
    os.chdir(tmp_path)
    shutil.rmtree(tmp_path)
    with pytest.raises(FileNotFoundError):
        os.getcwd()
