using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure;

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
    /// <param name="ingredients">Receives the ingredients, or null.</param>
    public static string Of(
        TaskInfo task, string code, string? documentedPurpose = null, IEnumerable<string>? signatures = null,
        TidyMode tidy = TidyMode.Suggest, string? version = null, KeyIngredients? ingredients = null)
    {
        using var key = new KeyBuilder(ingredients);
        return key.Add("Menace version", version ?? ProductVersion.Text).AddJson(TaskPackageJson.Write(task)).Add("code", code)
            .Add("documented purpose", documentedPurpose ?? "").Add("MenaceTidy", tidy.ToString())
            .Add("documented fields", [.. signatures ?? []]).ToHex();
    }
}
