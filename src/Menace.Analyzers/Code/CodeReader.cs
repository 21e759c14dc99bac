using System.Globalization;
using Menace.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Analyzers.Code;

/// <summary>
/// Parses a bot's C#, and binds it against the framework: in the analyzer, against the references of the project whose task list it is in.
/// </summary>
internal sealed class CodeReader
{
    /// <summary>Up to here, starting other threads costs more than they save.</summary>
    private const int Few = 8;

    private static readonly CodeReading NothingKnown = new([], null, Extends: true);

    /// <summary>The project's references without its sources; null if they are not those of the bots, and names cannot be judged.</summary>
    private readonly CSharpCompilation? _references;

    /// <summary>
    /// Initializes a reader that binds against <paramref name="references"/>, a compilation with the implicit usings of a bot.
    /// </summary>
    public CodeReader(CSharpCompilation? references) => _references = references;

    /// <summary>A reader for the tasks of the project that <paramref name="compilation"/> compiles.</summary>
    public static CodeReader For(Compilation compilation)
    {
        // Bots target .NET 10, whatever the project does. Older references lack what a bot may use.
        var framework = compilation.GetSpecialType(SpecialType.System_Object).ContainingAssembly?.Identity;
        if (framework is not { Version.Major: >= 10 } || compilation is not CSharpCompilation { Options: var options } project)
        {
            return new(null);
        }

        // The options that decide whether the references must be read anew are kept.
        var ofBots = options
            .WithOutputKind(OutputKind.DynamicallyLinkedLibrary)
            .WithNullableContextOptions(NullableContextOptions.Enable)
            .WithAllowUnsafe(true)
            .WithMainTypeName(null)
            .WithConcurrentBuild(false)
            .WithGeneralDiagnosticOption(ReportDiagnostic.Default)
            .WithSpecificDiagnosticOptions([])
            .WithSyntaxTreeOptionsProvider(null);
        return new(project.RemoveAllSyntaxTrees().AddSyntaxTrees(CSharpBinding.ImplicitUsings).WithOptions(ofBots));
    }

    /// <summary>
    /// Reads each of <paramref name="codes"/>, its names and types too. Of code with a syntax error nothing else is said.
    /// </summary>
    public CodeReading[] Read(IReadOnlyList<string> codes, CancellationToken cancellationToken)
    {
        var readings = new CodeReading[codes.Count];
        // An older compiler would call newer syntax a mistake.
        if (LanguageVersion.Latest.MapSpecifiedToEffectiveVersion() < CSharpShape.Version)
        {
            return [.. codes.Select(_ => NothingKnown)];
        }

        var drafts = new CodeDraft?[codes.Count];
        var levels = new int[codes.Count];
        ForEach(Enumerable.Range(0, codes.Count).ToList(), Parse, cancellationToken);
        if (_references is null)
        {
            return readings;
        }

        // A new compilation costs milliseconds, so all that can be in one is in one: what has a namespace of its own.
        var open = Enumerable.Range(0, codes.Count).Where(i => drafts[i] is not null)
            .ToLookup(i => levels[i] > DeepStack.Shallow || IsAlone(drafts[i]!));
        Bind(_references.WithOptions(_references.Options.WithConcurrentBuild(open[false].Skip(Few).Any())), [.. open[false]]);
        ForEach([.. open[true]], i => DeepStack.Run(levels[i], () => Bind(_references, [i])), cancellationToken);
        return readings;

        void Parse(int i)
        {
            var text = CSharpShape.Read(codes[i]);
            levels[i] = text.Levels;
            readings[i] = CodeReading.Of(text);
            drafts[i] = text.Errors.Count > 0 ? null : DeepStack.Run(text.Levels, () => CodeDraft.Of(text, NamesOf(i)));
        }

        void Bind(CSharpCompilation references, List<int> together)
        {
            if (together.Count == 0)
            {
                return;
            }

            var byTree = together.ToDictionary(i => drafts[i]!.Root.SyntaxTree);
            var isProgram = together.Exists(i => drafts[i]!.IsProgram);
            var options = isProgram ? references.Options.WithOutputKind(OutputKind.ConsoleApplication) : references.Options;
            var found = references.WithOptions(options).AddSyntaxTrees(byTree.Keys).GetDiagnostics(cancellationToken)
                .Where(d => d.Location.SourceTree is { } tree && byTree.ContainsKey(tree))
                .ToLookup(d => byTree[d.Location.SourceTree!]);
            foreach (var i in together.Where(found.Contains))
            {
                readings[i] = readings[i].With(drafts[i]!, found[i]);
            }
        }
    }

    /// <summary>Names that let drafts be beside each other.</summary>
    private static DraftNames NamesOf(int number) =>
        new($"{DraftNames.OfBots}.Draft{number.ToString(CultureInfo.InvariantCulture)}", "MenaceDraft");

    /// <summary>A whole file declares its own types and namespaces; a global using affects all files.</summary>
    private static bool IsAlone(CodeDraft draft) =>
        draft.IsWhole || draft.Root.Usings.Any(u => u.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword));

    private static void ForEach(List<int> numbers, Action<int> action, CancellationToken cancellationToken)
    {
        if (numbers.Count <= Few)
        {
            numbers.ForEach(action);
        }
        else
        {
            Parallel.ForEach(numbers, new ParallelOptions { CancellationToken = cancellationToken }, action);
        }
    }
}
