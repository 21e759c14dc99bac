namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>Which names of a Python source nothing binds, by Python's own rules of scope.</summary>
public sealed class PythonNamesTests
{
    [Theory]
    [InlineData("print(x, y, x)", "x y")]
    [InlineData("x = 1\nprint(x)", "")]
    [InlineData("import os.path as p, sys\np.join(sys.argv, os)", "os")]
    [InlineData("print(__name__, __file__, __builtins__, exit)", "")]
    [InlineData("[a for a in range(3)]\nprint(a)", "a")]
    [InlineData("[b := a for a in range(3)]\nprint(b)", "")]
    [InlineData("try:\n    pass\nexcept ValueError as e:\n    print(e)", "")]
    [InlineData("with open('f') as f:\n    for line in f: print(line)", "")]
    [InlineData("lambda a, *b, c=d, **e: (a, b, c, e)", "d")]
    [InlineData("def f():\n    return g()\ndef g():\n    return late\nlate = 1", "")]
    [InlineData("def f():\n    global made\n    made = 1\ndef g():\n    return made", "")]
    [InlineData("def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += m\n    return g", "m")]
    [InlineData("class A:\n    size = 1\n    other = size\n    def f(self):\n        return size, __class__", "size")]
    [InlineData("@decorate\ndef f(x: Kind = start) -> Result: pass", "decorate Kind start Result")]
    [InlineData("del gone", "")]
    [InlineData("f'{shown!r:>{width}}'", "shown width")]
    [InlineData("Console.WriteLine('x');", "Console")]
    [InlineData("from os import *\nprint(getcwd, nothing)", null)]
    public async Task Unresolved_names_are_found_in_the_order_of_their_use(string code, string? names)
    {
        var analysis = await PythonBots.AnalyseAsync(code);

        Assert.Empty(analysis.Errors);
        Assert.Equal(names, analysis.UnresolvedNames is { } found ? string.Join(' ', found) : null);
    }

    [Theory]
    [InlineData("match point:\n    case {'x': x, **rest}: print(x, rest)\n    case [first, *others] as all: print(first, others, all)", "point")]
    public async Task Patterns_bind_names(string code, string names) =>
        Assert.Equal(names, string.Join(' ', (await PythonBots.AnalyseAsync(code)).UnresolvedNames!));
}
