using System.Globalization;

public class CultureAfterLeakTests
{
    [Fact]
    public void Is_that_of_the_process() =>
        Assert.Equal(CultureInfo.InstalledUICulture.Name, CultureInfo.CurrentUICulture.Name);

    [Fact]
    public void Numbers() => Assert.NotEqual("1,5", 1.5.ToString(CultureInfo.CurrentCulture));

    [Fact]
    public void No_default() => Assert.Null(CultureInfo.DefaultThreadCurrentCulture);

    [Theory]
    [InlineData(1.5)]
    public void Name_has_a_number(double number) => Assert.Equal(1.5, number);
}
