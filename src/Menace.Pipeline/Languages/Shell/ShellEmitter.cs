using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Writes the shell share of a repository.</summary>
internal sealed class ShellEmitter
{
    private readonly EmitRequest _request;
    private readonly BotSpec _spec;
    private readonly ShellAnalysis _analysis;

    private ShellEmitter(EmitRequest request)
    {
        _request = request;
        _spec = request.Spec;
        _analysis = request.Analysis as ShellAnalysis
            ?? throw new ArgumentException("The analysis is not one of shell.", nameof(request));
    }

    private bool HasDependencies => _request.Dependencies.Count > 0;

    /// <summary>A script that acts when run is the command itself, unless the commands of other bots must be there first.</summary>
    private bool NeedsCommand => !_analysis.HasEntryPoint || HasDependencies;

    /// <inheritdoc cref="ILanguage.MainFile"/>
    public static string MainFile(string name) => name + ".sh";

    /// <summary>Path of a test file inside the repository; of that without a name, and of the generated one.</summary>
    public static string TestFile(BotSpec spec, string name = "") => $"tests/{(name.Length > 0 ? name : spec.Name + ".bats")}";

    /// <summary>Path of the part of the command that all bots share.</summary>
    public const string CommandFile = "scripts/command.sh";

    /// <inheritdoc cref="ILanguage.Emit"/>
    public static LanguageFiles Emit(EmitRequest request) => new ShellEmitter(request).Emit();

    private LanguageFiles Emit()
    {
        var main = MainFile(_spec.Name);
        var tests = new ShellTests(_spec, _analysis);
        List<RepositoryFile> files =
        [
            Script(main, ShellSource.Of(_spec, _analysis)),
            Script("scripts/setup_tests.sh", Setup()),
        ];
        if (NeedsCommand)
        {
            files.Add(Script("main.sh", _analysis.HasEntryPoint ? Program() : Command()));
        }

        if (!_analysis.HasEntryPoint)
        {
            files.Add(Script(CommandFile, Templates.Text("shell/command.sh")));
        }

        if (HasDependencies)
        {
            files.Add(Script("scripts/dependencies.sh", Dependencies()));
        }

        files.AddRange(_spec.Tests.Count > 0
            ? _spec.Tests.Select(test => Script(TestFile(_spec, test.Key), test.Value))
            : [Script(
                TestFile(_spec),
                tests.Render(TestCall("\"$@\""), TestCall("\"$@\"; set -- $?; echo \"$1\" >\"$RETURNED\"; exit \"$1\"")))]);

        return new LanguageFiles(files, main)
        {
            CommandLine = (NeedsCommand, _analysis.HasEntryPoint) switch
            {
                (true, false) => $"./main.sh {_spec.Functions[0]}",
                (true, true) => "./main.sh",
                _ => _analysis.HasShebang ? $"./{main}" : $"sh {main}",
            },
            TestCommandLine = "bats tests",
            NotCallable = [.. _spec.Functions.Where(f => ShellTests.IsInsideProgram(_analysis, f))
                .Select(f => new UncallableFunction(f, "the script runs commands of its own when it is read, and is called as a whole"))],
        };
    }

    /// <summary>The words that run a function of the bot, which follows with its arguments, in a shell of the bot's own.</summary>
    /// <param name="root">The bot's repository, as the shell reads it.</param>
    /// <param name="run">What the shell runs once it has read the script.</param>
    private string FunctionCall(string root, string run = "\"$@\"")
    {
        var source = $"\"{root}/{_spec.Name}.sh\"";
        var shell = string.Join(' ', _analysis.Options.Prepend(_analysis.Interpreter).Select(ShellText.Word));
        return HasDependencies
            ? $"bot_root={root} {shell} -c '. \"$bot_root/scripts/dependencies.sh\"; . \"$0\"; {run}' {source}"
            : $"{shell} -c '. \"$0\"; {run}' {source}";
    }

    private string TestCall(string run)
    {
        const string Root = "$BATS_TEST_DIRNAME/..";
        return !_analysis.HasEntryPoint ? FunctionCall(Root, run)
            : HasDependencies ? $"sh \"{Root}/main.sh\""
            : _analysis.HasShebang ? $"\"{Root}/{_spec.Name}.sh\""
            : $"sh \"{Root}/{_spec.Name}.sh\"";
    }

    /// <summary>Who may run a file by its name can: it says what reads it.</summary>
    private static RepositoryFile Script(string path, string text) =>
        RepositoryFile.FromText(path, text, isExecutable: text.StartsWith("#!", StringComparison.Ordinal));

    private string Command() => Templates.Render("shell/main.scriban", new ScriptObject
    {
        ["name"] = _spec.Name,
        ["word"] = ShellText.Word(_spec.Name),
        ["purpose"] = ShellText.Quote(OneLine(_spec.Purpose)),
        ["functions"] = ShellText.Quote(string.Concat(ShellTests.Callable(_spec).Select(Offer))),
        ["call"] = FunctionCall("$root"),
    });

    /// <summary>A function with its parameters, its documentation and an example, as <c>--help</c> prints them.</summary>
    private string Offer(string function)
    {
        var usage = _analysis.Usages.GetValueOrDefault(function);
        var signature = _analysis.Functions.FirstOrDefault(known => known.Name == function);
        var documentation = OneLine(_spec.FunctionDocs.GetValueOrDefault(function) ?? signature?.Documentation ?? "");
        var example = signature is null ? null : CommandExample.Of(_spec, signature);
        List<string> lines = [$"{function} {(usage is null ? "..." : string.Join(' ', usage.Parameters))}"];
        lines.AddRange(documentation.Length > 0 ? [$"    {documentation}"] : []);
        lines.AddRange(example is null ? [] : [$"    ./main.sh {example.Words}", $"    {example.Result}"]);
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static string OneLine(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();

    private string Program() => Templates.Render("shell/program.scriban", new ScriptObject
    {
        ["name"] = _spec.Name,
        ["interpreter"] = _analysis.Interpreter,
    });

    private string Dependencies() => Templates.Render("shell/dependencies.scriban", new ScriptObject
    {
        ["name"] = _spec.Name,
        ["built"] = _request.Dependencies.Select(BotCommand.Of).Where(command => command.Built is not null).Select(Built).ToList(),
        ["wrappers"] = _request.Dependencies.SelectMany(Wrappers).ToList(),
    });

    /// <summary>One function per function of the dependency, which runs its command.</summary>
    private static IEnumerable<ScriptObject> Wrappers(EmitDependency dependency)
    {
        var command = BotCommand.Of(dependency);
        IReadOnlyList<string> words = command.Built is null ? Words(command, command.Words) : [Starter(command)];
        return command.Functions.Select(function => new ScriptObject
        {
            ["name"] = $"{command.Spec.Identifier}_{BotLanguage.Shell.Profile().CallerName(function)}",
            ["call"] = command.IsProgram
                ? string.Join(' ', words)
                : $"_bot_call {string.Join(' ', words)} {ShellText.Word(function)} --json",
        });
    }

    /// <summary>The function that starts a command which must be built first.</summary>
    private static ScriptObject Built(BotCommand command) => new()
    {
        ["starter"] = Starter(command),
        ["artifact"] = command.Built!.Artifact,
        ["runner"] = string.Join(' ', command.Built.Runner),
        ["otherwise"] = string.Join(' ', Words(command, command.Built.Otherwise)),
    };

    private static string Starter(BotCommand command) => $"_bot_start_{command.Spec.Identifier}";

    /// <summary>The words, each as the shell reads it.</summary>
    private static IReadOnlyList<string> Words(BotCommand command, IReadOnlyList<CommandWord> words) => [.. words.Select(word => word switch
    {
        CommandWord.Text text => ShellText.Word(text.Value),
        CommandWord.InRepository file => $"\"$bot_root/../{file.At(command.Spec.Name)}\"",
        CommandWord.Program program => $"\"${{{program.Variable}:-{program.Default}}}\"",
        CommandWord.Cache => $"\"${{XDG_CACHE_HOME:-$HOME/.cache}}/menace/{command.Spec.Name}\"",
        _ => throw new ArgumentException($"{word.GetType().Name} is not a word that the shell can write.", nameof(words)),
    })];

    private string Setup() => Templates.Render("shell/setup_tests.scriban", new ScriptObject
    {
        ["name"] = _spec.Name,
        ["siblings"] = SiblingSetup.Of(_request),
    });
}
