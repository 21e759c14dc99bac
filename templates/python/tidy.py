"""Statements that say nothing: what can leave a source without a change of the rest (docs/tidy.md). Nothing is run."""

import ast
import bisect
import re

FUNCTION_SCOPES = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef)
DOCUMENTED = FUNCTION_SCOPES + (ast.ClassDef,)
BLOCKS = ("body", "orelse", "finalbody")
WORD = re.compile(r"\w+")
TYPE_COMMENT = re.compile(r"#[ \t]*type:(.*)")
DOCTEST = re.compile(r"^[ \t]*(?:>>>|\.\.\.)(.*)", re.MULTILINE)
ELSE = re.compile(r"[\r\n]([ \t\f]*else[ \t\f]*:\s*)\Z")
ALIAS = re.compile(r"[^\s,()\\](?:[^,()]*[^\s,()\\])?")
# Code that names one of these can reach other names by their text.
BY_TEXT = REBINDERS | {"dir", "f_globals", "f_locals", "getmembers"}
# Modules of the standard library whose import only defines names. Not here: what prints, opens, registers or changes something (this,
# antigravity, readline, rlcompleter, site, turtle), what is deprecated and warns, and what some builds of Python do not have.
QUIET = set(
    """
    abc argparse array ast asyncio atexit base64 bisect builtins bz2 calendar cmath codecs collections colorsys concurrent configparser
    contextlib contextvars copy csv dataclasses datetime decimal difflib dis doctest email enum errno fileinput filecmp fnmatch fractions
    ftplib functools gc getopt getpass gettext glob graphlib gzip hashlib heapq hmac html http imaplib inspect io ipaddress itertools
    json keyword linecache locale logging lzma marshal math mimetypes mmap numbers operator os pathlib pickle pickletools pkgutil
    platform plistlib poplib pprint queue quopri random re reprlib sched secrets select selectors shelve shlex shutil signal smtplib
    socket socketserver sqlite3 ssl stat statistics string stringprep struct subprocess symtable sys sysconfig tarfile tempfile textwrap
    threading time timeit token tokenize tomllib trace traceback types typing unicodedata unittest urllib uuid warnings wave weakref
    wsgiref xml xmlrpc zipfile zlib zoneinfo
    """.split()
)


def tidy(tree, code, names):
    """The edits in the order of their places; None if the code would not be the same tree without what they remove.

    names are those that others use: the functions of the bot.
    """
    tidier = Tidier(tree, code, names)
    edits = tidier.edits()
    return edits if not edits or tidier.is_same(edits) else None


class Tidier(Places):
    """What can leave one source. A statement in a line with a comment stays, as the comment would be left alone."""

    def __init__(self, tree, code, names):
        super().__init__(code)
        self.tree = tree
        self.names = names
        self.gone = set()
        self.passed = set()
        self.found = []
        self.known = None

    def edits(self):
        for holder, field, statements, is_certain in statement_lists(self.tree):
            self.look(holder, field, statements, is_certain)
        return sorted(self.found, key=lambda edit: edit["start"])

    def look(self, holder, field, statements, is_certain):
        going, parts = {}, []
        first = statements[0]
        for statement in statements:
            if type(statement) is ast.Pass:
                going[statement] = "'pass' is redundant"
            elif is_certain and type(statement) in (ast.Import, ast.ImportFrom):
                unused = self.unused(statement)
                if unused and len(unused) == len(statement.names):
                    going[statement] = imported(unused)
                elif unused:
                    parts.append((statement, unused))
        if field == "body" and isinstance(holder, DOCUMENTED) and self.is_blank(first):
            going[first] = "the docstring is blank"
        if going:
            self.leave(holder, field, statements, going)
        for statement, unused in parts:
            self.shorten(statement, unused)

    # ---- what is not needed -----------------------------------------------------------------------------------------

    def is_blank(self, statement):
        return is_string(statement) and not statement.value.value.strip() and "__doc__" not in self.code and "getdoc" not in self.code

    def unused(self, statement):
        """The names of an import that nothing uses and whose import does nothing else."""
        if isinstance(statement, ast.ImportFrom):
            if statement.level or statement.module == "__future__":
                return []
            candidates = [alias for alias in statement.names if alias.name != "*"]
        else:
            candidates = [alias for alias in statement.names if is_quiet(alias.name)]
        unused = [alias for alias in candidates if not self.is_used(alias, getattr(statement, "module", alias.name))]
        if isinstance(statement, ast.ImportFrom) and len(unused) == len(statement.names) and not is_quiet(statement.module):
            return []
        return [] if unused and "#" in self.code[self.start(statement) : self.end_of(self.line(self.end(statement)))] else unused

    def is_used(self, alias, module):
        if alias.asname == alias.name:
            return True
        package = alias.name.split(".")[0]
        names = {alias.asname or package, module.split(".")[0]}
        if self.known is None:
            self.known = used(self.tree, self.code)
            if self.known is not None:
                self.known.update(self.names)
        return self.known is None or not names.isdisjoint(self.known)

    # ---- edits ------------------------------------------------------------------------------------------------------

    def leave(self, holder, field, statements, going):
        """Removes those of the statements that can go; the last of a block gives way to a pass."""
        groups = [group for group in grouped(statements) if going.keys() & set(group)]
        for group in groups:
            if not self.is_free(group):
                for statement in group:
                    going.pop(statement, None)
        kept = [statement for statement in statements if statement not in going]
        replaced = None
        if not going or not kept and isinstance(holder, ast.Module):
            return
        if not kept and field == "orelse" and all(type(statement) is ast.Pass for statement in statements):
            if self.drop_else(holder, statements):
                return
        if not kept:
            kept = [next((statement for statement in statements if type(statement) is ast.Pass), statements[0])]
            what = going.pop(kept[0])
            if type(kept[0]) is not ast.Pass:
                replaced = kept[0]
                self.add(self.start(replaced), self.end(replaced), "pass", what)
                self.passed.add(replaced)
        if is_string(kept[0]) and kept[0] is not statements[0] and kept[0] is not replaced:
            return  # A text that comes first is a docstring.
        for group in groups:
            self.cut(group, going)
        self.gone.update(going)

    def cut(self, group, going):
        rest = [statement for statement in group if statement not in going]
        if not rest:
            what = "; ".join(dict.fromkeys(going[statement] for statement in group))
            self.add(*self.lines(self.start(group[0]), self.end(group[-1])), "", what)
            return
        first = group.index(rest[0])
        for number, statement in enumerate(group):
            if statement not in going:
                continue
            if number < first:
                self.add(self.start(statement), self.start(group[number + 1]), "", going[statement])
            else:
                self.add(self.end(group[number - 1]), self.end(statement), "", going[statement])

    def is_free(self, group):
        """True if nothing but the statements is in their lines, and they in no line that another one continues."""
        first, last = self.line(self.start(group[0])), self.line(self.end(group[-1]))
        before = self.code[max(self.starts[first] - 3, 0) : self.starts[first]]
        behind = self.code[self.end(group[-1]) : self.end_of(last)]
        return behind.strip() in ("", ";") and not before.rstrip("\r\n").endswith("\\")

    def line(self, index):
        return bisect.bisect_right(self.starts, index) - 1

    def end_of(self, line):
        return self.starts[line + 1] if line + 1 < len(self.starts) else len(self.code)

    def lines(self, start, end):
        """The whole lines of a part of the text; the last one of a text that ends without a line break takes the one before it."""
        first, last = self.line(start), self.line(end)
        is_unfinished = last + 1 == len(self.starts) and first > 0
        return (len(self.code[: self.starts[first]].rstrip("\r\n")) if is_unfinished else self.starts[first]), self.end_of(last)

    def drop_else(self, holder, statements):
        before = holder.handlers[-1] if getattr(holder, "handlers", None) else holder
        behind = self.end(before.body[-1])
        match = ELSE.search(self.code[behind : self.start(statements[0])])
        if not match:
            return False
        self.add(*self.lines(behind + match.start(1), self.end(statements[-1])), "", "'else: pass' is redundant")
        self.gone.update(statements)
        return True

    def shorten(self, statement, unused):
        text, start = self.text(statement), self.start(statement)
        names = list(ALIAS.finditer(text, re.search(r"\bimport\b", text).end()))
        if len(names) != len(statement.names):
            return
        kept = [number for number, alias in enumerate(statement.names) if alias not in unused]
        for number, alias in enumerate(statement.names):
            if number < kept[0]:
                self.add(start + names[number].start(), start + names[number + 1].start(), "", imported([alias]))
            elif alias in unused:
                self.add(start + names[number - 1].end(), start + names[number].end(), "", imported([alias]))
        self.gone.update(unused)

    def add(self, start, end, text, what):
        self.found.append({"start": start, "end": end, "text": text, "what": what})

    # ---- proof ------------------------------------------------------------------------------------------------------

    def is_same(self, edits):
        """True if the text with the edits is the tree without what is gone."""
        text, done = [], 0
        for edit in edits:
            if edit["start"] < done:
                return False
            text += [self.code[done : edit["start"]], edit["text"]]
            done = edit["end"]
        try:
            pending = [(self.tree, ast.parse("".join(text) + self.code[done:]))]
        except (SyntaxError, ValueError):
            return False
        while pending:
            left, right = pending.pop()
            if left in self.passed:
                if type(right) is not ast.Pass:
                    return False
                continue
            if type(left) is not type(right):
                return False
            for field in left._fields:
                mine, other = getattr(left, field, None), getattr(right, field, None)
                if isinstance(mine, list):
                    mine = [item for item in mine if item not in self.gone]
                    if not isinstance(other, list) or len(mine) != len(other):
                        return False
                else:
                    mine, other = [mine], [other]
                for one, two in zip(mine, other):
                    if isinstance(one, ast.AST):
                        pending.append((one, two))
                    elif type(one) is not type(two) or repr(one) != repr(two):
                        return False
        return True


def statement_lists(tree):
    """The lists of statements, each with what holds it, and whether it always runs with the function or module that it is in."""
    pending = [(tree, True)]
    while pending:
        node, is_certain = pending.pop()
        for field in BLOCKS:
            statements = getattr(node, field, None)
            if statements:
                yield node, field, statements, is_certain and isinstance(node, FUNCTION_SCOPES)
                compound = (inner for inner in statements if hasattr(inner, "body") or hasattr(inner, "cases"))
                pending.extend((inner, is_certain and isinstance(inner, DOCUMENTED)) for inner in compound)
        pending.extend((part, False) for part in getattr(node, "handlers", ()))
        pending.extend((part, False) for part in getattr(node, "cases", ()))


def grouped(statements):
    """The statements that share lines."""
    group = []
    for statement in statements:
        if group and statement.lineno != group[-1].end_lineno:
            yield group
            group = []
        group.append(statement)
    yield group


def used(tree, code):
    """Names that code, its strings, its doctests or its type comments mention; None if it can reach any name by its text."""
    names, documentation = set(), set()
    pending = [tree]
    while pending:
        node = pending.pop()
        kind = type(node)
        if kind is ast.Name:
            if node.id in BY_TEXT:
                return None
            names.add(node.id)
            continue
        if kind is ast.Constant:
            if type(node.value) is str:
                names.update(WORD.findall(" ".join(DOCTEST.findall(node.value)) if node in documentation else node.value))
            continue
        if kind is ast.Attribute:
            if node.attr in BY_TEXT:
                return None
            pending.append(node.value)
            continue
        if kind in (ast.Global, ast.Nonlocal):
            names.update(node.names)
            continue
        if kind in DOCUMENTED and node.body and is_string(node.body[0]):
            documentation.add(node.body[0].value)
        for value in node.__dict__.values():
            if isinstance(value, list):
                pending.extend(item for item in value if isinstance(item, ast.AST))
            elif isinstance(value, ast.AST):
                pending.append(value)
    names.update(WORD.findall(" ".join(TYPE_COMMENT.findall(code))))
    return names


def is_string(statement):
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)


def is_quiet(module):
    return module.split(".")[0] in QUIET and "__main__" not in module


def imported(aliases):
    names = " and ".join(f"'{alias.asname or alias.name}'" for alias in aliases)
    return f"{names} {'is' if len(aliases) == 1 else 'are'} imported and not used"


