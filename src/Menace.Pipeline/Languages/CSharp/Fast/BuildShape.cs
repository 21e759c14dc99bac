using System.Text.Json;

namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>
/// What MSBuild does for all bots of one kind, taken from one build of a bot with placeholders for names and paths
/// (<see cref="ShapeProbe"/>).
/// </summary>
/// <param name="Trees">The folder of the trees in that build.</param>
/// <param name="Work">The work folder of that build.</param>
/// <param name="Compiler">Folder of the SDK's compiler.</param>
/// <param name="Packages">The folder of packages.</param>
/// <param name="Commit">The commit that the build wrote into the assemblies, or null.</param>
/// <param name="Bot">The bot's project.</param>
/// <param name="Tests">The project of the tests.</param>
internal sealed record BuildShape(
    string Trees, string Work, string Compiler, string Packages, string? Commit, ProjectShape Bot, ProjectShape Tests)
{
    /// <summary>The placeholder of a bot's name, which is part of no other word; its name in code differs from it.</summary>
    public const string Name = "Menace-ProbeNameQ7";

    /// <summary>The one source of each project.</summary>
    public const string Source = "MenaceProbeSourceQ7.cs";

    /// <summary>Stands in generated sources for the literal of the folder of the trees.</summary>
    public const string TreesLiteral = "MenaceProbeTreesQ7";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The text to keep.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null if it is not whole, or if a file that it names is gone.</summary>
    public static BuildShape? Read(string path)
    {
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<BuildShape>(File.ReadAllBytes(path), Json) is { } shape
                && shape.IsThere() ? shape : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool IsThere() =>
        Directory.Exists(Compiler)
        && Bot.Files.Concat(Tests.Files).Concat(Bot.Copies.Keys).Concat(Tests.Copies.Keys)
            .Where(path => !path.StartsWith(Work, StringComparison.Ordinal)).All(File.Exists);
}

/// <summary>One project of a shape.</summary>
/// <param name="Arguments">The compiler's arguments.</param>
/// <param name="Texts">The files that the build generated and the compiler reads, by path.</param>
/// <param name="Copies">Files of packages that are copied to the output, with their path there.</param>
/// <param name="Dependencies">The text of .deps.json.</param>
/// <param name="RuntimeConfiguration">The text of .runtimeconfig.json.</param>
/// <param name="Launcher">The program that starts the assembly.</param>
internal sealed record ProjectShape(
    IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, string> Copies,
    string Dependencies, string RuntimeConfiguration, byte[] Launcher)
{
    /// <summary>The assemblies that the compiler reads.</summary>
    public IEnumerable<string> Files =>
        ((string[])["/reference:", "/analyzer:"]).SelectMany(option => Arguments
            .Where(argument => argument.StartsWith(option, StringComparison.Ordinal))
            .Select(argument => argument[option.Length..].Trim('"')));
}
