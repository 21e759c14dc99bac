using System.Text.RegularExpressions;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>The server takes its time from one clock, so that tests can move it.</summary>
public sealed partial class ClockTests
{
    /// <summary>The doctor compares clocks, a certificate ends by that of the machine, and activities have the system's times.</summary>
    private static readonly string[] OfTheMachine = ["Doctor.cs", "ServiceSettings.cs", "Stage4Telemetry.cs"];

    [Fact]
    public void Server_asks_no_clock_but_the_one_it_was_given() => Assert.DoesNotContain(
        Lines().Where(line => !OfTheMachine.Contains(line.File)), line => SystemTime().IsMatch(line.Text));

    [Fact]
    public void Server_waits_by_the_clock_that_it_was_given() => Assert.DoesNotContain(
        Lines(), line => Wait().IsMatch(line.Text) && !line.Text.Contains("clock", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<(string File, string Text)> Lines() =>
        from path in Directory.EnumerateFiles(Path.Combine(DocumentationPage.Root, "src", "Menace.Server"), "*.cs", SearchOption.AllDirectories)
        where !path.Contains("/obj/", StringComparison.Ordinal)
        from line in File.ReadLines(path)
        select (Path.GetFileName(path), line.Trim());

    [GeneratedRegex(@"\b(DateTimeOffset|DateTime)\.(UtcNow|Now)\b|\bStopwatch\b|\bEnvironment\.TickCount")]
    private static partial Regex SystemTime();

    [GeneratedRegex(@"\bTask\.Delay\(|\bThread\.Sleep\(|new PeriodicTimer\(")]
    private static partial Regex Wait();
}
