"""Greets people by their name."""


def greet(name):
    """Say hello to one person."""
    if not name.strip():
        raise ValueError("a name is needed")
    return f"Hello, {name.strip()}!"
