using System.Globalization;
using System.Text;

namespace Menace.Analyzers.Catalog;

/// <summary>Writes the sources of the catalog. C# 7.3 is enough for them, whatever the project's language version.</summary>
internal static class CatalogWriter
{
    /// <summary>The name of the source of a bucket.</summary>
    public static string HintOf(int bucket) => "Bots." + Number(bucket) + ".g.cs";

    /// <summary>The properties of one bucket, and their values. The values are made when the first of them is used.</summary>
    public static string Write(CatalogBucket bucket)
    {
        var source = Begin(bucket.Settings);
        var type = "B" + Number(bucket.Number);
        for (var i = 0; i < bucket.Members.Count; i++)
        {
            var (identifier, entry) = bucket.Members[i];
            foreach (var line in entry.Documentation.Split(['\n'], StringSplitOptions.RemoveEmptyEntries))
            {
                source.Append("        ").Append(line).Append('\n');
            }

            source.Append("        public static BotInfo ").Append(identifier).Append(" => Buckets.").Append(type).Append(".Tasks[")
                .Append(i.ToString(CultureInfo.InvariantCulture)).Append("];\n\n");
        }

        source.Append("        private static partial class Buckets\n        {\n            internal static class ").Append(type)
            .Append("\n            {\n                internal static readonly BotInfo[] Tasks =\n                {\n");
        foreach (var member in bucket.Members)
        {
            source.Append("                    ").Append(member.Entry.Value).Append(",\n");
        }

        return End(source.Append("                };\n            }\n        }\n"));
    }

    /// <summary>The list of all tasks, and what they are values of.</summary>
    /// <param name="settings">Of the project.</param>
    /// <param name="order">The bucket of each task, in the file's order, as characters.</param>
    public static string WriteRoot(CatalogSettings settings, string order)
    {
        var used = order.Distinct().OrderBy(c => c).Select(c => (int)c);
        var buckets = string.Concat(
            used.Select(b => "                buckets[" + b.ToString(CultureInfo.InvariantCulture) + "] = B" + Number(b) + ".Tasks;\n"));
        var numbers = string.Join(", ", order.Select(c => ((int)c).ToString(CultureInfo.InvariantCulture)));
        var source = Begin(settings, "    /// <summary>The bots of the task list.</summary>\n").Append($$"""
                    /// <summary>Every bot of the task list, in its order.</summary>
                    public static global::System.Collections.Generic.IReadOnlyList<BotInfo> All => Buckets.All;

                    /// <summary>A bot, as the task list describes it.</summary>
                    internal sealed class BotInfo
                    {
                        internal BotInfo(
                            string name, global::System.Collections.Generic.IReadOnlyList<string> dependencies,
                            string schedule, global::System.Collections.Generic.IReadOnlyList<string> functions)
                        {
                            Name = name;
                            Dependencies = dependencies;
                            Schedule = schedule;
                            Functions = functions;
                        }

                        /// <summary>The bot's name, and that of its repository.</summary>
                        public string Name { get; }

                        /// <summary>Names of the bots that it calls.</summary>
                        public global::System.Collections.Generic.IReadOnlyList<string> Dependencies { get; }

                        /// <summary>When it runs: a cron expression, <c>every 15m</c>, <c>once</c>.</summary>
                        public string Schedule { get; }

                        /// <summary>The functions that the task list names.</summary>
                        public global::System.Collections.Generic.IReadOnlyList<string> Functions { get; }

                        /// <summary>The name.</summary>
                        public override string ToString() => Name;
                    }

                    private static partial class Buckets
                    {
                        internal static readonly BotInfo[] All = InOrder();

                        private static BotInfo[] InOrder()
                        {
                            var buckets = new BotInfo[{{CatalogBucket.Count}}][];
            {{buckets}}                var order = new byte[] { {{numbers}} };
                            var next = new int[{{CatalogBucket.Count}}];
                            var all = new BotInfo[order.Length];
                            for (var i = 0; i < order.Length; i++)
                            {
                                all[i] = buckets[order[i]][next[order[i]]++];
                            }

                            return all;
                        }
                    }

            """);
        return End(source);
    }

    private static StringBuilder Begin(CatalogSettings settings, string documentation = "") => new StringBuilder("// <auto-generated/>\n")
        .Append(settings.Nullable ? "#nullable enable\n" : "")
        .Append("namespace ").Append(settings.Namespace).Append("\n{\n").Append(documentation)
            .Append("    internal static partial class Bots\n    {\n");

    private static string End(StringBuilder source) => source.Append("    }\n}\n").ToString().Replace("\r\n", "\n");

    private static string Number(int bucket) => bucket.ToString("00", CultureInfo.InvariantCulture);
}
