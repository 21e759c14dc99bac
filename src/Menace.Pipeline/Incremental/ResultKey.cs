using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// What a verdict depends on wherever it was reached: the <see cref="VerdictKey"/>, and what that leaves out because it does not change
/// between two builds of a project without being noticed. The absolute path of the project is not an ingredient (docs/verification.md).
/// </summary>
internal static class ResultKey
{
    /// <summary>The ingredient that is the <see cref="VerdictKey"/>.</summary>
    public const string Verdict = "verdict";

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
    /// <param name="ingredients">Receives the ingredients, or null.</param>
    public static string Of(
        string verdict, BotSpec bot, string generated, string codeProperty, VerifyMode mode, bool isLinted, string? program = null,
        KeyIngredients? ingredients = null)
    {
        using var key = new KeyBuilder(ingredients);
        return key.Add("build of Menace", program ?? typeof(ResultKey).Module.ModuleVersionId.ToString()).Add(Verdict, verdict)
            .AddRecord(WithoutDocuments(bot)).Add("files as they were generated", generated).Add("property with the code", codeProperty)
            .Add("MenaceVerifyMode", mode.ToString()).Add("MenaceLint", isLinted ? "lint" : "").ToHex();
    }

    private static BotSpec WithoutDocuments(BotSpec bot) => bot with
    {
        Purpose = "",
        FunctionDocs = new Dictionary<string, string>(),
        Description = "",
        Schedule = null,
        Run = null,
        Capabilities = [],
        Level = "",
        Io = "",
        Tags = [],
        License = "",
        NotExercised = new Dictionary<string, string>(),
        Lineage = null,
        Origin = null,
    };
}
