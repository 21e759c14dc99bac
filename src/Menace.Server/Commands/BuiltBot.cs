using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages.Python;
using Menace.Server.Hosting;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Menace.Server.Commands;

/// <summary>A bot's repository on this machine, by what its meta.yaml says.</summary>
/// <param name="Name">Name of the bot.</param>
/// <param name="Root">Absolute path of the repository.</param>
/// <param name="Language">The language.</param>
/// <param name="Functions">What can be called.</param>
/// <param name="Timeout">How long a run may take.</param>
internal sealed record BuiltBot(string Name, string Root, BotLanguage Language, IReadOnlyList<string> Functions, TimeSpan Timeout)
{
    private static readonly TimeSpan StandardTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The repository of <paramref name="bot"/> in the folder <paramref name="repositories"/>.</summary>
    /// <exception cref="CodedException">There is none that Menace made.</exception>
    public static BuiltBot Find(string repositories, string bot)
    {
        var root = Path.Combine(repositories, bot);
        var path = Path.Combine(root, "meta.yaml");
        if (Path.GetFileName(root) != bot || !File.Exists(path))
        {
            throw new CodedException(Rules.BotNotRunnable, bot, $"'{path}' does not exist. Build the project first, or set the repository folder with --repositories");
        }

        try
        {
            var yaml = new YamlStream();
            using var reader = File.OpenText(path);
            yaml.Load(reader);
            var meta = (YamlMappingNode)yaml.Documents[0].RootNode;
            return BotLanguages.Parse(Text(meta, "language")) is { } language
                ? new(bot, root, language, [.. ((YamlSequenceNode)meta["functions"]).Select(function => ((YamlScalarNode)function).Value!)], TimeoutOf(meta))
                : throw new CodedException(Rules.BotNotRunnable, bot, $"its meta.yaml has the language '{Text(meta, "language")}'");
        }
        catch (Exception exception) when (exception is YamlException or InvalidCastException or KeyNotFoundException or ArgumentOutOfRangeException)
        {
            throw new CodedException(Rules.BotNotRunnable, [bot, $"'{path}' was not written by Menace: {exception.Message}"], exception);
        }
    }

    /// <summary>The default call: its first function, or none if its code is a program of its own.</summary>
    public IReadOnlyList<string> StandardArguments => IsProgram || Functions.Count == 0 ? [] : [Functions[0]];

    /// <summary>The words that start its command.</summary>
    /// <exception cref="ToolMissingException">This machine lacks the language's program.</exception>
    public async Task<IReadOnlyList<string>> WordsAsync(IProcessRunner runner, CancellationToken cancellationToken) => Language switch
    {
        BotLanguage.CSharp => ["dotnet", "run", "--project", Path.Combine(Root, "src", Name), "--"],
        BotLanguage.Python => [await new PythonInterpreter(runner).ForAnalysisAsync(cancellationToken), Root],
        _ => HasCommand ? ["sh", Path.Combine(Root, "main.sh")] : Script(Path.Combine(Root, Name + ".sh")),
    };

    private bool HasCommand => File.Exists(Path.Combine(Root, "main.sh"));

    private bool IsProgram => Language switch
    {
        BotLanguage.CSharp => !File.Exists(Path.Combine(Root, "src", Name, "Program.cs")),
        BotLanguage.Shell => !HasCommand,
        _ => false,
    };

    private static IReadOnlyList<string> Script(string path) => File.ReadLines(path).FirstOrDefault()?.StartsWith("#!", StringComparison.Ordinal) == true ? [path] : ["sh", path];

    private static string Text(YamlMappingNode meta, string key) => ((YamlScalarNode)meta[key]).Value ?? "";

    private static TimeSpan TimeoutOf(YamlMappingNode meta) =>
        meta["resources"] is YamlMappingNode resources && resources.Children.TryGetValue("timeout", out var node) && node is YamlScalarNode { Value: { } text }
        && (Quantities.TryParseDuration(text, out var timeout) || Quantities.TryReadTimeout(JsonValue.FromString(text), out timeout))
        && timeout > TimeSpan.Zero
            ? timeout
            : StandardTimeout;
}
