using Menace.Pipeline.Contracts;
using Microsoft.CodeAnalysis;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>What reading C# found, with what its emitter needs.</summary>
internal sealed record CSharpAnalysis : CodeAnalysis
{
    /// <summary>The code as parts: hoisted using directives and the rest. Null if it does not parse.</summary>
    public CSharpText? Text { get; init; }

    /// <summary>Name of the generated class around members and statements, not escaped.</summary>
    public string ClassName { get; init; } = "";

    /// <summary>One entry per element of <see cref="CodeAnalysis.Functions"/>, in its order.</summary>
    public IReadOnlyList<CSharpFunction> Details { get; init; } = [];

    /// <summary>Of statements: the return type as it is written, with its <c>Task</c> where they await.</summary>
    public string ReturnType { get; init; } = "void";

    /// <summary>Of statements: true if they await.</summary>
    public bool IsAsync { get; init; }

    /// <summary>Of a whole file: the namespaces that hold its types; "" is the global one.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Of a whole file: the names of all its types.</summary>
    public IReadOnlyList<string> TypeNames { get; init; } = [];

    /// <inheritdoc/>
    public override BotCommand Command(BotSpec spec)
    {
        IReadOnlyList<string> functions = HasEntryPoint
            ? [BotCommand.ProgramFunction]
            : [.. CSharpCommand.Functions(CSharpBot.From(new EmitRequest(spec, this, []))).Select(function => function.Name)];
        IReadOnlyList<CommandWord> run = [Word("dotnet"), Word("run"), Word("--project"), new CommandWord.InRepository($"src/{spec.Name}")];
        return new BotCommand(spec, HasEntryPoint, functions, [.. run, Word("--")])
        {
            Built = new(CSharpBot.Artifact(spec), ["dotnet", "exec"],
                [.. run, Word("--artifacts-path"), new CommandWord.Cache(), Word("--")]),
        };

        static CommandWord Word(string text) => new CommandWord.Text(text);
    }
}

/// <summary>How a function is reached.</summary>
internal enum CSharpFunctionKind
{
    /// <summary>A public static method.</summary>
    Static,

    /// <summary>A public method of a type that can be created without arguments.</summary>
    Instance,

    /// <summary>A public type.</summary>
    Type,

    /// <summary>The entry point of a program, which need not be public; it takes strings.</summary>
    EntryPoint,
}

/// <summary>A function as far as commands and tests need it; it holds no symbol, so no compilation stays in memory.</summary>
/// <param name="Name">Its name, not escaped.</param>
/// <param name="Kind">How it is reached.</param>
/// <param name="Container">Full name of its type (of a type: of itself), without <c>global::</c>.</param>
internal sealed record CSharpFunction(string Name, CSharpFunctionKind Kind, string Container)
{
    /// <summary>Its parameters.</summary>
    public IReadOnlyList<CSharpParameter> Parameters { get; init; } = [];

    /// <summary>What it returns; of a task: the task's result.</summary>
    public CSharpType Return { get; init; } = CSharpType.Void;

    /// <summary>The <c>typeof</c> operand of the declared return type, or null if there is none.</summary>
    public string? DeclaredReturn { get; init; }

    /// <summary>True if a call is awaited.</summary>
    public bool IsAwaited { get; init; }

    /// <summary>True if it returns an <c>IAsyncEnumerable</c>.</summary>
    public bool IsAsyncStream { get; init; }

    /// <summary>True if a test that calls it awaits.</summary>
    public bool IsAsync => IsAwaited || IsAsyncStream;

    /// <summary>
    /// True if its result may be a sequence whose items are computed as they are read (an <c>IEnumerable</c> of any kind).
    /// </summary>
    public bool IsSequence { get; init; }

    /// <summary>True if the items of that sequence have a type.</summary>
    public bool IsTypedSequence { get; init; }

    /// <summary>True if it has type parameters of its own.</summary>
    public bool IsGeneric { get; init; }

    /// <summary>The one constant it returns, as a C# literal, or null if its result is not certain.</summary>
    public string? ReturnedLiteral { get; init; }

    /// <summary>All it prints, where that is constants only; else null.</summary>
    public string? PrintedText { get; init; }

    /// <summary>Arguments that every call must give.</summary>
    public int RequiredArguments => Parameters.Count(p => !p.IsOptional && !p.IsParams);

    /// <summary>True if a test can call it without knowing anything of it; a function of any number of arguments may need some.</summary>
    public bool CallableWithoutArguments =>
        Kind == CSharpFunctionKind.EntryPoint || (Kind != CSharpFunctionKind.Type && !IsGeneric && Parameters.All(p => p.IsOptional));

    /// <summary>Why its parameters or its result cannot travel as JSON, or null if they can.</summary>
    public string? Obstacle =>
        Kind == CSharpFunctionKind.Type ? "it is a type"
        : IsGeneric ? "it is generic"
        : Parameters.FirstOrDefault(p => p.Obstacle is not null) is { } parameter
            ? $"its parameter '{parameter.Name}' is {parameter.Obstacle}"
        : Return.ResultObstacle is { } result ? $"its result is {result}"
        : null;
}

/// <summary>A parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; of <c>params</c>: the collection.</param>
/// <param name="IsOptional">True if it has a default.</param>
internal sealed record CSharpParameter(string Name, CSharpType Type, bool IsOptional)
{
    /// <summary>True for <c>params</c>.</summary>
    public bool IsParams => Element is not null;

    /// <summary>Of a <c>params</c> array: its element type.</summary>
    public CSharpType? Element { get; init; }

    /// <summary>True for <c>ref</c>, <c>out</c> and <c>in</c>.</summary>
    public bool IsByReference { get; init; }

    /// <summary>Why JSON cannot carry it, or null if it can.</summary>
    public string? Obstacle => IsByReference ? "passed by reference" : Type.ArgumentObstacle;
}

/// <summary>A type as generated code names it.</summary>
/// <param name="Name">Its full name with nullable annotations, with <c>global::</c> where it is not a keyword.</param>
/// <param name="Special">Which predefined type it is; of <c>T?</c> over a value type: T.</param>
/// <param name="AllowsNull">True if null is one of its values.</param>
internal sealed record CSharpType(string Name, SpecialType Special, bool AllowsNull)
{
    /// <summary>The type <c>void</c>.</summary>
    public static CSharpType Void { get; } = new("void", SpecialType.System_Void, false);

    /// <summary>The type <c>string</c>.</summary>
    public static CSharpType String { get; } = new("string", SpecialType.System_String, false) { TypeOf = "string" };

    /// <summary>The type <c>object?</c>.</summary>
    public static CSharpType Object { get; } = new("object?", SpecialType.System_Object, true) { TypeOf = "object" };

    /// <summary>The type <c>int</c>.</summary>
    public static CSharpType Int32 { get; } = new("int", SpecialType.System_Int32, false) { TypeOf = "int" };

    /// <summary>The operand of <c>typeof</c>, or null if the type has none that a test can name.</summary>
    public string? TypeOf { get; init; }

    /// <summary>Why an argument of this type cannot be given as JSON, or null.</summary>
    public string? ArgumentObstacle { get; init; }

    /// <summary>Why a result of this type cannot be given as JSON, or null.</summary>
    public string? ResultObstacle { get; init; }

    /// <summary>True for <c>void</c>.</summary>
    public bool IsVoid => Special == SpecialType.System_Void;
}
