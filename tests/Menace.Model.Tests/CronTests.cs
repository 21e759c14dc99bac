using CsCheck;
using Menace.Model.Checking;

namespace Menace.Model.Tests;

public sealed class CronTests
{
    [Fact]
    public void Validity_agrees_with_Cronos_field_by_field() =>
        Gen.Select(Plain(0, 59), Plain(0, 23), Day, Plain(1, 12, "jan", "FEB"), Weekday)
            .Sample(fields =>
            {
                var text = string.Join(' ', fields.Item1, fields.Item2, fields.Item3, fields.Item4, fields.Item5);
                var isValid = Cronos.CronExpression.TryParse(text, Cronos.CronFormat.Standard, out _);
                Assert.True(isValid == CronExpression.Parse(text).Error is null, $"{text}: Cronos says {(isValid ? "valid" : "invalid")}");
            }, iter: 20_000);

    [Theory]
    [InlineData("0 0 31 2 *", false)]
    [InlineData("0 0 30 2 *", false)]
    [InlineData("0 0 29 2 *", true)]
    [InlineData("0 0 31 4,6,9,11 *", false)]
    [InlineData("0 0 31 4,5 *", true)]
    [InlineData("0 0 31W 2 *", false)]
    [InlineData("0 0 L 2 *", true)]
    public void An_expression_without_a_day_never_fires(string text, bool fires)
    {
        Assert.Equal(fires, CronExpression.Parse(text).CanFire);
        Assert.Equal(fires, Cronos.CronExpression.Parse(text).GetNextOccurrence(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc)) is not null);
    }

    [Theory]
    [InlineData("@daily")]
    [InlineData("@every_minute")]
    [InlineData("0 0 3 * * *")]
    public void Macros_and_six_fields_are_known(string text) => Assert.Null(CronExpression.Parse(text).Error);

    [Theory]
    [InlineData("61 * * * *", "minute ('61')")]
    [InlineData("* * 0 * *", "day ('0')")]
    [InlineData("* * * 13 *", "month ('13')")]
    [InlineData("* * * *", "4 fields")]
    [InlineData("* * * * * * *", "7 fields")]
    [InlineData("@dayly", "@daily")]
    public void The_field_and_what_it_allows_are_named(string text, string part) =>
        Assert.Contains(part, CronExpression.Parse(text).Error, StringComparison.Ordinal);

    private static Gen<string> Plain(int first, int last, params string[] names)
    {
        var value = Gen.OneOf([Gen.Int[first - 1, last + 1].Select(number => $"{number}"), .. names.Select(Gen.Const)]);
        var range = Gen.OneOf(value, Gen.Const("*"), Gen.Select(value, value).Select((from, to) => $"{from}-{to}"));
        var part = Gen.OneOf(range, Gen.Select(range, Gen.Int[0, 70]).Select((from, step) => $"{from}/{step}"));
        return Gen.OneOf(part, Gen.Select(part, part).Select((a, b) => $"{a},{b}"));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<string> Day { get; } = Gen.OneOf(
        Plain(1, 31), OneOf("?", "L", "LW", "l", "W", "?L"), Gen.Int[0, 33].Select(day => $"{day}W"), Gen.Int[0, 33].Select(day => $"L-{day}"), Gen.Int[0, 33].Select(day => $"L-{day}W"));

    private static Gen<string> Weekday { get; } = Gen.OneOf(
        Plain(0, 7, "mon", "SAT"), OneOf("?", "L", "MONL", "#"), Gen.Int[0, 9].Select(day => $"{day}L"), Gen.Select(Gen.Int[0, 8], Gen.Int[0, 6]).Select((day, week) => $"{day}#{week}"));
}
