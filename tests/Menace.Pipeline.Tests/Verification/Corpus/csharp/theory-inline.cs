public enum Colour { Red, Green }

public class InlineTests
{
    [Theory]
    [InlineData("a", 'b', 1.5, true)]
    [InlineData("\t\u0001\"", '\0', double.NaN, false)]
    [InlineData(null, 'x', double.PositiveInfinity, false)]
    public void Values(string? text, char letter, double number, bool flag) => Assert.True(flag || text is null || letter == '\0');

    [Theory]
    [InlineData(Colour.Red)]
    [InlineData(Colour.Green)]
    [InlineData((Colour)7)]
    public void Enums(Colour colour) => Assert.True(Enum.IsDefined(colour));

    [Theory]
    [InlineData(typeof(string), new[] { 1, 2, 3 })]
    [InlineData(typeof(List<int>), new int[0])]
    public void Types_and_arrays(Type type, int[] numbers) => Assert.NotEmpty(numbers.Append(type.Name.Length));

    [Theory]
    [InlineData(1)]
    [InlineData(1, 2)]
    [InlineData(1, 2, 3)]
    public void Rest(int first, params int[] rest) => Assert.True(first + rest.Length < 3);

    [Theory]
    [InlineData(5)]
    public void Optional(int given, int other = 4) => Assert.Equal(given, other);
}
