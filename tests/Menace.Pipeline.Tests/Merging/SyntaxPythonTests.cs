namespace Menace.Pipeline.Tests.Merging;

/// <summary>Merges of Python by definition.</summary>
public sealed class SyntaxPythonTests
{
    private const string Path = "bot.py";

    [Fact]
    public void Functions_that_both_add_at_one_place_are_both_kept() => SyntaxMergers.AssertClean(
        Path,
        "def one():\n    return 1\n",
        "def one():\n    return 1\n\n\n# Ours.\n@cache\ndef two():\n    return 2\n",
        "def one():\n    return 1\n\n\nasync def three():\n    return 3\n    # The end.\n",
        "def one():\n    return 1\n\n\n# Ours.\n@cache\ndef two():\n    return 2\n\n\nasync def three():\n    return 3\n    # The end.\n");

    [Fact]
    public void Edits_of_neighbouring_functions_are_both_kept() => SyntaxMergers.AssertClean(
        Path,
        "def one():\n    return 1\ndef two(): return 2\n",
        "def one():\n    return 11\ndef two(): return 2\n",
        "def one():\n    return 1\ndef two(): return 22\n",
        "def one():\n    return 11\ndef two(): return 22\n");

    [Fact]
    public void Imports_that_both_add_are_both_kept() => SyntaxMergers.AssertClean(
        Path,
        "\"\"\"Bot.\"\"\"\nimport os\n\n\ndef run():\n    pass\n",
        "\"\"\"Bot.\"\"\"\nimport os\nimport json\n\n\ndef run():\n    pass\n",
        "\"\"\"Bot.\"\"\"\nimport os\nfrom pathlib import (\n    Path,\n    PurePath,\n)\n\n\ndef run():\n    pass\n",
        "\"\"\"Bot.\"\"\"\nimport os\nimport json\nfrom pathlib import (\n    Path,\n    PurePath,\n)\n\n\ndef run():\n    pass\n");

    [Fact]
    public void Header_is_there_once_when_both_add_the_first_import() => SyntaxMergers.AssertClean(
        Path,
        "#!/usr/bin/env python3\n# Header\nimport os\n",
        "#!/usr/bin/env python3\n# Header\nimport a\nimport os\n",
        "#!/usr/bin/env python3\n# Header\nimport b\nimport os\n",
        "#!/usr/bin/env python3\n# Header\nimport a\nimport b\nimport os\n");

    [Fact]
    public void Same_function_changed_on_both_sides_is_a_conflict_of_its_line() => SyntaxMergers.AssertConflict(
        Path,
        "class Bot:\n    def run(self):\n        return 1\n\n    def stop(self):\n        pass\n",
        "class Bot:\n    def run(self):\n        return 2\n\n    def stop(self):\n        pass\n",
        "class Bot:\n    def run(self):\n        return 3\n\n    def stop(self):\n        return\n",
        "function run in class Bot",
        "class Bot:\n    def run(self):\n<<<<<<< ours\n        return 2\n||||||| base\n        return 1\n=======\n        return 3\n>>>>>>> theirs\n\n"
        + "    def stop(self):\n        return\n");

    [Fact]
    public void Methods_that_both_add_and_statements_between_are_kept() => SyntaxMergers.AssertClean(
        Path,
        "X = 1\n\n\nclass Bot:\n    \"\"\"Doc.\"\"\"\n\n    size = 1\n\n    def run(self):\n        pass\n\n\nif __name__ == \"__main__\":\n    Bot().run()\n",
        "X = 11\n\n\nclass Bot:\n    \"\"\"Doc.\"\"\"\n\n    size = 1\n\n    def run(self):\n        pass\n\n    def ours(self):\n        pass\n\n\n"
        + "if __name__ == \"__main__\":\n    Bot().run()\n",
        "X = 1\n\n\nclass Bot(Base):\n    \"\"\"Doc.\"\"\"\n\n    size = 2\n\n    def run(self):\n        pass\n\n    @property\n    def theirs(self):\n        pass\n\n"
        + "    @theirs.setter\n    def theirs(self, value):\n        pass\n\n\nif __name__ == \"__main__\":\n    Bot().run()\n    print()\n",
        "X = 11\n\n\nclass Bot(Base):\n    \"\"\"Doc.\"\"\"\n\n    size = 2\n\n    def run(self):\n        pass\n\n    def ours(self):\n        pass\n\n"
        + "    @property\n    def theirs(self):\n        pass\n\n    @theirs.setter\n    def theirs(self, value):\n        pass\n\n\n"
        + "if __name__ == \"__main__\":\n    Bot().run()\n    print()\n");

    [Fact]
    public void Function_that_we_delete_and_they_change_is_a_conflict() => SyntaxMergers.AssertConflict(
        Path,
        "def one():\n    pass\n\n\ndef two():\n    pass\n",
        "def two():\n    pass\n",
        "def one():\n    return 1\n\n\ndef two():\n    pass\n",
        "function one, deleted in our file",
        "<<<<<<< ours\n||||||| base\ndef one():\n    pass\n=======\ndef one():\n    return 1\n>>>>>>> theirs\ndef two():\n    pass\n");

    [Fact]
    public void Imports_of_one_name_from_two_modules_are_a_conflict() => SyntaxMergers.AssertConflict(
        Path,
        "import os\n",
        "import os\nfrom a import run\n",
        "import os\nfrom b import run\n",
        "import run, added in both files",
        "import os\n<<<<<<< ours\nfrom a import run\n||||||| base\n=======\nfrom b import run\n>>>>>>> theirs\n");

    [Theory]
    [InlineData("x = (1\n", "x = (2\n", "y = (1\n")]
    [InlineData("def a():\n    pass\ndef a():\n    pass\n", "def a():\n    pass\ndef a():\n    return\n", "def a():\n    return\ndef a():\n    pass\n")]
    [InlineData("def a():\n    pass\n", "def a():\nreturn\n", "def a():\n    return\n")]
    [InlineData("class A:\n    def f(self): pass\n    def g(self): pass\n", "class A:\n    def g(self): pass\n", "class A:\n    def f(self): pass\n")]
    [InlineData("\"\"\"Doc.\"\"\"\n", "\"\"\"Doc.\"\"\"\nimport os\n", "\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\n")]
    public void File_without_certain_definitions_is_left_to_lines(string original, string ours, string theirs) =>
        Assert.Null(SyntaxMergers.Merge(Path, original, ours, theirs));
}
