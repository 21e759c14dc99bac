"""Which functions reading proves harmless. Every name and attribute that a call can reach must be known: what is not is an obstacle.

A value can only be harmful if a harmful name led to it. So every name that is read, not only called, must be on the table, be the
module's own (and is then followed), or be one of a dependency. Attributes are checked by name, because types of values are not known:
one that is read must be in the table or belong to the module. Classes of the table that code could change are types only, not values.
"""

import ast
import builtins
import re


class Scan:
    """What one definition, statement or value does itself: an obstacle or None, the dependencies it uses, and what has to be read next."""

    def __init__(self, module):
        self.module = module
        self.obstacle = None
        self.used = set()
        self.next = []
        # True where a class is meant as a type: an annotation, a base, an argument of isinstance.
        self.types = False

    # ---- definitions ------------------------------------------------------------------------------------------------

    def follow(self, node, scopes=None):
        self.next.append((node, scopes or self.module.outermost))

    def bases(self, node, scopes):
        paths = [self.path(base, scopes) for base in node.bases]
        if "type" in paths or "abc.ABCMeta" in paths:
            raise Obstacle(f"uses the metaclass '{node.name}', which reading cannot prove harmless")
        targets = [t for part in node.body if isinstance(part, ast.Assign) for t in part.targets if isinstance(t, ast.Name)]
        if ENUMS.intersection(paths) and not any(target.id.strip("_") == target.id for target in targets):
            raise Obstacle(f"uses the enumeration '{node.name}' without members, which can be called to make others")
        for keyword in node.keywords:
            if keyword.arg != "metaclass" or self.path(keyword.value, scopes) != "abc.ABCMeta":
                self.visit(keyword.value, scopes)
        for base in node.bases:
            self.visit_type(base, scopes)

    def match_arguments(self, node):
        """The attributes that patterns read of a class by their place."""
        for part in node.body:
            targets = part.targets if isinstance(part, ast.Assign) else [getattr(part, "target", None)]
            if any(isinstance(target, ast.Name) and target.id == "__match_args__" for target in targets):
                for item in part.value.elts if isinstance(part.value, (ast.Tuple, ast.List)) else [part.value]:
                    self.constant_attribute(item, "__match_args__")

    def constant_attribute(self, node, place):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            raise Obstacle(f"reads attributes by '{place}' with a computed name")
        self.of_value(node.value, called=False, value=None)

    def special(self, name):
        if is_special(name) and name not in TABLE["special"]:
            raise Obstacle(f"defines '{name}', which reading cannot prove harmless")

    def visit_type(self, node, scopes):
        self.visit_as(node, scopes, is_reference(node))

    def visit_as(self, node, scopes, types):
        before, self.types = self.types, types
        self.visit(node, scopes)
        self.types = before

    def definition(self, node, scopes):
        if isinstance(node, ast.ClassDef):
            self.decorators(node, scopes)
            self.bases(node, scopes)
            self.match_arguments(node)
            inner = Bindings()
            inner.statements(node.body)
            for statement in node.body:
                self.visit(statement, [*scopes, ("class", inner)])
        elif isinstance(node, FUNCTIONS + (ast.Lambda,)):
            if not isinstance(node, ast.Lambda):
                self.special(node.name)
                self.decorators(node, scopes)
            defaults = [*node.args.defaults, *node.args.kw_defaults]
            for part in evaluated(node):
                self.visit(part, scopes) if part in defaults else self.visit_type(part, scopes)
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
            if self.path(expression, scopes) not in TABLE["decorators"] and not self.is_setter(expression, scopes):
                raise Obstacle(f"has the decorator '{ast.unparse(expression)}', which reading cannot prove harmless")
            for argument in [*decorator.args, *(k.value for k in decorator.keywords)] if isinstance(decorator, ast.Call) else []:
                self.visit(argument, scopes)

    def is_setter(self, decorator, scopes):
        """True for another accessor of a property: the first function of its name has the decorator 'property'."""
        if not is_accessor(decorator, scopes):
            return False
        first = scopes[-1][1].names[decorator.value.id][0][1]
        return "property" in [self.path(part, scopes[:1]) for part in first.decorator_list]

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
        """The bindings of a name in the innermost scope that has it; a class scope may be passed by, so both count. None: not bound."""
        found = []
        for kind, bindings in reversed(scopes):
            if name in bindings.globals:
                return self.module.bindings.names.get(name)
            if name in bindings.names:
                found.extend(bindings.names[name])
                if kind == "function":
                    return found
        return found or None

    def is_typed(self, value):
        return isinstance(value, ast.Subscript) and self.is_generic(value.value, self.module.outermost)

    @staticmethod
    def is_local(name, scopes):
        for kind, bindings in reversed(scopes):
            if name in bindings.globals:
                return False
            if kind == "function" and name in bindings.names:
                return True
        return False

    def load(self, name, scopes, called=False):
        found = self.find(name, scopes)
        is_local = self.is_local(name, scopes)
        if not is_local and name not in BUILTINS and (found is None or hasattr(builtins, name)):
            raise Obstacle(f"{'calls' if called else 'uses'} '{name}', which reading cannot prove harmless")
        if not is_local and not called and name in ("getattr", "hasattr"):
            raise Obstacle(f"uses '{name}' as a value, so that the names it reads are not known")
        if not is_local and not self.types and not called and any(map(self.is_typed, self.module.values.get(name, []))):
            raise Obstacle(f"uses the type '{name}' as a value, which could be changed")
        if name == "type" and not is_local and not called and not self.types:
            raise Obstacle("uses 'type' as a value, which can make classes")
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
        elif called and not is_local and not self.is_callable(self.module.values.get(name, [])):
            raise Obstacle(f"calls '{name}', a value that reading does not know")

    @staticmethod
    def is_callable(values):
        return bool(values) and all(isinstance(value, CALLABLES) for value in values)

    def scopes_of(self, node, scopes):
        for number in range(len(scopes), 0, -1):
            if any(binding == ("node", node) for bindings in scopes[number - 1][1].names.values() for binding in bindings):
                return scopes[:number]
        return scopes

    def member(self, module, name, called):
        path = f"{module}.{name}"
        if module.split(".")[0] in self.module.dependencies:
            if not called:
                raise Obstacle(f"uses '{module}.{name}' without calling it")
            if name in DEFINING_NAMES:
                raise Obstacle(f"calls '{module}.{name}', which reading cannot prove harmless")
            self.used.add(module.split(".")[0])
        elif not (is_module(module) and name in TABLE[module]):
            raise Obstacle(f"{'calls' if called else 'uses'} '{module}.{name}', which reading cannot prove harmless")
        elif path in (LOGGER, FUTURE) and not called:
            raise Obstacle(f"uses '{path}' as a value")
        elif path in DEFINING and (called or not self.types):
            raise Obstacle(f"uses '{module}.{name}' other than for a definition of its own")
        elif not called and not self.types and is_class(module, name):
            raise Obstacle(f"uses the class '{module}.{name}' as a value, which could be changed")

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
                self.logger(node)
                if self.path(node, scopes) in HELD:
                    self.held(self.path(node, scopes), node)
                self.load(node.id, scopes)
            else:
                self.special(node.id)
        elif isinstance(node, ast.Attribute):
            self.attribute(node, scopes, called=False)
        elif isinstance(node, ast.Call):
            self.call(node, scopes)
        elif isinstance(node, ast.AnnAssign):
            self.visit_type(node.annotation, scopes)
            for part in (node.target, node.value):
                if part is not None:
                    self.visit(part, scopes)
        elif isinstance(node, ast.MatchClass):
            self.visit_type(node.cls, scopes)
            for name in node.kwd_attrs:
                self.of_value(name, called=False, value=None)
            for pattern in [*node.patterns, *node.kwd_patterns]:
                self.visit(pattern, scopes)
        elif isinstance(node, ast.Subscript) and self.is_generic(node.value, scopes):
            if not self.types and not self.is_alias(self.module.parents.get(id(node))):
                raise Obstacle(f"uses the type '{ast.unparse(node)}' as a value, which could be changed")
            self.visit_all(node, scopes, self.visit_type)
        elif isinstance(node, ast.Raise) or isinstance(node, ast.Compare) and self.compares_types(node):
            self.visit_all(node, scopes, self.visit_type)
        else:
            self.plain(node, scopes)

    @staticmethod
    def visit_all(node, scopes, visit):
        for child in ast.iter_child_nodes(node):
            visit(child, scopes)

    def plain(self, node, scopes):
        if type(node).__name__ not in PLAIN:
            raise Obstacle(f"contains '{type(node).__name__}', which reading does not know")
        for name in (getattr(node, "name", None), getattr(node, "rest", None)):
            self.special(name or "")
        for field, value in ast.iter_fields(node):
            visit = self.visit_type if field == "type" else self.visit
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    visit(child, scopes)

    def is_alias(self, node):
        """True for a variable of the module that is a name for a type."""
        return id(node) in self.module.top and isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets)

    @staticmethod
    def compares_types(node):
        """True for comparisons that no code of the operands decides."""
        is_of_type = isinstance(node.left, ast.Call) and isinstance(node.left.func, ast.Name) and node.left.func.id == "type"
        return is_of_type or all(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops)

    def logger(self, node):
        """A logger leads to those of the whole process: of a variable that holds one, only the calls that log are used."""
        parent = self.module.parents.get(id(node))
        if node.id in self.module.loggers and not (isinstance(parent, ast.Attribute) and parent.attr in LOGGED):
            raise Obstacle(f"uses the logger '{node.id}' for more than logging")

    def held(self, path, node):
        """Values that may not be handed on, in the places where their use is known."""
        parent = self.module.parents.get(id(node))
        is_logged = isinstance(parent, ast.Attribute) and parent.attr in LOGGED
        targets = parent.targets if isinstance(parent, ast.Assign) else [getattr(parent, "target", None)]
        is_variable = isinstance(parent, (ast.Assign, ast.AnnAssign)) and all(isinstance(target, ast.Name) for target in targets)
        if path == LOGGER and not is_logged and not (is_variable and called_name(node) == "getLogger"):
            raise Obstacle("uses a logger for more than logging")
        if path == FUTURE and not isinstance(parent, ast.Await):
            raise Obstacle("uses 'asyncio.gather' without awaiting it")
        if path in HELD and not isinstance(parent, ast.Subscript):
            raise Obstacle(f"uses '{path}' as a value")

    def is_generic(self, node, scopes):
        """True for a class of the table in front of '[': a type with its arguments."""
        path = self.path(node, scopes) if isinstance(node, (ast.Name, ast.Attribute)) else None
        return path is not None and is_class(*path.rpartition(".")[::2])

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
        path = self.path(node, scopes)
        if path in HELD:
            self.held(path, node)
        if any(binding[0] == "module" for binding in found):
            if len({binding for binding in found}) > 1:
                raise Obstacle(f"uses '{inner.id}', which is bound more than once")
            self.of_module(found[0][1], names, called)
            return
        if any(binding[0] == "member" and binding[1] in self.module.dependencies for binding in found):
            raise Obstacle(f"uses '{ast.unparse(node)}' of a dependency")
        if any(binding[0] == "member" and is_class(*binding[1:]) for binding in found) and inner is node.value:
            self.visit_type(node.value, scopes)
            self.of_class(node.attr)
        else:
            self.visit(node.value, scopes)
        if not isinstance(node.ctx, ast.Load) and is_special(node.attr):
            raise Obstacle(f"sets the attribute '{node.attr}'")
        self.of_value(node.attr, called, node.value)

    def of_class(self, name):
        """An attribute of a class of the table itself: what the module calls so is another one."""
        if name not in TABLE["methods"] and name not in TABLE["attributes"] and name not in INNER:
            raise Obstacle(f"uses the attribute '{name}' of a class, which reading cannot prove harmless")

    def of_module(self, module, names, called):
        # The longest listed module first: urllib.parse.quote.
        while names and is_module(f"{module}.{names[0]}"):
            module, names = f"{module}.{names[0]}", names[1:]
        if not names:
            raise Obstacle(f"uses the module '{module}' as a value")
        before, self.types = self.types, self.types or len(names) > 1
        self.member(module, names[0], called and len(names) == 1)
        self.types = before
        if len(names) > 1 and is_class(module, names[0]):
            self.of_class(names[1])
        for number, name in enumerate(names[1:], start=2):
            self.of_value(name, called and number == len(names), None)

    def of_value(self, name, called, value):
        is_hidden = is_special(name) or len(name) > 2 and name[0] == name[-1] == "_"
        is_inner = is_hidden and name not in INNER or name.startswith(INNER_PREFIXES) or name in INNER_NAMES
        if is_inner and not (name == "__init__" and called and self.is_super(value)):
            raise Obstacle(f"uses the attribute '{name}'")
        if name in ("format", "format_map") and not (called and self.is_text(value)):
            raise Obstacle(f"uses '{name}' of a text that reading does not know, which reads attributes")
        if is_inner or name in TABLE["methods"]:
            return
        if not called and not (name in INNER or name in TABLE["attributes"] or name in self.module.attributes):
            raise Obstacle(f"uses the attribute '{name}' of a value whose type reading does not know")
        if called and name not in self.module.methods:
            raise Obstacle(f"calls '.{name}()' of a value whose type reading does not know")
        for definition in self.module.methods[name] if called else []:
            if id(definition) in self.module.top:
                self.follow(definition)
            else:
                raise Obstacle(f"calls '.{name}()' of a class inside a function")

    def is_text(self, node):
        """True for a constant text, or a variable of the module that holds nothing else; what it reads is only what is public."""
        text = self.module.constants.get(node.id) if isinstance(node, ast.Name) else getattr(node, "value", None)
        is_known = isinstance(node, (ast.Name, ast.Constant)) and isinstance(text, str)
        return is_known and not any(name.startswith("_") for name in re.findall(r"[.\[]\s*(\w+)", text))

    @staticmethod
    def is_super(node):
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"

    def call(self, node, scopes):
        function = node.func
        if isinstance(function, ast.Name):
            self.load(function.id, scopes, called=True)
            if function.id == "type" and not self.is_type_question(node):
                raise Obstacle("calls 'type' for more than a comparison or a name")
            if function.id in ("getattr", "hasattr"):
                self.named_attribute(node)
        elif isinstance(function, ast.Attribute):
            self.attribute(function, scopes, called=True)
        elif isinstance(function, ast.Lambda):
            self.visit(function, scopes)
        else:
            raise Obstacle(f"calls '{ast.unparse(function)}', a value that reading does not know")
        path = self.path(function, scopes) if isinstance(function, (ast.Name, ast.Attribute)) else None
        self.held(path, node)
        types = TYPE_ARGUMENTS.get(path, ())
        for place, argument in [*enumerate(node.args), *((keyword.arg, keyword.value) for keyword in node.keywords)]:
            is_type = place in types and is_reference(argument)
            # A call of 'type' that a builtin makes has a class as its result.
            is_class_of = getattr(argument, "id", None) == "type" and path not in ("isinstance", "issubclass")
            self.visit_as(argument, scopes, is_type and not is_class_of)

    def is_type_question(self, node):
        parent = self.module.parents.get(id(node))
        is_text = isinstance(parent, ast.Call) and getattr(parent.func, "id", None) in ("str", "repr", "print", "isinstance", "issubclass")
        is_name = isinstance(parent, ast.Attribute) and parent.attr in ("__name__", "__qualname__")
        is_one = len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.Starred)
        return is_one and (is_text or is_name or isinstance(parent, (ast.Compare, ast.FormattedValue)))

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
    for statement, scopes in module.run:
        first.follow(statement, scopes)
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


def is_defining(name, binding):
    """True for an imported name that no other bot may use by this name."""
    return binding[0] == "member" and ".".join(binding[1:]) in DEFINING and name == binding[2]


def prove_public(module):
    """What other bots can reach: every name that the module binds, except modules, which cannot be called."""
    used = set()
    for name, bindings in module.bindings.names.items():
        if all(binding[0] == "module" or is_defining(name, binding) for binding in bindings):
            continue
        verdict = prove(module, name, called=any(binding[0] == "member" for binding in bindings))
        if verdict["obstacle"]:
            return {"obstacle": f"'{name}': {verdict['obstacle']}", "uses": []}
        used.update(verdict["uses"])
    return {"obstacle": None, "uses": sorted(used)}
