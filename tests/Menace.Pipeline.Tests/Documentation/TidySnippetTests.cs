using Menace.Pipeline.Contracts;
using Menace.Pipeline.Tests.Languages.CSharp;
using Menace.Pipeline.Tests.Languages.Python;

namespace Menace.Pipeline.Tests.Documentation;

/// <summary>The code on docs/tidy.md before and after.</summary>
public sealed class TidySnippetTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "tidy.md"));

    [Fact]
    public async Task Python_of_the_page_becomes_what_it_shows()
    {
        var (before, after) = Snippets("python");

        Assert.Equal(after, TidyEdit.Apply(before, (await PythonBots.AnalyseAsync(before)).Tidy!));
    }

    [Fact]
    public void CSharp_of_the_page_becomes_what_it_shows()
    {
        var (before, after) = Snippets("csharp");

        Assert.Equal(after, TidyEdit.Apply(before, CSharpBots.Analyse(before).Tidy!));
    }

    private static (string Before, string After) Snippets(string language)
    {
        string[] snippets = [.. Page.Split($"```{language}\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
        Assert.Equal(2, snippets.Length);
        return (snippets[0], snippets[1]);
    }
}
