#if NET
using System.Text.Json.Serialization;

#endif
namespace Menace.Model.Tasks;

/// <summary>
/// A language of bots, by its name in any case; the table of languages holds its properties. The default value is C#. Its JSON is the name.
/// </summary>
#if NET
[JsonConverter(typeof(BotLanguageConverter))]
#endif
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
readonly record struct BotLanguage
{
    private static readonly string[] Names = [nameof(CSharp), nameof(Python), nameof(Shell)];

    /// <summary>Null for C#, so that it equals the default value.</summary>
    private readonly string? _name;

    /// <summary>Creates the language with this name.</summary>
    /// <param name="name">The name in any case, for example <c>Python</c> or <c>python</c>.</param>
    public BotLanguage(string name)
    {
        var known = Names.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) ?? name;
        _name = known == nameof(CSharp) ? null : known;
    }

    /// <summary>Gets the name as C# writes it; the records between stages hold it.</summary>
    public string Name => _name ?? nameof(CSharp);

    /// <summary>Gets C# on .NET 10 with xunit.</summary>
    public static BotLanguage CSharp { get; } = new(nameof(CSharp));

    /// <summary>Gets Python 3.9 or newer with pytest.</summary>
    public static BotLanguage Python { get; } = new(nameof(Python));

    /// <summary>Gets POSIX sh with bats.</summary>
    public static BotLanguage Shell { get; } = new(nameof(Shell));

    /// <summary>Returns the name in tasks.json, for example <c>python</c>.</summary>
    public string ToName() => Name.ToLowerInvariant();

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Gets whether the names are equal; their case does not count.</summary>
    public bool Equals(BotLanguage other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);
}
