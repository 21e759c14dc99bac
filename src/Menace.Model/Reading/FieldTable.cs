using Menace.Model.Json;

namespace Menace.Model.Reading;

/// <summary>The fields of one record, by their names in tasks.json.</summary>
internal sealed class FieldTable<TRecord>
    where TRecord : class
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public FieldTable(IReadOnlyList<TaskField<TRecord>> fields)
    {
        Fields = fields;
        Keys = [.. fields.SelectMany(field => field.Alias is { } alias ? [field.Key, alias] : new[] { field.Key })];
        for (var i = 0; i < fields.Count; i++)
        {
            _numbers.Add(fields[i].Key, i);
            if (fields[i].Alias is { } alias)
            {
                _numbers.Add(alias, i);
            }
        }
    }

    public IReadOnlyList<TaskField<TRecord>> Fields { get; }

    /// <summary>All names, aliases included.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The number of the field that is called <paramref name="key"/>, or -1.</summary>
    public int NumberOf(string key) => _numbers.TryGetValue(key, out var number) ? number : -1;

    public bool Holds(string key) => _numbers.ContainsKey(key);

    /// <summary>The fields of <paramref name="record"/> that hold something, in the order of the table.</summary>
    public IEnumerable<KeyValuePair<string, JsonValue>> Write(TRecord record)
    {
        foreach (var field in Fields)
        {
            var value = field.Write(record);
            if (value is not null || field.IsAlwaysWritten)
            {
                yield return new(field.Key, value ?? field.Variable(record));
            }
        }
    }

    /// <summary>All fields of <paramref name="record"/>, as templates see them.</summary>
    public IEnumerable<KeyValuePair<string, JsonValue>> Variables(TRecord record) =>
        Fields.Select(field => new KeyValuePair<string, JsonValue>(field.Key, field.Variable(record)));
}

/// <summary>A record as a task list writes it: its values, and which of them are given.</summary>
/// <param name="fields">The fields of the record; at most 64.</param>
/// <param name="empty">The record where nothing is given.</param>
internal sealed class GivenFields<TRecord>(FieldTable<TRecord> fields, TRecord empty)
    where TRecord : class
{
    private ulong _given;

    /// <summary>The values; what is not given has its default.</summary>
    public TRecord Values { get; set; } = empty;

    /// <summary>True where the property <paramref name="key"/> is given with a value of its type.</summary>
    public bool Has(string key) => Has(fields.NumberOf(key));

    /// <summary>Reads <paramref name="member"/>; false where no field has its name.</summary>
    public bool TryRead(JsonMember member, string path, ShapeReader shape, bool isDefaults = false)
    {
        var number = fields.NumberOf(member.Name);
        if (number < 0 || (isDefaults && !fields.Fields[number].IsInDefaults))
        {
            return false;
        }

        var field = fields.Fields[number];
        if ((member.Name == field.Key || !Has(number)) && field.Read(Values, shape, member.Value, path) is { } read)
        {
            Values = read;
            _given |= 1UL << number;
        }

        return true;
    }

    /// <summary>The values, filled from <paramref name="defaults"/>.</summary>
    /// <param name="source">The task that they belong to.</param>
    /// <param name="defaults">What the file's defaults say.</param>
    public TRecord Fill(TaskSource source, GivenFields<TRecord> defaults)
    {
        var filled = Values;
        for (var i = 0; defaults._given >> i != 0; i++)
        {
            if (defaults.Has(i))
            {
                filled = fields.Fields[i].Fill(source, filled, Has(i), defaults.Values);
            }
        }

        return filled;
    }

    private bool Has(int number) => (_given >> number & 1) != 0;
}
