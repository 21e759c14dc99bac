using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Coding;

/// <summary>
/// Reads proposed code before anything of it runs, whatever generator it comes from: it parses, defines what is needed, is harmless as far
/// as reading can tell, and holds no secret and no table of the examples (docs/chat-models.md).
/// </summary>
internal sealed class CandidateReading(LanguageTable languages)
{
    /// <summary>Characters of code; a task asks for functions, not for a library.</summary>
    public const int LongestCode = 64 << 10;

    private const int LongestError = 200;

    /// <summary>Returns the reason to refuse <paramref name="code"/>, as the end of a sentence, or null.</summary>
    /// <exception cref="Infrastructure.ToolMissingException">The language's parser is a program that this machine lacks.</exception>
    public async Task<string?> ReasonAgainstAsync(string code, CodeRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            return "it is empty";
        }

        if (code.Length > LongestCode)
        {
            return $"it is longer than {LongestCode >> 10} Ki characters";
        }

        if (code.Contains('\0', StringComparison.Ordinal))
        {
            return "it holds a NUL character";
        }

        if (Redaction.Redact(code) != code)
        {
            return "it holds a secret";
        }

        var source = new CodeSource(request.Task.Name, request.Task.Identifier, code, [.. request.Functions.Select(f => f.Name)])
        {
            Dependencies = [.. request.Components.Select(component => TaskNames.ToIdentifier(component.Bot))
                .Distinct(StringComparer.Ordinal)],
            Packages = request.Task.Metadata.Packages,
        };
        var analysis = (await languages[request.Language].AnalyseAsync([source], cancellationToken))[0];
        if (analysis.MissingTool is { } missing)
        {
            throw missing;
        }

        if (analysis.Errors is [var error, ..])
        {
            var message = error.Message.ReplaceLineEndings(" ");
            return $"it is not valid for {request.Language.Profile().Title}: "
                + (message.Length > LongestError ? message[..LongestError] : message);
        }

        return request.Functions.Select(function => ReasonAgainst(function, analysis, request)).FirstOrDefault(reason => reason is not null)
            ?? Reach.Beyond(code, request.Language, request.Task.Metadata.Capabilities)
            ?? ExampleTable.Find(code, request.Language, request.Functions);
    }

    private static string? ReasonAgainst(CodeFunction function, CodeAnalysis analysis, CodeRequest request)
    {
        if (analysis.Functions.FirstOrDefault(found => found.Name == function.Name) is not { } found)
        {
            return $"it does not define {function.Name}";
        }

        if (request.Language.Profile().DeclaresParameters && !found.IsType && Mismatch(function, found) is { } mismatch)
        {
            return mismatch;
        }

        return found.Obstacle is { } obstacle && Reach.Named(request.Task.Metadata.Capabilities).Count == 0
            ? $"reading did not prove {function.Name} harmless: {obstacle}" : null;
    }

    /// <summary>The functions take as many arguments as the examples give.</summary>
    private static string? Mismatch(CodeFunction function, FunctionSignature found)
    {
        var required = found.Parameters.Count(parameter => !parameter.IsOptional && !parameter.Name.StartsWith('*'));
        var most = found.Parameters.Any(parameter => parameter.Name.StartsWith('*')
            || parameter.Type?.StartsWith("params ", StringComparison.Ordinal) == true) ? int.MaxValue : found.Parameters.Count;
        int[] counts = function.Examples.Count > 0 ? [.. function.Examples.Select(example => example.Args.Count)]
            : function.Parameters.Count > 0 ? [function.Parameters.Count] : [];
        return counts.FirstOrDefault(count => count < required || count > most, -1) is >= 0 and var wrong
            ? $"{function.Name} has {found.Parameters.Count} parameters, but is called with {wrong} arguments" : null;
    }
}
