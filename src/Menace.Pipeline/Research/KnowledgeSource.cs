using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Research;

/// <summary>
/// The knowledge: a bot of exactly this name that a build verified or a person trusts gives values; bots, code and failures that are
/// alike are shown.
/// </summary>
internal sealed class KnowledgeSource(ContextBuilder context) : IResearchSource
{
    /// <summary>Words of the question that an entry has, as a share: with fewer it is about something else.</summary>
    private const double LeastScore = 0.5;

    private const int MostAlike = 3;
    private const int MostTokens = 600;
    private const int MostFailures = 5;

    public string Name => "knowledge";

    public bool IsRemote => false;

    public Task<IReadOnlyList<ResearchFinding>> SearchAsync(ResearchQuestion question, CancellationToken cancellationToken)
    {
        var task = question.Task;
        List<ResearchFinding> findings = [];
        if (question.Field.Length > 0)
        {
            findings.AddRange(new BotsDb(context.Bots).Named(task.Name).Where(bot => bot.Name == task.Name)
                .Select(bot => Of(bot, question)).OfType<ResearchFinding>());
        }

        findings.AddRange(new ErrorsDb(context.Errors).OfBot(task.Name).Where(error => error.Bot == task.Name).Take(MostFailures).Select(
            error => new ResearchFinding(Name, $"errors.db {error.Bot}", $"Failed with {error.Rule}: {error.Message}")
            {
                Title = string.Create(CultureInfo.InvariantCulture, $"earlier failure of {error.Bot}, {error.Count} times"),
                Bot = task.Name,
            }));
        findings.AddRange(Alike(question));
        return Task.FromResult<IReadOnlyList<ResearchFinding>>(findings);
    }

    private IEnumerable<ResearchFinding> Alike(ResearchQuestion question) =>
        context.Build(question.Text, new ContextOptions { MaxTokens = MostTokens, TopK = MostAlike }).Excerpts
            .Where(excerpt => excerpt.Score >= LeastScore && excerpt.Name != question.Task.Name)
            .Select(excerpt => new ResearchFinding(Name, excerpt.Source, excerpt.Text.Length > 0 ? excerpt.Text : excerpt.Name)
            {
                Title = excerpt.Name,
            });

    private ResearchFinding? Of(KnownBot bot, ResearchQuestion question)
    {
        var value = bot.Origin == KnownOrigin.Untrusted || !IsSameBot(bot, question.Task) ? null : question.Field switch
        {
            "metadata.purpose" => KnowledgeJson.TextOrNull(bot.Purpose),
            "metadata.functions" => KnowledgeJson.Texts([.. bot.Functions.Select(function => function.Name)]),
            "metadata.packages" => KnowledgeJson.Texts(bot.Packages),
            "metadata.license" => KnowledgeJson.TextOrNull(bot.License),
            "metadata.language" => bot.Language.ToName(),
            _ => null,
        };
        return value is null ? null : new(Name, $"{bot.Name}@{bot.Commit}", $"{question.Field} is {CanonicalJson.Write(value)}")
        {
            Title = bot.Name,
            Bot = bot.Name,
            Field = question.Field,
            Value = value,
        };
    }

    /// <summary>Two bots can have the same name: nothing that the task says may be otherwise.</summary>
    private static bool IsSameBot(KnownBot bot, TaskInfo task) =>
        (task.Metadata.Language is not { } language || language == bot.Language)
        && task.Metadata.Functions.All(name => bot.Functions.Any(function => function.Name == name))
        && task.Metadata.CodeFile is null
        && (string.IsNullOrWhiteSpace(task.Code) || (bot.Functions.Count > 0 && bot.Functions.All(function =>
            Regex.IsMatch(task.Code, $@"(?<!\w){Regex.Escape(function.Name)}(?!\w)", RegexOptions.CultureInvariant))));
}
