using System.Text.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Planning;

/// <summary>The labelled pairs of tests/Corpora/completion/planner, and its pool of bots.</summary>
internal static class PlannerLabels
{
    private static string Folder => Path.Combine(RepositoryRoot.Path, "tests/Corpora/completion/planner");

    public static IReadOnlyList<KnownBot> Candidates()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "candidates.json")));
        return [.. document.RootElement.EnumerateArray().Select(Candidate)];
    }

    public static IReadOnlyList<PlannerPair> Pairs()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "pairs.json")));
        return [.. document.RootElement.EnumerateArray().Select(pair => new PlannerPair(
            Text(pair, "id"), Task(pair.GetProperty("task")), Text(pair, "expected"), Text(pair, "candidate"),
            pair.GetProperty("heldOut").GetBoolean()))];
    }

    private static TaskInfo Task(JsonElement task) =>
        TaskPackageJson.Read($$"""{"tasks":[{{task.GetRawText()}}],"version":1}""").Tasks[0];

    private static KnownBot Candidate(JsonElement bot) => new()
    {
        Name = Text(bot, "name"),
        Purpose = Text(bot, "purpose"),
        Language = new BotLanguage(Text(bot, "language")),
        License = Text(bot, "licence"),
        Origin = Enum.Parse<KnownOrigin>(Text(bot, "origin"), ignoreCase: true),
        Functions = [.. bot.GetProperty("functions").EnumerateArray().Select(function =>
            new KnownFunction(Text(function, "name"), Text(function, "signature"), Text(function, "docs")))],
        Packages = [.. bot.GetProperty("packages").EnumerateArray().Select(package => package.GetString()!)],
        Code = Text(bot, "code"),
    };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}

/// <summary>A task with its verdict over the whole pool.</summary>
internal sealed record PlannerPair(string Id, TaskInfo Task, string Expected, string Candidate, bool IsHeldOut);
