public class DisplayNameTests
{
    [Fact(DisplayName = "A name with spaces, <xml> & \"quotes\"")]
    public void Named() => Assert.True(true);

    [Fact(DisplayName = "Line\nbreak and tab\t and bell \u0007")]
    public void Control_characters() => Assert.True(true);

    [Fact(DisplayName = "\u00dcml\u00e4ut \u4e2d\u6587 \ud83d\ude00")]
    public void Unicode_fails() => Assert.Equal("\u00fc", "u");

    [Theory(DisplayName = "Rows of")]
    [InlineData("a\nb")]
    [InlineData("\ud83d\ude00 \u0001 \\ /")]
    [InlineData("")]
    public void Rows(string text) => Assert.DoesNotContain("\\", text);

    [Theory]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void Long_value(string text) => Assert.Equal(5, text.Length);

    [Fact(DisplayName = "Twice")]
    public void Same_name_1() => Assert.True(true);

    [Fact(DisplayName = "Twice")]
    public void Same_name_2() => Assert.True(false);

    [Fact]
    public void Ünïcode_method_名前() => Assert.True(true);
}
