import logging

import Sample

log = logging.getLogger("sample")


def test_records(caplog):
    caplog.set_level(logging.INFO)
    log.info("price %s", Sample.gross(100))
    assert caplog.messages == ["price 119.0"]


def test_level_is_back(caplog):
    log.info("not seen")
    assert caplog.messages == []


def test_root_has_no_handlers_of_others():
    assert all("pytest" in type(handler).__module__ for handler in logging.getLogger().handlers)
