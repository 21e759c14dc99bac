using Menace.Model.Json;
using Menace.Model.Reading;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>
/// MENACE18xx: what should not be in a file that is shared, or run unseen. No message repeats the secret. Looked through are the code and
/// every
/// string of the metadata, tests among them; files that they name are not.
/// </summary>
internal static class SecretChecks
{
    /// <summary>Findings of one string; finding the place of each takes as long as the string is.</summary>
    private const int MostOfString = 10;

    public static void Run(TaskSource source, CheckContext context)
    {
        if (source.Node.Find("code", JsonKind.String) is { } code)
        {
            Check(code, "code", isCode: true);
        }

        if (source.Node.Find("run", JsonKind.Object) is { } run)
        {
            CheckAll(run, "run", isCode: false);
        }

        foreach (var member in source.Node.Find("metadata", JsonKind.Object)?.Members ?? [])
        {
            CheckAll(member.Value, "metadata." + member.Name, isCode: member.Name == "tests");
        }

        void CheckAll(JsonNode node, string path, bool isCode)
        {
            if (node.Kind == JsonKind.String)
            {
                Check(node, path, isCode);
            }

            foreach (var item in node.Items)
            {
                CheckAll(item, path, isCode);
            }

            foreach (var member in node.Members)
            {
                CheckAll(member.Value, path, isCode);
            }
        }

        void Check(JsonNode node, string path, bool isCode)
        {
            var place = Display.Of(path);
            foreach (var secret in Secrets.In(node.Text).Take(MostOfString))
            {
                var span = context.Part(node, secret.Start, secret.Length);
                if (secret.Kind is { } kind)
                {
                    context.Findings.Add(RuleTable.PossibleSecret, span, source.Label, place, kind);
                }
                else
                {
                    context.Findings.Add(RuleTable.ConnectionPassword, span, source.Label, place);
                }
            }

            foreach (var fetched in (isCode ? RemoteCode.In(node.Text) : []).Take(MostOfString))
            {
                context.Findings.Add(RuleTable.RemoteCode, context.Part(node, fetched.Start, fetched.Length), source.Label, place,
                    fetched.Fetcher, fetched.Runner);
            }
        }
    }
}
