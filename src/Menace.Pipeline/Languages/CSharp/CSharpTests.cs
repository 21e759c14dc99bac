using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Microsoft.CodeAnalysis;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// Writes tests that can fail: the task's examples; for a function without any that may be called, the literal that it plainly returns or
/// prints, else
/// a call; for every other function a check of its signature.
/// </summary>
internal static class CSharpTests
{
    /// <summary>Items that a test reads of a sequence of unknown length.</summary>
    private const int MostItems = 1000;

    /// <summary>The path of the generated tests of <paramref name="spec"/> inside the repository.</summary>
    public static string PathOf(BotSpec spec, string name = "") =>
        $"tests/{spec.Name}.Tests/{(name.Length > 0 ? name : spec.Identifier + "Tests.cs")}";

    /// <summary>The full name of the test of each example, in the order of the list.</summary>
    public static IReadOnlyList<string> ExampleTests(BotSpec spec) =>
        [.. CSharpTestNames.Of(spec).Select(name => $"{CSharpNames.Namespace}.Tests.{spec.Identifier}Tests.{name}")];

    /// <summary>The text of the test file of <paramref name="bot"/>.</summary>
    public static string Write(CSharpBot bot)
    {
        var members = new List<string>();
        List<(TaskExample Example, string Name)> all = [.. bot.Spec.Examples.Zip(CSharpTestNames.Of(bot.Spec))];
        foreach (var function in bot.Functions)
        {
            var examples = all.FindAll(one => one.Example.Function == function.Name);
            members.AddRange(examples.Count > 0 ? examples.Select(one => Example(bot, function, one.Example, one.Name))
                : MayBeCalled(bot, function) ? Plain(bot, function)
                : [CSharpSignatureTest.Write(bot, function)]);
        }

        members.AddRange(all.Where(one => bot.Functions.All(f => f.Name != one.Example.Function)).Select(one =>
            Test(one.Name, isAsync: false, Fails($"The bot has no function '{one.Example.Function}'."))));
        members.AddRange(CSharpTestHelpers.For(string.Concat(members), bot.Spec.Identifier));
        var text = string.Join('\n', members);
        return Templates.Render("csharp/Tests.cs.scriban", new ScriptObject
        {
            ["name"] = bot.Spec.Name,
            ["class"] = bot.Spec.Identifier + "Tests",
            ["usings"] = CSharpTestHelpers.Usings(text),
            ["captures"] = text.Contains("Console.SetOut", StringComparison.Ordinal),
            ["members"] = text,
        });
    }

    /// <summary>True if a call was asked for or is harmless. What a template returns is not worth an assertion.</summary>
    private static bool MayBeCalled(CSharpBot bot, CSharpFunction function) =>
        function.CallableWithoutArguments && !bot.Spec.NotExercised.ContainsKey(function.Name)
            && !bot.Spec.StubFunctions.Contains(function.Name, StringComparer.Ordinal);

    private static IEnumerable<string> Plain(CSharpBot bot, CSharpFunction function)
    {
        var call = Call(bot, function, "", MostItems);
        var isParameterless = function.Parameters.Count == 0;
        if (isParameterless && function.PrintedText is { } printed)
        {
            yield return Test($"{function.Name}_prints_its_text", isAsync: true, Prints(call, function, printed));
        }

        if (isParameterless && function.ReturnedLiteral is { } literal && !function.Return.IsVoid)
        {
            yield return Test($"{function.Name}_returns_its_value", function.IsAsync, [Equal(literal, call, function.Return)]);
        }
        else if (!isParameterless || function.PrintedText is null)
        {
            yield return function.Kind == CSharpFunctionKind.EntryPoint
                ? Test($"{function.Name}_ends_with_exit_code_0", function.IsAsync, [$"Assert.Equal(0, {call});"])
                : Test($"{function.Name}_runs", function.IsAsync, [function.Return.IsVoid ? call + ";" : $"_ = {call};"]);
        }
    }

    private static string Example(CSharpBot bot, CSharpFunction function, TaskExample example, string name)
    {
        if (Unusable(function, example) is { } reason)
        {
            return Test(name, isAsync: false, Fails(reason));
        }

        var call = Call(bot, function,
            string.Join(", ", example.Args.Select((value, i) => CSharpLiterals.Expression(value, ParameterType(function, i)))));
        if (example.Raises is { } raised)
        {
            return Raises(bot, function, name, call, raised);
        }

        if (example.Prints is { } printed)
        {
            return Test(name, isAsync: true, Prints(call, function, printed));
        }

        var expected = example.Returns ?? JsonValue.Null;
        if (function.Return.IsVoid)
        {
            return Test(name, function.IsAsync, expected.Kind == JsonKind.Null ? [call + ";"]
                : Fails($"{function.Name} returns nothing, the example {expected}."));
        }

        return Test(name, function.IsAsync, [CSharpLiterals.Literal(expected, function.Return) is { } literal && IsExact(function.Return)
            ? Equal(literal, call, function.Return)
            : $"AssertJson({CSharpLiterals.String(CanonicalJson.WriteInOrder(expected))}, {call});"]);
    }

    /// <summary>A test for an exception: by its type if that is certain, else by the names of its type and the bases of that.</summary>
    private static string Raises(CSharpBot bot, CSharpFunction function, string name, string call, string raised)
    {
        var type = CSharpExceptions.TypeOf(bot, raised);
        var action = function.Return.IsVoid ? call : "_ = " + call;
        return (type, function.IsAsync) switch
        {
            ({ } known, true) => Test(name, isAsync: true, [$"await Assert.ThrowsAnyAsync<{known}>(async () => {{ {action}; }});"]),
            ({ } known, false) => Test(name, isAsync: false, [$"Assert.ThrowsAny<{known}>(() => {{ {action}; }});"]),
            (_, true) => Test(name, isAsync: true,
                [$"AssertIs({CSharpLiterals.String(raised)}, await Record.ExceptionAsync(async () => {{ {action}; }}));"]),
            _ => Test(name, isAsync: false,
                [$"AssertIs({CSharpLiterals.String(raised)}, Record.Exception(() => {{ {action}; }}));"]),
        };
    }

    /// <summary>Why an example cannot become a call, or null.</summary>
    private static string? Unusable(CSharpFunction function, TaskExample example)
    {
        var takesRest = function.Parameters.Any(p => p.IsParams);
        var most = function.Parameters.Count;
        return function.Kind == CSharpFunctionKind.Type ? $"{function.Name} is a type; an example calls a function."
            : example.Args.Count < function.RequiredArguments || (example.Args.Count > most && !takesRest)
                ? $"{function.Name} takes {function.RequiredArguments}"
                    + (takesRest ? " or more" : most > function.RequiredArguments ? $" to {most}" : "")
                    + $" argument(s), the example gives {example.Args.Count}."
            : function.Parameters.Take(example.Args.Count)
                .FirstOrDefault(p => p.Obstacle is not null && !(function.IsGeneric && !p.IsByReference)) is { } parameter
                ? $"The parameter '{parameter.Name}' of {function.Name} is {parameter.Obstacle}; an example cannot give it."
            : null;
    }

    private static CSharpType ParameterType(CSharpFunction function, int index)
    {
        var parameter = function.Parameters[Math.Min(index, function.Parameters.Count - 1)];
        return parameter.Element ?? (parameter.Type.ArgumentObstacle == "of a generic type" ? CSharpType.Object : parameter.Type);
    }

    /// <summary>Numbers behind <c>object</c> compare as JSON: 1 and 1L are the same there.</summary>
    private static bool IsExact(CSharpType type) => type.Special is not SpecialType.System_Object;

    /// <summary>A call that is awaited and, of a sequence, reads all items, or so many.</summary>
    private static string Call(CSharpBot bot, CSharpFunction function, string arguments, int? most = null)
    {
        if (function.Kind == CSharpFunctionKind.EntryPoint)
        {
            return $"RunProgram({arguments})";
        }

        var target = bot.Analysis.Shape == CodeShape.File
            ? CSharpNames.Call(function with { Container = "global::" + function.Container })
            : CSharpNames.Call(function with { Container = function.Container[(CSharpNames.Namespace.Length + 1)..] });
        var call = $"{target}({arguments})";
        var take = most is null ? "" : $".Take({most})";
        if (function.IsSequence)
        {
            call = function.IsAwaited ? $"(await {call})" : call;
            return $"{call}{(function.Return.AllowsNull ? "?" : "")}{(function.IsTypedSequence ? "" : ".Cast<object?>()")}{take}.ToList()";
        }

        return function.IsAwaited ? "await " + call : function.IsAsyncStream
            ? $"await {call}{take}.ToListAsync(TestContext.Current.CancellationToken)" : call;
    }

    private static string Equal(string literal, string call, CSharpType type) => literal switch
    {
        "null" => $"Assert.Null({call});",
        "true" or "false" when type is { Special: SpecialType.System_Boolean, AllowsNull: false } =>
            $"Assert.{(literal == "true" ? "True" : "False")}({call});",
        _ => $"Assert.Equal{(IsInferred(type) ? "" : $"<{type.Name}>")}({literal}, {call});",
    };

    /// <summary>True if the compiler infers the type to compare from a literal and the result.</summary>
    private static bool IsInferred(CSharpType type) =>
        type.Special == SpecialType.System_String
        || (!type.AllowsNull && type.Special is (SpecialType.System_Char or SpecialType.System_Int32 or SpecialType.System_Int64
            or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal));

    private static IReadOnlyList<string> Prints(string call, CSharpFunction function, string expected)
    {
        var text = expected.EndsWith('\n') ? expected[..^1] : expected;
        return [$"Assert.Equal({CSharpLiterals.String(text)}, await PrintedAsync({(function.IsAsync ? "async " : "")}() => {{ " +
            $"{(function.Return.IsVoid ? "" : "_ = ")}{call}; {(function.IsAsync ? "" : "return Task.CompletedTask; ")}}}));"];
    }

    private static IReadOnlyList<string> Fails(string reason) => [$"Assert.Fail({CSharpLiterals.String(reason)});"];

    internal static string Test(string name, bool isAsync, IReadOnlyList<string> statements) =>
        $"    [Fact]\n    public {(isAsync ? "async Task" : "void")} {name}()\n    " +
            $"{{\n{string.Concat(statements.Select(s => $"        {s}\n"))}    }}\n";
}
