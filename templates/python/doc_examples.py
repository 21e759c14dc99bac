"""Examples in docstrings that can only mean one thing: a call of an own function with literals, and a literal outcome. Nothing is run."""

import ast
import builtins
import math
import re
import sys

LONGEST = 4000
MOST_PROMPTS = 500
DEEPEST = 20
PROMPT = re.compile(r"^( *)>>>(?: (.*))?$")
TRACEBACK = re.compile(r"^Traceback \((?:most recent call last|innermost last)\):\s*$")
RAISED = re.compile(r"^([A-Za-z_][\w.]*)(?::.*)?$")
# Modules, attributes and builtin functions whose values differ from run to run, or from machine to machine.
VARYING_MODULES = set("random secrets uuid time locale getpass socket platform tempfile threading gc inspect".split())
VARYING_ATTRIBUTES = set(
    """now today utcnow fromtimestamp timestamp astimezone localtime mktime ctime getcwd getpid cpu_count environ getenv urandom argv
    stdin platform version version_info executable __hash__ __dict__""".split()
)
PRINTING = ("print", "pprint", "stdout")
VARYING_CALLS = set("input id hash globals locals vars dir object".split())
CHANGING = set(
    """append appendleft extend insert pop popleft popitem remove discard clear add update setdefault sort reverse rotate write
    move_to_end subtract""".split()
)
# Builtin functions that a line between examples may call without changing what follows.
PURE = set(
    """abs all any bool bytes chr dict divmod enumerate filter float format frozenset int isinstance issubclass len list map max min ord
    pow print range repr reversed round set sorted str sum tuple type zip""".split()
)


class NotLiteral(Exception):
    """A value that is no literal, or that JSON cannot hold."""


def doc_examples(holders, tree, code, functions, module):
    """The examples of functions, a map of name to definition, in the docstrings of the holders, which are nodes of the code."""
    if ">>>" not in code:
        return []
    reach = Reach(tree)
    usable = {name: node for name, node in functions.items() if isinstance(node, FUNCTIONS)}
    starts = [0] + [newline.end() for newline in NEWLINE.finditer(code)]
    found = []
    for holder in holders:
        text = isinstance(holder, (ast.Module, *FUNCTIONS)) and ast.get_docstring(holder) or ""
        offsets = Offsets(code, starts, holder.body[0]) if ">>>" in text else None
        for source, want in itertools.islice(blocks(text), MOST_PROMPTS) if offsets else []:
            start, end = offsets.of(source)
            example = read_example(source, want, usable, reach, functions.keys(), module)
            if example is None:
                break
            if example:
                found.append({**example, "start": start, "end": end})
    return found


def blocks(text):
    """The source and the wanted output of each prompt, as doctest cuts them."""
    lines = text.expandtabs().split("\n")
    number = 0
    while number < len(lines):
        prompt = PROMPT.match(lines[number])
        number += 1
        if not prompt:
            continue
        indent, source, want = prompt.group(1), [prompt.group(2) or ""], []
        more = indent + "..."
        while number < len(lines) and (lines[number] == more or lines[number].startswith(more + " ")):
            source.append(lines[number][len(more) + 1 :])
            number += 1
        is_aligned = True
        while number < len(lines) and lines[number].strip() and not lines[number].lstrip().startswith(">>>"):
            is_aligned = is_aligned and lines[number].startswith(indent)
            want.append(lines[number][len(indent) :].rstrip())
            number += 1
        yield "\n".join(source), want if is_aligned else None


def read_example(source, want, usable, reach, own, module):
    """The example, an empty value for a line that changes nothing, or None if what follows may depend on it."""
    if len(source) > LONGEST or want is None:
        return None
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not statements:
        return {}
    if len(statements) > 1:
        return None
    statement = statements[0]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {} if imports_own(statement, own) else None
    if not isinstance(statement, ast.Expr):
        return None
    call = statement.value
    name = isinstance(call, ast.Call) and name_of(call.func, module)
    if name not in usable or "doctest:" in source:
        return {} if changes_nothing(statement, own, module) else None
    definition = usable[name]
    if not reach.is_repeatable(name):
        return {}
    try:
        args = arguments_of(call, definition)
        outcome = wanted(want, reach.prints(name, definition), definition)
    except NotLiteral:
        return {} if changes_nothing(statement, own, module) else None
    return {"function": name, "args": args, **outcome} if outcome else {}


def imports_own(statement, own):
    """True for an import that gives no own function another meaning."""
    for alias in statement.names:
        name = alias.asname or alias.name.split(".")[0]
        if alias.name == "*" or name in own and (alias.asname or isinstance(statement, ast.Import) or is_standard(statement)):
            return False
    return True


def is_standard(statement):
    root = (statement.module or "").split(".")[0]
    known = getattr(sys, "stdlib_module_names", None)
    return statement.level == 0 and (root in known if known else root in sys.builtin_module_names)


def changes_nothing(statement, own, module):
    """True if the expression calls own functions and pure builtins only, and binds no name."""
    for node in ast.walk(statement):
        if isinstance(node, (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)):
            return False
        if isinstance(node, ast.Call) and name_of(node.func, module) not in own and name_of(node.func, module) not in PURE:
            return False
    return True


def name_of(function, module):
    if isinstance(function, ast.Name):
        return function.id
    is_own = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == module
    return function.attr if is_own else None


# ---- values ---------------------------------------------------------------------------------------------------------


def arguments_of(call, definition):
    """The arguments in the order of the parameters; a keyword counts where it names the next one."""
    parameters = definition.args
    names = [argument.arg for argument in parameters.posonlyargs + parameters.args]
    given = [literal(argument) for argument in call.args]
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    while len(parameters.posonlyargs) <= len(given) < len(names) and names[len(given)] in keywords:
        given.append(literal(keywords.pop(names[len(given)])))
    required = len(names) - len(parameters.defaults)
    is_too_long = len(given) > len(names) and not parameters.vararg
    if keywords or len(given) < required or is_too_long or None in parameters.kw_defaults:
        raise NotLiteral
    return given


def literal(node, is_result=False, depth=0):
    """The value of a literal that JSON holds; of a result also a tuple, and keys that are numbers, as bots in other languages get them."""
    if depth > DEEPEST:
        raise NotLiteral
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)) and isinstance(node.operand, ast.Constant):
        value = literal(node.operand)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise NotLiteral
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.Constant):
        return scalar(node.value)
    if isinstance(node, ast.List) or is_result and isinstance(node, ast.Tuple):
        return [literal(item, is_result, depth + 1) for item in node.elts]
    if isinstance(node, ast.Dict):
        pairs = [(key_of_literal(k, is_result), literal(v, is_result, depth + 1)) for k, v in zip(node.keys, node.values)]
        if len({key for key, _ in pairs}) != len(pairs):
            raise NotLiteral
        return dict(pairs)
    raise NotLiteral


def key_of_literal(node, is_result):
    key = literal(node) if node is not None else None
    if isinstance(key, int) and not isinstance(key, bool) and is_result:
        return str(key)
    if not isinstance(key, str):
        raise NotLiteral
    return key


def scalar(value):
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and len(value) <= LONGEST and "\0" not in value and is_text(value):
        return value
    if isinstance(value, int) and abs(value) < 2**63 or isinstance(value, float) and math.isfinite(value):
        return value
    raise NotLiteral


def is_text(value):
    return not any(0xD800 <= ord(character) < 0xE000 for character in value)


def wanted(want, prints, definition):
    """What the lines below a call say of its outcome, as a member of an example; nothing if they say nothing."""
    text = "\n".join(want)
    if not text or len(text) > LONGEST or not is_text(text) or "\0" in text:
        raise NotLiteral
    if TRACEBACK.match(want[0]):
        last = next((line for line in want[1:] if line[:1].strip()), "")
        raised = RAISED.match(last)
        name = raised and raised.group(1).split(".")[-1]
        if not name or name in ("SystemExit", "KeyboardInterrupt", "GeneratorExit"):
            raise NotLiteral
        return {"raises": name}
    if "..." in text or "\u2026" in text:
        raise NotLiteral
    if prints is None:
        raise NotLiteral
    if prints:
        return {"prints": "\n".join("" if line == "<BLANKLINE>" else line for line in want)}
    if isinstance(definition, ast.AsyncFunctionDef) or is_generator(definition):
        raise NotLiteral
    try:
        value = literal(ast.parse(text, mode="eval").body, is_result=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NotLiteral from None
    if value is None:
        raise NotLiteral
    return {"returns": value}


# ---- what a function reaches ----------------------------------------------------------------------------------------


class Reach:
    """What the names of a module stand for, and what they lead to."""

    def __init__(self, tree):
        self.definitions, self.changed, self.varying = {}, set(), set()
        self.users, self.unsteady, self.printing = None, set(), set()
        for statement in tree.body:
            names = {statement.name} if isinstance(statement, DEFINITIONS) else set(map(bound_by, ast.walk(statement)))
            for name in names - {None}:
                self.definitions.setdefault(name, []).append(statement)
        for node in ast.walk(tree):
            if isinstance(node, ast.Global):
                self.changed.update(node.names)
            elif isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
                self.changed.add(root_of(node))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
                self.changed.add(root_of(node.func))
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                self.varying.update(varying_names(node))
        self.changed &= set(self.definitions)

    def is_repeatable(self, name):
        """True if nothing shows that another call with the same arguments could end in another way."""
        self.read()
        return len(self.definitions.get(name, [])) == 1 and name not in self.unsteady

    def read(self):
        """Finds the names of the module by which something varies, and by which something is printed."""
        if self.users is not None:
            return
        self.users = {}
        for name, definitions in self.definitions.items():
            nodes = [node for definition in definitions for node in ast.walk(definition)]
            if any(map(self.varies, nodes)):
                self.unsteady.add(name)
            if any(getattr(node, "id", None) in PRINTING or getattr(node, "attr", None) in PRINTING for node in nodes):
                self.printing.add(name)
            for used in {node.id for node in nodes if isinstance(node, ast.Name) and node.id in self.definitions}:
                self.users.setdefault(used, []).append(name)
        for found in (self.unsteady, self.printing):
            pending = list(found)
            while pending:
                new = set(self.users.get(pending.pop(), [])) - found
                found |= new
                pending.extend(new)

    def varies(self, node):
        if isinstance(node, ast.Name):
            return node.id in self.changed or node.id in self.varying
        if isinstance(node, ast.Attribute):
            return node.attr in VARYING_ATTRIBUTES
        if isinstance(node, ast.Call):
            return isinstance(node.func, ast.Name) and node.func.id in VARYING_CALLS
        is_function = isinstance(node, FUNCTIONS)
        return isinstance(node, ast.Global) or is_function and any(map(is_changeable, node.args.defaults + node.args.kw_defaults))

    def prints(self, name, definition):
        """True if all that a call shows is what it prints, False if that is its result, None if that is not clear."""
        if name not in self.printing:
            return False
        returns = any(isinstance(node, ast.Return) and node.value is not None for node in ast.walk(definition))
        is_plain = isinstance(definition, ast.FunctionDef) and not definition.decorator_list and not is_generator(definition)
        return True if is_plain and not returns else None


def bound_by(node):
    """The name that a node of a statement of the module binds, or None."""
    if isinstance(node, ast.Name):
        return None if isinstance(node.ctx, ast.Load) else node.id
    return node.name if isinstance(node, DEFINITIONS) else None


def varying_names(node):
    """The names that an import binds to what varies."""
    for alias in node.names:
        module = alias.name if isinstance(node, ast.Import) else node.module or ""
        if module.split(".")[0] in VARYING_MODULES:
            yield (alias.asname or alias.name).split(".")[0]


def is_changeable(default):
    return isinstance(default, (ast.List, ast.Dict, ast.Set, ast.Call) + COMPREHENSIONS)


def root_of(node):
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


# ---- places ---------------------------------------------------------------------------------------------------------


class Offsets:
    """Where the prompts of a docstring are in the code; the whole docstring where an escape hides that."""

    def __init__(self, code, starts, statement):
        self.code = code
        self.at = self.start = starts[statement.lineno - 1]
        self.end = starts[statement.end_lineno] if statement.end_lineno < len(starts) else len(code)

    def of(self, source):
        first = ">>> " + source.split("\n")[0]
        found = self.code.find(first, self.at, self.end)
        if found < 0:
            return self.start, self.end
        self.at = found + len(first)
        return found, self.at
