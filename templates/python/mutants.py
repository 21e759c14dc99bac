"""Small changes of a function that a good example notices (docs/verification.md, "Does an example prove anything?"). Nothing is run."""

import ast

MOST_MUTANTS = 5

COMPARISONS = {
    ast.Lt: ("<", ">="),
    ast.LtE: ("<=", ">"),
    ast.Gt: (">", "<="),
    ast.GtE: (">=", "<"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}

ARITHMETIC = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
}

MUTANT_KINDS = ("body", "statement", "return", "comparison", "arithmetic", "condition")


class Mutants(Places):
    """The changes of one function's statements, by kind and in the order of the text; places are indexes into the code."""

    def __init__(self, code):
        super().__init__(code)
        self.found = {kind: [] for kind in MUTANT_KINDS}

    def of_function(self, definition):
        statements = definition.body[1:] if ast.get_docstring(definition, clean=False) is not None else definition.body
        if not all(map(is_idle, statements)):
            first, last = statements[0], statements[-1]
            line = min([first.lineno, *(d.lineno for d in getattr(first, "decorator_list", []))])
            start = self.start(first) if line == first.lineno else self.starts[line - 1] + first.col_offset
            self.add("body", start, self.end(last), "return None", "it returns None at once")
        self.statements(statements)
        return self.chosen()

    def of_program(self, statements):
        """The changes of plain statements: each call is left out, as nothing stands around the body that could be emptied."""
        for statement in statements:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and statement.lineno == statement.end_lineno:
                text = self.text(statement)
                self.add("statement", self.start(statement), self.end(statement), "pass", f"'{in_short(text)}' is left out")
        self.statements(statements)
        return self.chosen()

    def chosen(self):
        """The first of each kind, then the second of each, up to the limit."""
        rounds = max((len(changes) for changes in self.found.values()), default=0)
        in_turn = [self.found[kind][i] for i in range(rounds) for kind in MUTANT_KINDS if i < len(self.found[kind])]
        return in_turn[:MOST_MUTANTS]

    # ---- the tree ---------------------------------------------------------------------------------------------------

    def statements(self, statements):
        for statement in statements:
            self.visit(statement)

    def visit(self, node):
        # A changed loop may not end; what is nested is a function of its own; places in an f-string are not known before Python 3.12.
        if isinstance(node, (ast.While, ast.JoinedStr) + SCOPES):
            return
        if isinstance(node, ast.Return) and node.value is not None:
            self.returned(node.value)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            self.operator("comparison", node.left, node.comparators[0], COMPARISONS.get(type(node.ops[0])))
        elif isinstance(node, ast.BinOp) and not any(map(is_joined, (node.left, node.right))):
            self.operator("arithmetic", node.left, node.right, ARITHMETIC.get(type(node.op)))
        elif isinstance(node, (ast.If, ast.IfExp)) and not isinstance(node.test, ast.Compare):
            self.replace("condition", node.test, f"not ({self.text(node.test)})", f"'{in_short(self.text(node.test))}' is negated")
        for child in sorted(ast.iter_child_nodes(node), key=lambda child: (getattr(child, "lineno", 0), getattr(child, "col_offset", 0))):
            self.visit(child)

    def returned(self, value):
        text = self.text(value)
        if isinstance(value, ast.Constant) and isinstance(value.value, bool):
            self.replace("return", value, str(not value.value), f"it returns {not value.value} instead of {text}")
        elif isinstance(value, ast.Constant) and isinstance(value.value, (int, float)):
            self.replace("return", value, f"({text} + 1)", f"it returns {text} + 1 instead of {text}")
        elif isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
            self.replace("return", value, '""', "it returns an empty text")
        elif isinstance(value, ast.BoolOp) or isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not):
            self.replace("return", value, f"not ({text})", f"it returns the opposite of '{in_short(text)}'")

    def operator(self, kind, left, right, change):
        start, end = self.end(left), self.start(right)
        between = self.code[start:end]
        if change is None or " ".join(between.strip("() \t").split()) != change[0]:
            return
        place = start + between.index(change[0].split()[0])
        self.add(kind, place, place + len(between.strip("() \t")), change[1], f"'{change[0]}' is '{change[1]}'")

    def replace(self, kind, node, text, what):
        self.add(kind, self.start(node), self.end(node), text, what)

    def add(self, kind, start, end, text, what):
        self.found[kind].append({"kind": kind, "start": start, "end": end, "text": text, "what": what})


def is_idle(statement):
    """True for pass, a text or an ellipsis alone, and the return of None."""
    if isinstance(statement, ast.Return):
        return statement.value is None or isinstance(statement.value, ast.Constant) and statement.value.value is None
    return isinstance(statement, ast.Pass) or isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def is_joined(node):
    """True for what '+' joins and does not add."""
    if isinstance(node, ast.BinOp):
        return is_joined(node.left) or is_joined(node.right)
    return isinstance(node, (ast.JoinedStr, ast.List, ast.Tuple)) or isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))


def in_short(text):
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


