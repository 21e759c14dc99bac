def call(function, *arguments, **named):
    """What a call gives: awaited, an iterator as the list of its values, and None where it ends by sys.exit(0)."""
    try:
        result = function(*arguments, **named)
        if isinstance(result, AsyncGenerator):
            return complete(items_of(result))
        if isinstance(result, Awaitable) or is_old_coroutine(result):
            result = complete(wait_for(result))
        is_iterator = isinstance(result, Iterator) and not isinstance(result, io.IOBase)
        return list(result) if is_iterator else result
    except SystemExit as error:
        if error.code not in (None, 0):
            raise
        return None


def complete(coroutine):
    import asyncio  # Takes 30 ms to load, and most bots do not need it.

    return asyncio.run(coroutine)


def is_old_coroutine(value):
    """True for a generator that types.coroutine has made awaitable."""
    return bool(getattr(getattr(value, "gi_code", None), "co_flags", 0) & 0x100)


async def wait_for(awaitable):
    return await awaitable


async def items_of(generator):
    return [item async for item in generator]


class NotJson(TypeError):
    """A result that JSON cannot carry."""


def is_a(value, module, *names):
    """True for a value of one of the classes. Nothing is loaded for that: without its module a class has no values."""
    loaded = sys.modules.get(module)
    return isinstance(value, tuple(getattr(loaded, name) for name in names if hasattr(loaded, name)))


def plain(value):
    """The value as JSON has it: a tuple as a list, a date as text, a dataclass as an object, an enum as its value."""
    if is_a(value, "enum", "Enum"):
        return plain(value.value)
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int) or is_a(value, "numbers", "Integral"):
        return int(value)
    if isinstance(value, float) or is_a(value, "numbers", "Real") or is_a(value, "decimal", "Decimal"):
        if not math.isfinite(value):
            raise NotJson(f"{value} cannot be written as JSON")
        return int(value) if is_a(value, "decimal", "Decimal") and value == value.to_integral_value() else float(value)
    if is_a(value, "datetime", "date", "time"):
        return value.isoformat()
    if is_a(value, "uuid", "UUID") or is_a(value, "pathlib", "PurePath"):
        return str(value)
    if hasattr(type(value), "__dataclass_fields__"):
        import dataclasses

        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key_of(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return [plain(item) for item in value]
    raise NotJson(f"a value of the type '{type(value).__name__}' cannot be written as JSON")


def key_of(key):
    key = plain(key)
    if isinstance(key, (list, dict)):
        raise NotJson(f"a key of the type '{type(key).__name__}' cannot be written as JSON")
    return key if isinstance(key, str) else json.dumps(key)


def result(function, *arguments, **named):
    """What a call gives, as JSON has it."""
    return plain(call(function, *arguments, **named))
