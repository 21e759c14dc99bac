namespace Menace.Sdk.Tests.Hosts;

/// <summary>How the project comes to the SDK.</summary>
public enum Shape
{
    /// <summary><c>&lt;Project Sdk="Menace.Sdk"&gt;</c></summary>
    ProjectSdk,

    /// <summary><c>&lt;Sdk Name="Menace.Sdk"/&gt;</c> beside Microsoft.NET.Sdk.Web.</summary>
    BesideWebSdk,

    /// <summary><c>&lt;PackageReference Include="Menace.Sdk"/&gt;</c></summary>
    PackageReference,

    /// <summary><c>#:sdk Menace.Sdk@version</c></summary>
    FileBasedApp,
}

/// <summary>How the build is called.</summary>
public enum Call
{
    /// <summary>Without a flag.</summary>
    Plain,

    /// <summary><c>-m -graph</c>, twice in one server process.</summary>
    GraphOnServer,

    /// <summary><c>-mt -nr:false</c></summary>
    ThreadsWithoutReuse,
}

/// <summary>Central package management of the user's repository.</summary>
public enum Central
{
    /// <summary>None.</summary>
    Off,

    /// <summary>Directory.Packages.props names other packages.</summary>
    On,

    /// <summary>Directory.Packages.props names Menace.Sdk too.</summary>
    ListsMenace,
}

/// <summary>The folder of the project.</summary>
public enum Place
{
    /// <summary>Letters.</summary>
    Plain,

    /// <summary>Spaces, letters of other alphabets, and what MSBuild, shells and git give a meaning to.</summary>
    Awkward,

    /// <summary>Reached through a symbolic link.</summary>
    Linked,
}

/// <summary>One combination of surroundings in which the same build must give the same repositories.</summary>
public sealed record HostCell(Shape Shape, Call Call, Central Central, Place Place, bool HasTwoFrameworks, bool IsCacheReadOnly, bool HasHostileGit, bool IsOffline)
{
    private static readonly int[] Sizes = [4, 3, 3, 3, 2, 2, 2, 2];

    /// <summary>All pairs of values; at night all triples. The full product has 1,200 builds and says nothing more.</summary>
    public static TheoryData<HostCell> Table => [.. Rows(Nightly.Choose(2, 3))];

    /// <summary>The cells that hold every possible combination of <paramref name="strength"/> values.</summary>
    public static IEnumerable<HostCell> Rows(int strength) => CoveringTable.Of(Sizes, row => From(row).IsPossible, strength).Select(From);

    private static HostCell From(int[] row) =>
        new((Shape)row[0], (Call)row[1], (Central)row[2], (Place)row[3], row[4] == 1, row[5] == 1, row[6] == 1, row[7] == 1);

    /// <summary>
    /// `dotnet build app.cs` takes no MSBuild flag, has one target framework and does not survive a `;` in its path; with central
    /// package management a PackageReference has its version in Directory.Packages.props.
    /// </summary>
    private bool IsPossible => Shape switch
    {
        Shape.FileBasedApp => Call == Call.Plain && !HasTwoFrameworks && Place != Place.Awkward,
        Shape.PackageReference => Central != Central.On,
        _ => true,
    };
}
