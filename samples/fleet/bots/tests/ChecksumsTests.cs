namespace Nordwind.Tests;

public class ChecksumsTests
{
    [Theory]
    [InlineData("DE89 3704 0044 0532 0130 00")]
    [InlineData("GB82WEST12345698765432")]
    [InlineData("NO93 8601 1117 947")]
    public void These_are_ibans(string iban) => Assert.True(Checksums.IsIban(iban));

    [Theory]
    [InlineData("DE89 3704 0044 0532 0130 01")]
    [InlineData("DE89 3704 0044 0532 0130")]
    [InlineData("XX89 3704 0044 0532 0130 00")]
    [InlineData("")]
    public void These_are_not(string text) => Assert.False(Checksums.IsIban(text));

    [Theory]
    [InlineData("4006381333931", true)]
    [InlineData("4006381333932", false)]
    [InlineData("73513537", true)]
    [InlineData("400638133393", false)]
    [InlineData("400638133393X", false)]
    public void An_ean_has_8_or_13_digits_and_the_last_one_fits(string text, bool expected) => Assert.Equal(expected, Checksums.IsEan(text));

    [Fact]
    public void Every_single_wrong_digit_of_an_ean_is_noticed()
    {
        const string Ean = "4006381333931";
        for (var i = 0; i < Ean.Length; i++)
        {
            var wrong = Ean[..i] + (char)('0' + (Ean[i] - '0' + 1) % 10) + Ean[(i + 1)..];
            Assert.False(Checksums.IsEan(wrong), wrong);
        }
    }

    [Theory]
    [InlineData("0-306-40615-2", true)]
    [InlineData("080442957X", true)]
    [InlineData("0-306-40615-3", false)]
    [InlineData("978-0-306-40615-7", true)]
    [InlineData("4006381333931", false)]
    public void An_isbn_has_10_or_13_digits(string text, bool expected) => Assert.Equal(expected, Checksums.IsIsbn(text));

    [Fact]
    public void Letters_count_as_two_digits() => Assert.Equal(Checksums.Mod97("101112"), Checksums.Mod97("abC"));
}
