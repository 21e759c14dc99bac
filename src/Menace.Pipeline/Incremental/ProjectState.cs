using System.Text.Json;
using System.Text.Json.Serialization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental.Decisions;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// The manifest of a project, <c>state.json</c> in the folder of the stage files: which stages are done and from what. A build compares it
/// with the disk once and runs the stages that are open; each of these writes down what it did. Nothing is decided by comparing times.
/// Stages are texts here, and structs are in no collection: the runtime compiles a generic type anew for each struct, and enumerations are
/// structs. In a build that has nothing to do that would take longer than the comparison.
/// </summary>
internal sealed record ProjectState
{
    /// <summary>Name of the file in the stage folder.</summary>
    public const string FileName = "state.json";

    private static readonly string[] Stages =
        [nameof(PipelineStage.Handoff), nameof(PipelineStage.Optimise), nameof(PipelineStage.Develop), nameof(PipelineStage.Verify)];

    /// <summary>The <see cref="ProjectKey"/> that all the rest is true for.</summary>
    public string Project { get; init; } = "";

    /// <summary>
    /// The version of Menace that developed the repositories last, whatever else is true; empty if none did, or one that kept none.
    /// </summary>
    public string Version { get; init; } = "";

    /// <summary>The task list and the files that it names, before the first stage read them.</summary>
    public IReadOnlyList<SeenFile> Sources { get; init; } = [];

    /// <summary>True if the list has warnings that only the analyzer reported: without it the first stage has to.</summary>
    public bool ReliesOnAnalyzer { get; init; }

    /// <summary>For each stage that is done the files in the stage folder that it read and left.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SeenFile>> Done { get; init; } =
        new Dictionary<string, IReadOnlyList<SeenFile>>();

    /// <summary>The repositories that the develop stage left.</summary>
    public IReadOnlyList<KnownRepository> Repositories { get; init; } = [];

    /// <summary>Names of repositories that have no task any more.</summary>
    public IReadOnlyList<string> Orphans { get; init; } = [];

    /// <summary>The <see cref="TestedState"/> before the last stage tested the repositories.</summary>
    public string Tested { get; init; } = "";

    /// <summary>The closing line of a build that has nothing to do.</summary>
    public string Closing { get; init; } = "";

    /// <summary>The manifest in <paramref name="stageDirectory"/>; an empty one if there is none or it cannot be read.</summary>
    /// <exception cref="IOException">The file is there and cannot be opened.</exception>
    public static ProjectState Read(string stageDirectory)
    {
        var path = Path.Combine(stageDirectory, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ProjectStateJson.Default.ProjectState) ?? new()
                : new();
        }
        catch (JsonException)
        {
            return new();
        }
    }

    /// <summary>Writes the manifest into <paramref name="stageDirectory"/>.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string stageDirectory) => AtomicFile.Write(
        Path.Combine(stageDirectory, FileName), JsonSerializer.SerializeToUtf8Bytes(this, ProjectStateJson.Default.ProjectState));

    /// <summary>The file that a stage leaves for the next one.</summary>
    public static string FileOf(PipelineStage stage) => stage switch
    {
        PipelineStage.Handoff => "handoff.json",
        PipelineStage.Optimise => "optimise.json",
        PipelineStage.Develop => "build.json",
        PipelineStage.Verify => "verify.json",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };

    /// <summary>The file that <paramref name="stage"/> is about to read; none for the first.</summary>
    public static IReadOnlyList<SeenFile> InputOf(PipelineStage stage, string stageDirectory) =>
        stage == PipelineStage.Handoff ? [] : [SeenFile.Now(FileOf(stage - 1), stageDirectory)];

    /// <summary>This state with <paramref name="stage"/> done, or not.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="isDone">False if the next build has to run it again.</param>
    /// <param name="stageDirectory">The folder of the stage files.</param>
    /// <param name="input">What the stage read (<see cref="InputOf"/>): another build may have replaced it since.</param>
    /// <param name="sideFiles">Names of files that the stage left besides its own.</param>
    public ProjectState With(
        PipelineStage stage, bool isDone, string stageDirectory, IReadOnlyList<SeenFile> input, params IEnumerable<string> sideFiles)
    {
        var name = stage.ToString();
        var done = Done.Where(entry => entry.Key != name).ToDictionary();
        if (isDone)
        {
            // Each blob once, with the first stage that writes it: that one writes it again.
            var written = done.Where(entry => Array.IndexOf(Stages, entry.Key) < (int)stage).SelectMany(entry => entry.Value)
                .Select(file => file.Path).ToHashSet();
            var blobs = BlobFolder.NamedIn(Path.Combine(stageDirectory, FileOf(stage))).Where(blob => !written.Contains(blob));
            done[name] = [.. input, .. new[] { FileOf(stage) }.Concat(sideFiles).Concat(blobs)
                .Select(file => SeenFile.Now(file, stageDirectory))];

            // A file that is gone already was removed by another build.
            if (done[name].Any(file => file.Identity.Length == 0))
            {
                done.Remove(name);
            }
        }

        return this with { Done = done };
    }

    /// <summary>This state without <paramref name="stages"/>, which run again.</summary>
    public ProjectState Without(IReadOnlyCollection<string> stages) =>
        this with { Done = Done.Where(stage => !stages.Contains(stage.Key)).ToDictionary() };

    /// <summary>Names of the stages that have to run, whatever the stages before them leave, in their order.</summary>
    /// <param name="project">The <see cref="ProjectKey"/> now.</param>
    /// <param name="stageDirectory">The folder of the stage files.</param>
    /// <param name="store">Path of the store in which the first stage recorded the list.</param>
    /// <param name="analyzerRan">True if the analyzer reports the warnings of the list.</param>
    /// <param name="tested">Returns the <see cref="TestedState"/> of the repositories now; called only if it decides.</param>
    /// <param name="reasons">Receives everything that is not as it was.</param>
    public IReadOnlyList<string> Open(
        string project, string stageDirectory, string store, bool analyzerRan, Func<IReadOnlyList<KnownRepository>, string> tested,
        OpenReasons reasons)
    {
        if (project != Project)
        {
            reasons.IsOtherProject = true;
            return Stages;
        }

        HashSet<string> open = [];
        foreach (var stage in Stages)
        {
            if (!Done.TryGetValue(stage, out var files))
            {
                open.Add(stage);
                reasons.Tell(stage, "it had findings, or did not end");
                continue;
            }

            foreach (var file in files)
            {
                if (!file.IsUnchanged(stageDirectory))
                {
                    AddFile(stage, file.Path);
                }
            }
        }

        if (ReliesOnAnalyzer && !analyzerRan)
        {
            open.Add(nameof(PipelineStage.Handoff));
            reasons.Tell(nameof(PipelineStage.Handoff), "the list has warnings, and no analyzer reports them");
        }

        if (!File.Exists(store))
        {
            AddFile(nameof(PipelineStage.Handoff), store);
        }

        foreach (var source in Sources)
        {
            if (!source.IsUnchanged())
            {
                AddFile(nameof(PipelineStage.Handoff), source.Path);
            }
        }

        foreach (var repository in Repositories)
        {
            if (repository.Branch != KnownRepository.BranchOf(repository.Path))
            {
                Add(nameof(PipelineStage.Develop), "branch of " + repository.Bot);
                Add(nameof(PipelineStage.Verify), "branch of " + repository.Bot);
            }
        }

        if (!open.Contains(nameof(PipelineStage.Verify)) && tested(Repositories) != Tested)
        {
            open.Add(nameof(PipelineStage.Verify));
            reasons.IsOtherState = true;
        }

        return [.. Stages.Where(open.Contains)];

        void Add(string stage, string name)
        {
            open.Add(stage);
            reasons.Add(stage, name);
        }

        void AddFile(string stage, string path)
        {
            open.Add(stage);
            reasons.AddFile(stage, path);
        }
    }
}

/// <summary>A repository as builds that skip the stages return it.</summary>
/// <param name="Bot">Its bot.</param>
/// <param name="Language">The bot's language.</param>
/// <param name="Commit">Id of the generated commit.</param>
/// <param name="Tree">Id of its tree.</param>
/// <param name="Path">Absolute path.</param>
internal sealed record KnownRepository(string Bot, string Language, string Commit, string Tree, string Path)
{
    /// <summary>Where its branch was when the develop stage ended: a build of another configuration, or git, may have moved it.</summary>
    public string Branch { get; init; } = "";

    /// <summary>The outcome and the numbers of tests that passed, failed and were skipped, once the bot was verified.</summary>
    public KnownVerdict? Verdict { get; init; }

    /// <summary>The repositories of <paramref name="record"/>.</summary>
    public static IReadOnlyList<KnownRepository> Of(BuildRecord record) => [.. record.Repositories.Select(repository => new KnownRepository(
        repository.Spec.Name, repository.Spec.Language.ToName(), repository.Commit, repository.Tree, repository.Path)
        { Branch = BranchOf(repository.Path) })];

    /// <summary>
    /// A text that differs if the repository is gone, another branch or commit is checked out, or the user has committed a decision about a
    /// merge.
    /// </summary>
    public static string BranchOf(string repository) => string.Join(' ',
        new[] { ".git/HEAD", ".git/refs/heads/main", ".git/" + BotBranches.Merge }.Select(file => SeenFile.Now(file, repository).Identity));
}

/// <summary>A verdict in short.</summary>
/// <param name="Outcome">The outcome in words.</param>
/// <param name="Passed">How many tests passed.</param>
/// <param name="Failed">How many tests failed.</param>
/// <param name="Skipped">How many tests were skipped.</param>
/// <param name="Seconds">Wall time of setup and tests, with three decimals.</param>
/// <param name="IsReused">True if an earlier build tested the bot.</param>
internal sealed record KnownVerdict(string Outcome, int Passed, int Failed, int Skipped, string Seconds, bool IsReused);

/// <summary>Reads and writes without reflection, which would cost more than the rest of a build that has nothing to do.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ProjectState))]
internal sealed partial class ProjectStateJson : JsonSerializerContext;
