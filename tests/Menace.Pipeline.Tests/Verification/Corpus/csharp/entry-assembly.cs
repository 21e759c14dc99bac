using System.Reflection;

public class EntryAssemblyTests
{
    [Fact]
    public void Is_this_one() => Assert.Equal(typeof(EntryAssemblyTests).Assembly, Assembly.GetEntryAssembly());

    [Fact]
    public void Has_a_location() => Assert.Equal(
        Path.GetFullPath("Sample.Tests.dll"), Path.GetFullPath(typeof(EntryAssemblyTests).Assembly.Location));

    [Fact]
    public void Base_directory_is_its_folder() => Assert.Equal(
        Path.GetDirectoryName(typeof(EntryAssemblyTests).Assembly.Location) + "/", AppContext.BaseDirectory);

    [Fact]
    public void Domain_has_its_name() => Assert.Equal(
        ("Sample.Tests", AppContext.BaseDirectory), (AppDomain.CurrentDomain.FriendlyName, AppDomain.CurrentDomain.BaseDirectory));

    [Fact]
    public void First_argument_is_its_path() => Assert.EndsWith("Sample.Tests.dll", Environment.GetCommandLineArgs()[0]);

    [Fact]
    public void Bot_is_beside_it() => Assert.Equal(
        AppContext.BaseDirectory + "MenaceBots.Sample.dll", typeof(MenaceBots.Sample).Assembly.Location);

    [Fact]
    public void Types_are_found_by_name()
    {
        Assert.NotNull(Type.GetType("MenaceBots.Sample, MenaceBots.Sample"));
        Assert.NotNull(Assembly.Load("MenaceBots.Sample"));
        Assert.Same(typeof(MenaceBots.Sample), Assembly.Load("MenaceBots.Sample").GetType("MenaceBots.Sample"));
    }

    [Fact]
    public void Process_is_dotnet() => Assert.Equal("dotnet", Path.GetFileName(Environment.ProcessPath));
}
