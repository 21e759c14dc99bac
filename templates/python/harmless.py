"""Which functions reading proves harmless. Every name and attribute that a call can reach must be known: what is not is an obstacle.

A value can only be harmful if a harmful name led to it. So every name that is read, not only called, must be on the table, be the
module's own (and is then followed), or be one of a dependency. Attributes are checked by name, because types of values are not known.
"""

import ast
import builtins

TABLE = {row.split(":")[0]: frozenset(row.split(":")[1].split()) for row in HARMLESS.replace("\n  ", " ").strip().splitlines()}
KINDS = ("builtins", "methods", "decorators")
EXCEPTIONS = {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)}
BUILTINS = TABLE["builtins"] | EXCEPTIONS | {"getattr"}
# Attributes of frames, code, generators and functions lead to every name of the interpreter.
INNER_PREFIXES = ("f_", "gi_", "cr_", "ag_", "tb_", "co_", "func_")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
CALLABLES = (ast.Lambda, ast.Call, ast.Name, ast.Attribute)
# A name that is bound to a value, of which only the place of binding is followed.
VALUE, PARAMETER = ("value",), ("parameter",)


class Obstacle(Exception):
    """Why a function is not proved harmless, as a clause whose subject is the function."""


def is_module(name):
    return name in TABLE and name not in KINDS


def is_prefix(name):
    """True for a module with a listed module inside it, such as urllib."""
    return any(known.startswith(name + ".") for known in TABLE)


class Bindings:
    """What one scope binds: name to a list of ("module", path), ("member", module, name), ("node", definition), VALUE or PARAMETER."""

    def __init__(self):
        self.names = {}
        self.outer = set()

    def add(self, name, binding):
        self.names.setdefault(name, []).append(binding)

    def statements(self, nodes):
        for node in nodes:
            self.visit(node)

    def visit(self, node):
        if isinstance(node, FUNCTIONS + (ast.ClassDef,)):
            self.add(node.name, ("node", node))
            self.statements([*node.decorator_list, *getattr(node, "bases", [])])
            return
        if isinstance(node, ast.Lambda):
            return
        if isinstance(node, COMPREHENSIONS):
            self.walrus(node)
            return
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self.imported(node)
            return
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            self.outer.update(node.names)
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


def is_main(test):
    """True for a comparison with '__main__', which does not hold where the module is imported."""
    return isinstance(test.ops[0], ast.Eq) and isinstance(test.comparators[0], ast.Constant) and test.comparators[0].value == "__main__"


def root_name(node):
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


class Module:
    """A source, and what the proofs of all its functions share."""

    def __init__(self, tree, dependencies):
        self.tree = tree
        self.dependencies = set(dependencies)
        self.bindings = Bindings()
        self.bindings.statements(tree.body)
        self.values = {}
        self.methods = {}
        self.outermost = [("module", self.bindings)]
        # Scans by their place: the id of a node, or the name of a variable.
        self.scans = {}
        # Places from which a whole proof has found no obstacle, with the dependencies that it found in use.
        self.proved = {}
        self.scopes = {}
        self.top = {id(statement) for statement in tree.body}
        self.run = [statement for statement in tree.body if self.is_run(statement)]
        self.obstacle = None
        self.parents = {}
        for node in ast.walk(tree):
            self.parents.update((id(child), node) for child in ast.iter_child_nodes(node))
            self.collect(node)

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
        elif isinstance(node, ast.Global):
            for name in node.names:
                self.bindings.add(name, VALUE)
        elif isinstance(node, ast.alias) and (node.name == "*" or REBINDERS & set(node.name.split("."))):
            self.obstacle = f"its module imports '{node.name}', which can bind or change any name"
        elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            self.stored(node)
        named = getattr(node, "id", None) or getattr(node, "attr", None)
        if named in REBINDERS and not isinstance(node, ast.arg):
            self.obstacle = f"its module uses '{named}', which can change any name"

    def bound_from(self, target, value):
        for part in ast.walk(target):
            if isinstance(part, ast.Name):
                self.values.setdefault(part.id, []).append(value)

    def stored(self, node):
        root = root_name(node)
        kinds = [binding[0] for binding in self.bindings.names.get(root, [])]
        if "module" in kinds or "member" in kinds or root in BUILTINS:
            self.obstacle = f"its module changes '{ast.unparse(node)}'"


class Scan:
    """What one definition, statement or value does itself: an obstacle or None, the dependencies it uses, and what has to be read next."""

    def __init__(self, module):
        self.module = module
        self.obstacle = None
        self.used = set()
        self.next = []

    # ---- definitions ------------------------------------------------------------------------------------------------

    def follow(self, node, scopes=None):
        self.next.append((node, scopes or self.module.outermost))

    def definition(self, node, scopes):
        if isinstance(node, ast.ClassDef):
            self.decorators(node, scopes)
            for part in [*node.bases, *(keyword.value for keyword in node.keywords)]:
                self.visit(part, scopes)
            inner = Bindings()
            inner.statements(node.body)
            for statement in node.body:
                self.visit(statement, [*scopes, ("class", inner)])
        elif isinstance(node, FUNCTIONS + (ast.Lambda,)):
            if not isinstance(node, ast.Lambda):
                self.decorators(node, scopes)
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
            annotations = [*(argument.annotation for argument in arguments if argument is not None), getattr(node, "returns", None)]
            for part in filter(None, [*node.args.defaults, *node.args.kw_defaults, *annotations]):
                self.visit(part, scopes)
            body = [node.body] if isinstance(node, ast.Lambda) else node.body
            inner = self.scope_of(node, body)
            for statement in body:
                self.visit(statement, [*(scope for scope in scopes if scope[0] != "class"), ("function", inner)])
        else:
            self.visit(node, scopes)

    def scope_of(self, function, body):
        if id(function) in self.module.scopes:
            return self.module.scopes[id(function)]
        inner = Bindings()
        inner.statements(body)
        for name in inner.outer:
            inner.names.pop(name, None)
        arguments = function.args
        for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]:
            if argument is not None:
                inner.add(argument.arg, PARAMETER)
        # Only a complete one: reading may end at any depth.
        self.module.scopes[id(function)] = inner
        return inner

    def decorators(self, node, scopes):
        for decorator in node.decorator_list:
            expression = decorator.func if isinstance(decorator, ast.Call) else decorator
            is_attribute = isinstance(expression, ast.Attribute) and isinstance(expression.value, ast.Name)
            is_setter = is_attribute and expression.attr in ("setter", "getter", "deleter")
            if self.path(expression, scopes) not in TABLE["decorators"] and not is_setter:
                raise Obstacle(f"has the decorator '{ast.unparse(expression)}', which reading cannot prove harmless")
            for argument in [*decorator.args, *(k.value for k in decorator.keywords)] if isinstance(decorator, ast.Call) else []:
                self.visit(argument, scopes)

    def path(self, node, scopes):
        """The full name of a builtin or imported name, or None."""
        if isinstance(node, ast.Name):
            found = self.find(node.id, scopes)
            if found is None:
                return node.id
            if len(found) == 1 and found[0][0] in ("module", "member"):
                return ".".join(found[0][1:])
            return None
        before = self.path(node.value, scopes) if isinstance(node, ast.Attribute) else None
        return before and f"{before}.{node.attr}"

    # ---- names ------------------------------------------------------------------------------------------------------

    def find(self, name, scopes):
        """The bindings of a name in the innermost scope that has it; a class scope may be passed by, so both count. None: there are none."""
        found = []
        for kind, bindings in reversed(scopes):
            if name in bindings.names:
                found.extend(bindings.names[name])
                if kind == "function":
                    return found
        return found or None

    def load(self, name, scopes, called=False):
        found = self.find(name, scopes)
        is_local = any(name in bindings.names for kind, bindings in scopes if kind == "function")
        if not is_local and name not in BUILTINS and (found is None or hasattr(builtins, name)):
            raise Obstacle(f"{'calls' if called else 'uses'} '{name}', which reading cannot prove harmless")
        if not is_local and not called and name in ("getattr", "hasattr"):
            raise Obstacle(f"uses '{name}' as a value, so that the names it reads are not known")
        for binding in found or []:
            self.bound(name, binding, scopes, called, is_local)
        if found and not is_local:
            self.next.append((name, None))

    def values(self, name):
        """Follows the values that reach a variable of the module; each may stand in a function whose names it uses."""
        for value in self.module.values.get(name, []):
            self.follow(value, [*self.module.outermost, *self.around(value)])

    def around(self, value):
        """The scopes of the functions in which a value stands; what their names are is in their own code, which is followed too."""
        scopes, node = [], value
        while id(node) in self.module.parents:
            node = self.module.parents[id(node)]
            if isinstance(node, FUNCTIONS):
                self.follow(node)
                scopes.insert(0, ("function", self.scope_of(node, node.body)))
        return scopes

    def bound(self, name, binding, scopes, called, is_local):
        kind = binding[0]
        if kind == "node":
            self.follow(binding[1], self.scopes_of(binding[1], scopes))
        elif kind == "module":
            raise Obstacle(f"uses the module '{binding[1]}' as a value")
        elif kind == "member":
            self.member(binding[1], binding[2], called)
        elif called and is_local and not (binding is PARAMETER and name == "cls"):
            raise Obstacle(f"calls '{name}', a value that reading does not know")
        elif called and not is_local and not all(isinstance(value, CALLABLES) for value in self.module.values.get(name, [])):
            raise Obstacle(f"calls '{name}', a value that reading does not know")

    def scopes_of(self, node, scopes):
        for number in range(len(scopes), 0, -1):
            if any(binding == ("node", node) for bindings in scopes[number - 1][1].names.values() for binding in bindings):
                return scopes[:number]
        return scopes

    def member(self, module, name, called):
        if module in self.module.dependencies:
            if not called:
                raise Obstacle(f"uses '{module}.{name}' without calling it")
            self.used.add(module)
        elif not (is_module(module) and name in TABLE[module]):
            raise Obstacle(f"{'calls' if called else 'uses'} '{module}.{name}', which reading cannot prove harmless")

    # ---- statements and expressions ---------------------------------------------------------------------------------

    def visit(self, node, scopes):
        if isinstance(node, FUNCTIONS + (ast.ClassDef, ast.Lambda)):
            # Also one that is only defined here: its name may be read from anywhere.
            self.follow(node, scopes)
        elif isinstance(node, COMPREHENSIONS):
            inner = Bindings()
            for generator in node.generators:
                inner.visit(generator.target)
            self.visit(node.generators[0].iter, scopes)
            for child in ast.iter_child_nodes(node):
                self.visit(child, [*scopes, ("function", inner)])
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self.imports(node)
        elif isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                self.load(node.id, scopes)
        elif isinstance(node, ast.Attribute):
            self.attribute(node, scopes, called=False)
        elif isinstance(node, ast.Call):
            self.call(node, scopes)
        elif isinstance(node, ast.AnnAssign):
            for part in (node.target, node.annotation, node.value):
                if part is not None:
                    self.visit(part, scopes)
        else:
            for child in ast.iter_child_nodes(node):
                self.visit(child, scopes)

    def imports(self, node):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else ["." * node.level + (node.module or "")]
        for module in modules:
            if not (is_module(module) or is_prefix(module) or module in self.module.dependencies):
                raise Obstacle(f"imports '{module}', which reading cannot prove harmless")

    def attribute(self, node, scopes, called):
        """An attribute: of a module one that the table names, of any other value by its own name."""
        names, inner = [node.attr], node.value
        while isinstance(inner, ast.Attribute):
            names.insert(0, inner.attr)
            inner = inner.value
        found = self.find(inner.id, scopes) or [] if isinstance(inner, ast.Name) else []
        if any(binding[0] == "module" for binding in found):
            if len({binding for binding in found}) > 1:
                raise Obstacle(f"uses '{inner.id}', which is bound more than once")
            self.of_module(found[0][1], names, called)
            return
        if any(binding[0] == "member" and binding[1] in self.module.dependencies for binding in found):
            raise Obstacle(f"uses '{ast.unparse(node)}' of a dependency")
        self.visit(node.value, scopes)
        self.of_value(node.attr, called, node.value)

    def of_module(self, module, names, called):
        # The longest listed module first: urllib.parse.quote.
        while names and is_module(f"{module}.{names[0]}"):
            module, names = f"{module}.{names[0]}", names[1:]
        if not names:
            raise Obstacle(f"uses the module '{module}' as a value")
        self.member(module, names[0], called and len(names) == 1)
        for number, name in enumerate(names[1:], start=2):
            self.of_value(name, called and number == len(names), None)

    def of_value(self, name, called, value):
        is_inner = name.startswith("__") and name.endswith("__") and name != "__name__" or name.startswith(INNER_PREFIXES)
        if is_inner and not (name == "__init__" and called and self.is_super(value)):
            raise Obstacle(f"uses the attribute '{name}'")
        if not called or name in TABLE["methods"] or is_inner:
            return
        if name not in self.module.methods:
            raise Obstacle(f"calls '.{name}()' of a value whose type reading does not know")
        for definition in self.module.methods[name]:
            if id(definition) in self.module.top:
                self.follow(definition)
            else:
                raise Obstacle(f"calls '.{name}()' of a class inside a function")

    @staticmethod
    def is_super(node):
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"

    def call(self, node, scopes):
        function = node.func
        if isinstance(function, ast.Name):
            self.load(function.id, scopes, called=True)
            if function.id in ("getattr", "hasattr"):
                self.named_attribute(node)
        elif isinstance(function, ast.Attribute):
            self.attribute(function, scopes, called=True)
        elif isinstance(function, ast.Lambda):
            self.visit(function, scopes)
        else:
            raise Obstacle(f"calls '{ast.unparse(function)}', a value that reading does not know")
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
            self.visit(argument, scopes)

    def named_attribute(self, node):
        name = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else None
        if not isinstance(name, str):
            raise Obstacle(f"calls '{node.func.id}' with a computed name")
        self.of_value(name, called=False, value=None)


def scan(module, action):
    found = Scan(module)
    try:
        action(found)
    except Obstacle as obstacle:
        found.obstacle = str(obstacle)
    except RecursionError:
        found.obstacle = "its code is nested too deeply for the proof"
    return found


def prove(module, node_or_name, called=True):
    """What a call of a definition, or a use of a name of the module, can do: {"obstacle": text or None, "uses": dependencies}."""
    if module.obstacle:
        return {"obstacle": module.obstacle, "uses": []}
    first = Scan(module)
    if isinstance(node_or_name, str):
        first = scan(module, lambda found: found.load(node_or_name, module.outermost, called))
    else:
        first.follow(node_or_name)
    for statement in module.run:
        first.follow(statement)
    used, seen, pending = set(), set(), [first]
    while pending:
        found = pending.pop()
        if found.obstacle:
            return {"obstacle": found.obstacle, "uses": []}
        used |= found.used
        for node, scopes in found.next:
            place = id(node) if scopes else node
            if place in module.proved:
                used |= module.proved[place]
            elif place not in seen:
                seen.add(place)
                if place not in module.scans:
                    module.scans[place] = scan(module, lambda found: found.definition(node, scopes) if scopes else found.values(node))
                pending.append(module.scans[place])
    module.proved.update((place, used) for place in seen)
    return {"obstacle": None, "uses": sorted(used)}


def prove_public(module):
    """What other bots can reach: every name that the module binds, except modules, which cannot be called."""
    used = set()
    for name, bindings in module.bindings.names.items():
        if all(binding[0] == "module" for binding in bindings):
            continue
        verdict = prove(module, name, called=any(binding[0] == "member" for binding in bindings))
        if verdict["obstacle"]:
            return {"obstacle": f"'{name}': {verdict['obstacle']}", "uses": []}
        used.update(verdict["uses"])
    return {"obstacle": None, "uses": sorted(used)}
