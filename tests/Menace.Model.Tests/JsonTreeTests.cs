using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CsCheck;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Text;
using Menace.Samples;

namespace Menace.Model.Tests;

public class JsonTreeTests
{
    private static readonly Gen<string> Texts = Gen.String[Gen.OneOf('a', 'Z', '0', ' ', '"', '\\', '/', '\n', '\r', '\t', '\u0001', '\u2028', '\u00E9', '\u200B'), 0, 12];

    private static readonly Gen<JsonValue> Values = Gen.Recursive<JsonValue>((depth, inner) => depth > 3
        ? Gen.Const(JsonValue.Null)
        : Gen.OneOf(
            Gen.Bool.Select(JsonValue.FromBoolean),
            Gen.OneOf("0", "-0", "1.5", "-12e3", "1E+9", "123456789012345678901234567890").Select(JsonValue.FromNumberText),
            Texts.Select(JsonValue.FromString),
            inner.Array[0, 4].Select(i => JsonValue.FromItems(i)),
            Gen.Select(Gen.Int[0, 99], inner).Array[0, 4].Select(m => JsonValue.FromMembers(
                [.. m.DistinctBy(p => p.Item1).Select(p => new KeyValuePair<string, JsonValue>("k" + p.Item1, p.Item2))]))));

    [Fact]
    public void Values_agree_with_System_Text_Json()
    {
        Values.Sample(value =>
        {
            var json = "[{\"name\":\"a\",\"metadata\":{\"x_extra\":" + CanonicalJson.Write(value) + "}}]";
            using var theirs = JsonDocument.Parse(json);
            var file = TaskFileReader.Read(json);
            Assert.Empty(file.Mistakes());
            Assert.Equal(value, file.Package.Tasks[0].Metadata.Extra["x_extra"]);
            AssertSame(theirs.RootElement[0].GetProperty("metadata").GetProperty("x_extra"), file.Package.Tasks[0].Metadata.Extra["x_extra"]);
        });
    }

    [Theory]
    [InlineData("[{\"name\":\"a\",\"code\":\"\\u0041\\/\\b\\f\"}]")]
    [InlineData("\r\n [ { \"name\" : \"a\" , \"resources\" : { \"gpu\" : 0.5e-3 } } ] \t")]
    [InlineData("[{\"name\":\"a\",\"code\":\"\uD83D\uDE00\\uD83D\\uDE00\"}]")]
    public void Valid_files_are_valid_for_both(string json)
    {
        using var theirs = JsonDocument.Parse(json);
        Assert.Empty(TaskFileReader.Read(json).Mistakes());
    }

    [Fact]
    public void Text_that_System_Text_Json_refuses_is_an_error()
    {
        string[] pieces = ["[", "]", "{", "}", ",", ":", "\"a\"", "1", "01", "-", "true", "nul", "\"", " ", "\\", "1.", "\n", "'", "\u0000", "\u00A0", "\uFEFF"];
        Gen.OneOf(pieces).Array[0, 9].Select(string.Concat).Sample(
            json =>
            {
                var valid = IsValid(json);
                var syntax = TaskFileReader.Read(json).Findings.Where(f => f.Rule.Id is "MENACE1001" or "MENACE1002" or "MENACE1004" or "MENACE1005" or "MENACE1007" or "MENACE1008" or "MENACE1009");
                Assert.Equal(valid, !syntax.Any());
            },
            iter: Nightly.Choose(20_000, 1_000_000));
    }

    [Fact]
    public void Bytes_are_valid_here_where_they_are_valid_for_System_Text_Json_and_UTF_8()
    {
        string[] files = [.. RuleSamples.All.Select(s => s.Text), "{\"tasks\":[{\"name\":\"a\",\"code\":\"\u00E9\uD83D\uDE00\\u00e9\\ud83d\\ude00\\n\",\"resources\":{\"cpu\":-1.5e+3}}]}"];
        var edit = Gen.Select(Gen.Int[0, 300], Gen.Int[0, 6], Gen.Int[0, 300], Gen.Byte.Array[0, 3]);
        Gen.Select(Gen.OneOf(files).Select(Encoding.UTF8.GetBytes), edit.Array[1, 3]).Sample(
            (start, edits) =>
            {
                List<byte> bytes = [.. start];
                foreach (var (at, cut, other, insert) in edits)
                {
                    var from = Math.Min(at, bytes.Count);
                    bytes.RemoveRange(from, Math.Min(cut, bytes.Count - from));
                    bytes.InsertRange(from, insert);
                    if (cut == 0 && bytes.Count > 0)
                    {
                        var (i, j) = (from % bytes.Count, other % bytes.Count);
                        (bytes[i], bytes[j]) = (bytes[j], bytes[i]);
                    }
                }

                byte[] content = [.. bytes];
                var file = TaskFileReader.Read(content);
                Assert.Equal(IsValid(content), !file.Findings.Any(f => f.Rule.Id is "MENACE1001" or "MENACE1002" or "MENACE1004" or "MENACE1005" or "MENACE1007" or "MENACE1008" or "MENACE1009" or "MENACE1010"));
                if (Utf8Text.TryDecode(content, out var text, out _))
                {
                    AssertSane(text, file);
                }
            },
            iter: Nightly.Choose(20_000, 1_000_000));
    }

    [Fact]
    public void Cuts_and_inserts_never_throw_and_spans_stay_inside()
    {
        var sample = Gen.OneOf([.. RuleSamples.All]);
        var piece = Gen.OneOf("{", "}", "[", "]", ",", ":", "\"", "\\", "\\u12", "\n", "//", "/*", "'", "\u201C", "null", "None", "\0", "\uD83D", "\uFEFF", "\"name\"", "99", "* *");
        Gen.Select(sample, Gen.Select(Gen.Int[0, 500], Gen.Int[0, 20], piece).Array[1, 6]).Sample(
            (start, edits) =>
            {
                var text = start.Text;
                foreach (var (at, cut, insert) in edits)
                {
                    var from = Math.Min(at, text.Length);
                    text = text.Remove(from, Math.Min(cut, text.Length - from)).Insert(from, insert);
                }

                var options = new TaskFileOptions { Templates = start.Templates, FileExists = _ => false };
                AssertSane(text, TaskFileReader.Read(text, TaskFileProperties.Apply(options, start.Properties.GetValueOrDefault, out _)));
            },
            iter: Nightly.Choose(20_000, 1_000_000));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("[{\"name\":\"a\",\"metadata\":{\"x\":[")]
    public void A_million_levels_give_one_located_error_about_depth(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 1_000_000));
        var file = TaskFileReader.Read(text);
        AssertSane(text, file);
        Assert.Single(file.Mistakes(), f => f.Rule.Id == "MENACE1010");
    }

    [Fact]
    public void Sixty_four_levels_are_fine_and_one_more_is_not()
    {
        static string Nested(int levels) => "[{\"name\":\"a\",\"metadata\":{\"x\":" + new string('[', levels - 3) + new string(']', levels - 3) + "}}]";
        Assert.Empty(TaskFileReader.Read(Nested(64)).Mistakes());
        Assert.Equal("MENACE1010", Assert.Single(TaskFileReader.Read(Nested(65)).Mistakes()).Rule.Id);
    }

    [Fact]
    public void Lone_surrogates_are_errors_at_their_place_and_survive_in_what_is_written()
    {
        const string Text = "[{\"name\":\"a\",\"code\":\"x\\ud83dy\"},{\"name\":\"b\",\"code\":\"\uDE00\"},{\"name\":\"c\",\"code\":\"\uD83D\uDE00\\ud83d\\ude00\uD83D\\ude00\"}]";
        var file = TaskFileReader.Read(Text);
        Assert.Equal(
            [(Text.IndexOf("\\ud83d", StringComparison.Ordinal), 6), (Text.IndexOf("\"\uDE00", StringComparison.Ordinal) + 1, 1)],
            file.Mistakes().Select(f => (f.Span.Start, f.Span.Length)));
        Assert.All(file.Mistakes(), f => Assert.Equal("MENACE1006", f.Rule.Id));
        Assert.Equal("x\uD83Dy", file.Package.Tasks[0].Code);
        Assert.Contains("x\\ud83dy", TaskPackageJson.Write(file.Package), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_mistakes_are_reported_at_once()
    {
        var file = TaskFileReader.Read("[ { \"name\": \"a\" \"code\": None, }, { \"name\": 'b' }, { \"name\": \"c\", \"dependencies\": [\"d\"] } ]");
        Assert.Equal(["MENACE1001", "MENACE1009", "MENACE1002", "MENACE1001", "MENACE1301"], file.Mistakes().Select(f => f.Rule.Id));
        Assert.Equal(["a", "b", "c"], file.Package.Tasks.Select(t => t.Name));
    }

    [Fact]
    public void At_most_200_findings_are_shown_and_the_rest_is_counted()
    {
        var file = TaskFileReader.Read("[" + string.Concat(Enumerable.Repeat("{\"name\":1},", 10_000)) + "{\"name\":\"a\"}]");
        Assert.Equal(201, file.Findings.Count);
        Assert.Equal("MENACE1901", file.Findings[200].Rule.Id);
        Assert.Equal("9800", Assert.Single(file.Mistakes()[200].Arguments));
        Assert.True(file.HasErrors);
    }

    [Theory]
    [InlineData("\"\\\"\n")]
    [InlineData("\"a\n")]
    [InlineData("'a ")]
    [InlineData("\u201Ca ")]
    [InlineData("/* */")]
    [InlineData("]")]
    [InlineData("{\"a\"")]
    [InlineData("[{\"name\":\"a\",")]
    [InlineData("\\")]
    public void Hostile_repetition_is_read_in_linear_time(string piece)
    {
        var text = "[" + string.Concat(Enumerable.Repeat(piece, 200_000));
        var clock = Stopwatch.StartNew();
        AssertSane(text, TaskFileReader.Read(text));

        // Quadratic work over a million characters takes hours, so a generous bound tells the two apart on any machine.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), clock.Elapsed.ToString());
    }

    private static bool IsValid(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.StartsWith('\uFEFF') ? json[1..] : json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsValid(byte[] json)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(json);
            using var document = JsonDocument.Parse(json.AsMemory(json is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0));
            return true;
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException)
        {
            return false;
        }
    }

    private static void AssertSane(string text, TaskFile file)
    {
        Assert.InRange(file.Findings.Count, 0, 201);
        var last = 0;
        foreach (var finding in file.Findings)
        {
            Assert.InRange(finding.Span.Start, last, text.Length);
            Assert.InRange(finding.Span.End, finding.Span.Start, text.Length);
            Assert.NotEqual("", finding.Message);
            last = finding.Span.Start;
        }

        foreach (var task in file.Package.Tasks)
        {
            var code = file.MapCode(task.Name, 1, 1000);
            Assert.InRange(code.Start, 0, text.Length);
            Assert.InRange(code.End, code.Start, text.Length);
        }
    }

    private static void AssertSame(JsonElement theirs, JsonValue ours)
    {
        switch (theirs.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal(theirs.EnumerateObject().Select(p => p.Name), ours.Members.Select(m => m.Key));
                foreach (var property in theirs.EnumerateObject())
                {
                    AssertSame(property.Value, ours[property.Name]!);
                }

                break;
            case JsonValueKind.Array:
                Assert.Equal(theirs.GetArrayLength(), ours.Items.Count);
                foreach (var (item, i) in theirs.EnumerateArray().Select((e, i) => (e, i)))
                {
                    AssertSame(item, ours.Items[i]);
                }

                break;
            case JsonValueKind.String:
                Assert.Equal((JsonKind.String, theirs.GetString()), (ours.Kind, ours.Text));
                break;
            default:
                Assert.Equal(theirs.GetRawText(), ours.Text);
                break;
        }
    }
}
