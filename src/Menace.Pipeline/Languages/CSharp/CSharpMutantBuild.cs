using Menace.Pipeline.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// Compiles changed code of a bot that was built, against the assemblies beside it. No code runs and no process is started.
/// </summary>
internal static class CSharpMutantBuild
{
    /// <summary>Puts the assembly of changed code into the copy's build results; false if the code does not compile.</summary>
    /// <param name="tree">The tested tree, which was built, and the copy.</param>
    /// <param name="mutants">The changes, in the order of their places.</param>
    /// <param name="cancellationToken">Ends the compiler.</param>
    public static bool Run(MutantTree tree, IReadOnlyList<Mutant> mutants, CancellationToken cancellationToken)
    {
        var spec = tree.Tested.Spec;
        var text = CSharpShape.Read(MutatedText.Of(spec.Code, mutants));
        return text.Errors.Count == 0 && DeepStack.Run(text.Levels, () => Emit(tree, text, cancellationToken));
    }

    private static bool Emit(MutantTree tree, CSharpText text, CancellationToken cancellationToken)
    {
        var spec = tree.Tested.Spec;
        var built = OutputOf(tree.Tested, spec.Name);
        var assembly = $"{CSharpNames.Namespace}.{spec.Identifier}";
        if (!File.Exists(Path.Combine(built, assembly + ".dll")))
        {
            return false;
        }

        var draft = CSharpAnalyser.DraftOf(new CodeSource(spec.Name, spec.Identifier, text.Code, spec.Functions), text);
        var references = Directory.EnumerateFiles(built, "*.dll").Where(path => Path.GetFileNameWithoutExtension(path) != assembly)
            .Order(StringComparer.Ordinal).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpFramework.Compilation(draft, assembly)
            .AddSyntaxTrees(OtherSources(tree.Tested).Select(path => Parse(path, cancellationToken))).AddReferences(references);

        using var stream = new MemoryStream();
        if (!compilation.Emit(stream, cancellationToken: cancellationToken).Success)
        {
            return false;
        }

        var output = CopyBuilt(built, OutputOf(tree.Copy, spec.Name));
        if (spec.Tests.Count > 0)
        {
            var tests = CopyBuilt(OutputOf(tree.Tested, spec.Name + ".Tests"), OutputOf(tree.Copy, spec.Name + ".Tests"));
            File.WriteAllBytes(Path.Combine(tests, assembly + ".dll"), stream.ToArray());
        }

        File.WriteAllBytes(Path.Combine(output, assembly + ".dll"), stream.ToArray());
        return true;
    }

    private static string OutputOf(TestRequest request, string project) =>
        Path.Combine(request.WorkDirectory, "artifacts", "bin", project, "release");

    /// <summary>
    /// The bot's sources beside its code: what names its dependencies, and the attributes of its assembly. Not the command, which is not
    /// tested.
    /// </summary>
    private static IEnumerable<string> OtherSources(TestRequest request)
    {
        var spec = request.Spec;
        var main = Path.GetFileName(CSharpEmitter.MainFile(spec.Name));
        var command = CSharpEmitter.CommandFile(spec.Identifier);
        var project = Path.Combine(request.RepositoryPath, "src", spec.Name);
        var attributes = Path.Combine(request.WorkDirectory, "artifacts", "obj", spec.Name, "release", spec.Name + ".AssemblyInfo.cs");
        return Directory.EnumerateFiles(project, "*.cs").Order(StringComparer.Ordinal)
            .Where(path => Path.GetFileName(path) != main && Path.GetFileName(path) != command)
            .Concat(File.Exists(attributes) ? [attributes] : []);
    }

    private static SyntaxTree Parse(string path, CancellationToken cancellationToken) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(path), CSharpShape.Options, path, cancellationToken: cancellationToken);

    /// <summary>The folder <paramref name="to"/> with the files of <paramref name="from"/>, copied once for all mutants.</summary>
    private static string CopyBuilt(string from, string to)
    {
        if (Directory.Exists(from) && !Directory.Exists(to))
        {
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        return Directory.CreateDirectory(to).FullName;
    }
}
