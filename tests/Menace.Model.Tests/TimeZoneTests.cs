using Menace.Model.Checks;
using Menace.Model.TaskFiles;

namespace Menace.Model.Tests;

/// <summary>The embedded names of time zones against those of this machine.</summary>
public class TimeZoneTests
{
    /// <summary>Areas whose names have the form Area/City.</summary>
    private static readonly string[] Areas =
    [
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Etc", "Europe", "Indian", "Pacific", "Brazil", "Canada", "Chile", "Mexico", "US",
    ];

    [Fact]
    public void Every_zone_of_the_machine_is_known()
    {
        string[] system = [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => Areas.Contains(id.Split('/')[0]) && id.Contains('/', StringComparison.Ordinal))];

        Assert.NotEmpty(system);
        Assert.DoesNotContain(system, id => !TimeZones.Contains(id));
    }

    [Fact]
    public void Every_known_zone_is_one_of_the_machine() =>
        Assert.DoesNotContain(TimeZones.All, name => !TimeZoneInfo.TryFindSystemTimeZoneById(name, out _));

    [Theory]
    [InlineData("Europe/Berln", "did you mean 'Europe/Berlin'?")]
    [InlineData("America/New York", "did you mean 'America/New_York'?")]
    [InlineData("europe/berlin", "did you mean 'Europe/Berlin'?")]
    [InlineData("Mars/Olympus", "for example 'Europe/Berlin'")]
    public void Unknown_zone_suggests_the_nearest(string zone, string expected)
    {
        var finding = Assert.Single(
            TaskFileReader.Read($$"""[ { "name": "a", "schedule": { "cron": "0 3 * * *", "timeZone": "{{zone}}" } } ]""").Findings, f => f.Rule.Id == "MENACE1409");
        Assert.EndsWith(expected, finding.Message, StringComparison.Ordinal);
    }
}
