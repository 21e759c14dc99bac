using System.Text.Json.Serialization;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Contracts;

/// <summary>The bot whose history the repository of another one begins with (docs/planner.md).</summary>
/// <param name="Name">Name of the original.</param>
/// <param name="Kind">How the original is used.</param>
/// <param name="Commit">Id of the original's commit, 40 hexadecimal digits.</param>
/// <param name="Bundle">
/// Path of a git bundle that holds the commit with its history, relative to <see cref="BotDevConfig.SourceDirectory"/>, with <c>/</c>.
/// </param>
public sealed record BotLineage(string Name, LineageKind Kind, string Commit, string Bundle)
{
    /// <summary>The rule of a value that a fork gave.</summary>
    internal const string ForkRule = "fork";

    /// <summary>Folder of the bundles in a package on its way to a Stage 4.</summary>
    internal const string PackageFolder = "menace.completions";

    private const int ShownCommit = 12;
    private const int CommitLength = 40;

    /// <summary>The lineage of a bot whose code <paramref name="code"/> gave, or null if that is no known bot.</summary>
    /// <param name="code">A completed field.</param>
    /// <param name="folder">Folder of the bundles: <see cref="BotDevConfig.CompletionsName"/>.</param>
    internal static BotLineage? Of(CompletedField code, string folder) =>
        code is { Field: "code", Source: { Kind: FieldSourceKind.Bot, Place: var place } } && place.LastIndexOf('@') is > 0 and var at
            ? new(place[..at], code.Rule == ForkRule ? LineageKind.Fork : LineageKind.Reuse, place[(at + 1)..], BundleOf(place, folder))
            : null;

    /// <summary>True if the commit is an id: only then is the bundle's name one that Menace gives.</summary>
    internal bool HasId => Commit.Length == CommitLength && Commit.All(char.IsAsciiHexDigitLower);

    /// <summary><c>menace.completions/slug-tools-0123456789ab.bundle</c> of <c>slug-tools@0123456789ab…</c>.</summary>
    internal static string BundleOf(string place, string folder)
    {
        var at = place.LastIndexOf('@');
        var commit = place[(at + 1)..];
        return $"{folder}/{TaskNames.ToIdentifier(place[..at])}-{commit[..Math.Min(commit.Length, ShownCommit)]}.bundle";
    }
}

/// <summary>How a bot uses the one that it comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LineageKind>))]
public enum LineageKind
{
    /// <summary>The original does all of the task.</summary>
    Reuse,

    /// <summary>The original does a part of the task.</summary>
    Fork,
}
