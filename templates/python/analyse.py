"""Reads Python sources with ast and executes none of them. The other files of PythonAnalyser.cs stand before this one in one program.

stdin:  JSON list of {"code": text, "module": name of its file, "functions": the listed functions, of which plain statements become
        the first, "listed": whether the task lists them, "dependencies": modules that are bots}
stdout: JSON list, one object per source: {"errors": [...]} or what PythonAnalyser.cs reads
"""

import ast
import io
import itertools
import json
import keyword
import re
import sys
import tokenize
import unicodedata
import warnings

NEWLINE = re.compile(r"\r\n|\r|\n")
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
SCOPES = DEFINITIONS + (ast.Lambda,)


class Unusable(Exception):
    """A source that is not Python, with the place of the mistake."""

    def __init__(self, kind, message, start, end):
        super().__init__(message)
        self.error = {"id": kind, "message": message, "start": start, "end": end}


# ---- places ---------------------------------------------------------------------------------------------------------


def place(code, line, column):
    """Index into code of a line and column, both counted from 1; beyond the end means the end."""
    starts = [0] + [newline.end() for newline in NEWLINE.finditer(code)]
    if line > len(starts):
        return len(code)
    end = starts[line] if line < len(starts) else len(code)
    return min(starts[line - 1] + max(column - 1, 0), end)


def characters(code, line, column):
    """A column counted in UTF-8 bytes (as the compiler counts) as one counted in characters."""
    lines = NEWLINE.split(code)
    if not 1 <= line <= len(lines):
        return column
    return len(lines[line - 1].encode("utf-8")[: max(column - 1, 0)].decode("utf-8", "ignore")) + 1


def syntax_error(code, error, in_bytes):
    line, column = error.lineno or 1, error.offset or 1
    end_line, end_column = getattr(error, "end_lineno", None) or line, getattr(error, "end_offset", None) or 0
    if in_bytes:
        column, end_column = characters(code, line, column), characters(code, end_line, end_column)
    start = place(code, line, column)
    end = place(code, end_line, end_column) if end_column > 0 else start
    return Unusable(type(error).__name__, error.msg, start, end if end > start else min(start + 1, len(code)))


def utf16(code, index):
    return index if code.isascii() else index + sum(1 for character in code[:index] if ord(character) > 0xFFFF)


# ---- reading --------------------------------------------------------------------------------------------------------


def guarded(action, code, in_bytes):
    """The action's result; every way in which Python refuses a source becomes Unusable."""
    try:
        code.encode("utf-8")
        return action()
    except SyntaxError as error:
        if "\0" in code:
            start = code.index("\0")
            raise Unusable("SyntaxError", "source code cannot contain null bytes", start, start + 1) from None
        raise syntax_error(code, error, in_bytes) from None
    except UnicodeEncodeError as error:
        message = "source code cannot contain a lone surrogate"
        raise Unusable("UnicodeError", message, error.start, error.end) from None
    except ValueError as error:
        start = max(code.find("\0"), 0)
        raise Unusable("ValueError", str(error), start, min(start + 1, len(code))) from None
    except (RecursionError, MemoryError) as error:
        raise Unusable(type(error).__name__, "the code is nested too deeply", 0, len(code)) from None


def analyse(source):
    code = source["code"]
    mark = 1 if code.startswith("\ufeff") else 0
    try:
        check_names(source)
        result = read(code[mark:], source)
        mutants = itertools.chain.from_iterable(function["mutants"] for function in result["functions"])
        for part in itertools.chain(mutants, result["examples"], result["tidy"] or []):
            start, end = utf16(code, part["start"] + mark), utf16(code, part.pop("end") + mark)
            part.update(start=start, length=end - start)
        return result
    except Unusable as unusable:
        error = unusable.error
        start, end = utf16(code, error["start"] + mark), utf16(code, error["end"] + mark)
        return {"errors": [{"id": error["id"], "message": error["message"], "start": start, "length": end - start}]}
    except (RecursionError, MemoryError) as error:
        message = "the code is nested too deeply"
        return {"errors": [{"id": type(error).__name__, "message": message, "start": 0, "length": utf16(code, len(code))}]}


def check_names(source):
    """Names that are not valid in Python would only fail in the files written around the code."""
    for name in [source["module"], *source["functions"]]:
        if keyword.iskeyword(name) or not name.isidentifier():
            reason = "it is a keyword" if keyword.iskeyword(name) else "it is not an identifier"
            raise Unusable("SyntaxError", f"'{name}' cannot be a name in Python: {reason}", 0, 0)


def read(code, source):
    tree = guarded(lambda: ast.parse(code), code, in_bytes=False)
    # Python compares names in this form (Language Reference, "Identifiers").
    listed = {unicodedata.normalize("NFKC", name): name for name in source["functions"]}
    result = {"doc": documentation(tree), "tidy": tidy(tree, code, [*listed, *source["functions"]])}
    found = functions_bound(tree, listed)
    # Imports and constants are not the body of a function: the listed one is missing.
    is_data_only = bool(source["listed"] and tree.body and all(map(is_data, tree.body)))
    if found or is_data_only or any(isinstance(statement, DEFINITIONS) for statement in tree.body):
        guarded(lambda: compile(tree, "<code>", "exec", dont_inherit=True), code, in_bytes=True)
        result["shape"] = "file"
        result["unresolved"] = unresolved(tree, code)
        names, prints = module_constants(tree), print_is_builtin(tree)
        offered = {definition.name: definition for definition in public(tree)}
        module = Module(tree, source["dependencies"], source["module"])
        functions = {**offered, **{name: node for name, node in found.items() if name not in offered}}
        result["functions"] = [
            {
                **describe(name, definition, names, prints),
                **prove(module, definition or name),
                "mutants": Mutants(code).of_function(definition) if isinstance(definition, FUNCTIONS) else [],
                "name": listed.get(name, name),
            }
            for name, definition in functions.items()
        ]
        result["examples"] = doc_examples([tree, *functions.values()], tree, code, functions, source["module"])
        result["public"] = prove_public(module)
    else:
        result["shape"] = "statements"
        result.update(as_body(tree, code))
        written = ast.parse(result.pop("written"))
        module = Module(written, source["dependencies"], source["module"])
        result["functions"] = [
            {
                "name": source["functions"][0],
                "type": False,
                "async": result["async"],
                "generator": is_generator(written.body[-1]),
                "parameters": [],
                "doc": result["doc"],
                "literal": outcome(tree.body, {}, print_is_builtin(tree)),
                "keywords": False,
                "signature": True,
                "mutants": Mutants(code).of_program([statement for statement in tree.body if statement not in hoistable(tree)]),
                **prove(module, written.body[-1]),
            }
        ]
        written.body[-1].name = source["functions"][0]
        result["examples"] = doc_examples([tree], written, code, {written.body[-1].name: written.body[-1]}, source["module"])
        result["public"] = prove_public(module)
    return result


def is_data(statement):
    """True for an import, a docstring, and the assignment of a value that calls nothing."""
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return not any(isinstance(node, (ast.Call, ast.Await, ast.Lambda)) for node in ast.walk(statement))
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_text or isinstance(statement, (ast.Import, ast.ImportFrom))


def functions_bound(tree, listed):
    """The listed names that the module binds to what may be a function, each with its definition, None where it is a value."""
    bindings = Bindings()
    bindings.statements(tree.body)
    found = {}
    for name in listed:
        for binding in bindings.names.get(name, []):
            if binding[0] == "node":
                found[name] = binding[1]
            elif binding[0] == "member" or binding is VALUE and not all(map(is_literal, assigned(tree, name))):
                found.setdefault(name, None)
    return found


def assigned(tree, name):
    """The values that statements of the module assign to a name; an empty list where it is bound in another way."""
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None
        and any(isinstance(t, ast.Name) and t.id == name for t in (node.targets if isinstance(node, ast.Assign) else [node.target]))
    ]


def is_literal(node):
    return isinstance(node, (ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set) + COMPREHENSIONS)


def is_generator(definition):
    """True for a function that yields, itself and not in a function inside it."""
    pending = list(definition.body) if isinstance(definition, (ast.FunctionDef, ast.AsyncFunctionDef)) else []
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(node, SCOPES):
            pending.extend(ast.iter_child_nodes(node))
    return False


def documentation(node):
    """The docstring, or None. What no text file can hold is left out of it."""
    text = ast.get_docstring(node)
    return text and text.encode("utf-8", "replace").decode("utf-8")


# ---- whole files ----------------------------------------------------------------------------------------------------


def public(tree):
    """The definitions that the module offers: __all__ where it is a plain list, else the names without underscore."""
    definitions = {d.name: d for d in tree.body if isinstance(d, DEFINITIONS)}
    exported = None
    for statement in tree.body:
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
                if isinstance(statement.value, (ast.List, ast.Tuple)):
                    exported = [getattr(item, "value", None) for item in statement.value.elts]
    if exported is None:
        return [d for d in definitions.values() if not d.name.startswith("_")]
    return [d for d in definitions.values() if d.name in exported]


def describe(name, definition, names, prints):
    if definition is None or isinstance(definition, ast.Lambda):
        # Of a value that is bound to the name, only a call would show which arguments it takes.
        unknown = [{"name": "*arguments", "type": None, "optional": False}]
        return {
            "name": name,
            "type": False,
            "async": False,
            "generator": False,
            "parameters": list(parameters(definition.args)) if definition else unknown,
            "doc": None,
            "literal": None,
            "keywords": bool(definition) and None in definition.args.kw_defaults,
            "signature": bool(definition),
        }
    is_class = isinstance(definition, ast.ClassDef)
    return {
        "name": definition.name,
        "type": is_class,
        "signature": True,
        "generator": is_generator(definition),
        "async": isinstance(definition, ast.AsyncFunctionDef),
        "parameters": [] if is_class else list(parameters(definition.args)),
        "doc": documentation(definition),
        "literal": None if is_class or definition.decorator_list else outcome(definition.body, names, prints),
        "keywords": not is_class and any(default is None for default in definition.args.kw_defaults),
    }


def parameters(arguments):
    positional = arguments.posonlyargs + arguments.args
    required = len(positional) - len(arguments.defaults)
    for number, argument in enumerate(positional):
        yield parameter(argument.arg, argument, number >= required)
    if arguments.vararg:
        yield parameter("*" + arguments.vararg.arg, arguments.vararg, True)
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        yield parameter(argument.arg, argument, default is not None)
    if arguments.kwarg:
        yield parameter("**" + arguments.kwarg.arg, arguments.kwarg, True)


def parameter(name, argument, optional):
    annotation = ast.unparse(argument.annotation) if argument.annotation else None
    return {"name": name, "type": annotation, "optional": optional}


# ---- statements -----------------------------------------------------------------------------------------------------


def as_body(tree, code):
    """Plain statements as the body of a function, with the imports that belong above it."""
    code = NEWLINE.sub("\n", code)
    hoisted = hoistable(tree)
    body = [statement for statement in tree.body if statement not in hoisted]
    is_async = needs_async(body)
    wrapper = ast.parse(("async " if is_async else "") + "def f(): pass").body[0]
    wrapper.body = body or wrapper.body
    module = ast.Module(body=hoisted + [wrapper], type_ignores=[])
    guarded(lambda: compile(module, "<code>", "exec", dont_inherit=True), code, in_bytes=True)

    lines = code.split("\n")
    # From the end, so that cutting one leaves the columns of those before it as they are.
    above = [take(statement, tree, lines) for statement in reversed(hoisted)][::-1]
    text = indent(lines, inside_strings(code))
    if not body:
        text = (text + "\n" if text else "") + "    pass"
    if not same(ast.parse("def f():\n" + text).body[0].body, body or wrapper.body, above):
        raise Unusable("SyntaxError", "the code cannot be made the body of a function", 0, len(code))
    first = body[0] if body else None
    documented = isinstance(first, ast.Expr) and isinstance(getattr(first.value, "value", None), str)
    written = "\n".join([*above, ("async " if is_async else "") + "def f():", text])
    return {
        "async": is_async,
        "hoisted": above,
        "body": text,
        "documented": documented,
        "written": written,
        "unresolved": unresolved(ast.parse(written), written),
    }


def hoistable(tree):
    """Imports to put above the function: those that no function may hold, and the leading ones whose names stay theirs."""
    rebound = {}
    for node in ast.walk(tree):
        for name in bound(node):
            rebound[name] = rebound.get(name, 0) + 1
    leading, found = True, []
    for number, statement in enumerate(tree.body):
        is_docstring = number == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        is_import = isinstance(statement, (ast.Import, ast.ImportFrom))
        leading = leading and (is_import or is_docstring)
        if not is_import:
            continue
        module_only = getattr(statement, "module", None) == "__future__" or statement.names[0].name == "*"
        alone = sum(spans(other, statement) for other in tree.body) == 1
        if module_only or leading and alone and all(rebound[name] == 1 for name in bound(statement)):
            found.append(statement)
    return found


def spans(other, statement):
    return other.lineno <= statement.end_lineno and statement.lineno <= other.end_lineno


def bound(node):
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).split(".")[0] for alias in node.names]
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        return [node.id]
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        return node.names
    names = [getattr(node, "name", None), getattr(node, "rest", None)]
    return [name for name in names if isinstance(name, str)] if not isinstance(node, ast.alias) else []


def needs_async(body):
    pending = list(body)
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)) or getattr(node, "is_async", 0):
            return True
        if not isinstance(node, SCOPES):
            pending.extend(ast.iter_child_nodes(node))
    return False


def take(statement, tree, lines):
    """Cuts a statement out of the lines and returns its text."""
    first, last = statement.lineno - 1, statement.end_lineno - 1
    if sum(spans(other, statement) for other in tree.body) == 1:
        text = "\n".join(lines[first : last + 1]).strip()
        for number in range(first, last + 1):
            lines[number] = None
        return text
    text = ast.unparse(statement)
    start = len(lines[first].encode("utf-8")[: statement.col_offset].decode("utf-8"))
    end = len(lines[last].encode("utf-8")[: statement.end_col_offset].decode("utf-8"))
    if first == last:
        lines[first] = lines[first][:start] + "pass" + lines[first][end:]
    else:
        lines[last] = "pass" + lines[last][end:]
        lines[first:last] = [lines[first][:start] + "\\" if lines[first][:start] else None] + [None] * (last - first - 1)
    return text


def inside_strings(code):
    """Numbers (from 0) of the lines that begin inside a string: nothing may be put in front of them."""
    fixed, opened = set(), []
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        kind = tokenize.tok_name[token.type]
        start = token.start[0]
        if kind in ("FSTRING_START", "TSTRING_START"):
            opened.append(start)
        elif kind in ("FSTRING_END", "TSTRING_END"):
            start = opened.pop()
        elif kind != "STRING":
            continue
        fixed.update(range(start, token.end[0]))
    return fixed


def indent(lines, fixed):
    kept = [
        line if number in fixed else ("    " + line.replace("\f", "") if line.strip() else "")
        for number, line in enumerate(lines)
        if line is not None
    ]
    return "\n".join(kept).strip("\n")


def same(left, right, above):
    """True where both are the same statements; the place that a hoisted statement left behind may hold a pass."""
    if above:
        left = [statement for statement in left if not isinstance(statement, ast.Pass)]
        right = [statement for statement in right if not isinstance(statement, ast.Pass)]

    def nodes(statements):
        for node in ast.walk(ast.Module(body=statements, type_ignores=[])):
            values = [value for _, value in ast.iter_fields(node) if not isinstance(value, (ast.AST, list))]
            yield type(node), repr(values)

    return all(a == b for a, b in itertools.zip_longest(nodes(left), nodes(right)))


def main():
    warnings.simplefilter("ignore")
    sources = json.loads(sys.stdin.buffer.read())
    json.dump([analyse(source) for source in sources], sys.stdout)


if __name__ == "__main__":
    main()
