namespace Menace.Tests;

/// <summary>Code that is nested so deeply that a parser without a bound would overflow its stack.</summary>
internal static class NestedCode
{
    private static readonly Dictionary<string, Func<int, string>> CSharpKinds = new()
    {
        ["parentheses"] = n => $"return {Repeat("(", n)}1{Repeat(")", n)};",
        ["indexers"] = n => $"var x = {Repeat("a[", n)}1{Repeat("]", n)};",
        ["blocks"] = n => Repeat("{ ", n) + Repeat(" }", n),
        ["prefixes"] = n => $"return {Repeat("!", n)}true;",
        ["casts"] = n => $"return {Repeat("(int)", n)}1;",
        ["branches"] = n => $"int a = 1; {Repeat("if (a == 1) { a = 2; } else ", n)}a = 3;",
        ["lambdas"] = n => $"return {Repeat("() => ", n)}1;",
        ["conditionals"] = n => $"var b = true; return {Repeat("b ? 1 : ", n)}2;",
        ["generics"] = n => $"{Repeat("List<", n)}int{Repeat(">", n)} x = null;",
        ["interpolations"] = n => $"return {Repeat("$\"{", n)}1{Repeat("}\"", n)};",
        ["holes"] = n => $"return $\"{{{Repeat("(", n)}1{Repeat(")", n)}}}\";",
        ["queries"] = n => $"var q = from x in new int[0] {Repeat("select x into x ", n)}select x;",
        ["patterns"] = n => $"object a = 1; return a is {Repeat("not ", n)}1;",
        ["documentation"] = n => $"/// {Repeat("<a>", n)}{Repeat("</a>", n)}\npublic static int F() => 1;",
        ["conditions"] = n => $"#if {Repeat("!", n)}A\n#endif\nreturn 1;",
        ["hidden"] = n => $"#if A\n/*\n#endif\nreturn {Repeat("(", n)}1{Repeat(")", n)};",
        ["operators"] = n => $"return {Repeat("1 + ", n)}1;",
        ["members"] = n => $"return \"\"{Repeat(".Trim()", n)};",
    };

    /// <summary>Every kind of nesting in C#.</summary>
    public static IEnumerable<string> Kinds => CSharpKinds.Keys;

    /// <summary>C# code that is nested so many <paramref name="levels"/> deep.</summary>
    public static string CSharp(string kind, int levels) => CSharpKinds[kind](levels);

    /// <summary>Python code, by kind.</summary>
    public static IReadOnlyDictionary<string, Func<int, string>> Python { get; } = new Dictionary<string, Func<int, string>>
    {
        ["parentheses"] = n => $"x = {Repeat("(", n)}1{Repeat(")", n)}\n",
        ["prefixes"] = n => $"x = {Repeat("not ", n)}1\n",
        ["minus"] = n => $"x = {Repeat("-", n)}1\n",
        ["lambdas"] = n => $"x = {Repeat("lambda: ", n)}1\n",
        ["conditionals"] = n => $"x = {Repeat("1 if 1 else ", n)}1\n",
        ["operators"] = n => $"x = {Repeat("1 + ", n)}1\n",
        ["powers"] = n => $"x = {Repeat("1 ** ", n)}1\n",
        ["members"] = n => $"x = ''{Repeat(".strip()", n)}\n",
        ["branches"] = n => "if 1:\n    x = 1\n" + Repeat("elif 1:\n    x = 1\n", n),
    };

    /// <summary>Shell code, by kind.</summary>
    public static IReadOnlyDictionary<string, Func<int, string>> Shell { get; } = new Dictionary<string, Func<int, string>>
    {
        ["substitutions"] = n => $"run() {{\n    echo {Repeat("$(echo ", n)}1{Repeat(")", n)}\n}}\n",
        ["subshells"] = n => $"run() {{\n    {Repeat("( ", n)}true{Repeat(" )", n)}\n}}\n",
        ["blocks"] = n => $"run() {{\n    {Repeat("{ ", n)}true{Repeat("; }", n)}\n}}\n",
        ["quotes"] = n => $"run() {{\n    echo {Repeat("\"$(echo ", n)}1{Repeat(")\"", n)}\n}}\n",
        ["branches"] = n => $"run() {{\n    {Repeat("if true; then ", n)}true{Repeat("; fi", n)}\n}}\n",
    };

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
