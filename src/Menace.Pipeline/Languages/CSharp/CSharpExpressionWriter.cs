using Menace.Pipeline.Expressions;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Writes expressions as C#: members of a class.</summary>
internal sealed class CSharpExpressionWriter : IExpressionWriter
{
    /// <inheritdoc/>
    public IReadOnlyList<Operator> Operators => Expressions.Operators.All;

    /// <inheritdoc/>
    public bool Writes(ExpressionType type) => true;

    /// <inheritdoc/>
    public string Write(IReadOnlyList<WrittenFunction> functions)
    {
        CSharpMembers members = new([.. functions.Select(function => function.Name)]);
        List<string> parts = [.. functions.Select(function => Write(function, members))];
        var header = members.UsesCulture ? "using System.Globalization;\n\n" : "";
        return header + string.Join("\n\n", [.. parts, .. members.Helpers]) + "\n";
    }

    private static string Write(WrittenFunction function, CSharpMembers members)
    {
        WrittenNames names = new(members.IsReserved);
        List<string> parameters = [.. function.Parameters.Select(parameter => names.TakeParameter(parameter.Name))];
        var typed = parameters.Zip(function.Parameters, (name, parameter) =>
            $"{TypeOf(parameter.Type)} {CSharpNames.Escape(name)}");
        var docs = function.Docs.Trim().Length > 0 ? CSharpDocs.Comment("summary", function.Docs.Trim(), "") : "";
        var head = $"public static {TypeOf(function.Body.Type)} {CSharpNames.Escape(function.Name)}({string.Join(", ", typed)})";
        return docs + head + new CSharpFunctionBody(members, names, parameters).Write(function.Folded, head.Length);
    }

    /// <summary>The type of parameters, results and variables.</summary>
    public static string TypeOf(ExpressionType type) => type.IsList() ? TypeOf(type.Element()) + "[]" : type switch
    {
        ExpressionType.Text => "string",
        ExpressionType.Integer => "int",
        _ => "bool",
    };
}

/// <summary>What the functions of a class share.</summary>
/// <param name="functions">Their names.</param>
internal sealed class CSharpMembers(HashSet<string> functions)
{
    /// <summary>The types that written code names, with their namespaces.</summary>
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["CultureInfo"] = "System.Globalization", ["Enumerable"] = "System.Linq", ["Math"] = "System",
        ["StringComparer"] = "System", ["StringComparison"] = "System", ["StringSplitOptions"] = "System",
    };

    private readonly Dictionary<string, string> _helpers = new(StringComparer.Ordinal);

    /// <summary>Gets the methods that the others need.</summary>
    public IReadOnlyCollection<string> Helpers => _helpers.Values;

    /// <summary>Gets whether a type of System.Globalization is named.</summary>
    public bool UsesCulture { get; private set; }

    /// <summary>True for names that a variable would hide.</summary>
    public bool IsReserved(string name) => Types.ContainsKey(name) || functions.Contains(name) || name is "UpperFirst" or "_";

    /// <summary>A type of the framework, also if a function has its name.</summary>
    public string Type(string name)
    {
        var isHidden = functions.Contains(name);
        UsesCulture |= name == "CultureInfo" && !isHidden;
        return isHidden ? $"global::{Types[name]}.{name}" : name;
    }

    /// <summary>The name of the helper that raises the first letter of a text.</summary>
    public string UpperFirst()
    {
        var name = "UpperFirst";
        while (functions.Contains(name))
        {
            name += "Letter";
        }

        _helpers[name] = $"private static string {name}(string text) =>\n"
            + "    text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];";
        return name;
    }
}
