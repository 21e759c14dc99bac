namespace Menace.Tasks.Tests;

public sealed class TerminalTextTests
{
    [Fact]
    public void Nothing_that_a_terminal_obeys_is_left() => Assert.Equal("a\uFFFD[31m\tb\n", TerminalText.Of("a\u001b[31m\tb\n"));
}
