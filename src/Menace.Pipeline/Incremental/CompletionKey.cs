using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Incremental;

/// <summary>What completing a task depends on: the task, the text of its code, and the version of Menace.</summary>
internal static class CompletionKey
{
    /// <summary>The key, lower-case hexadecimal SHA-256.</summary>
    /// <param name="task">The task as the list has it.</param>
    /// <param name="code">Its code, from wherever it comes: the list, a file or a template.</param>
    /// <param name="documentedPurpose">The purpose that counts if the code has none, or null.</param>
    /// <param name="signatures">The signatures that the documentation gives.</param>
    /// <param name="tidy">What becomes of code that says nothing.</param>
    /// <param name="version">The version of Menace; null: this one.</param>
    public static string Of(
        TaskInfo task, string code, string? documentedPurpose = null, IEnumerable<string>? signatures = null,
        TidyMode tidy = TidyMode.Suggest, string? version = null)
    {
        using var hash = new HashBuilder();
        hash.Add(version ?? ProductVersion.Text).Add(TaskPackageJson.Write(task)).Add(code).Add(documentedPurpose ?? "")
            .Add(tidy.ToString());
        foreach (var signature in signatures ?? [])
        {
            hash.Add(signature);
        }

        return hash.ToHex();
    }
}
