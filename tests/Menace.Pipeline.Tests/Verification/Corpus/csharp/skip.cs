public class SkipTests
{
    public static bool Yes => true;

    public static bool No => false;

    [Fact(Skip = "always")]
    public void Static() => Assert.Fail("never");

    [Fact(Skip = "when yes", SkipWhen = nameof(Yes))]
    public void When() => Assert.Fail("never");

    [Fact(Skip = "unless no", SkipUnless = nameof(No))]
    public void Unless() => Assert.Fail("never");

    [Fact(Skip = "unless yes", SkipUnless = nameof(Yes))]
    public void Runs() => Assert.True(true);

    [Fact]
    public void Dynamic() => Assert.Skip("in the test");

    [Fact]
    public void Dynamic_when() => Assert.SkipWhen(Yes, "in the test, when");

    [Fact]
    public void Dynamic_unless() => Assert.SkipUnless(Yes, "not skipped");

    [Fact(SkipExceptions = [typeof(NotSupportedException)])]
    public void By_exception() => throw new NotSupportedException("not here");

    [Theory(Skip = "whole theory")]
    [InlineData(1)]
    [InlineData(2)]
    public void Rows(int number) => Assert.Equal(0, number);

    [Theory]
    [InlineData(1, Skip = "one row")]
    [InlineData(2)]
    public void One_row(int number) => Assert.Equal(2, number);
}
