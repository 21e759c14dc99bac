using Menace.Model.Languages.Shell;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>What the emitter needs to know of shell code beyond its functions.</summary>
internal sealed record ShellAnalysis : CodeAnalysis
{
    /// <summary>The shell that runs the code: the shebang's, else <c>sh</c>.</summary>
    public string Interpreter { get; init; } = "sh";

    /// <summary>The options that the shebang gives it, as <c>-e</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>True if the first line names the interpreter.</summary>
    public bool HasShebang { get; init; }

    /// <summary>Names of the functions that the code itself defines at top level.</summary>
    public IReadOnlyList<string> Defined { get; init; } = [];

    /// <summary>Names of the functions (<c>main</c> for a program) that answer by exit code 0 or 1.</summary>
    public IReadOnlyList<string> Predicates { get; init; } = [];

    /// <summary>What the functions print whose body only prints literals, without the last newline, by name.</summary>
    public IReadOnlyDictionary<string, string> Literals { get; init; } = new Dictionary<string, string>();

    /// <summary>What the documentation of the functions says of their arguments, by name.</summary>
    public IReadOnlyDictionary<string, ShellUsage> Usages { get; init; } = new Dictionary<string, ShellUsage>();

    /// <inheritdoc/>
    public override BotCommand Command(BotSpec spec)
    {
        IReadOnlyList<string> functions = HasEntryPoint ? [BotCommand.ProgramFunction]
            : [.. spec.Functions.Distinct(StringComparer.Ordinal)];
        var hasCommand = !HasEntryPoint || spec.Dependencies.Count > 0;
        var file = new CommandWord.InRepository(hasCommand ? "main.sh" : ShellEmitter.MainFile(spec.Name));
        return new BotCommand(spec, HasEntryPoint, functions, !hasCommand && HasShebang ? [file] : [new CommandWord.Text("sh"), file]);
    }
}
