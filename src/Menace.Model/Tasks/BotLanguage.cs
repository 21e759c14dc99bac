namespace Menace.Model.Tasks;

/// <summary>A language that a bot can be written in, by its name. What it is stands in the table of languages.</summary>
/// <param name="Name">The name as C# writes it, for example <c>Python</c>; the records between stages hold it.</param>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
readonly record struct BotLanguage(string Name)
{
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
