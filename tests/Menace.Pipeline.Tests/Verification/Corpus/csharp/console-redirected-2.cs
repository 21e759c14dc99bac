public class AfterRedirectTests
{
    [Fact]
    public void Sees_a_new_console()
    {
        Assert.Null(Console.In.ReadLine());
        Assert.IsNotType<StringWriter>(Console.Out, exactMatch: false);
        Console.WriteLine("printed");
    }
}
