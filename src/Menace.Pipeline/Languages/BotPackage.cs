using Menace.Model.Diagnostics;

namespace Menace.Pipeline.Languages;

/// <summary>A third-party package as a task names it: <c>name</c> or <c>name@version</c>.</summary>
/// <param name="Name">What stands before the '@'.</param>
/// <param name="Version">What stands behind it, or null.</param>
internal sealed record BotPackage(string Name, string? Version)
{
    /// <summary>Reads <paramref name="text"/>, whatever it holds; its language judges both parts.</summary>
    public static BotPackage Parse(string text) =>
        text.LastIndexOf('@') is var at and >= 0 ? new(text[..at].Trim(), text[(at + 1)..].Trim()) : new(text.Trim(), null);
}

/// <summary>Why a package cannot be used.</summary>
/// <param name="Rule">Whose message takes the bot, the package and <paramref name="Reason"/>.</param>
/// <param name="Reason">What is wrong, and what to do.</param>
internal sealed record PackageMistake(RuleDescriptor Rule, string Reason)
{
    /// <summary>A name or version that is none in the bot's language.</summary>
    public PackageMistake(string reason)
        : this(Rules.PackageUnusable, reason)
    {
    }
}
