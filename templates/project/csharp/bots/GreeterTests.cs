using MenaceBots;
using Xunit;

public class GreeterTests
{
    [Theory]
    [InlineData("Ada", "Hello, Ada!")]
    [InlineData("  Grace ", "Hello, Grace!")]
    public void A_person_is_greeted_by_name(string name, string expected) => Assert.Equal(expected, Greeter.Greet(name));

    [Fact]
    public void Nobody_is_greeted_without_a_name() => Assert.Throws<ArgumentException>(() => Greeter.Greet(" "));
}
