using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Languages.CSharp.Fast;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>C# on .NET 10 with xunit.v3.</summary>
internal sealed class CSharpLanguage : ILanguage
{
    private const string Remedy = "Install the .NET 10 SDK: https://dotnet.microsoft.com/download";

    /// <summary>Gets the row of the table.</summary>
    public static LanguageRow Row { get; } = new(BotLanguage.CSharp, (_, _) => new CSharpLanguage())
    {
        Literals = CSharpCodeLiterals.Read,
        Uses = CSharpUses.Read,
        RunSteps = [new("actions/setup-dotnet@v4", "dotnet-version", "10.0.x")],
        Caches = [new("nuget", "~/.nuget/packages", "'**/Directory.Packages.props', '**/*.csproj'")],
        Image = "mcr.microsoft.com/dotnet/sdk:10.0",
        AzureTask = new("UseDotNet@2", "version", "10.0.x"),
        ServiceLines =
        [
            "# The repositories are read-only: what the .NET SDK builds goes here.",
            "Environment=\"ArtifactsPath=%S/{name}/artifacts\" \"DOTNET_NOLOGO=1\"",
        ],
        Expressions = new CSharpExpressionWriter(),
        SourceExtensions = [".cs", ".csproj", ".props", ".targets", ".rsp", ".dll"],
        Reading = CSharpRepository.Reading,
        TestFile = CSharpTests.PathOf,
        OptionalFiles = CSharpEmitter.OptionalFiles,
        HasXmlDocumentation = true,
        ReservesAddressSpace = true,
        BuildsForCallers = true,
    };

    /// <inheritdoc/>
    public IReadOnlyList<RequiredTool> RequiredTools { get; } = [new("dotnet", Remedy) { IsEssential = true, OldestMajorVersion = 10 }];

    /// <inheritdoc/>
    public BotLanguage Id => BotLanguage.CSharp;

    /// <inheritdoc/>
    public Task<IReadOnlyList<CodeAnalysis>> AnalyseAsync(IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken) =>
        // Inside one expression the compiler does not look whether it is still needed; who waits need not wait for that.
        Task.Run<IReadOnlyList<CodeAnalysis>>(
            () =>
            {
                var analyses = new CodeAnalysis[sources.Count];
                var options = new ParallelOptions
                {
                    CancellationToken = cancellationToken,
                    MaxDegreeOfParallelism = Environment.ProcessorCount
                };
                Parallel.For(0, sources.Count, options, i => analyses[i] = CSharpAnalyser.Analyse(sources[i], cancellationToken));
                return analyses;
            },
            cancellationToken).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public string FillTemplate(TaskInfo task) => CSharpTemplate.Members(task);

    /// <inheritdoc/>
    public string? AddFunctions(string code, TaskInfo task) =>
        CSharpShape.Read(code) is { Shape: CodeShape.Members } ? $"{code.TrimEnd()}\n\n{CSharpTemplate.Members(task)}" : null;

    /// <inheritdoc/>
    public PackageMistake? CheckPackage(BotPackage package) =>
        NuGetPackage.MistakeIn(package) is { } reason ? new(reason) : null;

    /// <inheritdoc/>
    public string MainFile(string name) => CSharpEmitter.MainFile(name);

    /// <inheritdoc/>
    public LanguageFiles Emit(EmitRequest request) =>
        DeepStack.Run(((CSharpAnalysis)request.Analysis).Text?.Levels ?? 0, () => CSharpEmitter.Emit(request));

    /// <inheritdoc/>
    public BotStart StartOf(string root, string name)
    {
        var project = Path.Combine(root, "src", name);
        var command = Path.Combine(project, CSharpEmitter.CommandFile(TaskNames.ToIdentifier(name)));
        return BotStart.Of(!File.Exists(command), "dotnet", "run", "--project", project, "--");
    }

    /// <inheritdoc/>
    public Task<RunningTool> FindTestToolAsync(CancellationToken cancellationToken) => Task.FromResult(RunningTool.None);

    /// <inheritdoc/>
    public IReadOnlyList<string> TestTools()
    {
        var dotnet = CSharpTestRun.Dotnet ?? "dotnet";
        var root = Path.GetDirectoryName(RealPath.Of(dotnet)) ?? "";
        return [dotnet, .. ((string[])["sdk", "host/fxr", "shared/Microsoft.NETCore.App", "shared/Microsoft.AspNetCore.App"])
            .Select(folder => Path.Combine(root, folder))];
    }

    /// <inheritdoc/>
    public Task<TestPlan> PlanTestsAsync(TestRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(CSharpTestRun.Plan(request));
    }

    /// <inheritdoc/>
    public IFileMerger Merger { get; } = new SyntaxMerger(new CSharpMergeSyntax());

    /// <inheritdoc/>
    public Task<bool> MutateAsync(MutantTree tree, IReadOnlyList<Mutant> mutants, CancellationToken cancellationToken) =>
        Task.Run(() => CSharpMutantBuild.Run(tree, mutants, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public IFastTests? BeginFastTests(FastTestSettings settings) =>
        OperatingSystem.IsLinux() && CSharpTestRun.Dotnet is not null ? new CSharpFastTests(settings) : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<LintWarning>> LintAsync(TestRequest request, string mainFile, CancellationToken cancellationToken) =>
        Task.Run(() => CSharpLint.Read(File.ReadLines(Path.Combine(request.WorkDirectory, "setup.log")), request.RepositoryPath),
            cancellationToken);
}
