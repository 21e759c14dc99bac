import logging

import Sample


def test_wrong_arguments():
    logging.getLogger("sample").warning("%d", "text")
