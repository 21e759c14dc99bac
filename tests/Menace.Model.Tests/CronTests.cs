using CsCheck;
using Menace.Model.Checks;

namespace Menace.Model.Tests;

public class CronTests
{
    private static readonly Gen<string> Atom = Gen.OneOf(
        Gen.Int[0, 62].Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.OneOf("*", "?", "L", "lw", "L-3", "L-30W", "15W", "31w", "MON", "sunday", "FRI#2", "5L", "0#5", "JAN", "dec", "JAN-MAR", "FRI-MON", "7-1", "05", "005", "", "-1", "x", "L-31", "5#6", "1,", ",1"));

    private static readonly Gen<string> Field = Gen.OneOf(
        Gen.OneOf("*", "?", "*/5", "*/2", "1-5", "50-10", "1,2,3", "5/7", "1-9/4", "10-2/3"),
        Atom,
        Gen.Select(Atom, Gen.OneOf("-", "/", ",", "#", "W"), Atom).Select((a, o, b) => a + o + b));

    private static readonly Gen<string> Expression = Gen.Select(
        Field.Array[4, 7],
        Gen.OneOf(" ", "  ", "\t"),
        (fields, space) => string.Join(space, fields));

    /// <summary>Mostly valid: only what may stand in its field.</summary>
    private static readonly Gen<string> ValidDays = Gen.Select(
        Gen.OneOf(Gen.OneOf("*", "L", "LW", "L-3", "L-29", "L-30", "L-28W", "L-30W", "1W", "15W", "29W", "30W", "31W", "28-31", "31", "30", "29", "30-2", "*/30", "29/2"), Gen.Int[1, 31].Select(n => n + "")),
        Gen.OneOf("*", "2", "4,6", "FEB", "2-2", "DEC-FEB", "4/5", "11-2/3", "*/11"),
        Gen.OneOf("*", "0", "7", "SUN", "6L", "1#5", "MON#1", "2#2", "SAT-SUN", "FRI-MON/2", "6-7", "7-1", "7-6/3", "1-5", "5#4"),
        (day, month, weekday) => "0 0 " + day + " " + month + " " + weekday);

    [Fact]
    public void Any_expression_is_valid_for_us_where_it_is_for_Cronos() => Expression.Sample(AssertAgrees, iter: 200_000);

    [Fact]
    public void An_expression_fires_where_Cronos_finds_an_occurrence() => ValidDays.Sample(AssertAgrees, iter: 20_000);

    [Fact]
    public void The_times_of_an_expression_are_those_of_Cronos() => ValidDays.Sample(AssertSameTimes, iter: 2_000);

    [Theory]
    [InlineData("30 */7 * * * *")]
    [InlineData("59 23 31 12 *")]
    [InlineData("0 0 29 2 SAT")]
    [InlineData("0 0 29 2 MON#5")]
    [InlineData("0 0 LW * *")]
    [InlineData("5,10 9-17 * * MON-FRI")]
    public void Times_of_day_and_rare_days_are_those_of_Cronos(string expression) => AssertSameTimes(expression);

    private static void AssertSameTimes(string expression)
    {
        if (Theirs(expression) is not { } theirs || CronParser.Parse(expression, out _) is not { } ours)
        {
            return;
        }

        var at = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var expected = theirs.GetOccurrences(at, at.AddYears(200)).Take(3);
        Assert.Equal(expected, ours.TimesFrom(at).Take(3).TakeWhile(t => t < at.AddYears(200)));
    }

    [Theory]
    [InlineData("@hourly")]
    [InlineData("@DAILY")]
    [InlineData("@midnight ")]
    [InlineData("@weekly")]
    [InlineData("@monthly")]
    [InlineData("@yearly")]
    [InlineData("@annually")]
    [InlineData("@every_minute")]
    [InlineData("@every_second")]
    [InlineData("@dayly")]
    [InlineData("@daily x")]
    [InlineData("@ daily")]
    [InlineData("@daily@daily")]
    [InlineData("@")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("*\n* * * *")]
    [InlineData("*\u00A0* * * *")]
    [InlineData("\uFF15 * * * *")]
    [InlineData("H * * * *")]
    [InlineData("0 0 * * 7-1/7")]
    [InlineData("0 0 * * 7-6/3")]
    [InlineData("* * ?/15W * *")]
    [InlineData("* * *W * *")]
    [InlineData("* * * * */5L")]
    [InlineData("0 0 29W 2 *")]
    [InlineData("0 0 31W 4 *")]
    [InlineData("0 0 2W 2 SUN")]
    public void Corners_agree_with_Cronos(string expression) => AssertAgrees(expression);

    private static void AssertAgrees(string expression)
    {
        var theirs = Theirs(expression);
        var ours = CronParser.Parse(expression, out var problem);
        Assert.Equal((theirs is not null, expression), (ours is not null, expression));
        Assert.Equal(ours is null, problem is not null);
        if (theirs is not null && ours is not null)
        {
            // Cronos searches to the year 2499, and 400 years hold every kind of year.
            var fires = theirs.GetNextOccurrence(new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc), inclusive: true) is not null;
            Assert.Equal((fires, expression), (ours.EverFires(), expression));
        }
    }

    private static Cronos.CronExpression? Theirs(string expression)
    {
        var fields = expression.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Length;
        try
        {
            return Cronos.CronExpression.Parse(expression, fields == 6 ? Cronos.CronFormat.IncludeSeconds : Cronos.CronFormat.Standard);
        }
        catch (Exception exception) when (exception is FormatException or Cronos.MissingSeedException)
        {
            return null;
        }
    }

    [Theory]
    [InlineData("61 * * * *", "field 1 (minutes): '61' is outside 0-59")]
    [InlineData("* * * * MON-XXX", "field 5 (days of week): expected a number of 0-7, but found 'XXX'")]
    [InlineData("* * 1,15W * *", "field 3 (days of month): 'W' may only follow a single value")]
    [InlineData("* * *", "it has 3 fields, but needs 5")]
    [InlineData("@dayly", "unknown macro; allowed are @every_second,")]
    [InlineData("5/", "it has 1 field, but")]
    [InlineData("5- * * * *", "field 1 (minutes): expected a number of 0-59 at its end")]
    public void A_problem_names_field_value_and_range(string expression, string start)
    {
        Assert.Null(CronParser.Parse(expression, out var problem));
        Assert.StartsWith(start, problem!.Text, StringComparison.Ordinal);
    }
}
