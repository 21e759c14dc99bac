using Menace.Model.Json;

namespace Menace.Model.Reading;

/// <summary>How values of one type are read from a task list and written to a package.</summary>
/// <param name="Read">The value of a token, or null where it has another type, which is reported then.</param>
/// <param name="Write">The value as JSON, or null where there is nothing to write.</param>
/// <param name="Empty">What stands for a value that is not given.</param>
internal sealed record FieldType<T>(Func<ShapeReader, JsonNode, string, T?> Read, Func<T, JsonValue?> Write, JsonValue Empty);

/// <summary>A property of a task or of its metadata, and all that the format does with it; a row of <see cref="TaskFields"/>.</summary>
/// <typeparam name="TRecord">The record that holds its value.</typeparam>
internal sealed class TaskField<TRecord>
    where TRecord : class
{
    /// <summary>The name in tasks.json, in packages and in templates.</summary>
    public required string Key { get; init; }

    /// <summary>Another name in tasks.json, which counts only where the key itself is not given.</summary>
    public string? Alias { get; init; }

    /// <summary>False where <c>defaults</c> cannot hold it.</summary>
    public bool IsInDefaults { get; init; } = true;

    /// <summary>True where a package holds it although it is empty.</summary>
    public bool IsAlwaysWritten { get; init; }

    /// <summary>The record with the value of a token, or null where the token cannot be read.</summary>
    public required Func<TRecord, ShapeReader, JsonNode, string, TRecord?> Read { get; init; }

    /// <summary>What the task says (first, with whether it says it), filled from the defaults (second).</summary>
    public required Func<TaskSource, TRecord, bool, TRecord, TRecord> Fill { get; init; }

    /// <summary>The value as JSON, or null where it is empty.</summary>
    public required Func<TRecord, JsonValue?> Write { get; init; }

    /// <summary>The value that templates see.</summary>
    public required Func<TRecord, JsonValue> Variable { get; init; }

    /// <summary>
    /// A field of the type <paramref name="type"/>. Left out, <paramref name="fromDefaults"/> takes the value of the defaults as it is,
    /// <paramref name="merge"/> the task's own value, and <paramref name="variable"/> shows templates what a package holds. Where
    /// <paramref name="isNullable"/>, null
    /// in the list says that there is no value, whatever the defaults say.
    /// </summary>
    public static TaskField<TRecord> Of<T>(
        string key, FieldType<T> type, Func<TRecord, T> get, Func<TRecord, T, TRecord> set, string? alias = null,
        Func<TaskSource, T, T?>? fromDefaults = null, Func<T, T, T>? merge = null, bool isInDefaults = true, bool isAlwaysWritten = false,
        bool isNullable = false, Func<TRecord, JsonValue>? variable = null)
    {
        return new()
        {
            Key = key,
            Alias = alias,
            IsInDefaults = isInDefaults,
            IsAlwaysWritten = isAlwaysWritten,
            Read = (record, shape, node, path) => isNullable && node.Kind == JsonKind.Null ? set(record, default!)
                : type.Read(shape, node, path) is { } value ? set(record, value) : null,
            Fill = Fill,
            Write = record => type.Write(get(record)),
            Variable = variable ?? (record => type.Write(get(record)) ?? type.Empty),
        };

        TRecord Fill(TaskSource source, TRecord own, bool isGiven, TRecord defaults)
        {
            if (isGiven)
            {
                return merge is null ? own : set(own, merge(get(own), get(defaults)));
            }

            var value = fromDefaults is null ? get(defaults) : fromDefaults(source, get(defaults));
            return value is null ? own : set(own, value);
        }
    }
}
