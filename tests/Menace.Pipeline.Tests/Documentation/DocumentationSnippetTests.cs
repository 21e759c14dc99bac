using Menace.Model.Json;

namespace Menace.Pipeline.Tests.Documentation;

/// <summary>Small pages in many layouts: what they state is found, and nothing else.</summary>
public sealed class DocumentationSnippetTests
{
    private static readonly IReadOnlyList<Snippet> Snippets = Snippet.Read(Text("tests", "Menace.Pipeline.Tests", "Documentation",
        "snippets.txt"));

    public static TheoryData<string> Names => [.. Snippets.Select(snippet => snippet.Name)];

    public static TheoryData<string, string, string> Sentences
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var line in Text("tests", "Menace.Pipeline.Tests", "Documentation", "sentences.txt").Split('\n').Where(line =>
                line.Length > 0 && line[0] != '#'))
            {
                var parts = line.Split(" | ", 3);
                data.Add(parts[2], parts[0], parts[1]);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Snippet_states_exactly_these_fields(string name)
    {
        var snippet = Snippets.Single(snippet => snippet.Name == name);

        Assert.Equal(snippet.Expected.Order(StringComparer.Ordinal), snippet.Found().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Sentence_states_this_value(string sentence, string field, string expected)
    {
        var snippet = new Snippet(sentence, ["gate-log", "badge-import", "door-list"], [new("page.md", $"## gate-log\n\n{sentence}\n")],
            []);
        var prefix = $"gate-log {(field == "functions" ? "signatures" : field)} ";

        var found = snippet.Found().Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line[prefix.Length..]);

        Assert.Equal(expected == "-" ? [] : [expected], found);
    }

    [Fact]
    public void Samples_of_the_page_hold()
    {
        var page = Text("docs", "documentation.md");
        var samples = page.Split("```text\n").Skip(1).Select(part => part.Split("```")[0]).SelectMany(Snippet.Read).ToList();

        Assert.True(samples.Count >= 6);
        Assert.All(samples, sample => Assert.Equal(sample.Expected.Order(StringComparer.Ordinal),
            sample.Found().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Field_has_its_place_and_the_digest_of_its_section()
    {
        const string Page = "# Bots\n\n## bee-hive\n\nCounts the bees.\n\n- Language: Python\n\n## Other\n\nText.\n";

        var fields = Menace.Pipeline.Documentation.DocumentationReader.Read([new("docs/bots.md", Page)], ["bee-hive"],
            CancellationToken.None).Fields;

        Assert.Equal(["docs/bots.md:5", "docs/bots.md:7"], fields.Select(field => field.Source.Place));
        var section = Page[Page.IndexOf("## bee-hive", StringComparison.Ordinal)..Page.IndexOf("## Other", StringComparison.Ordinal)];
        Assert.All(fields, field => Assert.Equal(Menace.Pipeline.Contracts.ContentDigest.Of(section), field.Source.Digest));
        Assert.Equal(JsonValue.FromString("python"), fields[1].Value);
        Assert.All(fields, field => Assert.InRange(field.Confidence, 0.5, 1));
    }

    private static string Text(params string[] path) => File.ReadAllText(Path.Combine([RepositoryRoot.Path,
        .. path])).ReplaceLineEndings("\n");
}
