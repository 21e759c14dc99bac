using Scriban.Runtime;

namespace Menace.Pipeline.Languages;

/// <summary>The part of scripts/setup_tests.sh that looks for the repositories beside this one, the same in every language.</summary>
internal static class SiblingSetup
{
    /// <summary>Lines of shell, run in the repository's root; empty for a bot without dependencies.</summary>
    public static string Of(EmitRequest request)
    {
        var siblings = request.Dependencies.Select(dependency => dependency.Spec.Name).Concat(request.Closure)
            .Distinct(StringComparer.Ordinal).ToList();
        return siblings.Count == 0 ? "" : Templates.Render("common/siblings.sh.scriban", new ScriptObject
        {
            ["name"] = request.Spec.Name,
            ["siblings"] = siblings,
        });
    }
}
