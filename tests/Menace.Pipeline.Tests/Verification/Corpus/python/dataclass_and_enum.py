import dataclasses
import enum
import pickle

import Sample


@dataclasses.dataclass
class Price:
    net: int


class Rate(enum.Enum):
    FULL = 19


def test_pickle():
    assert pickle.loads(pickle.dumps(Price(1))) == Price(1)
    assert pickle.loads(pickle.dumps(Rate.FULL)) is Rate.FULL


def test_compare():
    assert Price(1) == Price(2)
