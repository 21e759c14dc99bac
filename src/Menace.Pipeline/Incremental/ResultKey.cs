using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// What a verdict depends on wherever it was reached: the <see cref="VerdictKey"/>, and what that leaves out because it does not change
/// between two builds of a project without being noticed. The absolute path of the project is not an ingredient (docs/verification.md).
/// </summary>
internal static class ResultKey
{
    /// <summary>The key, lower-case hexadecimal SHA-256.</summary>
    /// <param name="verdict">The bot's <see cref="VerdictKey"/>.</param>
    /// <param name="bot">The bot; what only documents hold does not count.</param>
    /// <param name="generated">
    /// The digest of the files as they were generated: the judge asks whether a test file is the generated one.
    /// </param>
    /// <param name="codeProperty">The property of the task that has its code: warnings name it.</param>
    /// <param name="mode">How bots are tested: who wants the literal form gets no verdict of the other.</param>
    /// <param name="isLinted">True if the verdict has the warnings of the linter.</param>
    /// <param name="program">The build of Menace; null: this one. A version can have several.</param>
    public static string Of(
        string verdict, BotSpec bot, string generated, string codeProperty, VerifyMode mode, bool isLinted, string? program = null)
    {
        using var hash = new HashBuilder();
        return hash.Add(program ?? typeof(ResultKey).Module.ModuleVersionId.ToString()).Add(verdict)
            .Add(StageFile.Text(WithoutDocuments(bot))).Add(generated).Add(codeProperty).Add(mode.ToString()).Add(isLinted ? "lint" : "")
            .ToHex();
    }

    private static BotSpec WithoutDocuments(BotSpec bot) => bot with
    {
        Purpose = "",
        FunctionDocs = new Dictionary<string, string>(),
        Description = "",
        Schedule = TaskSchedule.Once,
        Capabilities = [],
        Level = "",
        Io = "",
        Tags = [],
        License = "",
        NotExercised = new Dictionary<string, string>(),
        Lineage = null,
    };
}
