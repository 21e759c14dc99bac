using System.Text.Json;
using System.Text.Json.Serialization;

namespace Menace.Tasks.OwnProcess;

/// <summary>What a build tells the process of its stages (<see cref="StageServer"/>), a line each. One of the three is given.</summary>
/// <param name="Run">A task to run.</param>
/// <param name="Cancel">True to end the task that runs.</param>
/// <param name="Forget">True if the build is over: what was kept for its other stages is not needed any more.</param>
internal sealed record StageOrder(TaskOrder? Run = null, bool Cancel = false, bool Forget = false);

/// <summary>A task to run, with all that it sees of the build.</summary>
/// <param name="Task">Full name of its type.</param>
/// <param name="Inputs">The parameters that were set.</param>
/// <param name="Directory">Absolute path of the working directory.</param>
/// <param name="Environment">All variables.</param>
/// <param name="ProjectFile">The project that calls the task.</param>
/// <param name="Line">Line of the call, from 1.</param>
/// <param name="Column">Column of the call, from 1.</param>
/// <param name="ContinuesOnError">True if the target goes on after an error of the task.</param>
/// <param name="WarningsAsErrors">Codes of the warnings that the project makes errors.</param>
internal sealed record TaskOrder(
    string Task, Dictionary<string, TaskValue> Inputs, string Directory, Dictionary<string, string> Environment, string ProjectFile,
    int Line, int Column, bool ContinuesOnError, IReadOnlyList<string> WarningsAsErrors);

/// <summary>What the process says, a line each. One of the three is given.</summary>
/// <param name="Event">Something to log.</param>
/// <param name="Node">What is to happen with the node: true gives it to other projects, false takes it again.</param>
/// <param name="Result">The task has ended.</param>
internal sealed record StageAnswer(LogEvent? Event = null, bool? Node = null, TaskResult? Result = null);

/// <summary>How a task ended.</summary>
/// <param name="Succeeded">What it returned.</param>
/// <param name="Outputs">Its output parameters.</param>
internal sealed record TaskResult(bool Succeeded, Dictionary<string, TaskValue> Outputs);

/// <summary>The value of a parameter, by its type; all null is null.</summary>
/// <param name="Text">A string.</param>
/// <param name="Flag">A boolean.</param>
/// <param name="Words">Strings.</param>
/// <param name="Items">Items.</param>
internal sealed record TaskValue(
    string? Text = null, bool? Flag = null, IReadOnlyList<string>? Words = null, IReadOnlyList<TaskValueItem>? Items = null);

/// <summary>An item, with nothing escaped.</summary>
/// <param name="Spec">Its identity.</param>
/// <param name="Metadata">Its metadata, without what every item has.</param>
internal sealed record TaskValueItem(string Spec, Dictionary<string, string> Metadata);

/// <summary>An error, a warning or a message.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Message">Its text.</param>
/// <param name="Code">Its code.</param>
/// <param name="File">The file that it is about.</param>
/// <param name="Place">Line, column, end line and end column, from 1, 0 for none.</param>
/// <param name="HelpLink">Address of its page.</param>
/// <param name="Sender">The task.</param>
/// <param name="Importance">Of a message: 0 high, 1 normal, 2 low.</param>
/// <param name="Type">Of a message that one logger reads differently: its type.</param>
/// <param name="Metadata">What such a message says beside its text.</param>
internal sealed record LogEvent(
    LogKind Kind, string? Message, string? Code, string? File, IReadOnlyList<int> Place, string? HelpLink, string? Sender, int Importance,
    string? Type, IReadOnlyDictionary<string, string?>? Metadata);

/// <summary>The kinds of <see cref="LogEvent"/>.</summary>
internal enum LogKind
{
    /// <summary>An error.</summary>
    Error,

    /// <summary>A warning.</summary>
    Warning,

    /// <summary>A message.</summary>
    Message,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StageOrder))]
[JsonSerializable(typeof(StageAnswer))]
internal sealed partial class StageJson : JsonSerializerContext;

/// <summary>Reads and writes the lines.</summary>
internal static class StageLines
{
    /// <summary>The line of <paramref name="order"/>, with its end.</summary>
    public static byte[] Of(StageOrder order) => [.. JsonSerializer.SerializeToUtf8Bytes(order, StageJson.Default.StageOrder), (byte)'\n'];

    /// <summary>The line of <paramref name="answer"/>, with its end.</summary>
    public static byte[] Of(StageAnswer answer) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(answer, StageJson.Default.StageAnswer), (byte)'\n'];

    /// <summary>The order in <paramref name="line"/>.</summary>
    /// <exception cref="JsonException">The line is none.</exception>
    public static StageOrder Order(string line) => JsonSerializer.Deserialize(line, StageJson.Default.StageOrder)!;

    /// <summary>The answer in <paramref name="line"/>, or null for one that was cut off when the process ended.</summary>
    public static StageAnswer? Answer(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, StageJson.Default.StageAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
