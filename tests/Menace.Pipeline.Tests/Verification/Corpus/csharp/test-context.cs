public class TestContextTests
{
    [Fact]
    public void Knows_the_test()
    {
        var context = TestContext.Current;
        Assert.Equal("TestContextTests.Knows_the_test", context.Test!.TestDisplayName);
        Assert.Equal("Sample.Tests", context.TestAssembly!.AssemblyName.Split(',')[0]);
        context.KeyValueStorage["x"] = 1;
        context.AddAttachment("note", "text");
        context.AddWarning("careful");
        context.SendDiagnosticMessage("diagnostic");
    }

    [Fact]
    public void Attachment_twice()
    {
        TestContext.Current.AddAttachment("note", "one");
        TestContext.Current.AddAttachment("note", "two");
    }
}
