using System.Text.Json;

public class JsonTests
{
    public record Item(string Name, int Count);

    [Fact]
    public void Round_trip() => Assert.Equal(
        new Item("a", 2), JsonSerializer.Deserialize<Item>(JsonSerializer.Serialize(new Item("a", 2))));

    [Fact]
    public void Wrong_json() => JsonSerializer.Deserialize<Item>("{");
}
