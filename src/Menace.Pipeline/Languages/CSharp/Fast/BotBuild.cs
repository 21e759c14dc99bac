using System.Text;
using Menace.TestCompiler;

namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>What the build of one bot does, from what the build of its shape did: names and paths are put in, dependencies added.</summary>
/// <param name="shape">The shape.</param>
/// <param name="tree">The bot.</param>
/// <param name="work">Its work folder: the outputs are in <c>artifacts</c> there.</param>
/// <param name="commit">The commit of the repository around the trees, or null.</param>
/// <param name="linked">All C# bots that it calls, directly or not.</param>
internal sealed class BotBuild(BuildShape shape, CSharpTree tree, string work, string? commit, IReadOnlyList<LinkedBot> linked)
{
    private static readonly CSharpProject Placeholder = new(BuildShape.Name);

    private readonly string _folder = Path.GetDirectoryName(tree.Path)!;
    private readonly Lazy<string> _treesLiteral = new(() => FragmentLiteral.Of(Path.GetDirectoryName(tree.Path)!));

    /// <summary>Folder of the bot's outputs.</summary>
    public string Output => Path.Combine(work, "artifacts", "bin", tree.Project.Name, "release");

    /// <summary>Folder of the tests' outputs.</summary>
    public string TestsOutput => Path.Combine(work, "artifacts", "bin", tree.Project.Name + ".Tests", "release");

    private string AssemblyName => tree.Project.AssemblyName;

    private string TestsName => tree.Project.Name + ".Tests";

    /// <summary>Path by which the tests name the bot's reference assembly.</summary>
    private string Reference => Path.Combine(work, "artifacts", "obj", tree.Project.Name, "release", "ref", AssemblyName + ".dll");

    /// <summary>The compilation of the bot.</summary>
    /// <param name="folders">Folders to write the assembly and its symbols to.</param>
    /// <param name="warnings">True if warnings are asked for.</param>
    public CompileProject Bot(IReadOnlyList<string> folders, bool warnings) =>
        new(Path.Combine(tree.Path, tree.Project.SourceFile), Arguments(shape.Bot, tree.Sources))
        {
            Texts = Texts(shape.Bot, []),
            Assemblies = [.. folders.Select(folder => Path.Combine(folder, AssemblyName + ".dll"))],
            Symbols = [.. folders.Select(folder => Path.Combine(folder, AssemblyName + ".pdb"))],
            Reference = Reference,
            Warnings = warnings,
        };

    /// <summary>The compilation of the tests.</summary>
    public CompileProject Tests(bool warnings) =>
        new(Path.Combine(tree.Path, tree.Project.TestsFile), Arguments(shape.Tests, tree.TestSources))
        {
            Texts = Texts(shape.Tests, tree.Project.Usings),
            Assemblies = [Path.Combine(TestsOutput, TestsName + ".dll")],
            Symbols = [Path.Combine(TestsOutput, TestsName + ".pdb")],
            Warnings = warnings,
        };

    /// <summary>Writes all that stands beside the assemblies.</summary>
    public void WriteOutputs()
    {
        foreach (var folder in (string[])[Output, TestsOutput])
        {
            WriteBeside(folder);
            foreach (var bot in linked)
            {
                bot.Build.WriteBeside(folder);
                File.Copy(bot.Assembly, Path.Combine(folder, Path.GetFileName(bot.Assembly)), overwrite: true);
                File.Copy(bot.Symbols, Path.Combine(folder, Path.GetFileName(bot.Symbols)), overwrite: true);
            }
        }

        WriteProgram(TestsOutput, TestsName, shape.Tests, Dependencies(shape.Tests, TestsName));

        // What only the tests need is the same for all bots, and megabytes: it stays in the folder of packages.
        File.WriteAllText(
            Path.Combine(TestsOutput, TestsName + ".runtimeconfig.dev.json"),
            $$$"""{"runtimeOptions":{"additionalProbingPaths":["{{{shape.Packages.TrimEnd('/')}}}"]}}""");
    }

    private void WriteBeside(string folder)
    {
        WriteProgram(folder, AssemblyName, shape.Bot, Dependencies(shape.Bot, AssemblyName));
        foreach (var (package, file) in shape.Bot.Copies)
        {
            Copy(package, Path.Combine(folder, file));
        }

        foreach (var file in tree.Copied)
        {
            Copy(Path.Combine(tree.Path, file), Path.Combine(folder, file));
        }
    }

    private void WriteProgram(string folder, string name, ProjectShape project, string dependencies)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name + ".deps.json"), dependencies);
        File.WriteAllText(Path.Combine(folder, name + ".runtimeconfig.json"), Map(project.RuntimeConfiguration));
        var launcher = Path.Combine(folder, name);
        var placeholder = project == shape.Bot ? Placeholder.AssemblyName : BuildShape.Name + ".Tests";
        File.WriteAllBytes(launcher, Launcher(project.Launcher, placeholder, name));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(launcher, (UnixFileMode)0b111_101_101);
        }
    }

    private string Dependencies(ProjectShape project, string name) =>
        DependencyFile.Write(
            Map(project.Dependencies), Map(shape.Tests.Dependencies), name, tree.Project, [.. linked.Select(bot => bot.Tree.Project)]);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
    }

    /// <summary>The name of the assembly stands in the program, padded with zeros.</summary>
    private static byte[] Launcher(byte[] program, string placeholder, string name)
    {
        var (old, own) = (Encoding.UTF8.GetBytes(placeholder + ".dll"), Encoding.UTF8.GetBytes(name + ".dll"));
        var at = program.AsSpan().IndexOf(old);
        byte[] launcher = [.. program];
        launcher.AsSpan(at, Math.Max(old.Length, own.Length)).Clear();
        own.CopyTo(launcher, at);
        return launcher;
    }

    private List<string> Arguments(ProjectShape project, IReadOnlyList<string> sources)
    {
        var arguments = project.Arguments.SelectMany(argument => argument.EndsWith(BuildShape.Source, StringComparison.Ordinal)
            ? sources.Select(source => argument.Replace(BuildShape.Source, source, StringComparison.Ordinal))
            : [Map(argument)]).ToList();
        List<string> references = [.. arguments.Where(IsReference)];
        var sorted = references.Concat(linked.Select(bot => "/reference:" + bot.Reference))
            .OrderBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase);
        var first = arguments.FindIndex(IsReference);
        arguments.RemoveAll(IsReference);
        arguments.InsertRange(first, sorted);
        return arguments;

        static bool IsReference(string argument) => argument.StartsWith("/reference:", StringComparison.Ordinal);
    }

    private Dictionary<string, string> Texts(ProjectShape project, IReadOnlyList<string> usings)
    {
        return project.Texts.ToDictionary(text => Map(text.Key), TextOf, StringComparer.Ordinal);

        string TextOf(KeyValuePair<string, string> text) =>
            text.Key.EndsWith(".GlobalUsings.g.cs", StringComparison.Ordinal) ? WithUsings(Map(text.Value), usings) : Map(text.Value);
    }

    /// <summary>The lines are sorted by the names in them.</summary>
    private static string WithUsings(string text, IReadOnlyList<string> usings)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var names = lines.Skip(1).Select(line => line["global using ".Length..^1]).Concat(usings).Distinct().Order(StringComparer.Ordinal);
        return string.Concat(names.Select(name => $"global using {name};").Prepend(lines[0]).Select(line => line + "\n"));
    }

    private string Map(string text)
    {
        var mapped = text.Contains(BuildShape.TreesLiteral, StringComparison.Ordinal)
            ? text.Replace(BuildShape.TreesLiteral, _treesLiteral.Value, StringComparison.Ordinal) : text;
        mapped = mapped
            .Replace(shape.Trees, _folder, StringComparison.Ordinal)
            .Replace(shape.Work, work, StringComparison.Ordinal)
            .Replace(BuildShape.Name, tree.Project.Name, StringComparison.Ordinal)
            .Replace(Placeholder.Identifier, tree.Project.Identifier, StringComparison.Ordinal);
        return shape.Commit is null || commit is null ? mapped : mapped.Replace(shape.Commit, commit, StringComparison.Ordinal);
    }
}

/// <summary>A bot that another one calls, compiled.</summary>
/// <param name="Tree">Its tree.</param>
/// <param name="Build">Its build.</param>
/// <param name="Folder">Where its assembly, its symbols and its reference assembly are.</param>
internal sealed record LinkedBot(CSharpTree Tree, BotBuild Build, string Folder)
{
    /// <summary>Path of its assembly.</summary>
    public string Assembly => Path.Combine(Folder, Tree.Project.AssemblyName + ".dll");

    /// <summary>Path of its symbols.</summary>
    public string Symbols => Path.Combine(Folder, Tree.Project.AssemblyName + ".pdb");

    /// <summary>Path of its reference assembly.</summary>
    public string Reference => Path.Combine(Folder, "ref", Tree.Project.AssemblyName + ".dll");
}
