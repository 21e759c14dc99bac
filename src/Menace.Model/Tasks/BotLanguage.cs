namespace Menace.Model.Tasks;

/// <summary>A language that a bot can be written in.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
enum BotLanguage
{
    /// <summary>C# on .NET 10 with xunit.</summary>
    CSharp,

    /// <summary>Python 3.9 or newer with pytest.</summary>
    Python,

    /// <summary>POSIX sh with bats.</summary>
    Shell,
}

/// <summary>The names of languages in tasks.json; the one place that knows them.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class BotLanguages
{
    /// <summary>The names of the format, without aliases: <c>csharp</c>, <c>python</c>, <c>shell</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["csharp", "python", "shell"];

    /// <summary>The language called <paramref name="name"/> (names and aliases, case ignored), or null.</summary>
    public static BotLanguage? Parse(string? name) => name?.ToLowerInvariant() switch
    {
        "csharp" or "c#" or "cs" => BotLanguage.CSharp,
        "python" or "py" => BotLanguage.Python,
        "shell" or "sh" or "bash" => BotLanguage.Shell,
        _ => null,
    };

    /// <summary>The format's name of <paramref name="language"/>.</summary>
    public static string ToName(this BotLanguage language) => Names[(int)language];
}
