using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests.Hosts;

/// <summary>The main job is the same however, and wherever, `dotnet build` is called.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class HostMatrixTests(PackedSdk sdk, PlainBuild plain) : IClassFixture<PlainBuild>
{
    public static TheoryData<HostCell> Cells => HostCell.Table;

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_host_builds_the_same_repositories_once(HostCell cell)
    {
        var expected = plain.Of(sdk);
        using var project = new HostProject(sdk, cell);

        var first = project.Build().Succeeded();

        Assert.Equal(["HandoffStage", "OptimiseStage", "DevelopStage", "VerifyStage"], first.Stages);
        Assert.Equal(expected, project.Commits());
        Assert.Empty(first.WarningCodes);
        if (cell.Shape == Shape.PackageReference)
        {
            // NuGet brings the analyzer here, and the SDK must not bring it a second time.
            Assert.All(first.AnalyzersPerCompilation.Concat(first.CodeFixesPerCompilation), count => Assert.Equal(1, count));
        }

        Assert.Equal("## main## main", project.Status());
        Assert.Empty(project.Build().Succeeded().Stages);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_table_holds_every_combination_that_some_cell_can_hold(int strength)
    {
        int[] sizes = [3, 3, 2, 2];
        var possible = (int[] row) => row[0] != 2 || row[1] == 0;

        var table = CoveringTable.Of(sizes, possible, strength);

        var held = table.SelectMany(row => CoveringTable.Combinations(row, strength)).ToHashSet();
        Assert.All(table, row => Assert.True(possible(row)));
        Assert.Subset(held, CoveringTable.Of(sizes, possible, sizes.Length).SelectMany(row => CoveringTable.Combinations(row, strength)).ToHashSet());
        Assert.InRange(table.Count, 7, 20);
    }

    [Fact]
    public void The_table_of_pairs_is_small_enough_for_every_commit() => Assert.InRange(HostCell.Rows(2).Count(), 12, 16);
}

/// <summary>What the plain build of a plain project gives: the measure for all others. It also fills the package cache.</summary>
public sealed class PlainBuild
{
    private IReadOnlyDictionary<string, string>? _commits;

    /// <summary>Commits of the repositories.</summary>
    public IReadOnlyDictionary<string, string> Of(PackedSdk sdk) => _commits ??= Build(sdk);

    private static IReadOnlyDictionary<string, string> Build(PackedSdk sdk)
    {
        using var project = new HostProject(sdk, new(Shape.ProjectSdk, Call.Plain, Central.Off, Place.Plain, HasTwoFrameworks: true, IsCacheReadOnly: false, HasHostileGit: false, IsOffline: false));
        Assert.Empty(project.Build().Succeeded().WarningCodes);
        return project.Commits();
    }
}
