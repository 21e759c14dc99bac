using System.Text;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;

namespace Menace.Tasks.Tests;

public sealed class FixTaskFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("menace-fix-").FullName;
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_fix_is_reported_at_its_location_with_the_remaining_findings()
    {
        Write("[\n  { \"name\": \"a\", },\n  { \"name\": \"b\", \"dependencies\": [\"nobody\"] }\n]\n");

        Assert.False(Fix().Execute());

        Assert.Equal("[\n  { \"name\": \"a\" },\n  { \"name\": \"b\", \"dependencies\": [\"nobody\"] }\n]\n", Tasks);
        var told = Assert.Single(_engine.Messages, message => message.Code is not null);
        Assert.Equal(("MENACE1002", "tasks.json", 2, 16, "fixed: Remove the comma"), (told.Code, told.File, told.LineNumber, told.ColumnNumber, told.Message));
        Assert.Equal(["MENACE1301"], _engine.Errors.Select(error => error.Code));
        Assert.Contains("Menace: 1 fixed, 1 left in tasks.json", _engine.Messages.Select(message => message.Message));
    }

    [Fact]
    public void A_second_run_changes_nothing_not_even_the_time_of_the_file()
    {
        Write("[ { \"name\": \"a\", } ]");
        Assert.True(Fix().Execute());
        var time = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Path, time);

        Assert.True(Fix().Execute());

        Assert.Equal("[ { \"name\": \"a\" } ]", Tasks);
        Assert.Equal(time, File.GetLastWriteTimeUtc(Path));
        Assert.Equal(["tasks.json"], Directory.GetFiles(_folder).Select(System.IO.Path.GetFileName));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bytes_outside_of_the_fixes_stay(bool mark)
    {
        byte[] Bytes(string text) => [.. mark ? new byte[] { 0xEF, 0xBB, 0xBF } : [], .. Encoding.UTF8.GetBytes(text)];
        File.WriteAllBytes(Path, Bytes("[\r\n\t{ \"name\": \"a\", \"code\": \"größe \uD83D\uDE00\", },\n]\r"));

        Assert.True(Fix().Execute());

        Assert.Equal(Bytes("[\r\n\t{ \"name\": \"a\", \"code\": \"größe \uD83D\uDE00\" }\n]\r"), File.ReadAllBytes(Path));
    }

    [Theory]
    [InlineData("", "{ \"language\": \"py\", \"purpose\": \"Does f.\", \"functions\": [\"f\"] }", 2)]
    [InlineData("CS1591;MENACE1601", "{ \"language\": \"py\", \"functions\": [\"f\"] }", 1)]
    public void What_the_build_infers_is_written_down_unless_its_rule_is_silenced(string silenced, string metadata, int count)
    {
        const string Task = "[ { \"name\": \"a\", \"code\": \"def f():\\n  'Does f.'\", \"metadata\": ";
        Write(Task + "{ \"language\": \"py\" } } ]");
        var fix = Fix();
        fix.Silenced = silenced;

        Assert.True(fix.Execute());

        Assert.Equal(Task + metadata + " } ]", Tasks);
        Assert.Contains($"Menace: {count} fixed, 0 left in tasks.json", _engine.Messages.Select(message => message.Message));
    }

    [Fact]
    public void Permissions_stay_and_a_link_stays_a_link()
    {
        var shared = System.IO.Path.Combine(_folder, "shared.json");
        File.WriteAllText(shared, "[ { \"name\": \"a\", } ]");
        File.SetUnixFileMode(shared, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(Path, "shared.json");

        Assert.True(Fix().Execute());

        Assert.Equal("shared.json", File.ResolveLinkTarget(Path, returnFinalTarget: false)!.Name);
        Assert.Equal("[ { \"name\": \"a\" } ]", File.ReadAllText(shared));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(shared));
    }

    [Fact]
    public void A_read_only_file_is_left_alone()
    {
        Write("[ { \"name\": \"a\", } ]");
        File.SetAttributes(Path, FileAttributes.ReadOnly);

        Assert.False(Fix().Execute());

        Assert.Equal("[ { \"name\": \"a\", } ]", Tasks);
        Assert.Equal(["MENACE0009"], _engine.Errors.Select(error => error.Code));
        Assert.DoesNotContain(_engine.Messages, message => message.Message!.StartsWith("fixed:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'[', 0xFF, (byte)']' }, "MENACE1007")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'[', 0 }, "MENACE1007")]
    [InlineData(null, "MENACE0005")]
    public void A_file_that_is_no_text_is_left_alone(byte[]? content, string code)
    {
        if (content is not null)
        {
            File.WriteAllBytes(Path, content);
        }

        Assert.False(Fix().Execute());

        Assert.Equal([code], _engine.Errors.Select(error => error.Code));
        Assert.Equal(content, File.Exists(Path) ? File.ReadAllBytes(Path) : null);
    }

    [Fact]
    public void Rules_in_NoWarn_are_left_alone()
    {
        Write("[ // why\n  { \"name\": \"a\", } ]");
        var task = Fix();
        task.Silenced = "CS1591;menace1004,NU1701";

        Assert.True(task.Execute());

        Assert.Equal("[ // why\n  { \"name\": \"a\" } ]", Tasks);
    }

    [Theory]
    [InlineData("", "0 0 3 * * *")]
    [InlineData("NU1605;MENACE1408", "0 3 * * *")]
    public void Disabled_rule_is_fixed_only_if_enforced(string enforced, string after)
    {
        Write("[ { \"name\": \"a\", \"schedule\": \"0 0 3 * * *\" } ]");
        var task = Fix();
        task.Enforced = enforced;

        Assert.True(task.Execute());

        Assert.Equal("[ { \"name\": \"a\", \"schedule\": \"" + after + "\" } ]", Tasks);
    }

    [Fact]
    public void Allowed_values_of_the_project_are_used_by_fixes_as_in_a_build()
    {
        Write("[ { \"name\": \"a\", \"resources\": { \"gpuu\": 1 }, \"metadata\": { \"capabilities\": [\"netwrok\"], \"level\": \"9\" } } ]");
        var task = Fix();
        task.Options = Properties.Of(("MenaceKnownCapabilities", "network;files"), ("MenaceKnownResources", "gpu"), ("MenaceLevels", "1..5"));

        Assert.False(task.Execute());

        Assert.Equal("[ { \"name\": \"a\", \"resources\": { \"gpuu\": 1 }, \"metadata\": { \"capabilities\": [\"network\"], \"level\": \"9\" } } ]", Tasks);
        Assert.Equal(["MENACE1504", "MENACE1608"], _engine.Errors.Select(error => error.Code));
    }

    [Fact]
    public void Invalid_project_list_is_reported_and_nothing_is_fixed()
    {
        Write("[ { \"name\": \"a\", } ]");
        var task = Fix();
        task.Options = Properties.Of(("MenaceLevels", "5..1"));

        Assert.False(task.Execute());

        Assert.Equal(["MENACE0003"], _engine.Errors.Select(error => error.Code));
        Assert.Equal("[ { \"name\": \"a\", } ]", Tasks);
    }

    [Fact]
    public void Verify_prints_the_difference()
    {
        Write("[\n  { \"name\": \"a\", }\n]\n");

        Assert.True(Fix("true").Execute());

        Assert.Equal("[\n  { \"name\": \"a\" }\n]\n", Tasks);
        Assert.Contains("--- tasks.json\n+++ tasks.json\n@@ -1,3 +1,3 @@\n [\n-  { \"name\": \"a\", }\n+  { \"name\": \"a\" }\n ]\n", _engine.Messages.Select(message => message.Message));
    }

    [Theory]
    [InlineData("false", "[ { \"name\": \"alpha\", \"dependencies\": [\"beta\"] }, { \"name\": \"beta\", \"dependencies\": [\"alhpa\"] } ]", "fixed: Remove the comma")]
    [InlineData("true", "[ { \"name\": \"alpha\", \"dependencies\": [\"beta\"], }, { \"name\": \"beta\", \"dependencies\": [\"alhpa\"] } ]", "would be fixed: Remove the comma")]
    public void A_fix_that_would_break_another_rule_is_left_out_and_with_verify_all_are(string verify, string after, string told)
    {
        // To depend on alpha would close a circle.
        Write("[ { \"name\": \"alpha\", \"dependencies\": [\"beta\"], }, { \"name\": \"beta\", \"dependencies\": [\"alhpa\"] } ]");

        Assert.False(Fix(verify).Execute());

        Assert.Equal(after, Tasks);
        Assert.Equal([told, "not fixed, because the fix would break another rule: Write \"alpha\" instead of \"alhpa\""], _engine.Messages.Where(m => m.Code is not null).Select(m => m.Message));
        Assert.Equal(["MENACE1301"], _engine.Errors.Select(error => error.Code));
    }

    [Fact]
    public void Verify_is_true_or_false()
    {
        Write("[ { \"name\": \"a\", } ]");

        Assert.False(Fix("perhaps").Execute());

        Assert.Equal(["MENACE0003"], _engine.Errors.Select(error => error.Code));
        Assert.Equal("[ { \"name\": \"a\", } ]", Tasks);
    }

    [Fact]
    public void Completed_values_that_are_chosen_are_written_and_what_a_task_gives_stays()
    {
        Write("[\n  { \"name\": \"a\", \"schedule\": \"once\" },\n  { \"name\": \"b\" }\n]\n");
        CompletedField Found(string bot, string field, string value) => new(bot, field, value, new(FieldSourceKind.Documentation, "docs/bots.md:7"), "label", 1);
        StageFile.Write(System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(_folder, "obj")).FullName, "optimise.json"), new OptimiseRecord(1, new([]), [], [])
        {
            Completed = [Found("a", "schedule", "0 6 * * *"), Found("b", "schedule", "0 6 * * *"), Found("b", "metadata.purpose", "Says \"hello\"."), Found("b", "metadata.license", "MIT")],
        });
        var task = Fix();
        task.Options = Properties.Of(("MenaceFixCompletions", "schedule;metadata.purpose"));

        Assert.True(task.Execute());

        Assert.Equal("[\n  { \"name\": \"a\", \"schedule\": \"once\" },\n  { \"name\": \"b\", \"schedule\": \"0 6 * * *\", \"metadata\": { \"purpose\": \"Says \\\"hello\\\".\" } }\n]\n", Tasks);
        Assert.Contains(_engine.Messages, message => message.Message!.EndsWith("written: metadata.purpose of 'b', from documentation docs/bots.md:7", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a:2", "[\n  { \"name\": \"a\", \"metadata\": { \"examples\": [\n    { \"function\": \"f\", \"args\": [\"x\"], \"returns\": \"y\" },\n    {\"function\":\"f\",\"args\":[\"\"],\"returns\":\"second\"}\n  ] } }\n]\n")]
    [InlineData("a:3", null)]
    [InlineData("b:1", null)]
    [InlineData("a", null)]
    public void Chosen_result_of_the_example_that_was_asked_for_is_written_behind_the_others(string chosen, string? expected)
    {
        var list = "[\n  { \"name\": \"a\", \"metadata\": { \"examples\": [\n    { \"function\": \"f\", \"args\": [\"x\"], \"returns\": \"y\" }\n  ] } }\n]\n";
        Write(list);
        TaskExample example = new() { Function = "f", Args = ["x"], Returns = "y" };
        StageFile.Write(System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(_folder, "obj")).FullName, "optimise.json"), new OptimiseRecord(
            1, new([new() { Name = "a", Metadata = new() { Examples = [example] } }]), [], [])
        {
            Questions = new Dictionary<string, CodeQuestion> { ["a"] = new("f", [""], "first", "second") },
        });
        var task = Fix();
        task.Options = Properties.Of(("MenaceFixExample", chosen));

        Assert.Equal(expected is not null, task.Execute());

        Assert.Equal(expected ?? list, Tasks);
        if (expected is null)
        {
            Assert.Equal("MENACE0003", Assert.Single(_engine.Errors).Code);
            Assert.Contains("a:1, a:2", _engine.Errors[0].Message, StringComparison.Ordinal);
        }
    }

    private string Path => System.IO.Path.Combine(_folder, "tasks.json");

    private string Tasks => File.ReadAllText(Path);

    private void Write(string text) => File.WriteAllText(Path, text);

    private FixTaskFile Fix(string verify = "")
    {
        return new() { BuildEngine = _engine, ProjectDirectory = _folder, StageDirectory = "obj/", Options = Properties.Of(("MenaceFixVerify", verify)) };
    }
}
