namespace Menace.Pipeline.Languages.CSharp;

/// <summary>The helper methods of a generated test class; a class gets those that its tests call.</summary>
internal static class CSharpTestHelpers
{
    private const string AssertJson = """
            private static void AssertJson(string expected, object? actual)
            {
                var json = BotJson.Write(actual);
                Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(json)), $"Expected {expected}, but got {json}");
            }

        """;

    private const string AssertIs = """
            private static void AssertIs(string expected, Exception? actual)
            {
                Assert.True(actual is not null, $"Expected {expected}, but nothing was thrown");
                for (var type = actual.GetType(); type is not null; type = type.BaseType)
                {
                    if (type.Name == expected || type.FullName == expected)
                    {
                        return;
                    }
                }

                Assert.Fail($"Expected {expected}, but got {actual.GetType()}: {actual.Message}");
            }

        """;

    private const string PrintedAsync = """
            private static async Task<string> PrintedAsync(Func<Task> action)
            {
                var before = Console.Out;
                using var printed = new StringWriter { NewLine = "\n" };
                Console.SetOut(printed);
                try
                {
                    await action();
                }
                finally
                {
                    Console.SetOut(before);
                }

                var text = printed.ToString();
                return text.EndsWith('\n') ? text[..^1] : text;
            }

        """;

    private const string RunProgram = """
            private static int RunProgram(params string[] arguments)
            {
                var program = System.Reflection.Assembly.Load("{assembly}").EntryPoint!;
                object?[] values = program.GetParameters().Length == 0 ? [] : [arguments];
                var status = program.Invoke(null, System.Reflection.BindingFlags.DoNotWrapExceptions, null, values, null);
                return status is int exitCode ? exitCode : 0;
            }

        """;

    /// <summary>The helpers that <paramref name="tests"/> call.</summary>
    public static IReadOnlyList<string> For(string tests, string identifier)
    {
        (bool IsUsed, string Text)[] helpers =
        [
            (tests.Contains("AssertJson(", StringComparison.Ordinal), AssertJson),
            (tests.Contains("AssertIs(", StringComparison.Ordinal), AssertIs),
            (tests.Contains("PrintedAsync(", StringComparison.Ordinal), PrintedAsync),
            (tests.Contains("RunProgram(", StringComparison.Ordinal),
                RunProgram.Replace("{assembly}", $"{CSharpNames.Namespace}.{identifier}", StringComparison.Ordinal)),
        ];
        return [.. helpers.Where(h => h.IsUsed).Select(h => h.Text)];
    }

    /// <summary>The namespaces that <paramref name="text"/> needs.</summary>
    public static IReadOnlyList<string> Usings(string text) =>
        [
            .. text.Contains("BotJson.", StringComparison.Ordinal) ? new[] { CSharpRuntime.Namespace } : [],
            .. text.Contains("JsonNode", StringComparison.Ordinal) ? new[] { "System.Text.Json.Nodes" } : [],
        ];
}
