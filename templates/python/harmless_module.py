"""What a module binds, and which of its own code an import of it runs: the ground of the proof in harmless.py."""

import ast
import builtins
import copy

TABLE = {row.split(":")[0]: frozenset(row.split(":")[1].split()) for row in HARMLESS.replace("\n  ", " ").strip().splitlines()}
KINDS = ("builtins", "methods", "attributes", "special", "decorators")
EXCEPTIONS = {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)}
BUILTINS = TABLE["builtins"] | EXCEPTIONS | {"getattr"}
# Hidden names that are harmless to read, as they are texts or made by enumerations.
INNER = ("__name__", "__qualname__", "__doc__", "_name_", "_value_", "_missing_", "_generate_next_value_", "_ignore_", "_order_")
# An AttributeError has as 'obj' what lacks the attribute, a class has its bases in 'mro'.
INNER_NAMES = ("obj", "mro")
# Attributes of frames, code, generators and functions lead to every name of the interpreter.
INNER_PREFIXES = ("f_", "gi_", "cr_", "ag_", "tb_", "co_", "func_")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
CALLABLES = (ast.Lambda, ast.Call, ast.Name, ast.Attribute)
# Nodes without meaning of their own: their children are all that counts. A node that is in no list of this file is an obstacle.
PLAIN = set(
    """Add And AnnAssign Assert Assign AsyncFor AsyncWith AugAssign Await BinOp BitAnd BitOr BitXor BoolOp Break Compare Constant Continue
    Del Delete Dict Div Eq Expr FloorDiv For FormattedValue Global Gt GtE If IfExp In Invert Is IsNot JoinedStr LShift List Load Lt LtE
    MatMult MatchAs MatchMapping MatchOr MatchSequence MatchSingleton MatchStar MatchValue Mod Mult NamedExpr Nonlocal Not NotEq NotIn Or
    Pass Pow RShift Raise Return Set Slice Starred Store Sub Subscript Try TryStar Tuple UAdd USub UnaryOp While With Yield YieldFrom
    comprehension keyword match_case withitem Match ExceptHandler""".split()
)
# Functions that change the function or class that they get, so that they are only harmless as decorators of own definitions.
DEFINING = set(
    """abc.ABCMeta abc.abstractmethod dataclasses.dataclass functools.total_ordering functools.wraps typing.final typing.overload
    typing.runtime_checkable logging.Logger enum.Enum enum.Flag enum.IntEnum enum.IntFlag enum.StrEnum""".split()
)
DEFINING_NAMES = {path.split(".")[-1] for path in DEFINING}
ENUMS = {path for path in DEFINING if path.startswith("enum.")}
# Own functions that Python calls when a class is made from another.
CLASS_HOOKS = ("__init_subclass__", "__class_getitem__", "__mro_entries__", "__prepare__")
# Own functions that Python calls for what looks like a type.
TYPE_HOOKS = (*CLASS_HOOKS, "__getitem__", "__or__", "__ror__", "__getattr__")
# The arguments of these calls that are types: places and keywords.
TYPE_ARGUMENTS = {
    "isinstance": (0, 1),
    "issubclass": (0, 1),
    "map": (0,),
    "collections.defaultdict": (0,),
    "contextlib.suppress": (0, 1, 2, 3),
    "dataclasses.field": ("default_factory",),
    "typing.cast": (0,),
    "typing.NewType": (1,),
    "typing.TypeVar": (1, 2, 3, "bound"),
}
# Values that lead to the state of a whole process, so that they may not be handed on.
LOGGER, FUTURE = "logging.getLogger", "asyncio.gather"
LOGGED = ("critical", "debug", "error", "exception", "info", "warning")
HELD = ("calendar.day_abbr", "calendar.day_name", "calendar.month_abbr", "calendar.month_name")
CONTAINERS = (ast.Constant, ast.Name, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Load, ast.Lambda)
# A name that is bound to a value, of which only the place of binding is followed.
VALUE, PARAMETER = ("value",), ("parameter",)


class Obstacle(Exception):
    """Why a function is not proved harmless, as a clause whose subject is the function."""


def is_module(name):
    return name in TABLE and name not in KINDS


def is_special(name):
    return name.startswith("__") and name.endswith("__")


def is_class(module, name):
    """True for a class of the table that code could change, by the names of the standard library; other classes are built in."""
    is_capitalised = name[:1].isupper() and (name != name.upper() or name in ("ABC", "UUID"))
    return is_module(module) and (is_capitalised or name in ("auto", "cached_property", "error", "nullcontext", "suppress"))


def is_prefix(name):
    """True for a module with a listed module inside it, such as urllib."""
    return any(known.startswith(name + ".") for known in TABLE)


class Bindings:
    """What one scope binds: name to a list of ("module", path), ("member", module, name), ("node", definition), VALUE or PARAMETER."""

    def __init__(self):
        self.names = {}
        self.outer = set()
        self.globals = set()

    def add(self, name, binding):
        self.names.setdefault(name, []).append(binding)

    def statements(self, nodes):
        for node in nodes:
            self.visit(node)

    def visit(self, node):
        if isinstance(node, FUNCTIONS + (ast.ClassDef,)):
            self.add(node.name, ("node", node))
            self.statements([*node.decorator_list, *getattr(node, "bases", []), *getattr(node, "keywords", [])])
            self.statements(evaluated(node))
            return
        if isinstance(node, ast.Lambda):
            self.statements(evaluated(node))
            return
        if isinstance(node, COMPREHENSIONS):
            self.walrus(node)
            return
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self.imported(node)
            return
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            self.outer.update(node.names)
            if isinstance(node, ast.Global):
                self.globals.update(node.names)
            return
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda) and all(isinstance(t, ast.Name) for t in node.targets):
            for target in node.targets:
                self.add(target.id, ("node", node.value))
            return
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            self.add(node.id, VALUE)
        for name in (getattr(node, "name", None), getattr(node, "rest", None)):
            if isinstance(name, str):
                self.add(name, VALUE)
        self.statements(ast.iter_child_nodes(node))

    def walrus(self, node):
        for inner in ast.walk(node):
            if isinstance(inner, ast.NamedExpr):
                self.add(inner.target.id, VALUE)

    def imported(self, node):
        for alias in node.names:
            if isinstance(node, ast.Import):
                name = alias.asname or alias.name.split(".")[0]
                self.add(name, ("module", alias.name if alias.asname else name))
            elif node.level:
                self.add(alias.asname or alias.name, ("member", "." * node.level + (node.module or ""), alias.name))
            elif is_module(f"{node.module}.{alias.name}"):
                self.add(alias.asname or alias.name, ("module", f"{node.module}.{alias.name}"))
            else:
                self.add(alias.asname or alias.name, ("member", node.module, alias.name))


def called_name(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)


def is_reference(node):
    """True for a name, or a tuple or union of names, with arguments or without: what a type looks like."""
    if isinstance(node, (ast.Tuple, ast.List)):
        return all(map(is_reference, node.elts))
    if isinstance(node, ast.Subscript):
        return is_reference(node.value) and is_reference(node.slice)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.BitOr) and is_reference(node.left) and is_reference(node.right)
    return isinstance(node, (ast.Name, ast.Attribute, ast.Constant))


def evaluated(node):
    """The defaults and annotations of a function, which are evaluated where it is defined."""
    if isinstance(node, ast.ClassDef):
        return []
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
    annotations = [*(argument.annotation for argument in arguments if argument is not None), getattr(node, "returns", None)]
    return [part for part in [*node.args.defaults, *node.args.kw_defaults, *annotations] if part is not None]


def is_accessor(decorator, scopes):
    """True for the setter, getter or deleter of what only functions of the same class bind: a property."""
    if not (isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "getter", "deleter") and scopes[-1][0] == "class"):
        return False
    bindings = scopes[-1][1].names.get(getattr(decorator.value, "id", None), [])
    return bool(bindings) and all(binding[0] == "node" and isinstance(binding[1], FUNCTIONS) for binding in bindings)


def is_main(test):
    """True for a comparison with '__main__', which does not hold where the module is imported."""
    return isinstance(test.ops[0], ast.Eq) and isinstance(test.comparators[0], ast.Constant) and test.comparators[0].value == "__main__"


def root_name(node):
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


class Module:
    """A source, and what the proofs of all its functions share."""

    def __init__(self, tree, dependencies, name):
        self.tree = tree
        self.name = name
        self.constants = module_constants(tree)
        self.dependencies = set(dependencies)
        self.bindings = Bindings()
        self.bindings.statements(tree.body)
        self.values = {}
        self.methods = {}
        self.attributes = set()
        self.loggers = set()
        self.outermost = [("module", self.bindings)]
        # Scans by their place: the id of a node, or the name of a variable.
        self.scans = {}
        # Places from which a whole proof has found no obstacle, with the dependencies that it found in use.
        self.proved = {}
        self.scopes = {}
        self.top = {id(statement) for statement in tree.body}
        self.obstacle = None
        self.parents = {}
        for node in ast.walk(tree):
            self.parents.update((id(child), node) for child in ast.iter_child_nodes(node))
            self.collect(node)
        self.run = [part for statement in tree.body for part in self.run_by_import(statement, self.outermost)]

    def run_by_import(self, statement, scopes):
        """What an import of the module runs and what can put values into the module's variables, with its scopes."""
        if isinstance(statement, FUNCTIONS + (ast.ClassDef,)):
            decorators = [part for part in statement.decorator_list if self.mentions_own(part, scopes) and not is_accessor(part, scopes)]
            yield from ((part, scopes) for part in [*decorators, *self.active(evaluated(statement), scopes)])
            if decorators:
                # What the decorator can store is the definition itself.
                bare = copy.copy(statement)
                bare.decorator_list = []
                yield bare, scopes
        if isinstance(statement, ast.ClassDef):
            heads = [keyword.value for keyword in statement.keywords]
            heads += statement.bases if any(hook in self.methods for hook in CLASS_HOOKS) else filter(self.is_computed, statement.bases)
            yield from ((part, scopes) for part in heads if self.mentions_own(part, scopes))
            inner = Bindings()
            inner.statements(statement.body)
            for part in statement.body:
                yield from self.run_by_import(part, [*scopes, ("class", inner)])
        elif self.is_run(statement):
            if len(scopes) == 1 or self.is_active(statement, scopes):
                yield statement, scopes
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            parts = [statement.value, getattr(statement, "annotation", None)]
            yield from ((part, scopes) for part in self.active(filter(None, parts), scopes))

    def active(self, parts, scopes):
        return [part for part in parts if self.is_active(part, scopes)]

    def is_active(self, node, scopes):
        return self.is_computed(node) and self.mentions_own(node, scopes)

    def is_computed(self, node):
        """True for code that can run own code by itself."""
        is_type = is_reference(node) and not any(name in self.methods for name in TYPE_HOOKS)
        return not is_type and not all(isinstance(part, CONTAINERS) for part in ast.walk(node))

    def mentions_own(self, node, scopes):
        """True if code names a definition of the module, or a variable that can hold more than constants."""
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        return any(self.is_own(name) or any(name in bindings.names for _, bindings in scopes[1:]) for name in names)

    def is_own(self, name):
        values = self.values.get(name, [])
        is_constant = bool(values) and all(isinstance(value, (ast.Constant, ast.JoinedStr)) for value in values)
        return any(binding[0] == "node" or binding is VALUE and not is_constant for binding in self.bindings.names.get(name, []))

    def is_run(self, statement):
        """False for statements that only bind names; those are followed when the name is used."""
        if isinstance(statement, (ast.Import, ast.ImportFrom, ast.Pass) + FUNCTIONS + (ast.ClassDef,)):
            return False
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            return not all(isinstance(target, ast.Name) for target in targets)
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            return False
        is_if = isinstance(statement, ast.If) and isinstance(statement.test, ast.Compare) and not statement.orelse
        return not (is_if and root_name(statement.test.left) == "__name__" and is_main(statement.test))

    def collect(self, node):
        """Values that reach a name of the module, and code that changes names out of sight."""
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                for part in ast.walk(target):
                    if isinstance(part, ast.Name):
                        self.values.setdefault(part.id, []).append(node.value)
                        if isinstance(node.value, ast.Call) and called_name(node.value) == "getLogger":
                            self.loggers.add(part.id)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            self.bound_from(node.target, node.iter)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            self.bound_from(node.optional_vars, node.context_expr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            self.values.setdefault(root_name(node.func), []).extend([*node.args, *(keyword.value for keyword in node.keywords)])
        elif isinstance(node, ast.ClassDef):
            for statement in ast.walk(node):
                if isinstance(statement, FUNCTIONS):
                    self.methods.setdefault(statement.name, []).append(node)
            inner = Bindings()
            inner.statements(node.body)
            self.attributes.update(inner.names)
        elif isinstance(node, ast.Global):
            for name in node.names:
                self.bindings.add(name, VALUE)
        elif isinstance(node, ast.alias) and (node.name == "*" or REBINDERS & set(node.name.split("."))):
            self.obstacle = f"its module imports '{node.name}', which can bind or change any name"
        elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            self.attributes.add(node.attr)
            self.stored(node)
        if isinstance(node, FUNCTIONS + (ast.ClassDef,)):
            self.outer_bindings(node)
        elif isinstance(node, ast.Call):
            self.fields(node)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self.reads_import(node)
        named = getattr(node, "id", None) or getattr(node, "attr", None)
        if named in REBINDERS and not isinstance(node, ast.arg):
            self.obstacle = f"its module uses '{named}', which can change any name"

    def outer_bindings(self, node):
        """A name of another scope may be bound to a value only: imports and definitions would not be found at its use."""
        inner = Bindings()
        inner.statements(node.body)
        for name in inner.outer:
            if any(binding is not VALUE and not isinstance(binding[1], ast.Lambda) for binding in inner.names.get(name, [])):
                self.obstacle = f"its module binds '{name}' of an outer scope by an import or a definition"

    def fields(self, node):
        """Attributes of the types and values that a call creates."""
        name = called_name(node)
        if name == "SimpleNamespace":
            self.attributes.update(keyword.arg for keyword in node.keywords)
        elif name in ("namedtuple", "NamedTuple"):
            texts = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            self.attributes.update(" ".join(texts).replace(",", " ").split())

    def reads_import(self, node):
        level = getattr(node, "level", 0)
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        for module in modules:
            if level or module.split(".")[0] == self.name:
                self.obstacle = f"its module imports {'relatively' if level else 'itself'}, which reading does not follow"

    def bound_from(self, target, value):
        for part in ast.walk(target):
            if isinstance(part, ast.Name):
                self.values.setdefault(part.id, []).append(value)

    def stored(self, node):
        root = root_name(node)
        kinds = [binding[0] for binding in self.bindings.names.get(root, [])]
        if "module" in kinds or "member" in kinds or root in BUILTINS:
            self.obstacle = f"its module changes '{ast.unparse(node)}'"
