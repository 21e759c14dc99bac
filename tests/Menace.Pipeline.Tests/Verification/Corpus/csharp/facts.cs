using MenaceBots;

public class FactTests
{
    [Fact]
    public void Sum_is_right() => Assert.Equal(5, Sample.Add(2, 3));

    [Fact]
    public void Sum_is_wrong() => Assert.Equal(6, Sample.Add(2, 3));

    [Fact]
    public void Throws() => Sample.Greet("");

    [Fact(Skip = "not today")]
    public void Skipped() => Assert.Fail("never");

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(1, 2, 4)]
    public void Rows(int left, int right, int sum) => Assert.Equal(sum, Sample.Add(left, right));
}
