public class ExplicitTests
{
    [Fact(Explicit = true)]
    public void Only_when_asked_for() => Assert.Fail("not asked");

    [Fact]
    public void Always() => Assert.True(true);

    [Theory(Explicit = true)]
    [InlineData(1)]
    [InlineData(2)]
    public void Rows(int number) => Assert.Equal(0, number);
}
