using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>A bot with what its analysis said: what every part of the emitter works from.</summary>
/// <param name="Request">The request.</param>
/// <param name="Analysis">Its analysis.</param>
/// <param name="Functions">The functions it exposes, template functions among them, in the listed order.</param>
internal sealed record CSharpBot(EmitRequest Request, CSharpAnalysis Analysis, IReadOnlyList<CSharpFunction> Functions)
{
    /// <summary>The bot.</summary>
    public BotSpec Spec => Request.Spec;

    /// <summary>The bot of <paramref name="request"/>.</summary>
    /// <exception cref="ArgumentException">The analysis is not one of C# code that parses.</exception>
    public static CSharpBot From(EmitRequest request)
    {
        if (request.Analysis is not CSharpAnalysis { Text: not null } analysis)
        {
            throw new ArgumentException($"The code of '{request.Spec.Name}' was not read as C#, or does not parse.", nameof(request));
        }

        var functions = request.Spec.Functions.Distinct(StringComparer.Ordinal)
            .Select(name => analysis.Details.FirstOrDefault(f => f.Name == name)
                ?? (analysis.Shape == CodeShape.Statements ? CSharpTemplate.Describe(analysis.ClassName, name, request.Spec.Purpose)
                    : null))
            .OfType<CSharpFunction>();
        return new CSharpBot(request, analysis, [.. functions]);
    }

    /// <summary>
    /// Where a verification has built <paramref name="spec"/>, inside the folder that the variable MENACE_ARTIFACTS names.
    /// </summary>
    public static string Artifact(BotSpec spec) =>
        $"{spec.Name}/artifacts/bin/{spec.Name}/release/{CSharpNames.Namespace}.{spec.Identifier}.dll";

    /// <summary>The text of the main source file.</summary>
    public string MainFile()
    {
        var text = Analysis.Text!;
        if (Analysis.Shape == CodeShape.File)
        {
            return Spec.Code;
        }

        var members = Analysis.Shape == CodeShape.Members
            ? CSharpSource.Members(text, [.. Functions.Select(f => f.Name)], Spec.FunctionDocs)
            : string.Join("\n\n", Functions.Select(Function));
        return CSharpSource.File(text.Usings, Analysis.ClassName, members, Spec.Purpose, Spec.Description);
    }

    /// <summary>Namespaces that the tests see without naming them, besides xunit's.</summary>
    public IReadOnlyList<string> TestUsings() =>
        Analysis.Shape != CodeShape.File ? [CSharpNames.Namespace] : [.. Analysis.Namespaces.Where(n => n.Length > 0)];

    private string Function(CSharpFunction function)
    {
        var documentation = Spec.FunctionDocs.GetValueOrDefault(function.Name);
        return function == Analysis.Details[0]
            ? CSharpSource.Function(function.Name, Analysis.ReturnType, Analysis.IsAsync, Analysis.Text!, documentation)
            : CSharpSource.Members(
                CSharpShape.Read(CSharpTemplate.Function(Spec.Name, function.Name, Spec.Purpose, documentation)), [function.Name],
                Spec.FunctionDocs);
    }
}
