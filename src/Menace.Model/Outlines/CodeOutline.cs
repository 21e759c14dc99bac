using Menace.Model.Tasks;

namespace Menace.Model.Outlines;

/// <summary>
/// What code says of itself, as the build would infer it with the parsers of its language. Only what shows without one: where two readings
/// are possible there is none.
/// </summary>
/// <param name="Functions">
/// The public functions and types in their order; of plain statements the function that they become. Null if that is not certain.
/// </param>
/// <param name="Purpose">The first sentence of its documentation; null if it has none, or that is not certain.</param>
internal sealed record CodeOutline(IReadOnlyList<string>? Functions, string? Purpose)
{
    /// <summary>The outline of code of which nothing is certain.</summary>
    public static readonly CodeOutline Unclear = new(null, null);

    /// <summary>Reads <paramref name="code"/>.</summary>
    /// <param name="code">The code.</param>
    /// <param name="language">Its language.</param>
    /// <param name="listed">The functions that the task lists; in C# the purpose is looked for in these.</param>
    public static CodeOutline Of(string code, BotLanguage language, IReadOnlyList<string> listed) => language switch
    {
        BotLanguage.Python => PythonOutline.Of(code),
        BotLanguage.Shell => ShellOutline.Of(code),
        _ => CSharpOutline.Of(code, listed),
    };

    /// <summary>The function whose body plain statements are where the task lists none.</summary>
    public static string BodyFunction(BotLanguage language) => language == BotLanguage.CSharp ? "Run" : "run";
}
