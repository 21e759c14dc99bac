namespace Nordwind;

/// <summary>An invoice that may be overdue.</summary>
public sealed record OpenInvoice(string Number, decimal Amount, DateOnly Due, bool IsConsumer = true);

/// <summary>What is asked of the customer at a level.</summary>
public sealed record Reminder(string Number, int Level, decimal Interest, decimal Fee, decimal Total, DateOnly PayBy);

/// <summary>Reminds of unpaid invoices: friendly after a week, then with a fee, then with interest and a last date.</summary>
public static class Dunning
{
    /// <summary>Days overdue from which each level is reached, and the fee of that level.</summary>
    private static readonly (int Days, decimal Fee)[] Levels = [(7, 0), (21, 5), (42, 10)];

    /// <summary>Percentage points above the base rate (BGB, section 288).</summary>
    private static decimal Margin(bool isConsumer) => isConsumer ? 5 : 9;

    /// <summary>The level from 0 (nothing to do) to 3 that an invoice has reached on a day.</summary>
    public static int LevelOf(OpenInvoice invoice, DateOnly today) =>
        Levels.Count(level => today.DayNumber - invoice.Due.DayNumber >= level.Days);

    /// <summary>Simple interest on arrears, by the actual days of a year of 365.</summary>
    public static decimal Interest(OpenInvoice invoice, DateOnly today, decimal baseRate)
    {
        var days = Math.Max(0, today.DayNumber - invoice.Due.DayNumber);
        return Money.Round(invoice.Amount * (baseRate + Margin(invoice.IsConsumer)) / 100 * days / 365, "EUR");
    }

    /// <summary>The reminders to send today, the highest level and the largest amount first.</summary>
    public static Reminder[] Plan(OpenInvoice[] invoices, DateOnly today, decimal baseRate) =>
        [.. invoices
            .Where(invoice => LevelOf(invoice, today) > 0)
            .Select(invoice => Remind(invoice, today, baseRate))
            .OrderByDescending(reminder => reminder.Level)
            .ThenByDescending(reminder => reminder.Total)];

    /// <summary>The head of a letter: our own address in one line, and the customer's in the form of the country.</summary>
    public static string Head(string country, string name, string street, string postcode, string city)
    {
        var receiver = (string)address_format.address("DE", country, $"name={name}", $"street={street}", $"postcode={postcode}", $"city={city}")!;
        return $"{(string)address_format.sender_line()!}\n\n{receiver}";
    }

    private static Reminder Remind(OpenInvoice invoice, DateOnly today, decimal baseRate)
    {
        var level = LevelOf(invoice, today);
        var interest = level < 3 ? 0 : Interest(invoice, today, baseRate);
        var fee = Levels[level - 1].Fee;
        var payBy = WorkCalendar.AddWorkdays(today, level == 3 ? 5 : 10);
        return new Reminder(invoice.Number, level, interest, fee, invoice.Amount + interest + fee, payBy);
    }
}
