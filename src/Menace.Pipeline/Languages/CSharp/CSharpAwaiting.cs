using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Whether code waits for the tasks that it starts, so that nothing of it runs after a call has ended.</summary>
/// <param name="model">The bound code.</param>
/// <param name="own">The bot's own code.</param>
internal sealed class CSharpAwaiting(SemanticModel model, CSharpOwnCode own)
{
    private static readonly string[] Finished = ["FromCanceled", "FromException", "FromResult"];
    private static readonly string[] Passing = ["AsTask", "ConfigureAwait"];

    /// <summary>True if the value of <paramref name="expression"/> is a task.</summary>
    public bool IsTask(ExpressionSyntax expression) => IsTask(model.GetTypeInfo(expression).Type);

    /// <summary>True if <paramref name="call"/> starts a task for which nothing waits.</summary>
    public bool Forgets(InvocationExpressionSyntax call) =>
        IsTask(call) && !IsFinished(call) && call.Parent is not ExpressionStatementSyntax && !IsWaitedFor(call);

    /// <summary>True if <paramref name="task"/>, a task or a function that returns one, stands where something waits for it.</summary>
    public bool IsWaitedFor(ExpressionSyntax task) => task.Parent switch
    {
        AwaitExpressionSyntax => true,
        ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax or ConditionalExpressionSyntax or CastExpressionSyntax =>
            IsWaitedFor((ExpressionSyntax)task.Parent),
        SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax all } => IsWaitedFor(all),
        MemberAccessExpressionSyntax access => IsWaitedFor(access),
        ReturnStatementSyntax or ArrowExpressionClauseSyntax => IsReturned(task),
        AnonymousFunctionExpressionSyntax function => IsReturned(task) && IsWaitedFor(function),
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } =>
            task is AnonymousFunctionExpressionSyntax || IsTaken(variable.Identifier.ValueText, task),
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable } assignment when assignment.Right == task =>
            IsTaken(variable.Identifier.ValueText, task),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax called } => IsTakenBy(called, task) || AwaitsAll(task),
        _ => AwaitsAll(task),
    };

    private static bool IsTask(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask" };

    private bool IsFinished(ExpressionSyntax call) =>
        model.GetSymbolInfo(call).Symbol is IMethodSymbol { IsStatic: true, ContainingType.Name: "Task" or "ValueTask" } method
        && Finished.Contains(method.Name);

    private bool IsReturned(ExpressionSyntax task) => IsTask(model.GetTypeInfo(task).ConvertedType);

    /// <summary>A task is taken by Task's own methods; a function is called, and so waited for, by the code that gets it.</summary>
    private bool IsTakenBy(InvocationExpressionSyntax called, ExpressionSyntax task) =>
        model.GetSymbolInfo(called).Symbol is IMethodSymbol method
        && (task is AnonymousFunctionExpressionSyntax ? own.Owns(method.OriginalDefinition) : method.ContainingType.Name == "Task");

    private bool IsTaken(string variable, SyntaxNode place) =>
        Names(place).Any(name => name.Identifier.ValueText == variable && name.Parent switch
        {
            AwaitExpressionSyntax or ReturnStatementSyntax => true,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax called } => IsTakenBy(called, name),
            MemberAccessExpressionSyntax access => IsWaitedFor(access),
            _ => false,
        });

    /// <summary>Waiting without a limit of time; what only passes the task on is followed.</summary>
    private bool IsWaitedFor(MemberAccessExpressionSyntax access) => (access.Name.Identifier.ValueText, access.Parent) switch
    {
        ("Result", _) or ("Wait", InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 }) => true,
        ("GetAwaiter", InvocationExpressionSyntax { Parent: MemberAccessExpressionSyntax result }) =>
            result.Name.Identifier.ValueText == "GetResult",
        (var name, InvocationExpressionSyntax passed) => Passing.Contains(name) && IsWaitedFor(passed),
        _ => false,
    };

    private static bool AwaitsAll(SyntaxNode place) => Names(place).Any(name => name.Identifier.ValueText is "WhenAll" or "WhenEach");

    private static IEnumerable<IdentifierNameSyntax> Names(SyntaxNode place) =>
        place.Ancestors().First(ancestor => ancestor is MemberDeclarationSyntax or CompilationUnitSyntax)
            .DescendantNodes().OfType<IdentifierNameSyntax>();
}
