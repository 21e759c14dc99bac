using Snapshooter.Xunit;
using static Menace.Pipeline.Tests.Languages.Python.PythonBots;

namespace Menace.Pipeline.Tests.Languages.Python;

/// <summary>Plain statements become the body of a function and mean the same there.</summary>
public sealed class PythonStatementsTests
{
    [Fact]
    public async Task Strings_over_several_lines_keep_every_space() =>
        Assert.Equal(
            "    text = '''a\n  b\n\n'''\n    if text:\n    \tprint(f'''{text}\n z''')",
            (await AnalyseAsync("text = '''a\n  b\n\n'''\nif text:\n\tprint(f'''{text}\n z''')")).Body!.Text);

    [Fact]
    public async Task Leading_imports_go_above_the_function_and_later_ones_stay()
    {
        var body = (await AnalyseAsync("from __future__ import annotations\nimport os, sys  # both\n\nprint(os.name)\nimport json")).Body!;
        Assert.Equal(["from __future__ import annotations", "import os, sys  # both"], body.Imports);
        Assert.Equal("    print(os.name)\n    import json", body.Text);
    }

    [Fact]
    public async Task An_import_whose_name_is_assigned_stays_local() =>
        Assert.Empty((await AnalyseAsync("import json\njson = json.dumps(1)")).Body!.Imports);

    [Fact]
    public async Task A_star_import_leaves_the_line_it_shares()
    {
        var body = (await AnalyseAsync("from os import *; print(name)")).Body!;
        Assert.Equal(["from os import *"], body.Imports);
        Assert.Equal("    pass; print(name)", body.Text);
    }

    [Theory]
    [InlineData("await wait()", true)]
    [InlineData("[x async for x in y]", true)]
    [InlineData("return lambda: 1", false)]
    public async Task Statements_that_await_make_an_async_function(string code, bool isAsync) =>
        Assert.Equal(isAsync, (await AnalyseAsync(code)).Body!.IsAsync);

    [Fact]
    public async Task Code_of_comments_only_does_nothing() =>
        Assert.Equal("    # later\n    pass", (await AnalyseAsync("# later")).Body!.Text);

    [Fact]
    public async Task Windows_line_ends_and_form_feeds_do_not_disturb() =>
        Assert.Equal("    a = 1\n    b = 2", (await AnalyseAsync("a = 1\r\n\fb = 2\r\n")).Body!.Text);

    [Fact]
    public async Task Other_listed_functions_come_from_the_template() =>
        Snapshot.Match(await EmitAsync(Bot("import os\nreturn os.name", "run", "stop") with { FunctionDocs = new Dictionary<string, string> { ["run"] = "Names the system." } }));

    [Fact]
    public async Task A_small_bot_reads_naturally() =>
        Assert.Equal(
            "\"\"\"demo\"\"\"\n\n\ndef run():\n    print('hello')\n",
            await EmitAsync(Bot("print('hello')")));
}
