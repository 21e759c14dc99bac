using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Tasks;

/// <summary>Reads the properties of a project into settings; a value that cannot be used is MENACE0003.</summary>
internal sealed class TaskSettings(ProjectOptions options, string projectDirectory, DiagnosticLog diagnostics)
{
    private bool _isValid = true;

    /// <summary>The settings, or null if a property was reported.</summary>
    /// <param name="withHandoff">True to read how packages are handed off as well.</param>
    public BotDevConfig? ToConfig(bool withHandoff)
    {
        var project = Path.GetFullPath(projectDirectory);
        if (!IsGiven("MenaceTasksFile") | !IsGiven("MenaceRepositoryBase") | !IsGiven("MenaceStateDirectory"))
        {
            return null;
        }

        // Files that tasks name are beside the task list.
        var tasksFile = Path.GetFullPath(Options["MenaceTasksFile"], project);
        var config = new BotDevConfig { SourceDirectory = Path.GetDirectoryName(tasksFile)! };
        config = config with
        {
            TaskListName = Path.GetFileName(tasksFile),
            RepositoryBase = Path.GetFullPath(Options["MenaceRepositoryBase"], project),
            StateDirectory = Path.GetFullPath(Options["MenaceStateDirectory"], project),
            ResultStore = ResultStore(project),
            Knowledge = BotDevConfig.KnowledgeOf(Options["MenaceKnowledge"]) is { Length: > 0 } folder
                ? Path.GetFullPath(folder, project) : BotDevConfig.KnowledgeOf(Options["MenaceKnowledge"]),
            Documentation = Paths("MenaceDocumentation", project),
            TemplateFolders = TemplateFolders(project),
            Research = ResearchProperties.Read(this),
            Chat = ChatProperties.Read(this),
            SelfCoding = ReadSelfCoding(config.SelfCoding),
            UpdatesCompletions = Read("MenaceCompletionsUpdate", config.UpdatesCompletions, "true or false",
                text => bool.TryParse(text, out var value) ? value : null),
            Extension = Options["MenaceExtension"].Trim() is { Length: > 0 } extension ? Path.GetFullPath(extension, project) : null,
            MenaceId = Environment.GetEnvironmentVariable("MENACE_ID") ?? "",
            Python = Options["MenacePython"] is { Length: > 0 } python ? python : null,
            Concurrency = Read("MenaceConcurrency", config.Concurrency, "a whole number of at least 1",
                text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null),
            DefaultLanguage = Read("MenaceDefaultLanguage", config.DefaultLanguage, OneOf("MenaceDefaultLanguage", BotLanguages.Names),
                BotLanguages.Parse),
            VerifyEnabled = Read("MenaceVerifyEnabled", config.VerifyEnabled, "true or false", text =>
                bool.TryParse(text, out var value) ? value : null),
            CommitRed = Read("MenaceCommitRed", config.CommitRed, "true or false", text =>
                bool.TryParse(text, out var value) ? value : null),
            Adopt = Read("MenaceAdopt", config.Adopt, "true or false", text =>
                bool.TryParse(text, out var value) ? value : null),
            Remote = Remote(),
            PullsRemote = Read("MenacePull", config.PullsRemote, "true or false", text =>
                bool.TryParse(text, out var value) ? value : null),
            SignsCommits = Read("MenaceSign", config.SignsCommits, "true or false", text =>
                bool.TryParse(text, out var value) ? value : null),
            LintEnabled = Read("MenaceLint", config.LintEnabled, "true or false", text =>
                bool.TryParse(text, out var value) ? value : null),
            Stubs = Read("MenaceStubs", config.Stubs, OneOf("MenaceStubs", Enum.GetNames<StubPolicy>()),
                text => Enum.TryParse<StubPolicy>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null),
            MutationCheck = Read("MenaceMutationCheck", config.MutationCheck, OneOf("MenaceMutationCheck", Enum.GetNames<MutationCheck>()),
                text => Enum.TryParse<MutationCheck>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null),
            Tidy = Read("MenaceTidy", config.Tidy, OneOf("MenaceTidy", Enum.GetNames<TidyMode>()),
                text => Enum.TryParse<TidyMode>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null),
            VerifyTimeout = Read("MenaceVerifyTimeout", config.VerifyTimeout, "a duration such as 30s, 10m or 2h",
                text => Quantities.TryParseDuration(text, out var time) ? time : null),
            VerifyMode = Read("MenaceVerifyMode", config.VerifyMode, OneOf("MenaceVerifyMode", Enum.GetNames<VerifyMode>()),
                text => Enum.TryParse<VerifyMode>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null),
            VerifyAudit = Read("MenaceVerifyAudit", config.VerifyAudit, "a share such as 5%, from 0% to 100%", ParseShare),
            Emit = ReadEmit(),
            TestEnvironment = SplitNames(Options["MenaceTestEnvironment"]),
        };
        config = withHandoff ? config with { Handoff = HandoffProperties.Read(this) } : config;
        return _isValid ? config : null;
    }

    /// <summary>The properties.</summary>
    public ProjectOptions Options => options;

    /// <summary>The names in a property, each once.</summary>
    public static IReadOnlyList<string> SplitNames(string list) =>
        [.. list.Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>Paths separated by semicolons, relative to the project; <c>Off</c> is none.</summary>
    private IReadOnlyList<string> Paths(string property, string project) =>
        Options[property].Trim() is var text && text.Equals("Off", StringComparison.OrdinalIgnoreCase) ? []
            : [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(path => Path.GetFullPath(path, project))];

    private SelfCodingSettings ReadSelfCoding(SelfCodingSettings standard) => standard with
    {
        IsEnabled = Read("MenaceSelfCoding", standard.IsEnabled, "true or false", text =>
            bool.TryParse(text, out var value) ? value : null),
        Applies = Read("MenaceSelfCodingApply", standard.Applies, "true or false", text =>
            bool.TryParse(text, out var value) ? value : null),
        Interval = Read(
            "MenaceSelfCodingInterval", standard.Interval, SelfCodingSettings.IntervalAllowed, SelfCodingSettings.ParseInterval),
        RoiDrop = Read("MenaceSelfCodingRoiDrop", standard.RoiDrop, SelfCodingSettings.RoiDropAllowed, SelfCodingSettings.ParseRoiDrop),
        ErrorIncrease = Read(
            "MenaceSelfCodingErrorIncrease", standard.ErrorIncrease, SelfCodingSettings.ErrorIncreaseAllowed,
            SelfCodingSettings.ParseErrorIncrease),
    };

    private string? Remote() => Options["MenaceRemote"].Trim() is not { Length: > 0 } text ? null
        : RemotePattern.Parse(text, out var found) is null ? Refuse<string?>("MenaceRemote", found, RemotePattern.Allowed, null)
        : text;

    private string? ResultStore(string project) => Options["MenaceResultStore"].Trim() switch
    {
        "" => Path.Combine(Path.GetFullPath(Options["MenaceStateDirectory"], project), "results"),
        var off when off.Equals("Off", StringComparison.OrdinalIgnoreCase) => null,
        var folder => Path.GetFullPath(folder, project),
    };

    private IReadOnlyList<string> TemplateFolders(string project)
    {
        var folders = Paths("MenaceTemplateFolders", project);
        return folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing
            ? Refuse<IReadOnlyList<string>>("MenaceTemplateFolders", missing, "existing folders; a package of MenaceTemplate has one, "
                + "menace/templates, after its restore", []) : folders;
    }

    private IReadOnlyList<DeploymentTarget> ReadEmit() =>
        DeploymentTargets.Parse(Options["MenaceEmit"], out var allowed)
            ?? Refuse<IReadOnlyList<DeploymentTarget>>("MenaceEmit", Options["MenaceEmit"], allowed, []);

    private static double? ParseShare(string text) =>
        text.EndsWith('%') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var percent) && percent is >= 0 and <= 100 ? percent / 100 : null;

    /// <summary>The words that a property can have, and the one that may be meant.</summary>
    public string OneOf(string property, IReadOnlyList<string> words) => string.Join(", ", words) + Nearest.Hint(Options[property], words);

    /// <summary>An empty path would be the folder of the project.</summary>
    private bool IsGiven(string property) => Options[property].Length > 0 || Refuse(property, "", "a path", false);

    /// <summary>The value of a property, or <paramref name="fallback"/> where it is empty, or cannot be used and was reported.</summary>
    public T Read<T>(string property, T fallback, string allowed, Func<string, T?> parse)
        where T : struct
    {
        var text = Options[property];
        if (text.Length == 0)
        {
            return fallback;
        }

        if (parse(text.Trim()) is { } value)
        {
            return value;
        }

        return Refuse(property, text, allowed, fallback);
    }

    /// <summary>Reports a value that cannot be used.</summary>
    public T Refuse<T>(string property, string text, string allowed, T fallback)
    {
        _isValid = false;
        diagnostics.Report(new PipelineDiagnostic(Rules.InvalidProperty, [property, text, allowed]));
        return fallback;
    }
}
