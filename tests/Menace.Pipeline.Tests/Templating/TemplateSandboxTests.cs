using Menace.Pipeline.Languages;
using Scriban;
using Scriban.Runtime;

namespace Menace.Pipeline.Tests.Templating;

/// <summary>What a template can reach: nothing that is another one tomorrow, or on another machine.</summary>
public sealed class TemplateSandboxTests
{
    /// <summary>All functions of the pinned Scriban: each was looked at. A new version that brings more has to be looked at again.</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["array"] = "add add_range any compact concat contains cycle each filter first insert_at join last limit map offset remove_at reverse size sort uniq",
        ["date"] = "add_days add_hours add_milliseconds add_minutes add_months add_seconds add_years default_format format now parse parse_to_string to_string utc_now",
        ["html"] = "escape newline_to_br strip url_encode url_escape",
        ["math"] = "abs ceil divided_by floor format is_number minus modulo plus random round times uuid",
        ["object"] = "default eval eval_template format from_json has_key has_value keys kind size to_json typeof values",
        ["regex"] = "escape match matches replace split unescape",
        ["string"] = "append base64_decode base64_encode capitalize capitalizewords contains downcase empty ends_with equals_ignore_case escape handleize hmac_sha1 hmac_sha256 hmac_sha512 index_of literal lstrip md5 pad_left pad_right pluralize prepend remove remove_first remove_last replace replace_first rstrip sha1 sha256 sha512 size slice slice1 split starts_with strip strip_newlines to_double to_float to_int to_long truncate truncatewords upcase whitespace",
        ["timespan"] = "from_days from_hours from_milliseconds from_minutes from_seconds parse zero",
    };

    [Fact]
    public void Every_function_that_a_template_can_call_is_known()
    {
        var context = TemplateSandbox.StrictContext([], null, default);

        Assert.Equal(
            ["array", "blank", "date", "empty", "html", "include", "include_join", "math", "object", "regex", "string", "timespan"],
            context.BuiltinObject.Keys.Order(StringComparer.Ordinal));
        Assert.All(Known, part => Assert.Equal(
            part.Value, string.Join(' ', ((ScriptObject)context.BuiltinObject[part.Key]!).Keys.Order(StringComparer.Ordinal))));
    }

    [Theory]
    [InlineData("date.now")]
    [InlineData("date.utc_now")]
    [InlineData("date.parse_to_string '12:00' '%F'")]
    [InlineData("math.random 1 9")]
    [InlineData("math.uuid")]
    [InlineData("object.eval '1'")]
    [InlineData("object.eval_template '1'")]
    public void Function_that_depends_on_more_than_its_arguments_is_refused(string call)
    {
        var (_, mistake) = Render($"{{{{ {call} }}}}");

        Assert.Contains($"{call.Split(' ')[0]} is not available here", mistake!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12:00", "01 Jan 0001 12:00:00")]
    [InlineData("2026-01-31", "31 Jan 2026 00:00:00")]
    [InlineData("2026-01-31T23:30:00+09:00", "31 Jan 2026 14:30:00")]
    public void Date_has_neither_today_nor_the_time_zone_of_the_machine(string text, string expected) =>
        Assert.Equal((expected + " +00:00", null), Render($"{{{{ date.parse '{text}' | date.to_string '%d %b %Y %H:%M:%S %Z' }}}}"));

    [Theory]
    [InlineData("{{ date '12:00' }}", "date is no function here. Write date.parse")]
    [InlineData("{{ date.parse 'soon' }}", "date.parse cannot read 'soon'. Write it as 2026-01-31 or 2026-01-31T12:00:00Z")]
    [InlineData("{{ y = {}; x = 'a' * 900000; for i in 1..3000; y['a' + i] = x + i; end }}", "it needs more than 512 MB of memory")]
    [InlineData("{{ x = 'a' * 900000; for i in 1..3000; x; end }}", "it ")]
    [InlineData("{{ \"\\ud800\" }}", "it writes half of a surrogate pair, which no UTF-8 text has")]
    [InlineData("{{ name.length }}", "name length")]
    [InlineData("{{ (@string.upcase).method }}", "")]
    [InlineData("{{ env.HOME }}", "the variable 'env' is not defined")]
    [InlineData("{{ include '/etc/passwd' }}", "include")]
    [InlineData("{{ while true; end }}", "limit")]
    public void Template_that_reaches_for_more_ends_with_its_mistake(string template, string message)
    {
        var (text, mistake) = Render(template);

        Assert.Equal("", text);
        Assert.Contains(message, mistake!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Change_that_a_template_makes_is_not_seen_by_the_next_one()
    {
        var variables = new ScriptObject { ["name"] = "a", ["tags"] = new ScriptArray { "b" }, ["variables"] = new ScriptObject { ["team"] = "c" } };

        Assert.Equal(("xyz", null), Render("{{ name = 'x'; tags[0] = 'y'; variables.team = 'z'; name; tags[0]; variables.team }}", variables));
        Assert.Equal(("abc", null), Render("{{ name; tags[0]; variables.team }}", variables));
    }

    [Fact]
    public void Text_has_the_same_line_ends_whatever_those_of_the_template_are() =>
        Assert.Equal(Render("a\n{{ name }}\nb\n"), Render("a\r\n{{ name }}\r\nb\r\n"));

    private static (string Text, TemplateMistake? Mistake) Render(string template, ScriptObject? variables = null) => TemplateSandbox.Run(
        token => Template.Parse(template).Render(TemplateSandbox.StrictContext(variables ?? new() { ["name"] = "n" }, null, token)),
        TemplateSandbox.TimeLimit, default);
}
