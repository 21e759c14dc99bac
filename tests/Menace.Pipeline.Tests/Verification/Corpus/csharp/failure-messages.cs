public record Person(string Name, int Age, Person? Friend = null);

public class FailureMessageTests
{
    [Fact]
    public void Records() => Assert.Equal(new Person("A", 1), new Person("A", 2, new Person("B", 3)));

    [Fact]
    public void Collections() => Assert.Equal([1, 2, 3, 4], new List<int> { 1, 2, 4, 4 });

    [Fact]
    public void Long_texts() => Assert.Equal(
        new string('a', 80) + "b" + new string('c', 80), new string('a', 80) + "d" + new string('c', 80));

    [Fact]
    public void Dictionaries() => Assert.Equal(new Dictionary<string, int> { ["a"] = 1 }, new Dictionary<string, int> { ["a"] = 2 });

    [Fact]
    public void Equivalent() => Assert.Equivalent(new { Name = "A", Inner = new[] { 1, 2 } }, new { Name = "A", Inner = new[] { 1, 3 } });

    [Fact]
    public void Several() => Assert.Multiple(() => Assert.Equal(1, 2), () => Assert.True(true), () => Assert.Equal("a", "b"));

    [Fact]
    public void All() => Assert.All([1, 2, 3], number => Assert.True(number < 2, $"{number} is too large"));

    [Fact]
    public void Inspected() => Assert.Collection([1, 2], one => Assert.Equal(1, one), two => Assert.Equal(3, two));

    [Fact]
    public void Inner_exceptions()
    {
        try
        {
            throw new FormatException("inner");
        }
        catch (FormatException inner)
        {
            throw new InvalidOperationException("outer", inner);
        }
    }

    [Fact]
    public void Aggregate() => throw new AggregateException("several", new FormatException("one"), new TimeoutException("two"));

    [Fact]
    public void Wrong_exception() => Assert.Throws<ArgumentException>(Wrong);

    [Fact]
    public void Message_with_controls() => throw new InvalidOperationException("\u001b[1mbold\u001b[0m \0 ]]> & \uDC00");

    [Fact]
    public void Own_exception() => throw new OwnException();

    private static void Wrong() => throw new ArgumentNullException("x");

    private sealed class OwnException : Exception
    {
        public override string Message => throw new InvalidOperationException("the message breaks");
    }
}
