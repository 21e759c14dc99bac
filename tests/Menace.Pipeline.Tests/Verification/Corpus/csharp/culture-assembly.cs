using System.Globalization;

[assembly: Xunit.v3.Culture]

namespace Xunit.v3
{
    /// <summary>Sets a culture around each test.</summary>
    [AttributeUsage(AttributeTargets.Assembly)]
    public sealed class CultureAttribute : BeforeAfterTestAttribute
    {
        public override void Before(System.Reflection.MethodInfo methodUnderTest, IXunitTest test) =>
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
    }
}

public class AssemblyCultureTests
{
    [Fact]
    public void Comma() => Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
}
