namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Writes the test of a function that is not called: it is there, with these types.</summary>
internal static class CSharpSignatureTest
{
    /// <summary>The test of <paramref name="function"/>.</summary>
    public static string Write(CSharpBot bot, CSharpFunction function)
    {
        var container = "global::" + function.Container;
        if (function.Kind == CSharpFunctionKind.Type)
        {
            return CSharpTests.Test($"{function.Name}_is_public", isAsync: false, [$"Assert.True(typeof({container}).IsVisible);"]);
        }

        if (function.Kind == CSharpFunctionKind.EntryPoint)
        {
            return CSharpTests.Test($"{function.Name}_is_a_program", isAsync: false,
                [$"Assert.NotNull(System.Reflection.Assembly.Load(\"{CSharpNames.Namespace}.{bot.Spec.Identifier}\").EntryPoint);"]);
        }

        var name = CSharpLiterals.String(function.Name);
        var types = function.Parameters.Select(p => p.IsByReference || function.IsGeneric ? null : p.Type.TypeOf).ToList();
        var isStatic = function.Kind == CSharpFunctionKind.Static;
        if (types.Contains(null))
        {
            return CSharpTests.Test($"{function.Name}_is_public", isAsync: false,
                [$"Assert.Contains(typeof({container}).GetMethods(), m => m.Name == {name} && m.IsStatic == " +
                    $"{(isStatic ? "true" : "false")} && m.GetParameters().Length == {types.Count});"]);
        }

        var statements = new List<string>
        {
            $"var method = typeof({container}).GetMethod({name}, [{string.Join(", ", types.Select(t => $"typeof({t})"))}]);",
            "Assert.NotNull(method);",
            isStatic ? "Assert.True(method.IsStatic);" : "Assert.False(method.IsStatic);",
        };
        if (function.DeclaredReturn is { } returned)
        {
            statements.Add($"Assert.Equal(typeof({returned}), method.ReturnType);");
        }

        return CSharpTests.Test($"{function.Name}_has_its_signature", isAsync: false, statements);
    }
}
