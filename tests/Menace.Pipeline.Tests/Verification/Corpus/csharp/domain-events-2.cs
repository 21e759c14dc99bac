public class AfterDomainEventTests
{
    [Fact]
    public void Nothing_is_changed()
    {
        var error = Assert.Throws<InvalidOperationException>(Throw);
        Assert.Equal("x", error.Message);
        Assert.Throws<FileNotFoundException>(() => System.Reflection.Assembly.Load("Not.There"));
    }

    private static void Throw() => throw new InvalidOperationException("x");
}
