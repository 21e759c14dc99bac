using System.Text;
using System.Text.RegularExpressions;
using Menace.Samples;
using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>
/// One build prints one of each mistake at its place: nearly all stand in one file. Those that hide others (a bracket never closed, a root that is
/// no list) have files of their own, which the same compiler reads.
/// </summary>
[Collection(PackedSdkTests.Name)]
public sealed partial class EveryMistakeTests(PackedSdk sdk)
{
    /// <summary>
    /// A file that is too large takes more time and memory than it is worth here; nothing is known that breaks the analyzer. In a build, mistakes in code are
    /// reported by the stages, which do not run for a list with other mistakes.
    /// </summary>
    private static readonly string[] NotHere = ["MENACE1011", "MENACE1701", "MENACE1902"];

    /// <summary>While these are in a file, names or suppressions that it does not show might be right, or dependencies have no order.</summary>
    private static readonly string[] Hiding = ["MENACE1001", "MENACE1003", "MENACE1005", "MENACE1006", "MENACE1009", "MENACE1010", "MENACE1102", "MENACE1302"];

    private static readonly string[] OfTheirOwn = ["MENACE1008", "MENACE1101", "MENACE1105", .. RuleSamples.Completions];

    /// <summary>What merely informs is not printed, unless the project asks for it.</summary>
    private static readonly string[] Raised = ["MENACE1004", "MENACE1306", "MENACE1408", .. RuleSamples.Completions, "MENACE1901", "MENACE1903"];

    [Fact]
    public void Every_rule_is_printed_at_its_line_and_column_and_nothing_else_is()
    {
        var samples = RuleSamples.All.Where(sample => sample.Marked.StartsWith('[') || OfTheirOwn.Contains(sample.Id)).DistinctBy(sample => sample.Id).ToDictionary(sample => sample.Id);
        samples.Remove("MENACE1701");
        List<MarkedFile> files =
        [
            new("tasks.json", samples.Values.Where(sample => !Hiding.Contains(sample.Id) && !OfTheirOwn.Contains(sample.Id))),
            new("hiding.json", samples.Values.Where(sample => Hiding.Contains(sample.Id))),
            .. OfTheirOwn.Except(RuleSamples.Completions).Select(id => new MarkedFile($"{id}.json", samples[id])),
            new("completion.json", RuleSamples.Completions.Select(id => samples[id]), completes: true),
            new("many.json", Enumerable.Range(0, 250).Select(i => new RuleSample(i < 200 ? "MENACE1405" : i == 200 ? "MENACE1901" : "", """[ { "name": "a", "schedule": "every [|1s|]" } ]"""))),
        ];
        using var project = new TaskProject(sdk, files[0].Text);
        foreach (var file in files)
        {
            project.Write(file.Name, file.Text);
        }

        File.WriteAllBytes(project["bytes.json"], [.. "[\n  { \"name\": \"a"u8, 0xFF, .. "\" } ]"u8]);
        Prepare(project, samples.Values, [.. files.Skip(1).Select(file => file.Name), "bytes.json"]);

        var build = project.Build().Failed();

        var expected = files.SelectMany(file => file.Expected).Append("bytes.json(2,15): MENACE1007").ToList();
        Assert.Equal(["not printed:", "not expected:"], ["not printed:", .. expected.Except(build.Diagnostics), "not expected:", .. build.Diagnostics.Except(expected)]);
        Assert.Equal(expected.Count, build.Diagnostics.Count);
        Assert.Equal(
            Directory.GetFiles(Path.Combine(PackedSdk.RepositoryRoot, "docs/rules"), "MENACE1*.md").Select(page => Path.GetFileNameWithoutExtension(page)).Except(NotHere).Append("MENACE3010").Order(StringComparer.Ordinal),
            build.ErrorCodes.Union(build.WarningCodes).Order(StringComparer.Ordinal));
    }

    /// <summary>The project says what the samples expect of it.</summary>
    private static void Prepare(TaskProject project, IEnumerable<RuleSample> samples, IEnumerable<string> more)
    {
        var properties = samples.SelectMany(sample => sample.Properties).DistinctBy(property => property.Key);
        project.Replace("bots.csproj", "</PropertyGroup>", $"""
            {string.Concat(properties.Select(property => $"<{property.Key}>{property.Value}</{property.Key}>"))}
              </PropertyGroup>
              <ItemGroup>
                <AdditionalFiles Include="{string.Join(';', more)}" MenaceKind="tasks" />
              </ItemGroup>
            """);
        project.Write(".globalconfig", "is_global = true\n" + string.Concat(Raised.Select(id => $"dotnet_diagnostic.{id}.severity = warning\n")));
        foreach (var file in samples.SelectMany(sample => sample.Files ?? []).Append("a.py"))
        {
            project.Write(file, "");
        }

        foreach (var template in samples.SelectMany(sample => sample.Templates))
        {
            project.Write($"templates/{template}/main.scriban", "");
        }
    }

    /// <summary>The tasks of several samples in one list, each with names of its own, and where their marks come to be.</summary>
    private sealed partial class MarkedFile
    {
        public MarkedFile(string name, RuleSample whole)
        {
            Name = name;
            Text = whole.Text;
            Expected = [Place(whole.Id, whole.Start)];
        }

        public MarkedFile(string name, IEnumerable<RuleSample> samples, bool completes = false)
        {
            Name = name;
            var text = new StringBuilder(completes ? "{ \"tasks\": [" : $$"""{ "$suppress": [{{string.Join(", ", RuleSamples.Completions.Select(id => $"\"{id}\""))}}], "tasks": [""");
            List<(string Id, int Offset)> marks = [];
            foreach (var (sample, i) in samples.Select((sample, i) => (sample, i)))
            {
                var renamed = sample.With(marked => TaskName().Replace(marked, $"\"${{name}}{i}\""));
                var opening = renamed.Text.IndexOf('[', StringComparison.Ordinal) + 1;
                text.Append(i == 0 ? "\n" : ",\n");
                marks.Add((sample.Id, text.Length + renamed.Start - opening));
                text.Append(renamed.Text[opening..renamed.Text.LastIndexOf(']')]);
            }

            Text = text.Append("\n] }\n").ToString();
            Expected = [.. marks.Where(mark => mark.Id.Length > 0).Select(mark => Place(mark.Id, mark.Offset))];
        }

        public string Name { get; }

        public string Text { get; }

        /// <summary>As the compiler prints them.</summary>
        public IReadOnlyList<string> Expected { get; }

        private string Place(string id, int offset)
        {
            var before = Text[..offset];
            return $"{Name}({before.Count(c => c == '\n') + 1},{before.Length - before.LastIndexOf('\n')}): {id}";
        }

        /// <summary>The names that samples give their tasks; no other text of theirs is one of these.</summary>
        [GeneratedRegex("\"(?<name>[a-d]|alpha|beta)\"")]
        private static partial Regex TaskName();
    }
}
