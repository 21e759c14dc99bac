using Menace.Model.Diagnostics;

namespace Menace.Pipeline.Languages;

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
