using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Text;
using Menace.Samples;

namespace Menace.Model.Tests;

public class RuleSampleTests
{
    public static TheoryData<int> Samples => [.. Enumerable.Range(0, RuleSamples.All.Count)];

    public static TheoryData<int, string> Variants
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var variant in new[] { "crlf", "cr", "bom", "tabs", "emoji", "lines" })
            {
                for (var i = 0; i < RuleSamples.All.Count; i++)
                {
                    data.Add(i, variant);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_gives_exactly_its_rule_at_its_place(int index) => AssertFinding(RuleSamples.All[index]);

    [Theory]
    [MemberData(nameof(Variants))]
    public void Line_ends_indentation_and_characters_before_a_mistake_move_its_place_exactly(int index, string variant)
    {
        // In strings of the samples a line break would be another mistake, so lines are broken outside of them.
        const string Emoji = "[ { \"name\": \"first\", \"code\": \"\uD83D\uDE00 \\ud83d\\ude00 \\n\\t\\\\ \\\"\u00E9\", \"metadata\": { \"purpose\": \"p\", \"functions\": [\"f\"] } }, ";
        var sample = RuleSamples.All[index].With(marked => variant switch
        {
            "crlf" => "\r\n\r\n" + marked.Replace("\n", "\r\n", StringComparison.Ordinal),
            "cr" => "\r\r" + marked.Replace("\n", "\r", StringComparison.Ordinal),
            "bom" => "\uFEFF" + marked,
            "tabs" => "\t\t" + marked,
            "lines" => "\n\n \n" + marked,
            _ => marked.StartsWith("[ ", StringComparison.Ordinal) ? Emoji + marked[2..] : marked,
        });
        AssertFinding(sample);
    }

    [Fact]
    public void Every_rule_of_a_text_has_a_sample()
    {
        var sampled = RuleSamples.All.Select(s => s.Id).ToHashSet();
        var missing = Rules.OfTaskFile.Select(r => r.Id).Where(id => !sampled.Contains(id));
        Assert.Equal(["MENACE1007", "MENACE1011", "MENACE1901", "MENACE1902"], missing);
    }

    [Fact]
    public void The_table_has_no_holes_and_no_ID_twice()
    {
        Assert.DoesNotContain(null, Rules.All);
        Assert.Equal(Rules.All.Select(r => r.Id).Distinct(), Rules.All.Select(r => r.Id));
    }

    internal static TaskFile Read(RuleSample sample)
    {
        var options = new TaskFileOptions { Templates = sample.Templates, FileExists = sample.Files is { } files ? files.Contains : null, FilesNear = sample.Files is { } near ? _ => near : null };
        return TaskFileReader.Read(sample.Text, TaskFileProperties.Apply(options, sample.Properties.GetValueOrDefault, out _));
    }

    private static void AssertFinding(RuleSample sample)
    {
        var file = Read(sample);
        var finding = Assert.Single(file.Findings, f => f.Rule.Id == sample.Id);
        Assert.Equal([sample.Id], file.Findings.Select(f => f.Rule.Id).Where(id => id == sample.Id || !RuleSamples.Completions.Contains(id)));
        Assert.Equal((sample.Start, sample.End), (finding.Span.Start, finding.Span.End));
        Assert.Equal(ByHand(sample.Text, sample.Start), file.Lines.PositionOf(finding.Span.Start));
        Assert.DoesNotContain("{", finding.Message.Replace("{ \"", "", StringComparison.Ordinal).Replace("'{'", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(finding.Rule.Severity == RuleSeverity.Error, file.HasErrors);
    }

    private static LinePosition ByHand(string text, int offset)
    {
        var before = text[..offset].Replace("\r\n", "\u0001\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        return new(before.Length - 1, before[^1].Length);
    }
}
