using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages.Python;

/// <summary>Writes expressions as Python.</summary>
internal sealed class PythonExpressionWriter : IExpressionWriter
{
    /// <summary>The builtins that written code uses.</summary>
    private static readonly HashSet<string> Builtins = new(StringComparer.Ordinal)
    {
        "abs", "all", "any", "bool", "dict", "int", "len", "list", "max", "min", "ord", "range", "set", "sorted", "str", "sum",
    };

    /// <summary>The keywords of Python 3.9 (Language Reference, "Keywords").</summary>
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
        "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
        "return", "try", "while", "with", "yield", "builtins",
    };

    /// <inheritdoc/>
    public IReadOnlyList<Operator> Operators => Expressions.Operators.All;

    /// <inheritdoc/>
    public bool Writes(ExpressionType type) => true;

    /// <inheritdoc/>
    public string Write(IReadOnlyList<WrittenFunction> functions)
    {
        PythonModule module = new([.. functions.Select(function => function.Name)]);
        List<string> parts = [.. functions.Select(function => Write(function, module))];
        var header = module.UsesBuiltins ? "import builtins\n\n\n" : "";
        return header + string.Join("\n\n\n", [.. module.Helpers, .. parts]) + "\n";
    }

    private static string Write(WrittenFunction function, PythonModule module)
    {
        WrittenNames names = new(IsReserved);
        List<string> parameters = [.. function.Parameters.Select(parameter => names.TakeParameter(parameter.Name))];
        PythonFunctionBody body = new(module, names, parameters);
        var typed = parameters.Zip(function.Parameters, (name, parameter) => $"{name}: {module.TypeOf(parameter.Type)}");
        List<string> lines = [$"def {function.Name}({string.Join(", ", typed)}) -> {module.TypeOf(function.Body.Type)}:"];
        if (function.Docs.Trim().Length > 0)
        {
            lines.Add("    " + PythonText.Docstring(function.Docs.Trim(), "    "));
        }

        body.Write(function.Folded, lines);
        return string.Join('\n', lines);
    }

    private static bool IsReserved(string name) => Keywords.Contains(name) || Builtins.Contains(name);
}

/// <summary>What the functions of a module share.</summary>
/// <param name="functions">Their names.</param>
internal sealed class PythonModule(HashSet<string> functions)
{
    private readonly Dictionary<string, string> _helpers = new(StringComparer.Ordinal);

    /// <summary>Gets the functions that the others need, in the order of their first use.</summary>
    public IReadOnlyCollection<string> Helpers => _helpers.Values;

    /// <summary>Gets whether a function has the name of a builtin that is used.</summary>
    public bool UsesBuiltins { get; private set; }

    /// <summary>The builtin <paramref name="name"/>, also if a function has this name.</summary>
    public string Builtin(string name)
    {
        if (!functions.Contains(name))
        {
            return name;
        }

        UsesBuiltins = true;
        return "builtins." + name;
    }

    /// <summary>A type as annotation.</summary>
    public string TypeOf(ExpressionType type) => type.IsList() ? $"{Builtin("list")}[{TypeOf(type.Element())}]" : type switch
    {
        ExpressionType.Text => Builtin("str"),
        ExpressionType.Integer => Builtin("int"),
        _ => Builtin("bool"),
    };

    /// <summary>The name of the helper that raises the first letter of a text.</summary>
    public string UpperFirst()
    {
        const string Name = "_upper_first";
        var text = TypeOf(ExpressionType.Text);
        _helpers[Name] = $"def {Name}(text: {text}) -> {text}:\n    return text[:1].upper() + text[1:]";
        return Name;
    }
}
