"""Places of nodes in a source."""


class Places:
    """The text of a source, and its nodes as indexes into it."""

    def __init__(self, code):
        self.code = code
        self.starts = [0] + [newline.end() for newline in NEWLINE.finditer(code)]

    def start(self, node):
        return self.place(node.lineno, node.col_offset)

    def end(self, node):
        return self.place(node.end_lineno, node.end_col_offset)

    def place(self, line, column):
        start = self.starts[line - 1]
        text = self.code[start : self.starts[line] if line < len(self.starts) else len(self.code)]
        return start + len(text.encode("utf-8")[:column].decode("utf-8"))

    def text(self, node):
        return self.code[self.start(node) : self.end(node)]


