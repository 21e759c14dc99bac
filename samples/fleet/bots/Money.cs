namespace Nordwind;

/// <summary>Amounts of money that never lose a cent.</summary>
public static class Money
{
    /// <summary>Currencies that do not have two decimals (ISO 4217).</summary>
    private static readonly Dictionary<string, int> UnusualDecimals = new() { ["JPY"] = 0, ["KRW"] = 0, ["ISK"] = 0, ["BHD"] = 3, ["KWD"] = 3, ["TND"] = 3 };

    /// <summary>The smallest coin where it is not the smallest unit of account.</summary>
    private static readonly Dictionary<string, decimal> SmallestCoin = new() { ["CHF"] = 0.05m, ["SEK"] = 1m, ["NOK"] = 1m, ["DKK"] = 0.5m };

    /// <summary>How many decimals an amount in this currency has.</summary>
    public static int Decimals(string currency) => UnusualDecimals.GetValueOrDefault(Checked(currency), 2);

    /// <summary>Commercial rounding to the smallest unit of the currency.</summary>
    public static decimal Round(decimal amount, string currency) =>
        Math.Round(amount, Decimals(currency), MidpointRounding.AwayFromZero);

    /// <summary>The amount that can be paid in coins.</summary>
    public static decimal RoundCash(decimal amount, string currency)
    {
        var coin = SmallestCoin.GetValueOrDefault(Checked(currency));
        return coin == 0 ? Round(amount, currency) : Math.Round(amount / coin, MidpointRounding.AwayFromZero) * coin;
    }

    /// <summary>Splits an amount by weights; the shares add up to the amount, units left over go to the largest remainders.</summary>
    public static decimal[] Allocate(decimal amount, int[] weights, string currency)
    {
        ArgumentOutOfRangeException.ThrowIfZero(weights.Length);
        var sum = weights.Sum();
        if (sum <= 0 || weights.Any(weight => weight < 0))
        {
            throw new ArgumentException("Weights are not negative, and at least one is positive.", nameof(weights));
        }

        var unit = new decimal(1, 0, 0, false, (byte)Decimals(currency));
        var sign = Math.Sign(amount);
        var units = (long)(Math.Abs(Round(amount, currency)) / unit);
        var shares = weights.Select(weight => units * weight / sum).ToArray();
        var byRemainder = Enumerable.Range(0, weights.Length).OrderByDescending(i => units * weights[i] % sum).ThenBy(i => i);
        foreach (var i in byRemainder.Take((int)(units - shares.Sum())))
        {
            shares[i]++;
        }

        return [.. shares.Select(share => sign * share * unit)];
    }

    /// <summary>The amount with its currency, for people.</summary>
    public static string Format(decimal amount, string currency) =>
        Round(amount, currency).ToString("N" + Decimals(currency), System.Globalization.CultureInfo.InvariantCulture) + " " + currency;

    private static string Checked(string currency) =>
        currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)
            ? currency
            : throw new ArgumentException($"'{currency}' is not a currency code such as EUR.", nameof(currency));
}
