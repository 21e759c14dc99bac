namespace Menace.Pipeline.Tests.Documentation;

/// <summary>Small pages in many layouts: what they state is found, and nothing else.</summary>
public sealed class DocumentationSnippetTests
{
    private static readonly IReadOnlyList<Snippet> Snippets = Snippet.Read(File.ReadAllText(
        Path.Combine(RepositoryRoot.Path, "tests", "Menace.Pipeline.Tests", "Documentation", "snippets.txt")));

    public static TheoryData<string> Names => [.. Snippets.Select(snippet => snippet.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Snippet_states_exactly_these_fields(string name)
    {
        var snippet = Snippets.Single(snippet => snippet.Name == name);

        Assert.Equal(snippet.Expected.Order(StringComparer.Ordinal), snippet.Found().Order(StringComparer.Ordinal));
    }
}
