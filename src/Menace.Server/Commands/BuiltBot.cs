using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Server.Hosting;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Menace.Server.Commands;

/// <summary>A bot's repository on this machine, described by its meta.yaml.</summary>
/// <param name="Name">Name of the bot.</param>
/// <param name="Root">Absolute path of the repository.</param>
/// <param name="Start">How its command is started.</param>
/// <param name="Functions">The callable functions.</param>
/// <param name="Timeout">How long a run may take.</param>
internal sealed record BuiltBot(string Name, string Root, BotStart Start, IReadOnlyList<string> Functions, TimeSpan Timeout)
{
    private static readonly TimeSpan StandardTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The repository of <paramref name="bot"/> in the folder <paramref name="repositories"/>.</summary>
    /// <param name="repositories">The folder.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="runner">Asks programs of the language for their versions.</param>
    /// <exception cref="CodedException">There is none that Menace made.</exception>
    public static BuiltBot Find(string repositories, string bot, IProcessRunner runner)
    {
        var root = Path.Combine(repositories, bot);
        var path = Path.Combine(root, "meta.yaml");
        if (Path.GetFileName(root) != bot || !File.Exists(path))
        {
            throw new CodedException(
                Rules.BotNotRunnable, bot,
                $"'{path}' does not exist. Build the project first, or set the repository folder with --repositories");
        }

        try
        {
            var yaml = new YamlStream();
            using var reader = File.OpenText(path);
            yaml.Load(reader);
            var meta = (YamlMappingNode)yaml.Documents[0].RootNode;
            var functions = ((YamlSequenceNode)meta["functions"]).Select(function => ((YamlScalarNode)function).Value!);
            return BotLanguages.Parse(Text(meta, "language")) is { } language
                ? new(bot, root, LanguageTable.Create(new BotDevConfig(), runner)[language].StartOf(root, bot), [.. functions],
                    TimeoutOf(meta))
                : throw new CodedException(Rules.BotNotRunnable, bot, $"its meta.yaml has the language '{Text(meta, "language")}'");
        }
        catch (Exception exception) when (exception is YamlException or InvalidCastException or KeyNotFoundException
            or ArgumentOutOfRangeException)
        {
            throw new CodedException(Rules.BotNotRunnable, [bot, $"'{path}' was not written by Menace: {exception.Message}"], exception);
        }
    }

    /// <summary>The default call: its first function, or none if its code is a program of its own.</summary>
    public IReadOnlyList<string> StandardArguments => Start.IsProgram || Functions.Count == 0 ? [] : [Functions[0]];

    /// <summary>The words that start its command.</summary>
    /// <exception cref="ToolMissingException">This machine lacks the language's program.</exception>
    public Task<IReadOnlyList<string>> WordsAsync(CancellationToken cancellationToken) => Start.WordsAsync(cancellationToken);

    private static string Text(YamlMappingNode meta, string key) => ((YamlScalarNode)meta[key]).Value ?? "";

    private static TimeSpan TimeoutOf(YamlMappingNode meta) =>
        meta.Children.TryGetValue("resources", out var found) && found is YamlMappingNode resources
            && resources.Children.TryGetValue("timeout", out var node)
            && node is YamlScalarNode { Value: { } text }
        && (Quantities.TryParseDuration(text, out var timeout) || Quantities.TryReadTimeout(JsonValue.FromString(text), out timeout))
        && timeout > TimeSpan.Zero
            ? timeout
            : StandardTimeout;
}
