namespace Menace.Pipeline.Tests.CommandLine;

/// <summary>One call of a bot, and what docs/command-line.md says of it.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Result">The last line of the output, or null if there is none to compare.</param>
/// <param name="Arguments">The arguments after the bot's command.</param>
internal sealed record CommandLineRow(int ExitCode, string? Result, params string[] Arguments)
{
    /// <summary>Gets a text that standard output or, with an exit code, standard error must hold.</summary>
    public string Says { get; init; } = "";

    /// <summary>
    /// Calls of <c>say(text)</c> and <c>join(first_part, second = "z")</c>, which take text, and of <c>fail()</c>: every language has them.
    /// </summary>
    public static IReadOnlyList<CommandLineRow> OfText { get; } =
    [
        new(0, "\"a b\"", "say", "a b"),
        new(0, "\"a b\"", "say", "--text", "a b"),
        new(0, "\"a=b\"", "say", "--text=a=b"),
        new(0, "\"\"", "say", ""),
        new(0, "\"\"", "say", "--text="),
        new(0, "\"5\"", "say", "5"),
        new(0, "\"true\"", "say", "true"),
        new(0, "\"null\"", "say", "null"),
        new(0, "\"[1]\"", "say", "[1]"),
        new(0, "\"-5\"", "say", "-5"),
        new(0, "\"--x\"", "say", "--text=--x"),
        new(0, "\"--x\"", "say", "--", "--x"),
        new(0, "\"$(id) `id` 'a' \\\\ %s\"", "say", "$(id) `id` 'a' \\ %s"),
        new(0, "\"ü€😀\"", "say", "ü€😀"),

        // A complete JSON string is decoded, and nothing else is.
        new(0, "\"a\\nb\"", "say", "\"a\\nb\""),
        new(0, "\"5\"", "say", "\"5\""),
        new(0, "\"\\\"open\"", "say", "\"open"),
        new(0, "\"\\\"a\\\" and \\\"b\\\"\"", "say", "\"a\" and \"b\""),
        new(0, "\"\\\"q\\\"\"", "say", "@text:\"q\""),
        new(0, "\"q\"", "say", "@json:\"q\""),
        new(0, "\"\\\"q\\\"\"", "say", "--text=@text:\"q\""),
        new(0, "\"@text:q\"", "say", "@text:@text:q"),
        new(0, "\"@media\"", "say", "@media"),
        new(2, null, "say", "@json:{"),

        // With --json every further argument is JSON.
        new(0, "\"x\"", "say", "--json", "\"x\""),
        new(0, "\"@text:x\"", "say", "--json", "\"@text:x\""),
        new(0, "\"--help\"", "say", "--json", "\"--help\""),
        new(0, "\"a+b\"", "join", "--json", "\"a\"", "\"b\""),
        new(2, null, "say", "--json", "x"),

        new(0, "\"a+z\"", "join", "a"),
        new(0, "\"a+b\"", "join", "a", "b"),
        new(0, "\"a+b\"", "join", "--first-part", "a", "--second=b"),
        new(0, "\"a+b\"", "join", "--second", "b", "--first-part=a"),
        new(0, "\"a+b\"", "join", "--second", "b", "a"),
        new(0, "\"a+b\"", "join", "a", "--second", "b"),
        new(0, "\"b+a\"", "join", "a", "--first-part", "b"),

        new(2, null) { Says = "say" },
        new(2, null, "nothing") { Says = "nothing" },
        new(2, null, "say", "--nothing", "x") { Says = "--nothing" },
        new(2, null, "say", "--text"),
        new(2, null, "join", "--first-part", "--second", "b"),
        new(2, null, "join", "--second", "b") { Says = "first-part" },
        new(2, null, "say", "a", "--text", "b"),
        new(2, null, "join", "a", "--second", "b", "--second", "c") { Says = "second" },
        new(1, null, "fail"),

        new(0, null, "--help") { Says = "join" },
        new(0, null, "--help") { Says = "Says what it is given" },
        new(0, null, "say", "--help") { Says = "--text" },
        new(0, null, "join", "--help") { Says = "--first-part" },
        new(2, null, "--completion", "fish"),
    ];

    /// <summary>
    /// Calls of <c>add(left, right = 10)</c> on whole numbers, <c>total(numbers)</c> on a list of them, <c>check(name, strict = false)</c>, which
    /// returns its truth value, <c>show(value)</c> without a type, and <c>chat()</c>, which prints a line: languages with types have them.
    /// </summary>
    public static IReadOnlyList<CommandLineRow> OfTypes { get; } =
    [
        new(0, "12", "add", "2"),
        new(0, "-1", "add", "--left=2", "--right", "-3"),
        new(0, "-5", "add", "-2", "-3"),
        new(0, "5", "add", "--json", "2", "3"),
        new(2, null, "add", "x") { Says = "x" },
        new(2, null, "add", "--left", "[1]"),
        new(2, null, "add", "1", "2", "3"),
        new(2, null, "add"),
        new(0, "6", "total", "[1,2,3]"),
        new(0, "1", "total", "--numbers", "[1]"),
        new(2, null, "total", "[1"),
        new(0, "false", "check", "bob"),
        new(0, "true", "check", "bob", "--strict"),
        new(0, "true", "check", "--strict", "--name", "bob"),
        new(0, "false", "check", "bob", "--strict=false"),
        new(0, "true", "check", "bob", "true"),
        new(0, "5", "show", "5"),
        new(0, "\"five\"", "show", "five"),
        new(0, "[1]", "show", "[1]"),
        new(0, "null", "show", "--value=null"),
        new(0, "\"5\"", "show", "@text:5"),
        new(0, "{\"a\":1}", "show", "--json", "{\"a\":1}"),
        new(0, "1", "chat") { Says = "hello" },
        new(0, null, "add", "--help") { Says = "10" },
    ];
}
