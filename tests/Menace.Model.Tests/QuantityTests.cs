using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("256Mi", 268435456L)]
    [InlineData("1.5Gi", 1610612736L)]
    [InlineData("512M", 512000000L)]
    [InlineData("1024", 1024L)]
    [InlineData("0", null)]
    [InlineData("-1Mi", null)]
    [InlineData("lots", null)]
    [InlineData("", null)]
    [InlineData("9999999999999Ti", null)]
    public void Bytes(string text, long? expected)
    {
        Assert.Equal(expected, Quantity.ParseBytes(text));
        Assert.Equal(1048576, Quantity.ParseBytes(1048576));
        Assert.Null(Quantity.ParseBytes(JsonValue.Null));
    }

    [Theory]
    [InlineData("30s", 30.0)]
    [InlineData("10m", 600.0)]
    [InlineData("2h", 7200.0)]
    [InlineData("500ms", 0.5)]
    [InlineData("45", 45.0)]
    [InlineData("soon", null)]
    [InlineData("0s", null)]
    public void Durations(string text, double? seconds) =>
        Assert.Equal(seconds, Quantity.ParseDuration(text)?.TotalSeconds);
}
