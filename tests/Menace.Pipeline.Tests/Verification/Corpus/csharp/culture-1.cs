using System.Globalization;

public class CultureLeakTests
{
    public CultureLeakTests()
    {
        CultureInfo.DefaultThreadCurrentCulture = new CultureInfo("de-DE");
        CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
        CultureInfo.CurrentUICulture = new CultureInfo("fr-FR");
    }

    [Fact]
    public void Turkish_here() => Assert.Equal("tr-TR", CultureInfo.CurrentCulture.Name);

    [Fact]
    public void German_in_a_new_thread()
    {
        var name = "";
        var thread = new Thread(() => name = CultureInfo.CurrentCulture.Name);
        thread.UnsafeStart();
        thread.Join();
        Assert.Equal("de-DE", name);
    }
}
