public abstract class ListTests<T>
{
    protected abstract T Item { get; }

    [Fact]
    public void Adds() => Assert.Single(new List<T> { Item });

    [Fact]
    public virtual void Overridden() => Assert.Equal(default, Item);
}

public class NumberListTests : ListTests<int>
{
    protected override int Item => 0;
}

public class TextListTests : ListTests<string>
{
    protected override string Item => "x";

    [Fact(Skip = "not for text")]
    public override void Overridden() => base.Overridden();
}

public class Outer
{
    public class Inner
    {
        [Fact]
        public void Nested() => Assert.True(true);

        public class Innermost : Outer
        {
            [Fact]
            public void Deeper() => Assert.True(false);
        }
    }
}

public class GenericMethodTests
{
    [Theory]
    [InlineData(1)]
    [InlineData("x")]
    public void Generic<T>(T value) => Assert.IsType<int>(value);
}

public static class StaticTests
{
    [Fact]
    public static void Runs() => Assert.True(true);
}
