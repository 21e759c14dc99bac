using System.Text;
using System.Text.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development.Deployment;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;
using Scriban.Runtime;

namespace Menace.Pipeline.Development;

/// <summary>All files of a repository: the language's own and those that every repository has.</summary>
internal static class RepositoryComposer
{
    /// <summary>The file that says against which trees of its dependencies a repository was generated.</summary>
    public const string LockFileName = "menace.lock.json";

    private const string License = "LICENSE";

    /// <summary>The files of a bot, with those for <paramref name="targets"/> and those of its template.</summary>
    /// <exception cref="OutputException">A file of the template cannot be used.</exception>
    public static ComposedRepository Compose(
        ILanguage language, EmitRequest request, IReadOnlyDictionary<string, string> dependencyTrees,
        IReadOnlyList<DeploymentTarget> targets, IReadOnlyDictionary<string, FileContent> contents, CancellationToken cancellationToken)
    {
        var spec = request.Spec;
        var own = language.Emit(request);
        own = spec.Template?.Test is { } test ? own with { TestCommandLine = TestCommand.Line(test) } : own;
        var deployment = Deployment.Deployment.Of(targets, request, own);
        List<RepositoryFile> files =
        [
            .. own.Files,
            .. deployment.Targets.SelectMany(target => target.Files),
            RepositoryFile.FromText("README.md", Readme(request, own, deployment.Targets)),
            RepositoryFile.FromText("meta.yaml", MetaYaml.Write(spec)),
            RepositoryFile.FromText(LockFileName, LockFile(spec, dependencyTrees)),
            RepositoryFile.FromText(
                ".gitignore", "# What builds and tests leave behind.\n" + string.Concat(own.Ignored.Select(line => line + "\n"))),
        ];
        if (LicenseText(spec) is { } license)
        {
            files.Add(RepositoryFile.FromText(License, license));
        }

        if (spec.Template is null)
        {
            return new([.. files.OrderBy(file => file.Path, StringComparer.Ordinal)], deployment.Findings);
        }

        var row = LanguageTable.RowOf(spec.Language);
        var variables = TemplateVariables.Of(
            request, own, Variables(request, own, deployment.Targets), files.Select(file => file.Path));
        var template = new TemplateFiles(spec, variables, contents, cancellationToken);
        return new(
            template.Apply(
                files, [own.MainFile, .. spec.Tests.Keys.Select(name => row.TestFile(spec, name))],
                [License, .. Deployment.Deployment.OptionalFiles(spec), .. row.OptionalFiles(spec)]),
            deployment.Findings)
        { Renames = template.Renames() };
    }

    private static string Readme(EmitRequest request, LanguageFiles own, IReadOnlyList<TargetFiles> targets) =>
        Templates.Render("common/README.md.scriban", Variables(request, own, targets));

    /// <summary>The variables of the README, which templates of the project have as well.</summary>
    private static ScriptObject Variables(EmitRequest request, LanguageFiles own, IReadOnlyList<TargetFiles> targets)
    {
        var (spec, analysis) = (request.Spec, request.Analysis);
        var run = BotRun.Of(request, own);
        var program = Program(spec, own.CommandLine);
        var signatures = analysis.Functions.ToDictionary(function => function.Name);
        var functions = new ScriptArray();
        foreach (var name in spec.Functions)
        {
            var signature = signatures.GetValueOrDefault(name);
            functions.Add(new ScriptObject
            {
                ["name"] = name,
                ["signature"] = signature is null || signature.IsType ? name
                    : signature.ReturnType is not null || signature.Parameters.Any(parameter => parameter.Type is not null)
                        ? LanguageTable.RowOf(spec.Language).Reading.Signature(signature)
                    : $"{name}({string.Join(", ", signature.Parameters.Select(parameter => parameter.Name))})",
                ["doc"] = (spec.FunctionDocs.GetValueOrDefault(name) ?? signature?.Documentation ?? "")
                    .Replace("\n", "\n  ", StringComparison.Ordinal),
            });
        }

        return new ScriptObject
        {
            ["name"] = spec.Name,
            ["purpose"] = spec.Purpose,
            ["stubs"] = string.Join(", ", spec.StubFunctions.Select(function => $"`{function}`")),
            ["description"] = spec.Description,
            ["functions"] = functions,
            ["command"] = own.CommandLine + Placeholders(own.CommandLine, signatures),
            ["help"] = analysis.HasEntryPoint ? "" : program + " --help",
            ["example"] = analysis.HasEntryPoint ? null : Example(spec, signatures, own, program),
            ["run"] = spec.Schedule is null || run.Problem is not null ? "" : run.Line(),
            ["environment"] = new ScriptArray(run.Variables.Select(name => $"`{name}`")),
            ["tests"] = own.TestCommandLine,
            ["untested"] = Reasons(spec.NotExercised.Select(function => new UncallableFunction(function.Key, function.Value))),
            ["notcallable"] = Reasons(own.NotCallable),
            ["dependencies"] = new ScriptArray(spec.Dependencies),
            ["deployment"] = new ScriptArray(targets.Select(target => new ScriptObject
            {
                ["title"] = target.Title,
                ["files"] = string.Join(", ", target.Files.Select(file => $"`{file.Path}`")),
            })),
            ["sources"] = new ScriptArray((spec.Sources ?? new Dictionary<string, string>()).Select(source => new ScriptObject
            {
                ["field"] = source.Key,
                ["source"] = source.Value,
            })),
            ["schedule"] = spec.Schedule?.ToString() ?? "",
            ["license"] = spec.License,
        };
    }

    /// <summary>The command line without its function.</summary>
    private static string Program(BotSpec spec, string commandLine) =>
        commandLine.LastIndexOf(' ') is var end and > 0 && commandLine[(end + 1)..] is var last
            && (last == "<function>" || spec.Functions.Contains(last, StringComparer.Ordinal)) ? commandLine[..end] : commandLine;

    /// <summary>The first example of a function that the command can call, as it is typed, with its result; or null.</summary>
    private static ScriptObject? Example(
        BotSpec spec, Dictionary<string, FunctionSignature> signatures, LanguageFiles own, string program) =>
        spec.Functions.Where(name => !own.NotCallable.Any(function => function.Function == name))
            .Select(name => signatures.TryGetValue(name, out var signature) ? CommandExample.Of(spec, signature) : null)
            .FirstOrDefault(example => example is not null) is { } found
            ? new ScriptObject { ["call"] = $"{program} {found.Words}", ["result"] = found.Result } : null;

    /// <summary>Names in angle brackets for the arguments of the function that ends the command line.</summary>
    private static string Placeholders(string command, Dictionary<string, FunctionSignature> signatures) =>
        signatures.TryGetValue(command.Split(' ')[^1], out var function)
            ? string.Concat(function.Parameters.Where(parameter => !parameter.IsOptional).Select(parameter => $" <{parameter.Name}>"))
            : "";

    private static ScriptArray Reasons(IEnumerable<UncallableFunction> functions) =>
        [.. functions.Select(function => new ScriptObject { ["name"] = function.Function, ["reason"] = function.Reason })];

    /// <summary>Which tree of each dependency this repository was generated against.</summary>
    private static string LockFile(BotSpec spec, IReadOnlyDictionary<string, string> dependencyTrees)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 1);
            writer.WriteString("name", spec.Name);
            writer.WriteStartObject("dependencies");
            foreach (var (name, tree) in dependencyTrees.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                writer.WriteStartObject(name);
                writer.WriteString("tree", tree);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>The text of a licence that fits on a page; a pointer to the text of any other; null if none is named.</summary>
    private static string? LicenseText(BotSpec spec) => spec.License switch
    {
        "" => null,
        "MIT" or "ISC" or "0BSD" =>
            Templates.Render($"common/licenses/{spec.License}.scriban", new ScriptObject { ["holder"] = $"The {spec.Name} authors" }),
        _ => $"SPDX-License-Identifier: {spec.License.ReplaceLineEndings(" ")}\n",
    };
}

/// <summary>A repository in memory.</summary>
/// <param name="Files">The files, sorted by path.</param>
/// <param name="Findings">Warnings about properties that could not be expressed in a requested file.</param>
internal sealed record ComposedRepository(IReadOnlyList<RepositoryFile> Files, IReadOnlyList<PipelineDiagnostic> Findings)
{
    /// <summary>Gets the files that versions of the bot's template renamed.</summary>
    public IReadOnlyList<TemplateRename> Renames { get; init; } = [];
}
