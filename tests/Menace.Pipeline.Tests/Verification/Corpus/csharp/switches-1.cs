public class SwitchTests
{
    [Fact]
    public void Sets_switches_and_data()
    {
        AppContext.SetSwitch("Menace.Corpus.Switch", true);
        AppDomain.CurrentDomain.SetData("menace-corpus", "leaked");
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        Assert.Equal(1252, System.Text.Encoding.GetEncoding(1252).CodePage);
    }
}
