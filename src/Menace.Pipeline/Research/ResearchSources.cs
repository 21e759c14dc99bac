using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Research;

/// <summary>The sources of the settings, in the order in which they are asked.</summary>
internal static class ResearchSources
{
    /// <summary>Those on this machine first; remote ones only with an address.</summary>
    public static IEnumerable<IResearchSource> Of(ResearchSettings settings, ContextBuilder? context, WorkflowDb? workflows)
    {
        if (context is not null)
        {
            yield return new KnowledgeSource(context);
        }

        yield return new PackageDocsSource();
        yield return new SecuritySource();
        yield return new OptimisationSource(context, workflows);
        if (settings.Url is not null)
        {
            yield return new HttpSource(settings);
        }

        if (settings.SearchUrl is not null)
        {
            yield return new SearchIndexSource(settings);
        }
    }
}
