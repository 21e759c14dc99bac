using System.Globalization;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Tests.Processes;

public sealed class ProcessMarkerTests
{
    [Fact]
    public void Marker_of_a_program_whose_children_have_their_own_is_above_theirs()
    {
        var children = Enumerable.Range(0, 100).Select(_ => Number(ProcessMarker.New())).Max();

        Assert.True(Number(ProcessMarker.NewAboveOthers()) > children);
    }

    private static long Number(ProcessMarker marker) => long.Parse(marker.ToString(), CultureInfo.InvariantCulture);
}
