using static Menace.Pipeline.Tests.Languages.Shell.ShellBots;

namespace Menace.Pipeline.Tests.Languages.Shell;

/// <summary>Plain statements become the body of a function and mean the same there.</summary>
public sealed class ShellStatementsTests
{
    [Fact]
    public async Task A_small_bot_reads_naturally() =>
        Assert.Equal("#!/bin/sh\n# demo\n\nrun() {\n    echo hello\n}\n", await EmitAsync(Bot("echo hello")));

    [Fact]
    public async Task Here_documents_and_quotes_over_several_lines_keep_their_lines() =>
        Assert.EndsWith(
            "run() {\n    cat <<END; cat <<-'OTHER'\na\n\n  b\nEND\n\tc\n\tOTHER\n    echo 'x\n y'\n\n    echo z\n}\n",
            await EmitAsync(Bot("cat <<END; cat <<-'OTHER'\na\n\n  b\nEND\n\tc\n\tOTHER\necho 'x\n y'\n\necho z\n")),
            StringComparison.Ordinal);

    [Fact]
    public async Task Code_of_comments_only_does_nothing() =>
        Assert.EndsWith("run() {\n    # later\n    :\n}\n", await EmitAsync(Bot("# later")), StringComparison.Ordinal);
}
