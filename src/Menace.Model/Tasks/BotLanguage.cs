namespace Menace.Model.Tasks;

/// <summary>A language of bots, by its name; the table of languages holds its properties. The default value is C#.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
readonly record struct BotLanguage
{
    /// <summary>Null for C#, so that it equals the default value.</summary>
    private readonly string? _name;

    /// <summary>Creates the language with this name.</summary>
    /// <param name="name">The name as C# writes it, for example <c>Python</c>.</param>
    public BotLanguage(string name) => _name = name == nameof(CSharp) ? null : name;

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
}
