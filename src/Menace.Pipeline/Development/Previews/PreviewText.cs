using System.Globalization;
using System.Text;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development.Previews;

/// <summary>A preview for people: a line for each repository, and the patch of those that change.</summary>
internal static class PreviewText
{
    private const int NamedUnchanged = 10;

    /// <summary>Writes <paramref name="preview"/>; in the patches the bytes of the files are as they are.</summary>
    public static void Write(Stream output, BuildPreview preview)
    {
        if (preview.Upgrade is { } upgrade)
        {
            Line(output, upgrade.ToString());
        }

        foreach (var repository in preview.Repositories.Where(one => one.Action != PreviewAction.Unchanged))
        {
            Line(output, LineOf(repository));
            foreach (var finding in repository.Findings)
            {
                Line(output, $"  {finding}");
            }

            GitPatch.Write(output, repository.Changes);
        }

        string[] unchanged = [.. preview.Repositories.Where(one => one.Action == PreviewAction.Unchanged).Select(one => one.Name)];
        if (unchanged.Length > 0)
        {
            Line(output, $"unchanged: {string.Join(", ", unchanged.Take(NamedUnchanged))}"
                + (unchanged.Length > NamedUnchanged ? Text($" and {unchanged.Length - NamedUnchanged} more") : ""));
        }

        foreach (var note in preview.Notes)
        {
            Line(output, $"note: {note}");
        }

        if (preview.Repositories.Count == 0)
        {
            Line(output, "no repositories");
        }
    }

    private static string LineOf(PreviewedRepository repository)
    {
        var reason = repository.Reason.Length == 0 ? "" : $": {repository.Reason}";
        var files = repository.Changes.Count == 1 ? "1 file" : Text($"{repository.Changes.Count} files");
        return $"{repository.Name}: " + repository.Action switch
        {
            PreviewAction.Create => $"create, {files}",
            PreviewAction.Update => $"update, {files}{reason}",
            PreviewAction.Wait => $"wait, {files}{reason} (on menace/candidate, "
                + (repository.IsRed ? "its tests failed in the last build)" : "its tests have not run yet)"),
            PreviewAction.Conflict => "conflict, main is not moved",
            PreviewAction.Refuse => "refuse, the repository is not touched",
            PreviewAction.HoldBack => "hold back, the repository is not touched",
            PreviewAction.Orphan => "orphan, it has no task and is not touched; -t:MenaceCleanRepositories removes it if it has no edits",
            _ => "fail",
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(Stream output, string text) => output.Write(Encoding.UTF8.GetBytes(text + "\n"));
}
