"""Prices."""

cache = {}


def gross(net, rate=19):
    """The price with tax."""
    return net * (100 + rate) / 100


def remember(key, value):
    """Keeps a value as long as the process lives."""
    cache[key] = value
    return len(cache)


def greet(name):
    """Greets."""
    print("hello", name)
