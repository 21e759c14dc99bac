"""Names that a source uses and nothing binds; read by the compiler's own tables of scopes, so every rule of binding is Python's."""

import ast
import builtins
import symtable

# The first line are names of every module, the second what the module site adds.
ALWAYS_BOUND = set(dir(builtins)) | set("__name__ __file__ __doc__ __package__ __spec__ __loader__ __builtins__ __annotations__".split())
ALWAYS_BOUND |= set("exit quit help copyright credits license".split())


def unresolved(tree, code):
    """The names in the order of their first use in the tree of code; None where an import of everything may bind any name."""
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree)):
        return None
    tables = list(scopes(symtable.symtable(code, "<code>", "exec")))
    module = tables[0]
    bound_here = {s.get_name() for s in module.get_symbols() if s.is_assigned() or s.is_imported()}
    # A function that declares a name global binds it in the module.
    declared = {s.get_name() for t in tables[1:] for s in t.get_symbols() if s.is_declared_global() and (s.is_assigned() or s.is_imported())}
    known = ALWAYS_BOUND | bound_here | declared
    used = {
        symbol.get_name()
        for table in tables
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (symbol.is_global() or table is module) and symbol.get_name() not in known
    }
    uses = sorted((n.lineno, n.col_offset, n.id) for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in used)
    return list(dict.fromkeys(name for _, _, name in uses))


def scopes(table):
    yield table
    for child in table.get_children():
        yield from scopes(child)
