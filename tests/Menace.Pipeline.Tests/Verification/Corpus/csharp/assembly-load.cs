using System.Reflection;
using System.Runtime.Loader;

public class AssemblyLoadTests
{
    [Fact]
    public void From_a_file()
    {
        var copy = Path.Combine(Path.GetTempPath(), "copy.dll");
        File.Copy(typeof(MenaceBots.Sample).Assembly.Location, copy, overwrite: true);
        Assert.NotNull(Assembly.LoadFile(copy).GetType("MenaceBots.Sample"));
    }

    [Fact]
    public void Into_a_context()
    {
        var context = new AssemblyLoadContext("own", isCollectible: false);
        var type = context.LoadFromAssemblyPath(typeof(MenaceBots.Sample).Assembly.Location).GetType("MenaceBots.Sample");
        Assert.NotSame(typeof(MenaceBots.Sample), type);
    }
}
