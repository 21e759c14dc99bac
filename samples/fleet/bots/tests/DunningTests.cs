namespace Nordwind.Tests;

public class DunningTests
{
    private static readonly DateOnly Due = new(2026, 3, 2);

    [Theory]
    [InlineData(6, 0)]
    [InlineData(7, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(42, 3)]
    [InlineData(400, 3)]
    public void The_level_rises_with_the_days(int days, int level) =>
        Assert.Equal(level, Dunning.LevelOf(new OpenInvoice("R1", 100, Due), Due.AddDays(days)));

    [Theory]
    [InlineData(true, 6.27)]
    [InlineData(false, 10.27)]
    public void Businesses_pay_more_interest(bool isConsumer, double rate)
    {
        var interest = Dunning.Interest(new OpenInvoice("R1", 1000, Due, isConsumer), Due.AddDays(73), 1.27m);
        Assert.Equal(Math.Round(1000 * (decimal)rate / 100 / 5, 2), interest);
    }

    [Fact]
    public void There_is_no_interest_before_the_due_date() =>
        Assert.Equal(0, Dunning.Interest(new OpenInvoice("R1", 1000, Due), Due.AddDays(-5), 1.27m));

    [Fact]
    public void The_worst_case_comes_first_and_paid_ones_not_at_all()
    {
        OpenInvoice[] invoices =
        [
            new("R1", 100, Due.AddDays(50)),
            new("R2", 100, Due.AddDays(28)),
            new("R3", 365, Due),
            new("R4", 900, Due.AddDays(28)),
        ];

        var plan = Dunning.Plan(invoices, Due.AddDays(50), 5m);

        Assert.Equal(["R3", "R4", "R2"], plan.Select(reminder => reminder.Number));
        Assert.Equal(new Reminder("R3", 3, 5.00m, 10, 380.00m, new DateOnly(2026, 4, 28)), plan[0]);
        Assert.Equal(905, plan[1].Total);
    }

    [Fact]
    public void The_last_date_is_a_working_day_after_the_holidays()
    {
        // Maundy Thursday: Good Friday, the weekend and Easter Monday are not counted.
        var reminder = Assert.Single(Dunning.Plan([new("R1", 10, new(2026, 2, 1))], new(2026, 4, 2), 0));
        Assert.Equal(new DateOnly(2026, 4, 13), reminder.PayBy);
    }
}
