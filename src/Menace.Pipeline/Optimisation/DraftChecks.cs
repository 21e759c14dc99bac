using Menace.Model.Diagnostics;
using Menace.Model.Languages;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Optimisation;

/// <summary>What is wrong with a draft apart from its code.</summary>
internal static class DraftChecks
{
    /// <summary>Each file that is too large to be copied.</summary>
    public static IEnumerable<PipelineDiagnostic> Files(BotDraft draft) =>
        draft.Task.Metadata.Files.Where(file => draft.Files[file.Value].Bytes.Length > FileContent.LargestBytes).Select(file => draft.Error(
            Rules.FileUnusable, new($"metadata.files.{file.Key}"), "metadata.files", file.Key,
            $"is larger than {FileContent.LargestBytes >> 20} MB ('{file.Value}'). Let the bot fetch it when it runs"));

    /// <summary>Each package that <paramref name="language"/> cannot install, and each that is listed twice.</summary>
    public static IEnumerable<PipelineDiagnostic> Packages(BotDraft draft, ILanguage language)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < draft.Task.Metadata.Packages.Count; i++)
        {
            var text = draft.Task.Metadata.Packages[i];
            var package = BotPackage.Parse(text);
            var mistake = language.CheckPackage(package)
                ?? (seen.Add(package.Name) ? null : new PackageMistake("is listed twice. Keep one version"));
            if (mistake is not null)
            {
                yield return draft.Error(mistake.Rule, new($"metadata.packages.{i}"), text, mistake.Reason);
            }
        }
    }

    /// <summary>
    /// The finding, as <paramref name="policy"/> says, on a bot whose code, or part of it, was written by a template. Whatever it says, an
    /// example that is asked for is an error: the task can have code.
    /// </summary>
    public static PipelineDiagnostic? Stub(BotDraft draft, StubPolicy policy)
    {
        if (draft is { HasFailed: false, IsFilled: true, WithoutCode.Question: { } question })
        {
            return draft.Error(
                Rules.ExampleNeeded, new("metadata.examples"), question.Function, question.CallText, question.FirstText,
                question.SecondText, $"{draft.Task.Name}:1", $"{draft.Task.Name}:2");
        }

        if (draft.HasFailed || draft.StubFunctions.Count == 0 || policy == StubPolicy.Allow)
        {
            return null;
        }

        var task = draft.Task;
        var calls = task.Dependencies.Count == 0 ? "" : $" It does not call its dependencies ({string.Join(", ", task.Dependencies)}).";
        var found = draft.IsFilled
            ? task.Metadata.Purpose is null ? "no code and no purpose" : "no code"
            : $"no code for {string.Join(", ", draft.StubFunctions.Select(function => $"'{function}'"))}";
        var looked = draft.Looked.Count == 0 ? "" : $", and none was found in {string.Join(" or ", draft.Looked)}";
        looked += draft is { IsFilled: true, WithoutCode.Reason: { } reason } ? $" (searching a program: {reason})" : "";
        return draft.Error(policy == StubPolicy.Error ? Rules.StubRefused : Rules.Stub, draft.IsFilled ? null : new("metadata.functions"),
            found + looked, calls);
    }

    /// <summary>Why the bot cannot be built with this dependency, or null.</summary>
    public static PipelineDiagnostic? Dependency(BotDraft draft, BotDraft dependency)
    {
        if (draft.HasFailed)
        {
            return null;
        }

        if (dependency.HasFailed)
        {
            return draft.Error(Rules.DependencyFailed, new("dependencies"), "built", dependency.Task.Name);
        }

        return dependency.Language != draft.Language && dependency.Analysis is { } analysis
            && BotCommand.Of(new EmitDependency(dependency.ToSpec(), analysis)).ObstacleIn(draft.Language!.Value.Profile()) is { } obstacle
            ? draft.Error(Rules.DependencyNotCallable, new("dependencies"), draft.Language.Value.ToName(), dependency.Task.Name,
                dependency.Language!.Value.ToName(), obstacle)
            : null;
    }
}
