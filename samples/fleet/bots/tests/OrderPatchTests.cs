namespace Nordwind.Tests;

public class OrderPatchTests
{
    private const string Order = """{"id":7,"lines":[{"sku":"T1","quantity":2},{"sku":"T2","quantity":1}],"a/b":{"~":0}}""";

    [Theory]
    [InlineData("""[{"op":"replace","path":"/lines/0/quantity","value":5}]""", """{"id":7,"lines":[{"sku":"T1","quantity":5},{"sku":"T2","quantity":1}],"a/b":{"~":0}}""")]
    [InlineData("""[{"op":"remove","path":"/lines/0"}]""", """{"id":7,"lines":[{"sku":"T2","quantity":1}],"a/b":{"~":0}}""")]
    [InlineData("""[{"op":"add","path":"/lines/1","value":"x"}]""", """{"id":7,"lines":[{"sku":"T1","quantity":2},"x",{"sku":"T2","quantity":1}],"a/b":{"~":0}}""")]
    [InlineData("""[{"op":"add","path":"/lines/-","value":"x"}]""", """{"id":7,"lines":[{"sku":"T1","quantity":2},{"sku":"T2","quantity":1},"x"],"a/b":{"~":0}}""")]
    [InlineData("""[{"op":"move","from":"/lines/1","path":"/lines/0"}]""", """{"id":7,"lines":[{"sku":"T2","quantity":1},{"sku":"T1","quantity":2}],"a/b":{"~":0}}""")]
    [InlineData("""[{"op":"copy","from":"/lines/0/sku","path":"/first"}]""", """{"id":7,"lines":[{"sku":"T1","quantity":2},{"sku":"T2","quantity":1}],"a/b":{"~":0},"first":"T1"}""")]
    [InlineData("""[{"op":"replace","path":"/a~1b/~0","value":null}]""", """{"id":7,"lines":[{"sku":"T1","quantity":2},{"sku":"T2","quantity":1}],"a/b":{"~":null}}""")]
    [InlineData("""[{"op":"test","path":"/id","value":7},{"op":"replace","path":"","value":[]}]""", "[]")]
    public void Operations_change_the_order(string patch, string expected) => Assert.Equal(expected, OrderPatch.Apply(Order, patch));

    [Fact]
    public void A_failed_test_stops_the_patch()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => OrderPatch.Apply(Order, """[{"op":"test","path":"/id","value":8}]"""));
        Assert.Equal("The test of '/id' failed: 7", exception.Message);
    }

    [Theory]
    [InlineData("""[{"op":"remove","path":"/lines/2"}]""")]
    [InlineData("""[{"op":"remove","path":"/nothing"}]""")]
    [InlineData("""[{"op":"add","path":"/lines/3","value":1}]""")]
    public void What_is_not_there_cannot_be_changed(string patch) => Assert.Throws<KeyNotFoundException>(() => OrderPatch.Apply(Order, patch));

    [Fact]
    public void Unknown_operations_are_refused() =>
        Assert.Throws<NotSupportedException>(() => OrderPatch.Apply(Order, """[{"op":"merge","path":""}]"""));

    [Fact]
    public void Pointers_are_unescaped() => Assert.Equal(["a/b", "~", ""], OrderPatch.Parts("/a~1b/~0/"));

    [Fact]
    public void Pointers_start_with_a_slash() => Assert.Throws<FormatException>(() => OrderPatch.Parts("id"));
}
