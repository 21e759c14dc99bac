using System.Globalization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;

namespace Menace.Pipeline.Incremental;

/// <summary>Another version of Menace than the one that developed the repositories of the project last.</summary>
/// <param name="Before">That version; empty if it did not record itself.</param>
/// <param name="Now">This version.</param>
internal sealed record VersionChange(string Before, string Now)
{
    /// <summary>The change since the last build, or null if there is none.</summary>
    /// <param name="state">The manifest of the project.</param>
    /// <param name="last">The repositories of the last build; null if there was none.</param>
    public static VersionChange? Since(ProjectState state, BuildRecord? last) =>
        state.Version == ProductVersion.Text || (state.Version.Length == 0 && last is null) ? null
            : new(state.Version, ProductVersion.Text);

    /// <summary>
    /// The line about a build that wrote <paramref name="record"/>; null if no repository got new output, and the version before is unknown
    /// or output waits somewhere, which has messages of its own.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="waits">True if a repository did not get its output.</param>
    public string? LineOf(BuildRecord record, bool waits)
    {
        var changed = record.Repositories.Count(repository => repository.Change == RepositoryChange.Updated);
        return changed > 0
            ? string.Create(
                CultureInfo.InvariantCulture, $"{this}: {changed} of {record.Repositories.Count} repositories have new output. ")
                + "git show menace/generated prints it, -t:MenacePreview shows it before a build"
            : Before.Length > 0 && !waits ? $"{this}: no repository has new output" : null;
    }

    /// <summary>Both versions, without what their builds added to them if they differ without that.</summary>
    public override string ToString()
    {
        var (before, now) = (Short(Before), Short(Now));
        return Before.Length == 0 ? $"Menace.Sdk, an earlier version -> {now}"
            : before == now ? $"Menace.Sdk {Before} -> {Now}" : $"Menace.Sdk {before} -> {now}";
    }

    private static string Short(string version) => version.Split('+')[0];
}
