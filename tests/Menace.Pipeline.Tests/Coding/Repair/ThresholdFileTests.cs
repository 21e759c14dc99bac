using Menace.Pipeline.Coding.Repair;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Coding.Repair;

public sealed class ThresholdFileTests
{
    [Fact]
    public void Bot_wins_over_default_and_default_over_the_settings()
    {
        var file = ThresholdFile.Parse("""
            # Thresholds of the team
            default:
              roi_drop: -0.2   # a comment
            bots:
              slugs:
                error_increase: 3
              "a bot: with # signs":
                roi_drop: '-0.5'
            """);
        var thresholds = new RepairThresholds(new SelfCodingSettings { RoiDrop = -0.3, ErrorIncrease = 2 }, file);

        Assert.Empty(file.Findings);
        Assert.Equal(new(-0.2, 3), thresholds.Of("slugs"));
        Assert.Equal(new(-0.5, 2), thresholds.Of("a bot: with # signs"));
        Assert.Equal(new(-0.2, 2), thresholds.Of("other"));
    }

    [Theory]
    [InlineData(": {}", 1, "': {}' is not 'key: value'")]
    [InlineData("default:\n  roi_drop: 0.5\n", 2, "roi_drop is '0.5', but must be a number of at most 0, such as -0.1")]
    [InlineData("default:\n  roi_drp: -0.5\n", 2, "'roi_drp' is not known; allowed are roi_drop and error_increase")]
    [InlineData("bots:\n  slugs: 5\n", 2, "'slugs' is not expected here")]
    [InlineData("other:\n", 1, "'other' is not expected here")]
    [InlineData("- default\n", 1, "'- default' is not 'key: value'")]
    public void Line_that_is_not_valid_is_a_located_warning(string text, int line, string reason)
    {
        var finding = Assert.Single(ThresholdFile.Parse(text).Findings);

        Assert.Equal(("MENACE5055", new PagePlace("self_coding_thresholds.yaml", line), false), (finding.Rule.Id, finding.Page, finding.IsError));
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_lines_count()
    {
        var file = ThresholdFile.Parse(": {}\r\ndefault:\r\n  roi_drop: many\r\n  error_increase: 2\r\nbots:\r\n  slugs:\r\n    error_increase: 4\r\n");

        Assert.Equal([1, 3], file.Findings.Select(finding => finding.Page!.Line));
        Assert.Equal(new(null, 2), file.Default);
        Assert.Equal(new(null, 4), file.Bots["slugs"]);
    }

    [Fact]
    public void Missing_file_says_nothing_and_an_unreadable_one_is_a_warning()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(ThresholdFile.Read(folder.Path).Findings);

        File.WriteAllText(folder[ThresholdFile.Name], new string(' ', 2 << 20));
        Assert.Equal(0, Assert.Single(ThresholdFile.Read(folder.Path).Findings).Page!.Line);
    }
}
