public class SwitchAfterTests
{
    [Fact]
    public void Is_as_new()
    {
        Assert.False(AppContext.TryGetSwitch("Menace.Corpus.Switch", out _));
        Assert.Null(AppDomain.CurrentDomain.GetData("menace-corpus"));
        Assert.ThrowsAny<Exception>(() => System.Text.Encoding.GetEncoding(1252));
    }
}
