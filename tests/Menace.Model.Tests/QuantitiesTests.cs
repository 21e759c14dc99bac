using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Tests;

public class QuantitiesTests
{
    [Theory]
    [InlineData("\"256Mi\"", 268_435_456L)]
    [InlineData("\"1.5k\"", 1_500L)]
    [InlineData("\"4TB\"", 4_000_000_000_000)]
    [InlineData("1e3", 1_000L)]
    [InlineData("\"12\"", 12L)]
    [InlineData("\"12Mib\"", null)]
    [InlineData("\"-1\"", null)]
    [InlineData("\"99999999999999Ti\"", null)]
    [InlineData("true", null)]
    public void Memory_is_read_in_bytes(string json, long? bytes) =>
        Assert.Equal(bytes, Quantities.TryReadMemory(Value(json), out var read) ? read : null);

    [Theory]
    [InlineData("\"30s\"", 30.0)]
    [InlineData("2.5", 2.5)]
    [InlineData("\"2h\"", 7200.0)]
    [InlineData("\"2 h\"", null)]
    [InlineData("\"soon\"", null)]
    public void A_timeout_is_read_in_seconds(string json, double? seconds) =>
        Assert.Equal(seconds, Quantities.TryReadTimeout(Value(json), out var read) ? read.TotalSeconds : null);

    [Theory]
    [InlineData("\"500m\"", 0.5)]
    [InlineData("2", 2.0)]
    [InlineData("-2", null)]
    public void Cores_are_read(string json, double? cores) =>
        Assert.Equal(cores, Quantities.TryReadCores(Value(json), out var read) ? (double)read : null);

    [Theory]
    [InlineData("15m", 900)]
    [InlineData("1d", 86_400)]
    [InlineData("0s", null)]
    [InlineData("1.5h", null)]
    [InlineData("15 m", null)]
    [InlineData("99999999999999999999999999999999s", null)]
    [InlineData("9999999999999999999999999999d", null)]
    [InlineData("", null)]
    public void A_duration_is_a_positive_whole_number_with_a_unit(string text, int? seconds) =>
        Assert.Equal(seconds, Quantities.TryParseDuration(text, out var read) ? (int)read.TotalSeconds : null);

    private static JsonValue Value(string json) =>
        json[0] == '"' ? JsonValue.FromString(json.Trim('"')) : json == "true" ? JsonValue.FromBoolean(true) : JsonValue.FromNumberText(json);
}
