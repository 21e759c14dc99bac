"""Values that reading alone proves. Nothing is executed: expressions over literals are computed here, within bounds."""

import ast
import math
import operator

LARGEST = 1000  # Characters, items or, times 4, bits of an integer: more is not computed.
LONGEST_LITERAL = 200
IMMUTABLE = (bool, int, float, complex, str, bytes, type(None))
# Code that names one of these can rebind a module's names out of sight.
REBINDERS = set("globals vars locals exec eval setattr delattr __import__ importlib __dict__ modules __builtins__ builtins".split())

BINARY = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
UNARY = {ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert, ast.Not: operator.not_}
COMPARED = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
}


class Uncertain(Exception):
    """An expression whose value depends on more than its text."""


def evaluate(node, names):
    """The value of an expression, where names maps those that are constant to their values."""
    return bounded(compute(node, names))


def compute(node, names):
    if isinstance(node, ast.Constant) and node.value is not Ellipsis:
        return node.value
    if isinstance(node, ast.Name) and node.id in names:
        return names[node.id]
    if isinstance(node, ast.Tuple):
        return tuple(evaluate(item, names) for item in node.elts)
    if isinstance(node, ast.List):
        return [evaluate(item, names) for item in node.elts]
    if isinstance(node, ast.Set):
        return {evaluate(item, names) for item in node.elts}
    if isinstance(node, ast.Dict) and None not in node.keys:
        return {evaluate(key, names): evaluate(value, names) for key, value in zip(node.keys, node.values)}
    if isinstance(node, ast.UnaryOp):
        return UNARY[type(node.op)](evaluate(node.operand, names))
    if isinstance(node, ast.BinOp):
        return combine(node.op, evaluate(node.left, names), evaluate(node.right, names))
    if isinstance(node, ast.BoolOp):
        return choose(node, names)
    if isinstance(node, ast.Compare):
        return compare(node, names)
    if isinstance(node, ast.IfExp):
        return evaluate(node.body if evaluate(node.test, names) else node.orelse, names)
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else formatted(part, names) for part in node.values)
    raise Uncertain()


def combine(operation, left, right):
    kind = type(operation)
    if kind not in BINARY:
        raise Uncertain()
    numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
    if kind is ast.Mult and not numbers:
        count, sequence = (left, right) if isinstance(left, int) else (right, left)
        if not isinstance(count, int) or not isinstance(sequence, (str, bytes, tuple, list)) or count * len(sequence) > LARGEST:
            raise Uncertain()
    # A library's pow may differ in the last bit, and a percent format has fields of any width.
    if kind is ast.Pow and not (isinstance(left, int) and isinstance(right, int) and 0 <= right and left.bit_length() * right <= 4 * LARGEST):
        raise Uncertain()
    if kind is ast.LShift and not (isinstance(right, int) and 0 <= right <= 4 * LARGEST):
        raise Uncertain()
    if kind is ast.Mod and not numbers:
        raise Uncertain()
    return BINARY[kind](left, right)


def choose(node, names):
    for part in node.values:
        value = evaluate(part, names)
        if bool(value) is isinstance(node.op, ast.Or):
            break
    return value


def compare(node, names):
    left = evaluate(node.left, names)
    for operation, part in zip(node.ops, node.comparators):
        right = evaluate(part, names)
        if type(operation) not in COMPARED:
            raise Uncertain()
        if not COMPARED[type(operation)](left, right):
            return False
        left = right
    return True


def formatted(part, names):
    value = evaluate(part.value, names)
    specification = evaluate(part.format_spec, names) if part.format_spec else ""
    if len(specification) > 6 or sum(c.isdigit() for c in specification) > 2 or "n" in specification:
        raise Uncertain()  # Wide fields, and the one format that asks for the locale.
    if part.conversion == ord("a"):
        value = ascii(text_of(value, repr))
    elif part.conversion == ord("r"):
        value = text_of(value, repr)
    elif part.conversion == ord("s") or not isinstance(value, IMMUTABLE):
        value = text_of(value, str)
    return format(value, specification)


def text_of(value, function):
    """str() or repr() of a value that has one text only: the order of a set differs from run to run."""
    if holds_set(value):
        raise Uncertain()
    return function(value)


def holds_set(value):
    if isinstance(value, dict):
        return any(holds_set(item) for pair in value.items() for item in pair)
    return isinstance(value, set) or isinstance(value, (list, tuple)) and any(map(holds_set, value))


def bounded(value):
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        size = value.bit_length() / 4
    elif isinstance(value, (float, complex)):
        size = 0 if value == value else math.inf
    else:
        size = len(value)
    if size > LARGEST:
        raise Uncertain()
    return value


def constant(node, names):
    """(value,), or None where it is not certain."""
    try:
        return (evaluate(node, names),)
    except (Uncertain, TypeError, ValueError, ArithmeticError, KeyError, RecursionError, MemoryError):
        return None


def source_of(value):
    """The value as an expression that is the same in every run."""
    if isinstance(value, set):
        return "{" + ", ".join(sorted(map(source_of, value))) + "}" if value else "set()"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{source_of(k)}: {source_of(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(source_of, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(source_of, value)) + (",)" if len(value) == 1 else ")")
    # Infinity has no literal of its own; a number that is too large is one.
    return repr(value).replace("inf", "1e309") if isinstance(value, float) else repr(value)


def encodable(text):
    try:
        text.encode("utf-8")
        return True
    except UnicodeEncodeError:
        return False


def bindings(tree):
    """How often each name is bound, in any scope."""
    counts = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            names = [node.arg]
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [(alias.asname or alias.name).split(".")[0] for alias in node.names]
        elif isinstance(node, ast.Name):
            names = [] if isinstance(node.ctx, ast.Load) else [node.id]
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            names = node.names
        else:
            names = [n for n in (getattr(node, "name", None), getattr(node, "rest", None)) if isinstance(n, str)]
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    return counts


def mentions(tree, names):
    """True where the source names one of these, or imports everything of a module."""
    mentioned = {getattr(node, "id", None) or getattr(node, "attr", None) for node in ast.walk(tree)} | set(bindings(tree))
    return bool(mentioned & (names | {"*"}))


def print_is_builtin(tree):
    return "print" not in bindings(tree) and not mentions(tree, REBINDERS | {"stdout"})


def module_constants(tree):
    """Names of the module that are bound once, to an immutable constant, with their values."""
    if mentions(tree, REBINDERS):
        return {}
    counts, found = bindings(tree), {}
    for statement in tree.body:
        target = target_of(statement)
        if target and counts[target] == 1:
            value = constant(statement.value, found)
            if value and immutable(value[0]):
                found[target] = value[0]
    return found


def immutable(value):
    return all(map(immutable, value)) if isinstance(value, tuple) else isinstance(value, IMMUTABLE)


def target_of(statement):
    """The name that a plain assignment binds, or None."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None and statement.simple:
        target = statement.target
    else:
        return None
    return target.id if isinstance(target, ast.Name) else None


def outcome(body, names, print_is_builtin):
    """What straight statements always print and return: {"prints": text, "returns": source}, either or both; None where that is not certain."""
    if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for statement in body for node in ast.walk(statement)):
        return None
    names, printed, result = dict(names), [], None
    for statement in body:
        if isinstance(statement, ast.Return):
            result = constant(statement.value, names) if statement.value else (None,)
            if result is None:
                return None
            break
        name = target_of(statement)
        if name:
            value = constant(statement.value, names)
            if value is None or not immutable(value[0]):
                return None
            names[name] = value[0]
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            text = line_of(statement.value, names) if print_is_builtin else None
            if text is None:
                return None
            printed.append(text)
        elif not isinstance(statement, ast.Pass) and not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
            return None
    found = {}
    if printed:
        found["prints"] = "".join(printed)
    if result is not None and (result[0] is not None or not printed):
        source = source_of(result[0])
        if len(source) > LONGEST_LITERAL or not source.isprintable():
            return found or None
        if isinstance(result[0], str):
            if encodable(result[0]):
                found["returnsText"] = result[0]
        else:
            found["returns"] = source
    return found or None


def line_of(call, names):
    """What a call of print writes to standard output, or None."""
    if not isinstance(call.func, ast.Name) or call.func.id != "print":
        return None
    options = {"sep": " ", "end": "\n"}
    for keyword in call.keywords:
        value = constant(keyword.value, names)
        if keyword.arg not in options or not value or not isinstance(value[0], str):
            return None
        options[keyword.arg] = value[0]
    values = [constant(argument, names) for argument in call.args]
    if None in values or any(holds_set(value[0]) for value in values):
        return None
    text = options["sep"].join(str(value[0]) for value in values) + options["end"]
    return text if encodable(text) and "\r" not in text and len(text) <= LARGEST else None
