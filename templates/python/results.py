def call(function, *arguments):
    """What a call gives: awaited, an iterator as the list of its values, and None where it ends by sys.exit(0)."""
    try:
        result = function(*arguments)
        if inspect.isasyncgen(result):
            return asyncio.run(items_of(result))
        if inspect.isawaitable(result):
            result = asyncio.run(wait_for(result))
        is_iterator = isinstance(result, Iterator) and not isinstance(result, io.IOBase)
        return list(result) if is_iterator else result
    except SystemExit as error:
        if error.code not in (None, 0):
            raise
        return None


async def wait_for(awaitable):
    return await awaitable


async def items_of(generator):
    return [item async for item in generator]


class NotJson(TypeError):
    """A result that JSON cannot carry."""


def plain(value):
    """The value as JSON has it: a tuple as a list, a date as its ISO text, a dataclass as an object, an enum as its value."""
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, (numbers.Real, decimal.Decimal)):
        if not math.isfinite(value):
            raise NotJson(f"{value} cannot be written as JSON")
        return int(value) if isinstance(value, decimal.Decimal) and value == value.to_integral_value() else float(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (uuid.UUID, PurePath)):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
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


def result(function, *arguments):
    """What a call gives, as JSON has it."""
    return plain(call(function, *arguments))
