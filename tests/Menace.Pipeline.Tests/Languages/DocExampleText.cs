using Menace.Model.Json;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Languages;

/// <summary>Examples that were found in code, as tests write them: <c>slug("A b") = "a-b"</c>.</summary>
internal static class DocExampleText
{
    public static string Of(CodeAnalysis analysis) => string.Join("; ", analysis.Examples.Select(Of));

    private static string Of(CodeExample found)
    {
        var example = found.Example;
        var call = $"{example.Function}({string.Join(", ", example.Args.Select(CanonicalJson.Write))})";
        return example.Raises is { } name ? $"{call} raises {name}"
            : example.Prints is { } text ? $"{call} prints {CanonicalJson.Quote(text)}"
            : $"{call} = {CanonicalJson.Write(example.Returns!)}";
    }
}
