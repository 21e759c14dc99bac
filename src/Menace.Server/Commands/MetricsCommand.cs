using System.CommandLine;
using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Pipeline.Knowledge;
using Menace.Server.Hosting;

namespace Menace.Server.Commands;

/// <summary><c>menace metrics</c>: the metrics of bots that decide whether builds report them.</summary>
internal static class MetricsCommand
{
    public static Command Create() => new("metrics", "Manages the metrics of bots, by which builds report those that got worse.")
    {
        CreateAdd(), CreateList(),
    };

    private static Command CreateAdd()
    {
        var bot = new Argument<string>("bot") { Description = "Name of the bot." };
        var roi = CommandOption.Of("--roi", "NUMBER", "The return on investment.");
        var errors = CommandOption.Of("--errors", "NUMBER", "The number of errors.");
        var at = CommandOption.Of("--at", "TIME", "The time of the measurement, such as 2026-03-01T12:00Z (default: now).");
        return KnowledgeCommand.Command("add", "Adds a measurement of a bot.", [bot, roi, errors, at], (line, folder, output, _) =>
        {
            folder.OpenMetrics().Add(line.GetValue(bot)!, new()
            {
                Roi = Number("--roi", line.GetValue(roi)),
                Errors = Number("--errors", line.GetValue(errors)),
                At = Time(line.GetValue(at)),
            });
            output.Count("Added", 1);
            return Task.CompletedTask;
        });
    }

    private static Command CreateList()
    {
        var bot = new Argument<string?>("bot") { Description = "Name of a bot (default: all).", Arity = ArgumentArity.ZeroOrOne };
        return KnowledgeCommand.Command("list", "Lists the measurements of bots.", [bot], (line, folder, output, _) =>
        {
            var metrics = folder.OpenMetrics();
            IReadOnlyList<MetricHistory> histories = line.GetValue(bot) is not { } name ? metrics.All()
                : metrics.Find(name) is { } one ? [one]
                : throw new CodedException(Rules.KnowledgeNotFound, name, folder.Path);
            output.Lines([.. histories.SelectMany(history => history.Samples
                .Select(sample => (Text(history.Bot, sample), Json(history.Bot, sample))))]);
            return Task.CompletedTask;
        });
    }

    private static string Text(string bot, MetricSample sample)
    {
        var values = ((string Name, double? Value)[])
        [
            ("roi", sample.Roi), ("errors", sample.Errors), ("failed tests", sample.FailedTests), ("seconds", sample.Seconds),
            ("memory", sample.Memory),
        ];
        return string.Create(CultureInfo.InvariantCulture, $"{sample.At:u}  {bot}") + string.Concat(values
            .Where(value => value.Value is not null)
            .Select(value => string.Create(CultureInfo.InvariantCulture, $"  {value.Name} {value.Value}")))
            + (sample.IsFlaky ? "  flaky" : "");
    }

    private static JsonValue Json(string bot, MetricSample sample)
    {
        List<KeyValuePair<string, JsonValue>> members =
            [new("bot", bot), new("at", sample.At.ToString("O", CultureInfo.InvariantCulture)), new("flaky", sample.IsFlaky)];
        foreach (var (name, value) in ((string, double?)[])
        [
            ("roi", sample.Roi), ("errors", sample.Errors), ("failed_tests", sample.FailedTests), ("seconds", sample.Seconds),
            ("memory", sample.Memory),
        ])
        {
            if (value is { } number)
            {
                members.Add(new(name, number));
            }
        }

        members.Add(new("commit", sample.Commit));
        return JsonValue.FromMembers(members);
    }

    private static double? Number(string option, string? text) => text is null ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : throw new CodedException(Rules.InvalidOption, option, text, "a number such as 0.42");

    private static DateTimeOffset Time(string? text) => text is null ? default
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time != default
            ? time
        : throw new CodedException(Rules.InvalidOption, "--at", text, "a time such as 2026-03-01T12:00Z");
}
