using System.Globalization;
using Menace.Model.Json;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Research;
using Xunit.Abstractions;

namespace Menace.Pipeline.Tests.Research;

/// <summary>
/// What research fills in the labelled cases. A value is right if it is the label's, and wrong if it is another one or if there is none.
/// Held-out cases are only counted.
/// </summary>
public sealed class ResearchLabelTests(ITestOutputHelper output)
{
    /// <summary>The share of labelled values that has to be found.</summary>
    private const double LeastShare = 0.90;

    [Fact]
    public async Task Labelled_cases_have_their_values_and_no_others()
    {
        List<(ResearchCase Case, Result Result, JsonValue? Value)> judged = [];
        foreach (var one in ResearchLabels.Cases())
        {
            using var folder = new TemporaryFolder();
            var knowledge = new KnowledgeFolder(folder.Path);
            var sources = ResearchLabels.Sources(one, knowledge);
            var bot = new ResearchAggregatorBot([], new ContextBuilder(knowledge), sources, new ResearchSettings());

            var answer = await bot.CompleteAsync([new OpenTask(one.Task, [one.Field])], default);

            var value = answer.Fields.FirstOrDefault(field => field.Field == one.Field)?.Value;
            judged.Add((one, Judge(one, answer.Fields, value), value));
        }

        foreach (var (one, result, value) in judged.Where(one => !one.Case.IsHeldOut && one.Result is Result.Wrong or Result.Missing))
        {
            output.WriteLine($"{one.Id} {result}: {one.Expected} <> {value}");
        }

        foreach (var part in judged.GroupBy(one => one.Case.IsHeldOut))
        {
            var labelled = part.Count(one => one.Case.Expected is not null);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(part.Key ? "held out" : "development")} research: right {Count(Result.Right)}, wrong {Count(Result.Wrong)}, missing {Count(Result.Missing)}, rightly empty {Count(Result.Empty)}"));
            Assert.Equal(0, Count(Result.Wrong));
            Assert.True(Count(Result.Right) >= LeastShare * labelled, $"{Count(Result.Right)} of {labelled} values were found");

            int Count(Result result) => part.Count(one => one.Result == result);
        }
    }

    private static Result Judge(ResearchCase one, IReadOnlyList<CompletedField> fields, JsonValue? value) =>
        fields.Any(field => field.Bot != one.Task.Name || !ResearchFields.May(field.Field)) ? Result.Wrong
        : value is null ? one.Expected is null ? Result.Empty : Result.Missing
        : one.Expected is not null && SameValue.Of(one.Field, one.Expected, value) ? Result.Right : Result.Wrong;

    private enum Result
    {
        Right,
        Wrong,
        Missing,
        Empty,
    }
}
