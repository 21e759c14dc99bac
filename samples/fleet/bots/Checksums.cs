namespace Nordwind;

/// <summary>Numbers that carry a check digit: bank accounts, articles, books, invoices.</summary>
public static class Checksums
{
    /// <summary>Lengths of an IBAN by country, for the countries we trade with.</summary>
    private static readonly Dictionary<string, int> IbanLengths = new()
    {
        ["AT"] = 20, ["BE"] = 16, ["CH"] = 21, ["DE"] = 22, ["DK"] = 18, ["ES"] = 24, ["FR"] = 27, ["GB"] = 22, ["IT"] = 27, ["NL"] = 18, ["NO"] = 15, ["SE"] = 24,
    };

    /// <summary>True for an IBAN of the right length with the right check digits (ISO 13616).</summary>
    public static bool IsIban(string text)
    {
        var iban = Compact(text);
        if (iban.Length < 5 || !IbanLengths.TryGetValue(iban[..2], out var length) || iban.Length != length)
        {
            return false;
        }

        return iban.All(char.IsAsciiLetterOrDigit) && Mod97(iban[4..] + iban[..4]) == 1;
    }

    /// <summary>The remainder by 97 of a number in which letters stand for 10 to 35 (ISO 7064).</summary>
    public static int Mod97(string text)
    {
        var remainder = 0;
        foreach (var character in text)
        {
            remainder = char.IsAsciiDigit(character)
                ? (remainder * 10 + (character - '0')) % 97
                : (remainder * 100 + (char.ToUpperInvariant(character) - 'A' + 10)) % 97;
        }

        return remainder;
    }

    /// <summary>True for an EAN with 8 or 13 digits.</summary>
    public static bool IsEan(string text) =>
        text.Length is 8 or 13 && text.All(char.IsAsciiDigit) && EanDigit(text[..^1]) == text[^1] - '0';

    /// <summary>The digit that completes an EAN: weights 3 and 1 alternate from the right.</summary>
    public static int EanDigit(string digits)
    {
        var sum = digits.Reverse().Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 3 : 1)).Sum();
        return (10 - sum % 10) % 10;
    }

    /// <summary>True for an ISBN-10 or ISBN-13, with or without hyphens.</summary>
    public static bool IsIsbn(string text)
    {
        var isbn = Compact(text);
        return isbn.Length switch
        {
            10 => isbn[..9].All(char.IsAsciiDigit) && (char.IsAsciiDigit(isbn[9]) || isbn[9] == 'X') && IsbnSum(isbn) % 11 == 0,
            13 => (isbn.StartsWith("978", StringComparison.Ordinal) || isbn.StartsWith("979", StringComparison.Ordinal)) && IsEan(isbn),
            _ => false,
        };
    }

    private static int IsbnSum(string isbn) => isbn.Select((digit, i) => (10 - i) * (digit == 'X' ? 10 : digit - '0')).Sum();

    private static string Compact(string text) => text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
