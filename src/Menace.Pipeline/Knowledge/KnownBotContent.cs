using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Knowledge;

/// <summary>A <see cref="KnownBot"/> as an entry: the key is its repository, the variant its commit, the rank its origin.</summary>
internal static class KnownBotContent
{
    /// <summary>The entry of <paramref name="bot"/>.</summary>
    /// <exception cref="KnowledgeException">It has no repository or commit, or they are written otherwise.</exception>
    public static KnowledgeEntry Write(KnownBot bot) => new()
    {
        Key = Path.IsPathFullyQualified(bot.Repository) && !bot.Repository.Any(char.IsControl) ? bot.Repository
            : throw KnowledgeException.Refused(bot.Name, "its repository is not an absolute path"),
        Variant = bot.Commit.Length is 40 or 64 && bot.Commit.All(char.IsAsciiHexDigitLower) ? bot.Commit
            : throw KnowledgeException.Refused(bot.Name, "its commit is not an id of git"),
        Rank = (int)bot.Origin,
        Title = bot.Name,
        Body = Body(bot),
        Tags = bot.Tags,
        License = bot.License,
        Content = KnowledgeJson.Object(
            ("purpose", KnowledgeJson.TextOrNull(bot.Purpose)),
            ("language", bot.Language.ToName()),
            ("functions", bot.Functions.Count == 0 ? null : JsonValue.FromItems([.. bot.Functions.Select(Write)])),
            ("examples", bot.Examples.Count == 0 ? null : JsonValue.FromItems([.. bot.Examples.Select(Write)])),
            ("packages", KnowledgeJson.Texts(bot.Packages)),
            ("dependencies", KnowledgeJson.Texts(bot.Dependencies)),
            ("code", KnowledgeJson.TextOrNull(bot.Code))),
    };

    /// <summary>The bot of <paramref name="entry"/>.</summary>
    /// <exception cref="FormatException">It does not hold one.</exception>
    public static KnownBot Read(KnowledgeEntry entry)
    {
        var content = entry.Content;
        return new()
        {
            Name = entry.Title,
            Repository = entry.Key,
            Commit = entry.Variant,
            Origin = Enum.IsDefined((KnownOrigin)entry.Rank) ? (KnownOrigin)entry.Rank : KnownOrigin.Untrusted,
            License = entry.License,
            Tags = entry.Tags,
            Purpose = content.Text("purpose"),
            Language = BotLanguages.Parse(content.Text("language"))
                ?? throw new FormatException($"'{content.Text("language")}' is not a language"),
            Functions = [.. content.List("functions").Select(
                function => new KnownFunction(function.Text("name"), function.Text("signature"), function.Text("docs")))],
            Examples = [.. content.List("examples").Select(ReadExample)],
            Packages = content.TextList("packages"),
            Dependencies = content.TextList("dependencies"),
            Code = content.Text("code"),
        };
    }

    private static string Body(KnownBot bot) => string.Join('\n', (IEnumerable<string>)[
        bot.Purpose,
        .. bot.Functions.SelectMany(function => (string[])[function.Signature, function.Docs]).Where(text => text.Length > 0)]);

    private static JsonValue Write(KnownFunction function) => KnowledgeJson.Object(
        ("name", function.Name), ("signature", function.Signature), ("docs", KnowledgeJson.TextOrNull(function.Docs)));

    private static JsonValue Write(TaskExample example) => KnowledgeJson.Object(
        ("function", example.Function),
        ("args", example.Args.Count == 0 ? null : JsonValue.FromItems(example.Args)),
        ("returns", example.Returns),
        ("raises", example.Raises is { } raises ? JsonValue.FromString(raises) : null),
        ("prints", example.Prints is { } prints ? JsonValue.FromString(prints) : null));

    private static TaskExample ReadExample(JsonValue example) => new()
    {
        Function = example.Text("function"),
        Args = example.List("args"),
        Returns = example["returns"],
        Raises = example["raises"] is null ? null : example.Text("raises"),
        Prints = example["prints"] is null ? null : example.Text("prints"),
    };
}
