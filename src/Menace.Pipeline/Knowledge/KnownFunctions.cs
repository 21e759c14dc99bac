using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Knowledge;

/// <summary>What is known of a function.</summary>
internal static class KnownFunctions
{
    /// <summary>The function with its signature in the words of its language.</summary>
    /// <param name="language">The language.</param>
    /// <param name="function">The function.</param>
    /// <param name="docs">Documentation that goes before that of the code, or null.</param>
    public static KnownFunction Of(BotLanguage language, FunctionSignature function, string? docs = null) => new(
        function.Name, LanguageTable.RowOf(language).Reading.Signature(function), docs ?? function.Documentation?.Trim() ?? "");
}
