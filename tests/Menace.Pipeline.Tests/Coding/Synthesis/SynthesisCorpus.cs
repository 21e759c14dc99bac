using System.Text.Json;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Coding.Synthesis;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Expressions;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Tests.Coding.Synthesis;

/// <summary>A task of the labelled set (tests/Corpora/synthesis).</summary>
internal sealed record LabelledTask(
    string Id, BotLanguage Language, string Class, string Purpose, CodeFunction Function, IReadOnlyList<TaskExample> Withheld)
{
    /// <summary>Gets whether its examples leave out what matters: the right answer is to ask.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>Reads one part of the set.</summary>
    public static IReadOnlyList<LabelledTask> Read(string part)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(RepositoryRoot.Path, "tests", "Corpora", "synthesis", part + ".json")));
        return [.. document.RootElement.GetProperty("tasks").EnumerateArray().Select(Read)];
    }

    /// <summary>Searches its program and compares it with the withheld examples.</summary>
    /// <returns><c>right</c>, <c>wrong</c>, <c>asked</c> or <c>missing</c>, and the search.</returns>
    public (string Outcome, SynthesisResult? Result) Solve()
    {
        var profile = Language.Profile();
        var problem = SynthesisProblem.Of(Function, [Purpose, Function.Name], isText: !profile.DeclaresParameters, out _);
        if (problem is null)
        {
            return ("missing", null);
        }

        var result = new Synthesiser().Find(problem, CancellationToken.None);
        return (result.Outcome switch
        {
            SynthesisOutcome.NotFound => "missing",
            SynthesisOutcome.Ambiguous => "asked",
            _ => Withheld.All(example => Holds(example, problem, result.Program!)) ? "right" : "wrong",
        }, result);
    }

    /// <summary>True if the program of <paramref name="result"/> gives the results of all examples.</summary>
    public bool GivesExamples(SynthesisResult result)
    {
        var problem = SynthesisProblem.Of(Function, [Purpose, Function.Name], !Language.Profile().DeclaresParameters, out _)!;
        return Function.Examples.All(example => Holds(example, problem, result.Program!));
    }

    private bool Holds(TaskExample example, SynthesisProblem problem, Expression program)
    {
        var isText = !Language.Profile().DeclaresParameters;
        Value[] arguments = [.. example.Args.Zip(problem.Parameters, (json, parameter) =>
            Value.Read(isText && parameter.Type == ExpressionType.Integer ? JsonValue.FromNumberText(json.Text) : json, parameter.Type) ?? Value.None)];
        if (arguments.Any(argument => argument.IsNone) || program.Evaluate(arguments) is { IsNone: true })
        {
            return false;
        }

        var value = program.Evaluate(arguments).ToJson(program.Type);
        return (isText && value.Kind == JsonKind.Number ? JsonValue.FromString(value.Text) : value).Equals(example.Returns);
    }

    private static LabelledTask Read(JsonElement element)
    {
        var name = element.GetProperty("function").GetString()!;
        return new(
            element.GetProperty("id").GetString()!,
            BotLanguages.Parse(element.GetProperty("language").GetString()!)!.Value,
            element.GetProperty("class").GetString()!,
            element.GetProperty("purpose").GetString()!,
            new CodeFunction(
                name, [.. element.GetProperty("parameters").EnumerateArray().Select(one => one.GetString()!)], Examples("examples")),
            Examples("withheld"))
        {
            IsAmbiguous = element.TryGetProperty("ambiguous", out var flag) && flag.GetBoolean(),
        };

        IReadOnlyList<TaskExample> Examples(string key) => [.. element.GetProperty(key).EnumerateArray().Select(one => new TaskExample
        {
            Function = name,
            Args = [.. one.GetProperty("args").EnumerateArray().Select(StageFile.ToValue)],
            Returns = StageFile.ToValue(one.GetProperty("returns")),
        })];
    }
}
